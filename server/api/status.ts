import type { Request, Response, Router } from 'express'
import { z } from 'zod'
import type { AskedBuild } from '../../machines/reading/verdict.ts'
import { buildName } from '../../machines/typed-text.ts'
import { languageOf } from '../http/language.ts'
import { requestIdOf } from '../http/problems.ts'
import { sendBytes } from '../http/send-body.ts'
import { judge } from '../launches/judgements.ts'
import type { Events } from '../launches/live-events.ts'
import { deployWaits } from '../launches/waiting-deploys.ts'
import type { Services } from '../services.ts'
import {
  callerOfToken,
  hasAlready,
  isUnchanged,
  query,
  queryParameters,
  requireCaller,
  requireScope,
  requireStored,
  viewerOf,
} from './access.ts'
import { hold, takePlace } from './held-request.ts'
import { type Answer, type Asking, countAbsent, etag, isFinal, retryAfter } from './status-answer.ts'
import { type StatusFormat, statusText } from './status-texts.ts'

/** May we deploy? status says how it stands; deploy answers by its status code: 200 is yes, everything else is no. */

const wait = z
  .string()
  .regex(/^[0-9]{1,3}$/)
  .transform(Number)
  .pipe(z.number().max(300))
  .optional()
const statusParameters = queryParameters({ candidate: buildName.optional(), wait })
const deployParameters = queryParameters({
  candidate: buildName.optional(),
  wait,
  format: z.enum(['json', 'text']).optional(),
})

/** GET and POST ask the same, for checks that can only post; a body is ignored. Express answers HEAD by the GET handler. */
export function statusRoutes(router: Router, services: Services, events: Events): void {
  const status = async (req: Request, res: Response) => {
    const asking = await askingOf(services, req)
    const { candidate, wait } = query(req, statusParameters)
    const asked: AskedBuild = candidate === undefined ? { build: 'current' } : { build: 'named', name: candidate }
    const language = languageOf(req)
    const isConditional = req.headers['if-none-match'] !== undefined
    const isEnough = (answer: Answer) => (isConditional ? !hasAlready(req, etag(language, answer)) : isFinal(answer))
    const answer = await answerIn(services, events, req, res, { asking, asked, wait, isEnough })
    res.setHeader('Launchgate-Decision', answer.judgement.verdict.decision)
    if (isUnchanged(req, res, etag(language, answer))) return
    await send(services, req, res, answer, { asked, language, form: 'status', status: 200 })
  }
  router.get('/launches/:launch/status', status)
  router.post('/launches/:launch/status', status)

  const deploy = async (req: Request, res: Response) => {
    const asking = await askingOf(services, req)
    const { candidate, wait, format } = query(req, deployParameters)
    const asked: AskedBuild = candidate === undefined ? { build: 'unnamed' } : { build: 'named', name: candidate }
    const stop = !wait ? () => undefined : deployWaits(services, String(req.params.launch))
    const question = { asking, asked, wait, isEnough: isFinal }
    const answer = await answerIn(services, events, req, res, question).finally(stop)
    const { verdict } = answer.judgement
    const isGo = verdict.decision === 'go'
    res.setHeader('Launchgate-Decision', verdict.decision)
    if (!isGo) res.setHeader('Retry-After', String(retryAfter(verdict, answer.now)))
    const form = format === 'text' ? 'text' : isGo ? 'status' : 'locked'
    await send(services, req, res, answer, { asked, language: languageOf(req), form, status: isGo ? 200 : 423 })
  }
  router.get('/launches/:launch/deploy', deploy)
  router.post('/launches/:launch/deploy', deploy)
}

async function send(
  services: Services,
  req: Request,
  res: Response,
  { caller, stored, now, judgement }: Answer,
  { asked, language, form, status }: { asked: AskedBuild; language: string; form: StatusFormat; status: number },
): Promise<void> {
  const variant = { form, asked, language, people: caller !== null }
  const text = await statusText(services, stored, judgement, variant)
  const types = { status: 'json', locked: 'problem', text: 'text' } as const
  sendBytes(res, status, types[form], text(now, requestIdOf(req)))
}

interface Question {
  asking: Asking
  asked: AskedBuild
  wait: number | undefined
  isEnough(answer: Answer): boolean
}

/** The present answer, or where a wait was asked for and a place is free, the one that ends it. */
async function answerIn(
  services: Services,
  events: Events,
  req: Request,
  res: Response,
  { asking, asked, wait = 0, isEnough }: Question,
): Promise<Answer> {
  const answerFor = ({ caller, stored, absent }: Asking): Answer => {
    if (caller) requireScope(req, caller, 'status:read')
    const now = services.clock()
    return { caller, stored, absent, now, judgement: judge(stored, now, asked) }
  }
  const leave = wait === 0 ? null : takePlace(req, asking.caller && viewerOf(asking.caller))
  if (leave === null) return answerFor(asking)
  // Judged at each look: a held request has no more rights than one that comes now.
  const look = async () => answerFor(await askingOf(services, req))
  const nextChangeAt = ({ judgement }: Answer) => judgement.verdict.nextChangeAt
  const launch = String(req.params.launch)
  return hold<Answer>(services, events, res, { launch, wait, look, isEnough, nextChangeAt }).finally(leave)
}

/**
 * Who asks, and the launch. A token that was sent must be good. Without one only a launch with public status answers: private launches
 * look exactly like missing ones. Throws the problem of having no right to know of it; the scope comes later in the promised order.
 */
async function askingOf(services: Services, req: Request): Promise<Asking> {
  if (req.headers.authorization === undefined) {
    const stored = await services.store.load(String(req.params.launch))
    if (stored?.context.public) return { caller: null, stored, absent: await countAbsent(services, stored) }
  }
  const caller = (await callerOfToken(services, req)) ?? (await requireCaller(services, req))
  const stored = await requireStored(services, req, caller)
  return { caller, stored, absent: await countAbsent(services, stored) }
}
