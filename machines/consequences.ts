import { offer, type PendingCommit } from './commit.ts'
import type { Cause } from './entry.ts'
import { graphOrder } from './pipeline/graph.ts'
import type { ItemDefinition } from './pipeline/pipeline.ts'
import { changedGates } from './reading/gate-facts.ts'
import {
  gateOf,
  gateStateOf,
  isCleared,
  isItemNotNeeded,
  isStale,
  isTicked,
  isWaived,
  itemStateOf,
  itemsOf,
  rechecksOnCandidate,
  wasRolledBack,
} from './reading/queries.ts'
import type { LaunchState, StaleCause } from './state.ts'

/** What follows by itself from what was just recorded. Each consequence is offered to the machines, which take it or refuse it by their guards. */

/** `before` is the launch before the entry that `cause` names. */
export function consequences(commit: PendingCommit, before: LaunchState, cause: Cause): void {
  const touched = changedGates(before, commit.state).map(({ id }) => id)
  for (const id of touched) offer(commit, { type: 'gate.clear', gate: id }, cause)
  const changed = changedBetween(before, commit.state, touched)
  for (const gate of graphOrder(commit.state.definition)) {
    // Most commands end here: nothing that other gates depend on has changed.
    if (!isDecisionUndone(changed)) break
    const items = askedAgain(commit.state, changed, gate)
    if (items.length > 0) offer(commit, { type: 'gate.recheck', gate, items }, cause)
    if (endsWaiver(commit.state, changed, gate)) offer(commit, { type: 'gate.expireWaiver', gate }, cause)
    // A gate that leaves cleared here counts as left for those after it.
    if (hasLeft(before, commit.state, gate)) changed.left.add(gate)
  }
  offer(commit, { type: 'launch.unlock' }, cause)
  offer(commit, { type: 'launch.relock' }, cause)
}

/** What changed that items may depend on: the build, a roll-back, and the gates that left `cleared`. */
interface Changes {
  candidate: boolean
  rolledBack: boolean
  left: Set<string>
}

function changedBetween(before: LaunchState, launch: LaunchState, touched: string[]): Changes {
  return {
    candidate: launch.context.candidate !== before.context.candidate,
    rolledBack: launch.context.rolledBack !== before.context.rolledBack || wasRolledBack(launch, before),
    left: new Set(touched.filter((id) => hasLeft(before, launch, id))),
  }
}

function hasLeft(before: LaunchState, launch: LaunchState, gate: string): boolean {
  return isCleared(gateStateOf(before, gate)) && !isCleared(gateStateOf(launch, gate))
}

/** Anything that changed asks the decision gate again; where nothing did, no other gate is asked either. */
const isDecisionUndone = ({ candidate, rolledBack, left }: Changes): boolean => candidate || rolledBack || left.size > 0

/** Why does this item depend on what changed? Empty when it does not. */
function causesFor(item: ItemDefinition, { left, candidate }: Changes): StaleCause[] {
  const needs = item.recheckOn.some((on) => on !== 'candidate' && left.has(on.needs))
  return [
    ...(candidate && rechecksOnCandidate(item) ? (['candidate'] as const) : []),
    ...(needs ? (['needs'] as const) : []),
  ]
}

/** The items of this gate that a change since `before` asks again, each with the causes that are new to it. */
function askedAgain(launch: LaunchState, changed: Changes, id: string): { item: string; causes: StaleCause[] }[] {
  const { definition, gate } = gateOf(launch, id)
  return itemsOf(definition, gate.context).flatMap((item) => {
    const state = itemStateOf(gate.context, item.id)
    if (!isTicked(state) && !isStale(state)) return []
    const causes = causesFor(item, changed)
    if (id === launch.definition.decision && isDecisionUndone(changed)) causes.push('decision')
    const gained = causes.filter((each) => !state.stale?.causes.includes(each))
    return gained.length > 0 ? [{ item: item.id, causes: gained }] : []
  })
}

/** A waiver was given for what the gate was then: it ends when something that its items depend on changes, ticked or not. */
function endsWaiver(launch: LaunchState, changed: Changes, id: string): boolean {
  const { definition, gate } = gateOf(launch, id)
  return (
    isWaived(gate) &&
    itemsOf(definition, gate.context).some(
      (item) => !isItemNotNeeded(itemStateOf(gate.context, item.id)) && causesFor(item, changed).length > 0,
    )
  )
}
