import { type ActionName, actionNames, type EngineCommand, type Entry, type SealedCommand } from '../entry.ts'
import { commandIn } from '../replay.ts'
import type { Evidence, StaleCause } from '../state.ts'
import { leavesVersion } from '../step.ts'
import { type Build, isSameBuild, leavesSubmission } from './queries.ts'

/**
 * What the log tells about one gate: each time it was sent, with the signatures that belong to it and what voided them, and what
 * happened to each of its items. Entries in, facts out; it judges nothing, and whether a signature stands is read off the states
 * that the entries say.
 */
export interface GateHistory {
  /** Every entry about the gate but its comments, oldest first. */
  entries: Entry[]
  /** Each time that it was sent or completed, oldest first. */
  rounds: Round[]
  items: ItemEvent[]
  /** The builds that the launch was given, oldest first. */
  builds: { seq: number; build: Build }[]
}

/** From one sending to the entry by which the gate left it. */
export interface Round {
  sent: Entry
  /** What the launch held as its build when the gate was sent. */
  build: Build | null
  signatures: Signature[]
  /** The entry that completed the gate: the last signature's consequence, or the sending itself where nobody signs. */
  completed: Entry | null
  /** The entry that ended it and voided its signatures; null while it stands. */
  left: Entry | null
}

/** Who signed, for which role, and what they said with it. */
export interface Signature {
  entry: Entry
  /** The role that it was given for, then. */
  as: string
  statement: string | null
}

/** Something that happened to an item; `again` is a tick that gives the old evidence once more. */
export type ItemEvent = { item: string; entry: Entry } & (
  | { kind: 'tick'; evidence: Evidence; again: boolean }
  | { kind: 'fail'; evidence: Evidence }
  | { kind: 'ask-again'; causes: StaleCause[] }
  | { kind: 'leave-out'; reason: string }
  | { kind: 'untick' | 'bring-back' | 'add' }
)
/** A tick, with the evidence that it gave. */
type ItemTick = Extract<ItemEvent, { kind: 'tick' }>

/** The actions that a history is made of: everything else in a log, comments among it, may be left out when it is read. */
export const historyActions: readonly ActionName[] = actionNames.filter(
  (action) => action === 'launch.setCandidate' || (action.startsWith('gate.') && action !== 'gate.comment'),
)
const tellsHistory = new Set(historyActions)

/** The history of this gate in a log that lacks none of these actions; entries of other gates are passed over. */
export function gateHistory(entries: Iterable<Entry>, gate: string): GateHistory {
  const history: GateHistory = { entries: [], rounds: [], items: [], builds: [] }
  for (const entry of entries) {
    if (!tellsHistory.has(entry.action) || (entry.gate ?? gate) !== gate) continue
    const command = commandIn(entry)
    if (command?.type === 'launch.setCandidate') {
      const { version, commit = null } = command
      history.builds.push({ seq: entry.seq, build: { version, commit } })
    } else if (command !== null) {
      history.entries.push(entry)
      addToRounds(history, entry, command)
      history.items.push(...itemEvents(history.items, entry, command))
    }
  }
  return history
}

function addToRounds(history: GateHistory, entry: Entry, command: SealedCommand | EngineCommand): void {
  const round = history.rounds.at(-1)
  const isSending = command.type === 'gate.submit' || command.type === 'gate.complete'
  if (isSending)
    history.rounds.push({
      sent: entry,
      build: buildAt(history, entry.seq),
      signatures: [],
      completed: command.type === 'gate.complete' ? entry : null,
      left: null,
    })
  else if (round === undefined) return
  else if (command.type === 'gate.signOff')
    round.signatures.push({ entry, as: command.as, statement: command.statement ?? null })
  else if (command.type === 'gate.clear') round.completed = entry
  else if (leavesSubmission(entry)) round.left = entry
}

/** What this entry did to items, after `before`. */
function itemEvents(before: readonly ItemEvent[], entry: Entry, command: SealedCommand | EngineCommand): ItemEvent[] {
  // Only what was ticked can be asked again.
  const askedAgain = (item: string, causes: StaleCause[]): ItemEvent[] =>
    tickBehind(before, item) === null ? [] : [{ item, entry, kind: 'ask-again', causes }]
  switch (command.type) {
    case 'gate.tick': {
      const { item, same } = command
      const old = tickBehind(before, item)
      const evidence = same && old ? old.evidence : (command.evidence ?? { kind: 'none' })
      return [{ item, entry, kind: 'tick', evidence, again: same === true }]
    }
    case 'gate.failCheck':
      return [{ item: command.item, entry, kind: 'fail', evidence: command.evidence }]
    case 'gate.untick':
      return [{ item: command.item, entry, kind: 'untick' }]
    case 'gate.itemNotNeeded':
      return [{ item: command.item, entry, kind: 'leave-out', reason: command.reason }]
    case 'gate.requireItem':
      return [{ item: command.item, entry, kind: 'bring-back' }]
    case 'gate.addItem': {
      const added = before.filter(({ kind }) => kind === 'add').length
      return [{ item: `added-${added + 1}`, entry, kind: 'add' }]
    }
    case 'gate.return':
      return (command.items ?? []).flatMap((item) => askedAgain(item, ['returned']))
    case 'gate.reopen':
      return (command.items ?? []).flatMap((item) => askedAgain(item, ['reopened']))
    case 'gate.lapse':
      return command.items.flatMap((item) => askedAgain(item, ['age']))
    case 'gate.recheck':
      return command.items.flatMap(({ item, causes }) => askedAgain(item, causes))
    default:
      return []
  }
}

/** The tick that stands in this item after these events, or stands behind it to be given again; null where there is none. */
export function tickBehind(events: readonly ItemEvent[], item: string): ItemTick | null {
  const last = events.findLast((event) => event.item === item && event.kind !== 'fail' && event.kind !== 'ask-again')
  return last?.kind === 'tick' ? last : null
}

/** The build that the launch held just before the entry of this seq. */
function buildAt({ builds }: GateHistory, seq: number): Build | null {
  return builds.findLast((each) => each.seq < seq)?.build ?? null
}

/** What happened to one item, as the difference that it made. */
export interface ItemChange {
  item: string
  /** The last thing that happened to it. */
  last: ItemEvent
  /** The entries that put it there meanwhile: added, or brought back. */
  came: ItemEvent | null
  /** The tick that stood, or stood behind it, before. */
  before: ItemTick | null
}

/** The difference between a sending of the gate and what it is now. */
export interface Changes {
  /** The sending that it is compared with. */
  since: Round
  items: ItemChange[]
  build: { before: Build | null; now: Build | null } | null
  /** Why the gate came back or stopped meanwhile, oldest first. */
  cameBack: Entry[]
}

/** What changed about the gate from this sending on, until now. */
export function gateChangesSince(history: GateHistory, since: Round): Changes {
  const { seq } = since.sent
  const earlier = history.items.filter(({ entry }) => entry.seq < seq)
  const later = history.items.filter(({ entry }) => entry.seq > seq)
  const build = { before: since.build, now: buildAt(history, Number.POSITIVE_INFINITY) }
  return {
    since,
    items: [...new Set(later.map(({ item }) => item))].flatMap((item) => changeOf(item, earlier, later)),
    build: isSameBuild(build.before, build.now) ? null : build,
    cameBack: history.entries.filter((entry) => entry.seq > seq && (leavesSubmission(entry) || stops(entry))),
  }
}

function changeOf(item: string, earlier: readonly ItemEvent[], later: readonly ItemEvent[]): ItemChange[] {
  const meanwhile = later.filter((event) => event.item === item)
  const last = meanwhile.at(-1)
  if (last === undefined) return []
  const before = tickBehind(earlier, item)
  // Ticked and unticked, or brought back and left out: it is as it was.
  const wasOut = earlier.findLast((event) => event.item === item)?.kind === 'leave-out'
  if ((last.kind === 'untick' && before === null) || (last.kind === 'leave-out' && wasOut)) return []
  const came = meanwhile.findLast(({ kind }) => kind === 'add' || kind === 'bring-back') ?? null
  return [{ item, last, came: came === last ? null : came, before }]
}

/** A gate comes back without leaving a sending too: by a problem, and out of a waiver. */
const stops = ({ action }: Entry) =>
  action === 'gate.block' || action === 'gate.reopen' || action === 'gate.expireWaiver'

/** The last time that the gate was completed, and every entry since that changed what its signers relied on. */
interface Completion {
  round: Round
  completed: Entry
  since: Entry[]
}

/** Null for a gate that was never completed. */
export function lastCompletion({ rounds, entries }: GateHistory): Completion | null {
  const round = rounds.findLast(({ completed }) => completed !== null)
  if (!round?.completed) return null
  const { completed } = round
  const since = entries.filter(({ seq, action }) => seq > completed.seq && !leavesVersion(action))
  return { round, completed, since }
}
