import {
  findItem,
  gateOf,
  isAwaitingSignOff,
  isBlocked,
  isLaunched,
  isReturned,
  itemStateOf,
  openRequired,
  staleRequired,
} from '../../machines/reading/queries.ts'
import type { Blocker, Verdict } from '../../machines/reading/verdict.ts'
import type { StaleCause } from '../../machines/state.ts'
import type { LaunchView } from '../launches/read-launch.ts'
import { inside, inWords, type Parts } from './params.ts'

/** `people: false` leaves out what people wrote: for readers who may not see it. */
export interface SentenceOptions {
  people: boolean
}

/** Why this one is in the way, as a whole sentence. Throws when the code has none: a bug, never input. */
export function blockerSentence(parts: Parts, blocker: Blocker, view: LaunchView, telling: SentenceOptions): string {
  const { t, format, has } = parts.speech
  if (blocker.gate !== null) return gateSentence(parts, blocker.gate, blocker.needs, view, telling)
  const { params } = blocker
  if (blocker.code === 'hold') {
    const reason = typeof params.reason === 'string' && telling.people ? view.text(params.reason) : null
    return reason === null ? t('blocker.hold-unsaid') : t('blocker.hold', { reason })
  }
  if (blocker.code === 'window') return windowSentence(parts, params, view)
  // Two blockers are also refusals, and have one sentence.
  const key = [`blocker.${blocker.code}`, `reason.${blocker.code}`].find(has)
  if (key === undefined) throw new Error(`no sentence for the blocker ${blocker.code}`)
  return format(key, inWords(parts, params, view))
}

function windowSentence({ speech, dates }: Parts, params: Record<string, unknown>, view: LaunchView): string {
  const { opensAt, closesAt } = params
  if (typeof opensAt !== 'number' || typeof closesAt !== 'number') throw new Error('a launch window without its times')
  const { timeZone } = view.launch.context
  return speech.t('blocker.window', { window: dates.range(opensAt, closesAt, timeZone, view.now) })
}

/** The first that holds: a problem or a return, in the words of who said so; what must be rechecked; why it was reopened; what it needs; what is open; who has signed; what comes next. */
function gateSentence(
  parts: Parts,
  id: string,
  needs: readonly string[],
  view: LaunchView,
  telling: SentenceOptions,
): string {
  const { t } = parts.speech
  const { definition, gate } = gateOf(view.launch, id)
  const written = telling.people ? view.text(gate.context.reason?.text ?? null) : null
  const said = written === null ? null : t('mark.typed', { text: written })
  if (isBlocked(gate)) return said ?? t('blocker.problem')
  if (isReturned(gate)) return said ?? t('blocker.returned')
  // What has become too old or has changed since is newer than the reason of a reopening.
  const [stale] = staleRequired(definition, gate.context)
  if (stale !== undefined) return staleSentence(parts, id, stale, view)
  if (said !== null) return said
  if (needs.length > 0) return t('blocker.needs', inNeeds(parts, needs, view))
  if (isAwaitingSignOff(gate)) {
    const signed = definition.signers.filter((role) => gate.context.signatures[role]).length
    const { number } = parts.numbers
    return t('blocker.signed', { signed: number(signed), signers: number(definition.signers.length) })
  }
  const open = openRequired(definition, gate.context).length
  if (open > 0) return t('blocker.items-open', { open })
  return definition.signers.length > 0 ? t('blocker.to-send') : t('blocker.to-complete')
}

const inNeeds = ({ speech, numbers, titles }: Parts, needs: readonly string[], view: LaunchView) => ({
  gates: numbers.shortList(
    needs.map((gate) => speech.t('mark.gate', { gate: titles.gate(view, gate) })),
    'gates',
  ),
})

function staleSentence(parts: Parts, gate: string, item: string, view: LaunchView): string {
  const [cause] = itemStateOf(gateOf(view.launch, gate).gate.context, item).stale?.causes ?? []
  if (cause === undefined) throw new Error(`item ${item} is stale without a cause`)
  return itemCause(parts, gate, item, cause, view)
}

/** The same with the item's sentence before it. */
export function itemCause(parts: Parts, gate: string, item: string, cause: StaleCause, view: LaunchView): string {
  return parts.speech.t('blocker.stale', {
    item: inside(parts.titles.item(view, gate, item)),
    cause: causeSentence(parts, gate, item, cause, view),
  })
}

/** Why a tick no longer counts: `It is older than 3 days.` */
export function causeSentence(parts: Parts, gate: string, item: string, cause: StaleCause, view: LaunchView): string {
  const { t } = parts.speech
  if (cause === 'age') {
    const at = gateOf(view.launch, gate)
    const freshFor = findItem(at.definition, at.gate.context, item)?.freshFor ?? 0
    return t('stale.age', { duration: parts.dates.duration(freshFor) })
  }
  if (cause === 'candidate')
    return t('stale.candidate', { candidate: view.launch.context.candidate?.version ?? t('no-build') })
  return t(`stale.${cause}`)
}

/** The answer to "are we ready?" in one sentence; the strongest word decides which. */
export function summarySentence(parts: Parts, verdict: Verdict, view: LaunchView, telling: SentenceOptions): string {
  const { t } = parts.speech
  const live = isLaunched(view.launch) ? liveSentence(parts, view) : null
  if (verdict.decision === 'go') return live ?? t('verdict.go')
  if (live !== null)
    return t('two-sentences', { first: live, second: strongestSentence(parts, verdict, view, telling) })
  const open = verdict.gates.total - verdict.gates.ready
  const gatesAreOpen = verdict.blockers.some(({ kind }) => kind === 'gate') && open > 0
  if (verdict.decision === 'wait' && gatesAreOpen)
    return t('verdict.wait', { open: parts.numbers.number(open), total: verdict.gates.total })
  return strongestSentence(parts, verdict, view, telling)
}

/** The first blocker that has the word of the decision. */
function strongestSentence(parts: Parts, verdict: Verdict, view: LaunchView, telling: SentenceOptions): string {
  const first = verdict.blockers.find(({ word }) => word === verdict.decision)
  if (!first) throw new Error(`${verdict.decision} without a blocker`)
  return blockerSentence(parts, first, view, telling)
}

/** A launch that is live isn't "ready to launch", also while its window is closed or another build is asked about. */
function liveSentence({ speech, dates }: Parts, { launch, now }: LaunchView): string {
  const { candidate, timeZone } = launch.context
  const since = dates.dateTime(launch.stateSince, timeZone, now)
  return candidate === null
    ? speech.t('verdict.live', { since })
    : speech.t('verdict.live-build', { since, candidate: candidate.version })
}
