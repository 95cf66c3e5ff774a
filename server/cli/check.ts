import { z } from 'zod'
import { slug } from '../../machines/pipeline.ts'
import { readCheckConfig } from '../config.ts'
import { print, say, table } from './print.ts'

/**
 * May we deploy? Asks the deploy address of a server and says it by the exit code. It fails closed: only an answer that says
 * "go" in every place where it can be said is 0; whatever cannot be understood, or was not asked properly, is 5.
 */

export interface CheckOptions {
  url?: string
  token?: string
  candidate?: string
  json: boolean
}

const exitCodes = { go: 0, wait: 3, hold: 4, 'no-go': 6 } as const
const cannotTell = 5
const patience = 10_000

/** Why there is no answer, as one sentence. */
class CannotTell extends Error {}

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

export async function check(launch: string, options: CheckOptions): Promise<number> {
  try {
    const { status, text } = await ask(launch, options)
    const body = bodyOf(status, text)
    refuseContradictions(status, body, launch, options.candidate)
    if (options.json) print(text.trimEnd())
    else show(body)
    return exitCodes[body.decision]
  } catch (error) {
    if (!(error instanceof CannotTell)) throw error
    say(`Cannot tell: ${error.message}`)
    return cannotTell
  }
}

async function ask(launch: string, options: CheckOptions): Promise<{ status: number; text: string }> {
  const settings = readCheckConfig()
  const base = options.url ?? settings.url
  const token = options.token ?? settings.token
  if (!slug.max(60).safeParse(launch).success) throw new CannotTell(`"${launch}" is not the name of a launch.`)
  if (options.candidate?.trim() === '') throw new CannotTell('--candidate is empty: say the version or the commit.')
  if (!z.url({ protocol: /^https?$/ }).safeParse(base).success)
    throw new CannotTell(`"${base}" is not an http or https address (--url or LAUNCHGATE_URL).`)
  // Said here, because the error of a head that cannot be sent repeats it.
  if (token && !/^[\x21-\x7e]+$/.test(token))
    throw new CannotTell('the token has blanks or letters that no token has (--token or LAUNCHGATE_TOKEN).')
  const address = new URL(`${base.replace(/\/+$/, '')}/api/v1/launches/${launch}/deploy`)
  if (options.candidate !== undefined) address.searchParams.set('candidate', options.candidate)
  try {
    const answer = await fetch(address, {
      headers: { Accept: 'application/json', ...(token ? { Authorization: `Bearer ${token}` } : {}) },
      // What is somewhere else is not the answer of the server that was asked.
      redirect: 'manual',
      signal: AbortSignal.timeout(patience),
    })
    return { status: answer.status, text: await answer.text() }
  } catch (error) {
    throw new CannotTell(`${address.origin} did not answer (${causeOf(error)}).`)
  }
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return `nothing came within ${patience / 1000} seconds`
  return error.cause instanceof Error && error.cause.message !== '' ? error.cause.message : error.message
}

function bodyOf(status: number, text: string): Body {
  const json = parsed(text)
  if (status !== 200 && status !== 423) {
    const problem = z.object({ detail: z.string() }).safeParse(json)
    throw new CannotTell(`the server answered ${status}${problem.success ? `. ${problem.data.detail}` : '.'}`)
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

function refuseContradictions(status: number, body: Body, launch: string, candidate: string | undefined): void {
  const { decision, unlocked, blockers = [] } = body
  const go = status === 200
  if (go !== (decision === 'go') || go !== unlocked || (go && blockers.length > 0))
    throw new CannotTell(`the server answered ${status} and contradicts itself (decision ${decision}).`)
  if (body.launch !== undefined && body.launch !== launch)
    throw new CannotTell(`the server answered for the launch "${body.launch}".`)
  const build = body.candidate
  if (go && candidate !== undefined && build && build.version !== candidate && build.commit !== candidate)
    throw new CannotTell(`the server answered for the build "${build.version}".`)
  if (candidate === undefined && build && blockers.some(({ kind }) => kind === 'candidate'))
    throw new CannotTell(`say which build is about to be deployed: --candidate (the launch is about ${build.version}).`)
}

function show({ summary, decision, blockers = [] }: Body): void {
  print(table([summary ?? decision], []))
  if (blockers.length === 0) return
  const rows = blockers.map(({ kind, title, status, reason, role, waitingFor, since }) => [
    title ?? kind,
    status ?? '–',
    waitingFor?.map(({ id, name }) => name ?? id).join(', ') || role || '–',
    since ? `${since.slice(0, 16).replace('T', ' ')} UTC` : '–',
    reason ?? '',
  ])
  print(`\n${table(['WHAT', 'STATUS', 'WAITS FOR', 'SINCE', 'WHY'], rows)}`)
}
