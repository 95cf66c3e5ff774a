import { fourEyesAllow } from './four-eyes.ts'
import {
  gateOf,
  holdersOf,
  isAwaitingSignOff,
  isBlocked,
  isNotNeeded,
  isOpen,
  isStale,
  isUntouched,
  isWaived,
  itemStateOf,
  needsNotInOrder,
  requiredItems,
} from './queries.ts'
import type { LaunchState } from './state.ts'

/** Who is waited for, and for what: `people` holds a role that must act, empty when nobody can. */
export interface Waiting {
  role: string
  people: string[]
  /** `items`: tick these; `send`: send or complete the gate; `solve`: the gate has a problem; `sign`: this role's signature. */
  to: 'items' | 'send' | 'solve' | 'sign'
  items: string[]
}

/** Everybody whom this gate waits for, in the order in which they are asked; empty when it waits for nobody. */
export function waitingFor(launch: LaunchState, id: string): Waiting[] {
  const { definition, gate } = gateOf(launch, id)
  if (isWaived(gate) || isNotNeeded(gate)) return []
  const { context } = gate
  const byRole = new Map<string, string[]>()
  for (const item of requiredItems(definition, context)) {
    const state = itemStateOf(context, item.id)
    if (isStale(state) || (isOpen(gate) && isUntouched(state)))
      byRole.set(item.owner, [...(byRole.get(item.owner) ?? []), item.id])
  }
  const waiting: Waiting[] = [...byRole].map(([role, items]) => ({
    role,
    people: [...holdersOf(launch, role)],
    to: 'items',
    items,
  }))
  if ((isOpen(gate) && waiting.length === 0) || isBlocked(gate))
    waiting.push({
      role: definition.owner,
      people: context.person ? [context.person] : [...holdersOf(launch, definition.owner)],
      to: isBlocked(gate) ? 'solve' : 'send',
      items: [],
    })
  if (isAwaitingSignOff(gate))
    for (const role of definition.signers.filter((each) => !context.signatures[each]))
      waiting.push({
        role,
        people: holdersOf(launch, role).filter((person) => fourEyesAllow(definition, context, person)),
        to: 'sign',
        items: [],
      })
  return waiting
}

/** Pseudonyms of everybody whom this gate waits for, each once. */
export function peopleWaitedFor(launch: LaunchState, id: string): string[] {
  return [...new Set(waitingFor(launch, id).flatMap(({ people }) => people))]
}

/** Since when the gate waits: its present status, or the last gate that it needs coming in order, if that was later. */
export function waitingSince(launch: LaunchState, id: string): number {
  const { definition, gate } = gateOf(launch, id)
  if (needsNotInOrder(launch, id).length > 0) return gate.statusSince
  return Math.max(gate.statusSince, ...definition.needs.map((need) => gateOf(launch, need).gate.inOrderSince ?? 0))
}
