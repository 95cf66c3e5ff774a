import type { Request, Response, Router } from 'express'
import { z } from 'zod'
import { buildName } from '../../machines/typed-text.ts'
import { type Asked, type Verdict, verdict } from '../../machines/verdict.ts'
import type { Caller } from '../auth/caller.ts'
import { escapedControls } from '../control-characters.ts'
import type { Events } from '../events.ts'
import { languageOf } from '../language.ts'
import { type Places, places } from '../places.ts'
import { Problem, sendProblem } from '../problems.ts'
import { type LaunchView, readLaunch } from '../read-launch.ts'
import type { Services } from '../services.ts'
import { deployWaits } from '../waiting-deploys.ts'
import { words } from '../words/index.ts'
import { callerOfToken, isUnchanged, query, requireCaller, requireLaunch, requireScope, sendJson } from './access.ts'
import { blockerOf, statusBody } from './present.ts'

/** May we deploy? status says how it stands; deploy answers by its status code: 200 is yes, everything else is no. */

const statusParameters = {
  candidate: buildName.optional(),
  wait: z
    .string()
    .regex(/^[0-9]{1,3}$/)
    .transform(Number)
    .pipe(z.number().min(1).max(300))
    .optional(),
}
const deployParameters = { ...statusParameters, format: z.enum(['json', 'text']).optional() }

interface Answer {
  view: LaunchView
  verdict: Verdict
  people: boolean
}

export function statusRoutes(router: Router, services: Services, events: Events): void {
  router.get('/launches/:launch/status', async (req, res) => {
    const { answer } = await ask(services, events, req, res, statusParameters, (candidate) =>
      candidate === undefined ? { build: 'current' } : { build: 'named', name: candidate },
    )
    const body = statusBody(answer.view, words(languageOf(req)), answer.verdict, answer.people)
    const tag = etag(req, answer)
    if (!isUnchanged(req, res, tag)) sendJson(res, body)
  })

  const deploy = async (req: Request, res: Response) => {
    const { answer, format } = await ask(services, events, req, res, deployParameters, (candidate) =>
      candidate === undefined ? { build: 'unnamed' } : { build: 'named', name: candidate },
    )
    const { decision, nextChangeAt } = answer.verdict
    const go = decision === 'go'
    if (!go) res.set('Retry-After', String(retryAfter(nextChangeAt, answer.view.now)))
    if (format === 'text') return sendText(req, res, answer, go ? 200 : 423)
    const body = statusBody(answer.view, words(languageOf(req)), answer.verdict, answer.people)
    if (go) return sendJson(res, body)
    const { title: _, ...status } = body
    sendProblem(req, res, 'locked', { detail: body.summary, ...status })
  }
  router.get('/launches/:launch/deploy', deploy)
  router.post('/launches/:launch/deploy', deploy)
}

/**
 * With public status nobody needs a token, and nobody is named. Express answers HEAD by the GET handler. Who asks is judged
 * anew at each look: a held request has no more rights than one that comes now.
 */
async function ask(
  services: Services,
  events: Events,
  req: Request,
  res: Response,
  parameters: typeof statusParameters | typeof deployParameters,
  asked: (candidate: string | undefined) => Asked,
) {
  const first = await callerOfStatus(services, req)
  await requireLaunch(services, req, first)
  const { candidate, wait, ...rest } = query(req, parameters)
  const answerNow = async (): Promise<Answer> => {
    const caller = await callerOfStatus(services, req)
    const view = await requireLaunch(services, req, caller)
    if (caller) requireScope(req, caller, 'status:read')
    // It may have been shown to anybody until a moment ago.
    else if (!view.launch.context.public) await requireCaller(services, req)
    return { view, verdict: verdict(view.launch, view.now, asked(candidate)), people: caller !== null }
  }
  const hold = async () => {
    const stop = parameters === deployParameters ? deployWaits(services, String(req.params.launch)) : () => undefined
    return held(services, events, req, res, wait ?? 0, answerNow).finally(stop)
  }
  const answer = wait === undefined ? await answerNow() : await inPlace(req, first ? waiting : waitingPublic, hold)
  return { answer, format: 'format' in rest ? rest.format : undefined }
}

/** Of one process: each holds a connection and listens to a launch. Those without a token take no place from the others. */
const mostHeld = 200
const waiting = places(mostHeld)
const waitingPublic = places(mostHeld)

async function inPlace(req: Request, all: Places, hold: () => Promise<Answer>): Promise<Answer> {
  const leave = all.take()
  if (!leave) throw new Problem('too-many', { detail: words(languageOf(req)).t('api.busy-waiting') })
  try {
    return await hold()
  } finally {
    leave()
  }
}

/** A token that was sent must be good; without one only a launch with public status answers, and no other is told from one that is not there. */
async function callerOfStatus(services: Services, req: Request): Promise<Caller | null> {
  if (req.get('Authorization') === undefined) {
    const view = await readLaunch(services, String(req.params.launch), services.clock())
    if (view?.launch.context.public) return null
  }
  return (await callerOfToken(services, req)) ?? requireCaller(services, req)
}

/** Holds the request until the decision is go or no-go, until the time is over, or until the server ends; with If-None-Match until the answer differs. */
async function held(
  services: Services,
  events: Events,
  req: Request,
  res: Response,
  seconds: number,
  answerNow: () => Promise<Answer>,
): Promise<Answer> {
  const until = services.clock() + seconds * 1000
  const seen = req.method === 'GET' && req.path.endsWith('/status') ? req.get('If-None-Match') : undefined
  const enough = (answer: Answer) =>
    seen === undefined
      ? answer.verdict.decision === 'go' || answer.verdict.decision === 'no-go'
      : etag(req, answer) !== seen
  let draining = false
  for (;;) {
    let wake = () => {}
    const changed = new Promise<void>((resolve) => {
      wake = resolve
    })
    // Listening starts before looking, so that no change falls between the two.
    const stop = events.listen(String(req.params.launch), () => wake())
    const stopWaiting = events.whenClosed(() => {
      draining = true
      // The server ends: the connection is not one to be kept.
      if (!res.headersSent) res.set('Connection', 'close')
      wake()
    })
    res.once('close', wake)
    try {
      const answer = await answerNow()
      const left = until - services.clock()
      if (enough(answer) || left <= 0 || res.closed || draining) return answer
      const byClock = answer.verdict.nextChangeAt === null ? left : answer.verdict.nextChangeAt - services.clock()
      const timer = setTimeout(wake, Math.max(10, Math.min(left, byClock)))
      await changed
      clearTimeout(timer)
    } finally {
      stop()
      stopWaiting()
      res.off('close', wake)
    }
  }
}

function etag(req: Request, { view, verdict: v, people }: Answer): string {
  const who = people ? (req.get('Authorization') ?? '').slice(3, 20).replace(/[^A-Za-z0-9_]/g, '') : 'public'
  return `W/"${view.launch.version}-${v.decision}-${languageOf(req)}-${who}-${v.blockers.length}"`
}

function retryAfter(nextChangeAt: number | null, now: number): number {
  const seconds = nextChangeAt === null ? 30 : Math.ceil((nextChangeAt - now) / 1000)
  return Math.min(60, Math.max(5, seconds))
}

/** The summary, then one line for each blocker, whatever people wrote, that says whom it waits for: names for those who may see them, else roles. */
function sendText(req: Request, res: Response, answer: Answer, status: number): void {
  const w = words(languageOf(req))
  const { view, verdict: v, people } = answer
  const lines = v.blockers.map((blocker) => {
    const body = blockerOf(view, w, blocker, people)
    const whom = people
      ? body.waitingFor.map(({ id, name }) => name ?? id)
      : body.roles.map((role) => w.role(view, role))
    if (blocker.gate === null || blocker.status === null) return body.reason
    return w.t('blocker.gate', {
      gate: w.gate(view, blocker.gate),
      status: w.status(blocker.status),
      people: w.list(whom),
    })
  })
  res
    .status(status)
    .type('text/plain')
    .send([w.summary(v, view, { people }), ...lines].map((line) => `${escapedControls(line)}\n`).join(''))
}
