import {
  type Changes,
  gateChangesSince,
  type ItemChange,
  type ItemEvent,
  type Round,
} from '../../../machines/reading/gate-history.ts'
import { gateOf, itemStateOf } from '../../../machines/reading/queries.ts'
import { canSign } from '../../../machines/reading/waiting.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import type { TextOf, Words } from '../../words/index.ts'
import { buildNames, buildWithCommit } from '../layout/build-names.ts'
import { textsOf } from '../layout/log-lines.ts'
import { type ShownEvidence, shownEvidence } from '../layout/shown-evidence.ts'
import { type ShownText, shownText } from '../layout/shown-text.ts'
import type { Time } from '../layout/time.ts'
import type { PageRequest } from '../request/page-request.ts'
import { type GateLog, type LinkedLine, linesOf, timeOf } from './gate-log.ts'

/** What a signer has not seen yet: the difference between this sending of a gate and the one before. */
export interface ShownChanges {
  title: string
  /** When it was sent the time before. */
  since: Time
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
  reason: ShownText | null
  lines: Timed[]
}

/** Something that happened, with its time beside it. */
interface Timed {
  text: string
  time: Time | null
}

interface Sent extends Timed {
  first: string | null
}

type BuildChange = NonNullable<Changes['build']>

/** Only for people who can sign, while the gate waits for sign-off and was sent before; otherwise null. */
export async function gateChanges(
  request: PageRequest,
  view: LaunchView,
  id: string,
  log: GateLog,
): Promise<ShownChanges | null> {
  const { w } = request
  const since = log.history.rounds.at(-2)
  if (since === undefined || !canSign(view.launch, id, request.actor.id)) return null
  const { cameBack, items, build } = gateChangesSince(log.history, since)
  const textOf = await textsOf(request, view, items)
  const shown = [
    ...items.map((change) => shownChange(request, view, id, textOf, change)),
    ...(build ? [buildChange(request, build)] : []),
  ]
  return {
    title: w.t('changes.title'),
    before: w.t('changes.before'),
    since: timeOf(request, view, since.sent),
    say: shown.length === 0 ? w.t('changes.nothing') : null,
    cameBack: await linesOf(request, view, log, cameBack),
    items: shown,
  }
}

function shownChange(
  request: PageRequest,
  view: LaunchView,
  id: string,
  textOf: TextOf,
  { item, last, came, before }: ItemChange,
): ShownChange {
  const { w } = request
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
    reason: last.kind === 'leave-out' ? shownText(w, textOf(last.reason) ?? w.t('evidence.erased')) : null,
    lines: [
      ...(came ? [eventLine(request, view, came)] : []),
      ...(last.kind === 'ask-again'
        ? (itemStateOf(gate.context, item).stale?.causes ?? []).map((cause) => ({
            text: w.stale(view, id, item, cause),
            time: null,
          }))
        : [eventLine(request, view, last)]),
    ],
  }
}

function eventLine(request: PageRequest, view: LaunchView, event: ItemEvent): Timed {
  return { text: eventText(request.w, view, event), time: timeOf(request, view, event.entry) }
}

function eventText(w: Words, view: LaunchView, event: ItemEvent): string {
  const person = w.person(view, event.entry.actor.id)
  switch (event.kind) {
    case 'tick':
      return event.again ? w.t('changes.confirmed-by', { person }) : person
    case 'fail':
      return w.t('page.failed-by', { person })
    case 'untick':
      return w.t('changes.not-done-by', { person })
    case 'leave-out':
      return w.t('changes.not-applicable-by', { person })
    case 'bring-back':
      return w.t('changes.restored-by', { person })
    case 'add':
      return w.t('changes.added-by', { person })
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

/** Who sent it and on which build; null while it is not sent. `first` is set only for people who can sign. */
export function sentLine(request: PageRequest, view: LaunchView, id: string, { history }: GateLog): Sent | null {
  const round = history.rounds.at(-1)
  if (round === undefined || round.left !== null) return null
  const isFirst = history.rounds.length === 1 && canSign(view.launch, id, request.actor.id)
  return {
    text: roundText(request.w, view, round),
    time: timeOf(request, view, round.sent),
    first: isFirst ? request.w.t('changes.first') : null,
  }
}

/** Who sent the gate in this round and on which build; for a gate without signers, who completed it. */
function roundText(w: Words, view: LaunchView, { sent, build, completed }: Round): string {
  const by = { person: w.person(view, sent.actor.id) }
  const isCompleting = completed === sent
  if (build === null) return w.t(isCompleting ? 'gate.completed-by' : 'gate.sent-by', by)
  const on = { ...by, candidate: buildWithCommit(w, build) }
  return w.t(isCompleting ? 'gate.completed-on-build' : 'gate.sent-on-build', on)
}
