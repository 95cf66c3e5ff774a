import { type Commit, offer } from './commit.ts'
import type { Cause } from './entry.ts'
import { graphOrder } from './graph.ts'
import type { ItemDefinition } from './pipeline.ts'
import {
  gateOf,
  isCleared,
  isItemNotNeeded,
  isStale,
  isTicked,
  isWaived,
  itemStateOf,
  itemsOf,
  rechecksOnCandidate,
  wasRolledBack,
} from './queries.ts'
import type { LaunchState, StaleCause } from './state.ts'

/** What follows by itself from what was just recorded. Nothing is tested here: each consequence is offered to the machines, and their answer is taken. */

/** `before` is the launch before the entry that `cause` names. */
export function consequences(commit: Commit, before: LaunchState, cause: Cause): void {
  for (const { id } of touchedGates(before, commit.state)) offer(commit, { type: 'gate.clear', gate: id }, cause)
  for (const gate of graphOrder(commit.state.definition)) {
    const items = askedAgain(commit.state, before, gate)
    if (items.length > 0) offer(commit, { type: 'gate.recheck', gate, items }, cause)
    if (endsWaiver(commit.state, before, gate)) offer(commit, { type: 'gate.expireWaiver', gate }, cause)
  }
  offer(commit, { type: 'launch.unlock' }, cause)
  offer(commit, { type: 'launch.relock' }, cause)
}

const touchedGates = (before: LaunchState, after: LaunchState) =>
  after.definition.gates.filter(({ id }) => before.gates[id] !== after.gates[id])

/** What changed since `before` that items may depend on. */
function changes(launch: LaunchState, before: LaunchState) {
  const left = (gate: string) => isCleared(gateOf(before, gate).gate) && !isCleared(gateOf(launch, gate).gate)
  const candidate = launch.context.candidate !== before.context.candidate
  const rolledBack = launch.context.rolledBack !== before.context.rolledBack || wasRolledBack(launch, before)
  return { left, candidate, decision: candidate || rolledBack || launch.definition.gates.some(({ id }) => left(id)) }
}

/** Does this item depend on something that changed? */
function causesFor(item: ItemDefinition, { left, candidate }: ReturnType<typeof changes>): StaleCause[] {
  const needs = item.recheckOn.some((on) => on !== 'candidate' && left(on.needs))
  return [
    ...(candidate && rechecksOnCandidate(item) ? (['candidate'] as const) : []),
    ...(needs ? (['needs'] as const) : []),
  ]
}

/** The items of this gate that a change since `before` asks again, each with the causes that are new to it. */
function askedAgain(launch: LaunchState, before: LaunchState, id: string): { item: string; causes: StaleCause[] }[] {
  const { definition, gate } = gateOf(launch, id)
  const changed = changes(launch, before)
  return itemsOf(definition, gate.context).flatMap((item) => {
    const state = itemStateOf(gate.context, item.id)
    if (!isTicked(state) && !isStale(state)) return []
    const causes = causesFor(item, changed)
    if (id === launch.definition.decision && changed.decision) causes.push('decision')
    const gained = causes.filter((each) => !state.stale?.causes.includes(each))
    return gained.length > 0 ? [{ item: item.id, causes: gained }] : []
  })
}

/** A waiver was given for what the gate was then: it ends when something that its items depend on changes, ticked or not. */
function endsWaiver(launch: LaunchState, before: LaunchState, id: string): boolean {
  const { definition, gate } = gateOf(launch, id)
  const changed = changes(launch, before)
  return (
    isWaived(gate) &&
    itemsOf(definition, gate.context).some(
      (item) => !isItemNotNeeded(itemStateOf(gate.context, item.id)) && causesFor(item, changed).length > 0,
    )
  )
}
