import { z } from 'zod'
import { slug } from '../../machines/pipeline/pipeline.ts'
import { readCheckConfig } from '../config.ts'
import { isolated } from '../text/bidi.ts'
import { type DeployBody, deployBody, problemBody, type ReadBlocker } from './deploy-answer.ts'
import { known, language, listed, t } from './language.ts'
import { print, say, table } from './print.ts'

/**
 * Checks whether a deploy is allowed: asks the deploy address of a server and answers by exit code. It fails closed: only a response
 * that consistently says "go" exits with 0; anything unclear, and wrong usage, exits with 5. `wait` repeats the check until go.
 */

export interface CheckOptions {
  url?: string
  token?: string
  candidate?: string
  json: boolean
}

/** The exit code of each decision, and of an unknown status. */
export const exitCodes = { go: 0, wait: 3, hold: 4, 'no-go': 6 } as const
export const statusUnknown = 5
const patience = 10_000

/**
 * Why the status is unknown, as one sentence. `lasting`: wrong usage, so retrying will not help. `retryAfter`: the server's
 * Retry-After in seconds, if it sent one.
 */
export class StatusUnknown extends Error {
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

/** A response that is understood and consistent; `text` is the raw body. */
export interface DeployAnswer {
  body: DeployBody
  text: string
  retryAfter: number | null
}

export async function check(launch: string, options: CheckOptions): Promise<number> {
  try {
    const answer = await look(launch, options)
    show(answer, options)
    return exitCodes[answer.body.decision]
  } catch (error) {
    if (!(error instanceof StatusUnknown)) throw error
    say(t('deploy-check.unknown', { why: error.message }))
    return statusUnknown
  }
}

/** The server holds the request for `hold` seconds (0: not at all); we give up after `patience` ms. */
interface Pace {
  hold: number
  patience: number
}

/** Asks once. Throws StatusUnknown. */
export async function look(
  launch: string,
  options: CheckOptions,
  pace: Pace = { hold: 0, patience },
): Promise<DeployAnswer> {
  const reply = await ask(launch, options, pace)
  const { status, text, retryAfter } = reply
  const body = bodyOf(status, text, retryAfter)
  refuseContradictions(reply, body, launch)
  if (status === 200) refuseOtherBuild(body, options.candidate)
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
    throw new StatusUnknown(t('deploy-check.not-a-slug', { launch }), wrongUsage)
  if (options.candidate?.trim() === '') throw new StatusUnknown(t('deploy-check.no-candidate'), wrongUsage)
  if (!z.url({ protocol: /^https?$/ }).safeParse(base).success)
    throw new StatusUnknown(t('deploy-check.not-a-url', { url: base }), wrongUsage)
  // fetch would repeat the password in its error.
  if (URL.parse(base)?.username || URL.parse(base)?.password)
    throw new StatusUnknown(t('deploy-check.url-credentials'), wrongUsage)
  // Checked here, because fetch repeats an invalid header value in its error.
  if (token && !/^[\x21-\x7e]+$/.test(token)) throw new StatusUnknown(t('deploy-check.token-characters'), wrongUsage)
  const address = new URL(`${base.replace(/\/+$/, '')}/api/v1/launches/${launch}/deploy`)
  if (options.candidate !== undefined) address.searchParams.set('candidate', options.candidate)
  if (pace.hold > 0) address.searchParams.set('wait', String(pace.hold))
  try {
    const answer = await fetch(address, {
      headers: {
        Accept: 'application/json',
        'Accept-Language': language(),
        ...(token ? { Authorization: `Bearer ${token}` } : {}),
      },
      // A redirect leads to another server, which wasn't asked.
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
    throw new StatusUnknown(
      t('deploy-check.no-response', { server: address.origin, why: causeOf(error, pace.patience) }),
    )
  }
}

/** RFC 9110 section 10.2.3; of its two forms the one in seconds. */
function secondsOf(header: string | null): number | null {
  return header !== null && /^[0-9]{1,6}$/.test(header) ? Number(header) : null
}

function causeOf(error: unknown, patience: number): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError')
    return t('deploy-check.timed-out', { seconds: String(Math.round(patience / 1000)) })
  return error.cause instanceof Error && error.cause.message !== '' ? error.cause.message : error.message
}

/** Temporary 4xx responses: request timeout, too early, too many requests. */
const passing = [408, 425, 429]

function bodyOf(status: number, text: string, retryAfter: number | null): DeployBody {
  const json = parsed(text)
  if (status !== 200 && status !== 423) {
    const problem = problemBody.safeParse(json)
    const lasting = status >= 400 && status < 500 && !passing.includes(status)
    const said = { status: String(status) }
    const sentence = problem.success
      ? t('deploy-check.status-because', { ...said, detail: problem.data.detail })
      : t('deploy-check.status', said)
    throw new StatusUnknown(sentence, { lasting, retryAfter })
  }
  const body = deployBody.safeParse(json)
  if (!body.success) throw new StatusUnknown(t('deploy-check.not-launchgate', { status: String(status) }))
  return body.data
}

/** Undefined if the text is not JSON; no schema accepts that. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function refuseContradictions(reply: Reply, body: DeployBody, launch: string): void {
  const { status } = reply
  const { decision, unlocked, blockers } = body
  const isGo = status === 200
  const agrees = reply.decision === null || reply.decision === decision
  if (!agrees || isGo !== (decision === 'go') || isGo !== unlocked || (isGo && blockers.length > 0))
    throw new StatusUnknown(t('deploy-check.inconsistent', { status: String(status), decision }))
  if (body.launch !== launch) throw new StatusUnknown(t('deploy-check.other-launch', { launch: body.launch }))
}

/** A "go" counts only for the build that was asked about. */
function refuseOtherBuild({ candidate: build }: DeployBody, candidate: string | undefined): void {
  if (candidate === undefined) return
  if (build === null) throw new StatusUnknown(t('deploy-check.go-without-build'))
  if (!isSameBuild(build.version, candidate) && !isSameBuild(build.commit, candidate))
    throw new StatusUnknown(t('deploy-check.other-build', { build: build.version }))
}

/** Compares as the server does: surrounding spaces and the Unicode form (NFC) make no difference. */
function isSameBuild(name: string | null, asked: string): boolean {
  return name !== null && name.normalize('NFC') === asked.trim().normalize('NFC')
}

function refuseUnnamedBuild({ candidate: build, blockers }: DeployBody, candidate: string | undefined): void {
  if (candidate === undefined && build && blockers.some(({ kind }) => kind === 'candidate'))
    throw new StatusUnknown(t('deploy-check.pass-candidate', { build: build.version }), wrongUsage)
}

/** The answer on stdout: the raw body with --json, else a table of blockers. */
export function show({ body, text }: DeployAnswer, { json }: Pick<CheckOptions, 'json'>): void {
  if (json) {
    print(text.trimEnd())
    return
  }
  const { summary, blockers } = body
  print(table([summary], []))
  if (blockers.length === 0) return
  const rows = blockers.map(({ title, status, reason, role, waitingFor, since }) => [
    title ?? t('deploy-check.launch'),
    status === null ? '–' : (known(`deploy-check.status.${status}`) ?? status),
    waitingOn({ waitingFor, role }),
    since ? `${since.slice(0, 16).replace('T', ' ')} UTC` : '–',
    reason,
  ])
  const heads = [
    t('cli.head.gate'),
    t('cli.head.status'),
    t('cli.head.waiting-on'),
    t('cli.head.since'),
    t('cli.head.reason'),
  ]
  print(`\n${table(heads, rows)}`)
}

/** The names of the people a blocker is waiting on, else their role, else a dash. */
export function waitingOn({ waitingFor, role }: Pick<ReadBlocker, 'waitingFor' | 'role'>): string {
  return listed(waitingFor.map(({ id, name }) => isolated(name ?? id))) || role || '–'
}
