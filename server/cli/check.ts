import { z } from 'zod'
import { slug } from '../../machines/pipeline/pipeline.ts'
import { readCheckConfig } from '../config.ts'
import { isolated } from '../text/bidi.ts'
import { print, say, table } from './print.ts'

/**
 * May we deploy? Asks the deploy address of a server and says it by the exit code. It fails closed: only an answer that says
 * "go" in every place where it can be said is 0; whatever cannot be understood, or was not asked properly, is 5.
 * `wait` asks the same until it is go.
 */

export interface CheckOptions {
  url?: string
  token?: string
  candidate?: string
  json: boolean
}

/** The exit code of each decision, and of having none. */
export const exitCodes = { go: 0, wait: 3, hold: 4, 'no-go': 6 } as const
export const cannotTell = 5
const patience = 10_000

/**
 * Why there is no answer, as one sentence. `lasting`: it was asked wrongly, and asking again will not help. `retryAfter`: how many
 * seconds the server wants to be left alone, where it said so.
 */
export class CannotTell extends Error {
  readonly lasting: boolean
  readonly retryAfter: number | null
  constructor(
    sentence: string,
    { lasting = false, retryAfter = null }: { lasting?: boolean; retryAfter?: number | null } = {},
  ) {
    super(sentence)
    this.lasting = lasting
    this.retryAfter = retryAfter
  }
}
const wrongUsage = { lasting: true } as const

const blockerSchema = z.object({
  kind: z.string(),
  title: z.string().nullish(),
  status: z.string().nullish(),
  reason: z.string().nullish(),
  role: z.string().nullish(),
  waitingFor: z.array(z.object({ id: z.string(), name: z.string().nullish() })).nullish(),
  since: z.string().nullish(),
})
const bodySchema = z.object({
  launch: z.string().optional(),
  decision: z.enum(['go', 'wait', 'hold', 'no-go']),
  unlocked: z.boolean(),
  summary: z.string().optional(),
  candidate: z.object({ version: z.string(), commit: z.string().nullish() }).nullish(),
  blockers: z.array(blockerSchema).optional(),
})
type Body = z.infer<typeof bodySchema>

/** What a yes must say for itself: which launch it is about, which build, and that nothing is in the way. */
const yesSchema = z.object({
  launch: z.string(),
  candidate: z.object({ version: z.string(), commit: z.string().nullable() }).nullable(),
  blockers: z.array(z.unknown()).length(0),
})

/** An answer that was understood and does not contradict itself; `text` as it came. */
export interface Answer {
  body: Body
  text: string
  retryAfter: number | null
}

export async function check(launch: string, options: CheckOptions): Promise<number> {
  try {
    const answer = await look(launch, options)
    show(answer, options)
    return exitCodes[answer.body.decision]
  } catch (error) {
    if (!(error instanceof CannotTell)) throw error
    say(`Cannot tell: ${error.message}`)
    return cannotTell
  }
}

/** How the server may take its time: it holds the request so many seconds (0: not at all), and we wait so many ms for it. */
interface Pace {
  hold: number
  patience: number
}

/** Asks once. Throws CannotTell. */
export async function look(launch: string, options: CheckOptions, pace: Pace = { hold: 0, patience }): Promise<Answer> {
  const reply = await ask(launch, options, pace)
  const { status, text, retryAfter } = reply
  const body = bodyOf(status, text, retryAfter)
  refuseContradictions(reply, body, launch)
  if (status === 200) refuseDoubtfulYes(body, options.candidate)
  else refuseUnnamedBuild(body, options.candidate)
  return { body, text, retryAfter }
}

interface Reply {
  status: number
  text: string
  retryAfter: number | null
  /** Of Launchgate-Decision; null where the header is missing, as behind a proxy that drops it. */
  decision: string | null
}

async function ask(launch: string, options: CheckOptions, pace: Pace): Promise<Reply> {
  const settings = readCheckConfig()
  const base = options.url ?? settings.url
  const token = options.token ?? settings.token
  if (!slug.max(60).safeParse(launch).success)
    throw new CannotTell(`"${launch}" is not the name of a launch.`, wrongUsage)
  if (options.candidate?.trim() === '')
    throw new CannotTell('--candidate is empty: say the version or the commit.', wrongUsage)
  if (!z.url({ protocol: /^https?$/ }).safeParse(base).success)
    throw new CannotTell(`"${base}" is not an http or https address (--url or LAUNCHGATE_URL).`, wrongUsage)
  // The error of such an address would repeat the password.
  if (URL.parse(base)?.username || URL.parse(base)?.password)
    throw new CannotTell('the address holds credentials: use --token or LAUNCHGATE_TOKEN instead.', wrongUsage)
  // Said here, because the error of a head that cannot be sent repeats it.
  if (token && !/^[\x21-\x7e]+$/.test(token))
    throw new CannotTell('the token has blanks or letters that no token has (--token or LAUNCHGATE_TOKEN).', wrongUsage)
  const address = new URL(`${base.replace(/\/+$/, '')}/api/v1/launches/${launch}/deploy`)
  if (options.candidate !== undefined) address.searchParams.set('candidate', options.candidate)
  if (pace.hold > 0) address.searchParams.set('wait', String(pace.hold))
  try {
    const answer = await fetch(address, {
      headers: { Accept: 'application/json', ...(token ? { Authorization: `Bearer ${token}` } : {}) },
      // What is somewhere else is not the answer of the server that was asked.
      redirect: 'manual',
      signal: AbortSignal.timeout(pace.patience),
    })
    return {
      status: answer.status,
      text: await answer.text(),
      retryAfter: secondsOf(answer.headers.get('Retry-After')),
      decision: answer.headers.get('Launchgate-Decision'),
    }
  } catch (error) {
    throw new CannotTell(`${address.origin} did not answer (${causeOf(error, pace.patience)}).`)
  }
}

/** RFC 9110 section 10.2.3; of its two forms the one in seconds. */
function secondsOf(header: string | null): number | null {
  return header !== null && /^[0-9]{1,6}$/.test(header) ? Number(header) : null
}

function causeOf(error: unknown, patience: number): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return `nothing came within ${Math.round(patience / 1000)} seconds`
  return error.cause instanceof Error && error.cause.message !== '' ? error.cause.message : error.message
}

/** Refusals of the 4xx kind that say "not now" and not "not so": request timeout, too early, too many requests. */
const passing = [408, 425, 429]

function bodyOf(status: number, text: string, retryAfter: number | null): Body {
  const json = parsed(text)
  if (status !== 200 && status !== 423) {
    const problem = z.object({ detail: z.string() }).safeParse(json)
    const lasting = status >= 400 && status < 500 && !passing.includes(status)
    throw new CannotTell(`the server answered ${status}${problem.success ? `. ${problem.data.detail}` : '.'}`, {
      lasting,
      retryAfter,
    })
  }
  const body = bodySchema.safeParse(json)
  if (!body.success) throw new CannotTell(`the server answered ${status}, but not as Launchgate does.`)
  return body.data
}

/** Undefined for what is no JSON: no schema takes that. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function refuseContradictions(reply: Reply, body: Body, launch: string): void {
  const { status } = reply
  const { decision, unlocked, blockers = [] } = body
  const isGo = status === 200
  const agrees = reply.decision === null || reply.decision === decision
  if (!agrees || isGo !== (decision === 'go') || isGo !== unlocked || (isGo && blockers.length > 0))
    throw new CannotTell(`the server answered ${status} and contradicts itself (decision ${decision}).`)
  if (body.launch !== undefined && body.launch !== launch)
    throw new CannotTell(`the server answered for the launch "${body.launch}".`)
}

/** A yes counts only if it carries the launch, and the build that was asked about: a cache or a stub can say "go" as well. */
function refuseDoubtfulYes(body: Body, candidate: string | undefined): void {
  const yes = yesSchema.safeParse(body)
  if (!yes.success)
    throw new CannotTell('the server said go, but not for which launch and build. Is this Launchgate’s address?')
  const build = yes.data.candidate
  if (candidate === undefined) return
  if (build === null) throw new CannotTell('the server said go, but the launch has no build. Set it, then ask again.')
  if (!isSameBuild(build.version, candidate) && !isSameBuild(build.commit, candidate))
    throw new CannotTell(`the server answered for the build "${build.version}".`)
}

/** As the server compares: blanks around a name and its Unicode form (NFC) make no difference. */
function isSameBuild(name: string | null, asked: string): boolean {
  return name !== null && name.normalize('NFC') === asked.trim().normalize('NFC')
}

function refuseUnnamedBuild({ candidate: build, blockers = [] }: Body, candidate: string | undefined): void {
  if (candidate === undefined && build && blockers.some(({ kind }) => kind === 'candidate'))
    throw new CannotTell(
      `say which build is about to be deployed: --candidate (the launch is about ${build.version}).`,
      wrongUsage,
    )
}

/** The answer on stdout: as it came with --json, else as a table of who is waited for. */
export function show({ body, text }: Answer, { json }: Pick<CheckOptions, 'json'>): void {
  if (json) {
    print(text.trimEnd())
    return
  }
  const { summary, decision, blockers = [] } = body
  print(table([summary ?? decision], []))
  if (blockers.length === 0) return
  const rows = blockers.map(({ title, status, reason, role, waitingFor, since }) => [
    title ?? 'The launch',
    status ?? '–',
    whom({ waitingFor, role }),
    since ? `${since.slice(0, 16).replace('T', ' ')} UTC` : '–',
    reason ?? '',
  ])
  print(`\n${table(['WHAT', 'STATUS', 'WAITS FOR', 'SINCE', 'WHY'], rows)}`)
}

type Waited = Pick<z.infer<typeof blockerSchema>, 'waitingFor' | 'role'>

/** The people who are waited for by name, else their role, else a dash. */
export function whom({ waitingFor, role }: Waited): string {
  return waitingFor?.map(({ id, name }) => isolated(name ?? id)).join(', ') || role || '–'
}
