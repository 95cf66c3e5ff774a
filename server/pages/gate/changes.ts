import {
  type Changes,
  gateChangesSince,
  type ItemChange,
  type ItemEvent,
  type Round,
  reasonEntry,
} from '../../../machines/reading/gate-history.ts'
import { gateOf, isAwaitingSignOff, isBlocked, isOpen, itemStateOf } from '../../../machines/reading/queries.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import type { TextOf, Words } from '../../words/index.ts'
import { buildNames, buildWithCommit } from '../layout/build-names.ts'
import { textsOf } from '../layout/log-lines.ts'
import { type ShownEvidence, shownEvidence } from '../layout/shown-evidence.ts'
import type { Time } from '../layout/time.ts'
import type { PageRequest } from '../request/page-request.ts'
import { byOf, type GateLog, type LinkedLine, linesOf, timeOf } from './gate-log.ts'

/** What a signer has not seen yet: the difference between this sending of a gate and the one before. */
export interface ShownChanges {
  title: string
  /** When it was sent the time before. */
  since: Time | null
  say: string | null
  cameBack: LinkedLine[]
  items: ShownChange[]
  before: string
}

/** One thing that is not as it was: an item, or the build. */
export interface ShownChange {
  label: string
  /** Old and new in one sentence, where both are short and differ; else each by itself, and once what is the same. */
  instead: string | null
  now: ShownEvidence | null
  before: ShownEvidence | null
  isFailed: boolean
  reason: string | null
  lines: string[]
}

type BuildChange = NonNullable<Changes['build']>

/** Null while a gate was never sent, once it is completed, and while it is open again and nothing in it has changed. */
export async function gateChanges(
  request: PageRequest,
  view: LaunchView,
  id: string,
  log: GateLog,
): Promise<ShownChanges | null> {
  const { w } = request
  const { gate } = gateOf(view.launch, id)
  const { rounds } = log.history
  const isSent = isAwaitingSignOff(gate)
  if (!isSent && !isOpen(gate) && !isBlocked(gate)) return null
  const base = { title: w.t('changes.title'), before: w.t('changes.before') }
  const since = rounds.at(isSent ? -2 : -1)
  if (since === undefined)
    return isSent ? { ...base, since: null, say: w.t('changes.first'), cameBack: [], items: [] } : null
  const changes = gateChangesSince(log.history, since)
  // What an open gate asks for again stands with its items, and why it came back at its head.
  const items = isSent ? changes.items : changes.items.filter(({ last }) => last.kind !== 'ask-again')
  const told = isSent ? null : reasonEntry(log.history, gate.context.reason)
  const textOf = await textsOf(request, view, items)
  const shown = [
    ...items.map((change) => shownChange(request, view, id, textOf, change)),
    ...(changes.build ? [buildChange(request, changes.build)] : []),
  ]
  if (!isSent && shown.length === 0) return null
  const cameBack = changes.cameBack.filter((entry) => entry !== told)
  return {
    ...base,
    since: timeOf(w, view, since.sent),
    say: shown.length === 0 ? w.t('changes.nothing') : null,
    cameBack: await linesOf(request, view, log, cameBack),
    items: shown,
  }
}

function shownChange(
  { w }: PageRequest,
  view: LaunchView,
  id: string,
  textOf: TextOf,
  { item, last, came, before }: ItemChange,
): ShownChange {
  const { gate } = gateOf(view.launch, id)
  const evidenceOf = (event: ItemEvent | null) =>
    event && 'evidence' in event ? shownEvidence(w, view, { gate: id, item }, event.evidence, textOf) : null
  const isAgain = last.kind === 'tick' && last.again
  const now = evidenceOf(last)
  const then = isAgain ? null : evidenceOf(before)
  const old = then && now && isSameEvidence(then, now) ? null : then
  const areShort = isPlain(now) && isPlain(old)
  return {
    label: w.item(view, id, item),
    instead: areShort ? w.t('changes.from-to', { now: now.text, before: old.text }) : null,
    now: areShort ? null : now,
    before: areShort ? null : old,
    isFailed: last.kind === 'fail',
    reason: last.kind === 'leave-out' ? (textOf(last.reason) ?? w.t('evidence.erased')) : null,
    lines: [
      ...(came ? [eventLine(w, view, came)] : []),
      ...(last.kind === 'ask-again'
        ? (itemStateOf(gate.context, item).stale?.causes ?? []).map((cause) => w.stale(view, id, item, cause))
        : [eventLine(w, view, last)]),
    ],
  }
}

function eventLine(w: Words, view: LaunchView, event: ItemEvent): string {
  const by = byOf(w, view, event.entry)
  switch (event.kind) {
    case 'tick':
      return event.again ? w.t('changes.confirmed-by', by) : w.t('page.done-by', by)
    case 'fail':
      return w.t('page.failed-by', by)
    case 'untick':
      return w.t('changes.not-done-by', by)
    case 'leave-out':
      return w.t('changes.not-applicable-by', by)
    case 'bring-back':
      return w.t('changes.restored-by', by)
    case 'add':
      return w.t('changes.added-by', by)
    case 'ask-again':
      return w.t('item.stale')
  }
}

/** As it is shown: two numbers that round to the same are the same to who reads them. */
const isSameEvidence = (a: ShownEvidence, b: ShownEvidence): boolean =>
  a.text === b.text && a.href === b.href && a.detail === b.detail

const isPlain = (evidence: ShownEvidence | null): evidence is ShownEvidence =>
  evidence !== null && !evidence.quoted && evidence.href === null

function buildChange({ w }: PageRequest, { before, now }: BuildChange): ShownChange {
  // A launch that has a build keeps one.
  const name = now ? buildWithCommit(w, now) : w.t('no-build')
  const instead =
    before && now ? w.t('changes.from-to', buildNames(w, before, now)) : w.t('changes.build-first', { now: name })
  return { label: w.t('ui.build'), instead, now: null, before: null, isFailed: false, reason: null, lines: [] }
}

/** Who sent it, when, and which build the launch held then; null while it is not sent. */
export function sentLine({ w }: PageRequest, view: LaunchView, { history }: GateLog): string | null {
  const round = history.rounds.at(-1)
  if (round === undefined || round.left !== null) return null
  return roundLine(w, view, round)
}

/** Who sent it that time, when, and on which build; of a gate that nobody signs, who completed it. */
export function roundLine(w: Words, view: LaunchView, { sent, build, completed }: Round): string {
  const by = byOf(w, view, sent)
  const isCompleting = completed === sent
  if (build === null) return w.t(isCompleting ? 'gate.completed-by' : 'gate.sent-by', by)
  const on = { ...by, candidate: buildWithCommit(w, build) }
  return w.t(isCompleting ? 'gate.completed-on-build' : 'gate.sent-on-build', on)
}
