import { setTimeout as pause } from 'node:timers/promises'
import { type Answer, CannotTell, type CheckOptions, cannotTell, exitCodes, look, show, whom } from './check.ts'
import { instant, print, say, visible } from './print.ts'

/**
 * `check` until it says go. The server holds each request, so a yes comes at once; where it does not, we pause as it asks. A no-go
 * ends it, and so does a question that was asked wrongly; any other doubt is asked again, and is never a yes.
 */

export interface WaitOptions extends CheckOptions {
  timeout: string
}

/** How long the server is asked to hold a request, in seconds. It answers earlier only for go and no-go, so this is also how late other changes are told. */
const longestHold = 15
/** How long after what was promised an answer may come, in ms. */
const patience = 10_000
/** The least patience, also when the time-out is nearer, in ms. */
const leastPatience = 2_000
/** Pauses in seconds: when the server names none, after the first doubt, and the longest. */
const usualPause = 5
const firstPause = 1
const longestPause = 60

/** The exit code of the last answer. */
export async function wait(launch: string, options: WaitOptions): Promise<number> {
  const timeout = durationOf(options.timeout)
  if (timeout === null) {
    say(
      `Cannot tell: --timeout takes a number of seconds, minutes or hours such as 90s, 30m or 2h, not "${options.timeout}".`,
    )
    return cannotTell
  }
  const until = performance.now() + timeout
  const tell = teller(options)
  let hold = 0
  let doubts = 0
  for (;;) {
    const asked = performance.now()
    const left = Math.max(0, until - asked)
    const last = await lookOrDoubt(launch, options, {
      hold,
      patience: Math.ceil(Math.min(hold * 1000 + patience, left + leastPatience)),
    })
    doubts = last instanceof CannotTell ? doubts + 1 : 0
    tell(last, doubts)
    const now = performance.now()
    if (isOver(last) || now >= until) return end(last, options)
    // Some proxy between us may cut requests that are held: so each doubt, as the first question, is followed by one that is not.
    const askedToHold = hold
    hold = doubts > 0 ? 0 : Math.min(longestHold, Math.floor((until - now) / 1000))
    const tooEarly = askedToHold > 0 && now - asked < askedToHold * 1000 - 500
    if (doubts > 0 || tooEarly || hold === 0) await pause(Math.min(pauseAfter(last, doubts) * 1000, until - now))
  }
}

async function lookOrDoubt(...asked: Parameters<typeof look>): Promise<Answer | CannotTell> {
  try {
    return await look(...asked)
  } catch (error) {
    if (error instanceof CannotTell) return error
    throw error
  }
}

function isOver(last: Answer | CannotTell): boolean {
  if (last instanceof CannotTell) return last.lasting
  return last.body.decision === 'go' || last.body.decision === 'no-go'
}

/** In seconds: as the server says, else longer with each doubt in a row. */
function pauseAfter({ retryAfter }: Answer | CannotTell, doubts: number): number {
  const own = doubts === 0 ? usualPause : firstPause * 2 ** Math.min(doubts - 1, 10)
  return Math.min(longestPause, Math.max(firstPause, retryAfter ?? own))
}

function end(last: Answer | CannotTell, options: WaitOptions): number {
  if (last instanceof CannotTell) {
    say(`Cannot tell: ${last.message}`)
    return cannotTell
  }
  show(last, options)
  return exitCodes[last.body.decision]
}

/**
 * Says on a line of its own that the blockers have changed, or that a second doubt has followed the first: on stdout, but with
 * --json on stderr, so that stdout holds the last answer and nothing else.
 */
function teller({ json }: WaitOptions): (last: Answer | CannotTell, doubts: number) => void {
  let told = ''
  return (last, doubts) => {
    const isDoubt = last instanceof CannotTell
    if (isDoubt && (last.lasting || doubts < 2)) return
    const key = isDoubt ? last.message : JSON.stringify(last.body.blockers?.map(({ since: _, ...blocker }) => blocker))
    if (key === told) return
    told = key
    const line = `${instant(Date.now())}  ${isDoubt ? `Cannot tell yet: ${last.message} Asking again.` : sentenceOf(last)}`
    if (json) say(line)
    else print(visible(line))
  }
}

const mostNamed = 5

function sentenceOf({ body: { decision, summary, blockers = [] } }: Answer): string {
  const all = blockers.map((blocker) =>
    blocker.title ? `${blocker.title} (${whom(blocker)})` : (blocker.reason ?? blocker.kind),
  )
  const more = all.length - mostNamed
  const named = more > 0 ? [...all.slice(0, mostNamed), `${more} more`] : all
  return [summary ?? decision, ...(named.length > 0 ? [`Waits for ${named.join(', ')}.`] : [])].join(' ')
}

const units: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 }

/** `90s`, `30m`, `2h` in milliseconds, or null. */
function durationOf(text: string): number | null {
  const [, count, unit] = /^([0-9]{1,6})([smh])$/.exec(text) ?? []
  const ms = count === undefined || unit === undefined ? 0 : Number(count) * (units[unit] ?? 0)
  return ms > 0 ? ms : null
}
