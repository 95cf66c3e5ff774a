import { setTimeout as pause } from 'node:timers/promises'
import { parseDuration } from '../settings/duration.ts'
import {
  type CheckOptions,
  type DeployAnswer,
  exitCodes,
  look,
  StatusUnknown,
  show,
  statusUnknown,
  waitingOn,
} from './check.ts'
import { joined, listed, t } from './language.ts'
import { instant, print, say, visible } from './print.ts'

/**
 * `check` until it says go. The server holds each request, so go arrives at once; where it doesn't, we pause as it asks. No-go and
 * wrong usage end it; any other unknown status is retried, and never counts as go.
 */

export interface WaitOptions extends CheckOptions {
  timeout: string
}

/** How long the server is asked to hold a request, in seconds. It answers earlier only for go and no-go, so other changes are reported up to this late. */
const longestHold = 15
/** How long after the hold a response may arrive, in ms. */
const patience = 10_000
/** The shortest patience, also when the timeout is nearer, in ms. */
const leastPatience = 2_000
/** Pauses in seconds: without a Retry-After, after the first unknown status, and the longest. */
const usualPause = 5
const firstPause = 1
const longestPause = 60

/** The exit code of the last answer. */
export async function wait(launch: string, options: WaitOptions): Promise<number> {
  const timeout = parseDuration(options.timeout, 'smh')
  if (timeout === null) {
    say(t('deploy-check.wrong-timeout', { timeout: options.timeout }))
    return statusUnknown
  }
  const until = performance.now() + timeout
  const tell = teller(options)
  let hold = 0
  let failures = 0
  for (;;) {
    const asked = performance.now()
    const left = Math.max(0, until - asked)
    const last = await lookOrUnknown(launch, options, {
      hold,
      patience: Math.ceil(Math.min(hold * 1000 + patience, left + leastPatience)),
    })
    failures = last instanceof StatusUnknown ? failures + 1 : 0
    tell(last, failures)
    const now = performance.now()
    if (isOver(last) || now >= until) return end(last, options)
    // A proxy may cut held requests, so the first request and each one after an unknown status is not held.
    const askedToHold = hold
    hold = failures > 0 ? 0 : Math.min(longestHold, Math.floor((until - now) / 1000))
    const tooEarly = askedToHold > 0 && now - asked < askedToHold * 1000 - 500
    if (failures > 0 || tooEarly || hold === 0) await pause(Math.min(pauseAfter(last, failures) * 1000, until - now))
  }
}

async function lookOrUnknown(...asked: Parameters<typeof look>): Promise<DeployAnswer | StatusUnknown> {
  try {
    return await look(...asked)
  } catch (error) {
    if (error instanceof StatusUnknown) return error
    throw error
  }
}

function isOver(last: DeployAnswer | StatusUnknown): boolean {
  if (last instanceof StatusUnknown) return last.lasting
  return last.body.decision === 'go' || last.body.decision === 'no-go'
}

/** In seconds: the server's Retry-After, else longer with each unknown status in a row. */
function pauseAfter({ retryAfter }: DeployAnswer | StatusUnknown, failures: number): number {
  const own = failures === 0 ? usualPause : firstPause * 2 ** Math.min(failures - 1, 10)
  return Math.min(longestPause, Math.max(firstPause, retryAfter ?? own))
}

function end(last: DeployAnswer | StatusUnknown, options: WaitOptions): number {
  if (last instanceof StatusUnknown) {
    say(t('deploy-check.unknown', { why: last.message }))
    return statusUnknown
  }
  show(last, options)
  return exitCodes[last.body.decision]
}

/**
 * Prints a line whenever the blockers change, and for the second unknown status in a row: on stdout, but with --json on stderr,
 * so that stdout holds only the last response.
 */
function teller({ json }: WaitOptions): (last: DeployAnswer | StatusUnknown, failures: number) => void {
  let told = ''
  return (last, failures) => {
    const isUnknown = last instanceof StatusUnknown
    if (isUnknown && (last.lasting || failures < 2)) return
    const key = isUnknown ? last.message : JSON.stringify(last.body.blockers.map(({ since: _, ...blocker }) => blocker))
    if (key === told) return
    told = key
    const sentence = isUnknown ? t('deploy-check.retrying', { why: last.message }) : sentenceOf(last)
    const line = `${instant(Date.now())}  ${sentence}`
    if (json) say(line)
    else print(visible(line))
  }
}

const mostNamed = 5

function sentenceOf({ body: { summary, blockers } }: DeployAnswer): string {
  const gates = blockers.flatMap((blocker) =>
    blocker.title ? [t('deploy-check.gate', { gate: blocker.title, people: waitingOn(blocker) })] : [],
  )
  const more = gates.length - mostNamed
  const named = more > 0 ? [...gates.slice(0, mostNamed), t('deploy-check.more', { count: String(more) })] : gates
  const reasons = blockers.flatMap(({ title, reason }) => (title ? [] : [reason]))
  const waiting = named.length > 0 ? [t('deploy-check.waiting-on', { gates: listed(named) })] : []
  const sentences = [summary, ...waiting, ...reasons].map((text) => (/[.!?。！？]$/.test(text) ? text : `${text}.`))
  return joined([...new Set(sentences)])
}
