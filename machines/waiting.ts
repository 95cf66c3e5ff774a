import { fourEyesAllow } from './four-eyes.ts'
import type { GateDefinition } from './pipeline.ts'
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
  needsNotReady,
  requiredItems,
  rolesThatGrant,
} from './queries.ts'
import type { GateContext, LaunchState } from './state.ts'

/** Who is waited for, and for what: `people` holds a role that must act, empty when nobody can. */
export interface Waiting {
  role: string
  people: string[]
  /** `items`: tick these; `send`: send or complete the gate; `solve`: the gate has a problem; `sign`: this role's signature; `grant`: a waiver was asked. */
  to: 'items' | 'send' | 'solve' | 'sign' | 'grant'
  items: string[]
}

/** Everybody whom this gate waits for, in the order in which they are asked; empty when it waits for nobody. */
export function waitingFor(launch: LaunchState, id: string): Waiting[] {
  const { definition, gate } = gateOf(launch, id)
  const { context } = gate
  if (isNotNeeded(gate)) return []
  if (isWaived(gate)) return grants(launch, definition, context)
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
  return [...waiting, ...grants(launch, definition, context)]
}

/** Those who may grant the waiver that was asked; nobody grants their own. */
function grants(launch: LaunchState, gate: GateDefinition, { waiverRequest }: GateContext): Waiting[] {
  if (waiverRequest === null) return []
  return rolesThatGrant(launch, gate).map((role) => ({
    role,
    people: holdersOf(launch, role).filter((person) => person !== waiverRequest.by),
    to: 'grant',
    items: [],
  }))
}

/** Pseudonyms of everybody whom this gate waits for, each once. */
export function peopleWaitedFor(launch: LaunchState, id: string): string[] {
  return [...new Set(waitingFor(launch, id).flatMap(({ people }) => people))]
}

/** Since when the gate waits: its present status, or the last gate that it needs coming in order, if that was later. */
export function waitingSince(launch: LaunchState, id: string): number {
  const { definition, gate } = gateOf(launch, id)
  if (needsNotReady(launch, id).length > 0) return gate.statusSince
  return Math.max(gate.statusSince, ...definition.needs.map((need) => gateOf(launch, need).gate.readySince ?? 0))
}
