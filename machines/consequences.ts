import { type Commit, offer } from './commit.ts'
import type { Cause } from './entry.ts'
import { graphOrder } from './graph.ts'
import { gateOf, isCleared, isStale, isTicked, itemStateOf, itemsOf, rechecksOnCandidate } from './queries.ts'
import type { LaunchState, StaleCause } from './state.ts'

/** What follows by itself from what was just recorded. Nothing is tested here: each consequence is offered to the machines, and their answer is taken. */

/** `before` is the launch before the entry that `cause` names. */
export function consequences(commit: Commit, before: LaunchState, cause: Cause): void {
  for (const { id } of touchedGates(before, commit.state)) offer(commit, { type: 'gate.clear', gate: id }, cause)
  for (const gate of graphOrder(commit.state.definition)) {
    const items = askedAgain(commit.state, before, gate)
    if (items.length > 0) offer(commit, { type: 'gate.recheck', gate, items }, cause)
  }
  offer(commit, { type: 'launch.unlock' }, cause)
  offer(commit, { type: 'launch.relock' }, cause)
}

const touchedGates = (before: LaunchState, after: LaunchState) =>
  after.definition.gates.filter(({ id }) => before.gates[id] !== after.gates[id])

/** The items of this gate that a change since `before` asks again, each with the causes that are new to it. */
function askedAgain(launch: LaunchState, before: LaunchState, id: string): { item: string; causes: StaleCause[] }[] {
  const { definition, gate } = gateOf(launch, id)
  const candidateChanged = launch.context.candidate !== before.context.candidate
  const left = (other: string) => isCleared(gateOf(before, other).gate) && !isCleared(gateOf(launch, other).gate)
  const decides = id === launch.definition.decision
  const decisionAsked = decides && (candidateChanged || launch.definition.gates.some((other) => left(other.id)))
  return itemsOf(definition, gate.context).flatMap((item) => {
    const state = itemStateOf(gate.context, item.id)
    if (!isTicked(state) && !isStale(state)) return []
    const causes: StaleCause[] = []
    if (candidateChanged && rechecksOnCandidate(item)) causes.push('candidate')
    if (item.recheckOn.some((on) => on !== 'candidate' && left(on.needs))) causes.push('needs')
    if (decisionAsked) causes.push('decision')
    const gained = causes.filter((each) => !state.stale?.causes.includes(each))
    return gained.length > 0 ? [{ item: item.id, causes: gained }] : []
  })
}
