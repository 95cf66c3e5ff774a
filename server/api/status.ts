import type { Request, Response, Router } from 'express'
import { z } from 'zod'
import { asOf } from '../../machines/due.ts'
import type { LaunchState } from '../../machines/state.ts'
import { buildName } from '../../machines/typed-text.ts'
import { type Asked, type Verdict, verdict } from '../../machines/verdict.ts'
import type { Caller } from '../auth/caller.ts'
import type { Events } from '../events.ts'
import { languageOf } from '../language.ts'
import { sendProblem } from '../problems.ts'
import type { LaunchView } from '../read-launch.ts'
import type { Services } from '../services.ts'
import { deployWaits } from '../waiting-deploys.ts'
import { words } from '../words/index.ts'
import {
  callerOfToken,
  hasAlready,
  isUnchanged,
  query,
  requireCaller,
  requireLaunch,
  requireScope,
  requireStored,
  sendJson,
  viewerOf,
} from './access.ts'
import { sendText } from './deploy-text.ts'
import { hold, takePlace } from './held-request.ts'
import { statusBody } from './present.ts'

/** May we deploy? status says how it stands; deploy answers by its status code: 200 is yes, everything else is no. */

const statusParameters = {
  candidate: buildName.optional(),
  wait: z
    .string()
    .regex(/^[0-9]{1,3}$/)
    .transform(Number)
    .pipe(z.number().max(300))
    .optional(),
}
const deployParameters = { ...statusParameters, format: z.enum(['json', 'text']).optional() }

/** Who asks (null: somebody without a token), and how it stands for them. */
interface Judged {
  caller: Caller | null
  launch: LaunchState
  verdict: Verdict
}

export interface Answer extends Judged {
  view: LaunchView
}

/** GET and POST ask the same, for checks that can only post; a body is ignored. Express answers HEAD by the GET handler. */
export function statusRoutes(router: Router, services: Services, events: Events): void {
  const { baseUrl } = services.config

  const status = async (req: Request, res: Response) => {
    const { caller, candidate, wait } = await asking(services, req, statusParameters)
    const asked: Asked = candidate === undefined ? { build: 'current' } : { build: 'named', name: candidate }
    const isConditional = req.get('If-None-Match') !== undefined
    const isEnough = (judged: Judged) => (isConditional ? !hasAlready(req, etag(req, judged)) : isFinal(judged))
    const answer = await answerIn(services, events, req, res, { caller, asked, wait, isEnough })
    res.set('Launchgate-Decision', answer.verdict.decision)
    if (isUnchanged(req, res, etag(req, answer))) return
    sendJson(res, bodyOf(req, answer, baseUrl))
  }
  router.get('/launches/:launch/status', status)
  router.post('/launches/:launch/status', status)

  const deploy = async (req: Request, res: Response) => {
    const { caller, candidate, wait, format } = await asking(services, req, deployParameters)
    const asked: Asked = candidate === undefined ? { build: 'unnamed' } : { build: 'named', name: candidate }
    const stop = !wait ? () => undefined : deployWaits(services, String(req.params.launch))
    const question = { caller, asked, wait, isEnough: isFinal }
    const answer = await answerIn(services, events, req, res, question).finally(stop)
    const { decision, nextChangeAt } = answer.verdict
    const isGo = decision === 'go'
    res.set('Launchgate-Decision', decision)
    if (!isGo) res.set('Retry-After', String(retryAfter(nextChangeAt, answer.view.now)))
    if (format === 'text') return sendText(req, res, answer, baseUrl, isGo ? 200 : 423)
    const body = bodyOf(req, answer, baseUrl)
    if (isGo) return sendJson(res, body)
    const { title: _, ...rest } = body
    sendProblem(req, res, 'locked', { detail: body.summary, ...rest })
  }
  router.get('/launches/:launch/deploy', deploy)
  router.post('/launches/:launch/deploy', deploy)
}

const isFinal = ({ verdict: v }: Judged): boolean => v.decision === 'go' || v.decision === 'no-go'

function bodyOf(req: Request, answer: Answer, baseUrl: string) {
  return statusBody(answer.view, words(languageOf(req)), answer.verdict, { people: answer.caller !== null, baseUrl })
}

/** Who asks, and what: judged in the promised order, but for the scope, which each look judges anew. */
async function asking<S extends z.ZodRawShape>(services: Services, req: Request, parameters: S) {
  const caller = await callerOfStatus(services, req)
  await requireStored(services, req, caller)
  return { caller, ...query(req, parameters) }
}

interface Question {
  caller: Caller | null
  asked: Asked
  wait: number | undefined
  isEnough(judged: Judged): boolean
}

/** The present answer, or where a wait was asked for and a place is free, the one that ends it. */
async function answerIn(
  services: Services,
  events: Events,
  req: Request,
  res: Response,
  { caller, asked, wait = 0, isEnough }: Question,
): Promise<Answer> {
  const look = () => judge(services, req, asked)
  const answer = async (): Promise<Answer> => {
    const now = await mayAsk(services, req)
    const view = await requireLaunch(services, req, now)
    if (now === null) await requirePublic(services, req, view.launch)
    return { caller: now, view, launch: view.launch, verdict: verdict(view.launch, view.now, asked) }
  }
  if (wait === 0) return answer()
  const leave = takePlace(req, caller && viewerOf(caller))
  if (leave === null) return answer()
  const peek = async () => {
    const judged = await look()
    return { isEnough: isEnough(judged), nextChangeAt: judged.verdict.nextChangeAt }
  }
  const launch = String(req.params.launch)
  return hold<Answer>(services, events, res, { launch, wait, peek, answer, isEnough }).finally(leave)
}

/** How it stands now, for whoever the request's token stands for now. */
async function judge(services: Services, req: Request, asked: Asked): Promise<Judged> {
  const caller = await mayAsk(services, req)
  const now = services.clock()
  const launch = asOf(await requireStored(services, req, caller), now)
  if (caller === null) await requirePublic(services, req, launch)
  return { caller, launch, verdict: verdict(launch, now, asked) }
}

/** Judged at each look: a held request has no more rights than one that comes now. Throws the problem of having none. */
async function mayAsk(services: Services, req: Request): Promise<Caller | null> {
  const caller = await callerOfStatus(services, req)
  if (caller) {
    await requireStored(services, req, caller)
    requireScope(req, caller, 'status:read')
  }
  return caller
}

/** The status may have been public until a moment ago. */
async function requirePublic(services: Services, req: Request, launch: LaunchState): Promise<void> {
  if (!launch.context.public) await requireCaller(services, req)
}

/** A token that was sent must be good. Without one only a launch with public status answers: private launches look exactly like missing ones. */
async function callerOfStatus(services: Services, req: Request): Promise<Caller | null> {
  if (req.get('Authorization') === undefined) {
    const stored = await services.store.load(String(req.params.launch))
    if (stored?.context.public) return null
  }
  return (await callerOfToken(services, req)) ?? requireCaller(services, req)
}

function etag(req: Request, { caller, launch, verdict: v }: Judged): string {
  const viewer = caller === null ? 'public' : viewerOf(caller)
  return `W/"${launch.version}-${v.decision}-${languageOf(req)}-${viewer}-${v.blockers.length}"`
}

/** In seconds: until the answer may change by the clock, within bounds. */
function retryAfter(nextChangeAt: number | null, now: number): number {
  const seconds = nextChangeAt === null ? 30 : Math.ceil((nextChangeAt - now) / 1000)
  return Math.min(60, Math.max(5, seconds))
}
