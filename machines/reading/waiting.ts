import type { GateDefinition } from '../pipeline/pipeline.ts'
import type { GateContext, GateState, LaunchState } from '../state.ts'
import { fourEyesAllow } from './four-eyes.ts'
import {
  gateOf,
  gateStateOf,
  holdersOf,
  isAwaitingSignOff,
  isBlocked,
  isNotNeeded,
  isOpen,
  isStale,
  isUntouched,
  isWaived,
  itemStateOf,
  itemsOf,
  needsNotReady,
  rolesThatGrant,
} from './queries.ts'

/** Who is waited for, and for what: `people` holds a role that must act, empty when nobody can. */
export interface Waiting {
  role: string
  people: string[]
  /** `items`: tick these; `send`: send or complete the gate; `solve`: the gate has a problem; `sign`: this role's signature; `grant`: a waiver was asked. */
  to: 'items' | 'send' | 'solve' | 'sign' | 'grant'
  items: string[]
}

/** Neither a waiver nor a blocker waits for the gates that this one needs. */
export const goesBeforeNeeds = ({ to }: Waiting): boolean => to === 'grant' || to === 'solve'

/** Everybody whom this gate waits for, in the order in which they are asked; empty when it waits for nobody. */
export function waitingFor(launch: LaunchState, id: string): Waiting[] {
  const { definition, gate } = gateOf(launch, id)
  const { context } = gate
  if (isNotNeeded(gate)) return []
  if (isWaived(gate)) return grants(launch, definition, context)
  const waiting = waitingForItems(launch, definition, gate)
  if ((isOpen(gate) && waiting.length === 0) || isBlocked(gate))
    waiting.push({
      role: definition.owner,
      people: context.person ? [context.person] : [...holdersOf(launch, definition.owner)],
      to: isBlocked(gate) ? 'solve' : 'send',
      items: [],
    })
  if (isAwaitingSignOff(gate)) waiting.push(...signatures(launch, definition, context))
  waiting.push(...grants(launch, definition, context))
  return waiting
}

/** One entry for each role whose required items must be ticked, in the order of the items. */
function waitingForItems(launch: LaunchState, definition: GateDefinition, gate: GateState): Waiting[] {
  const waiting: Waiting[] = []
  for (const item of itemsOf(definition, gate.context)) {
    if (!item.required) continue
    const state = itemStateOf(gate.context, item.id)
    if (!isStale(state) && !(isUntouched(state) && isOpen(gate))) continue
    const ofRole = waiting.find(({ role }) => role === item.owner)
    if (ofRole) ofRole.items.push(item.id)
    else waiting.push({ role: item.owner, people: [...holdersOf(launch, item.owner)], to: 'items', items: [item.id] })
  }
  return waiting
}

/** One entry for each signer role that has not signed, with those of its holders whom four eyes allow. */
function signatures(launch: LaunchState, definition: GateDefinition, context: GateContext): Waiting[] {
  return definition.signers
    .filter((role) => !context.signatures[role])
    .map((role) => ({
      role,
      people: holdersOf(launch, role).filter((person) => fourEyesAllow(definition, context, person)),
      to: 'sign',
      items: [],
    }))
}

/** Whether this person can give one of the signatures that the gate waits for. */
export const canSign = (launch: LaunchState, gate: string, person: string): boolean =>
  waitingFor(launch, gate).some(({ to, people }) => to === 'sign' && people.includes(person))

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
  return peopleOf(waitingFor(launch, id))
}

/** Pseudonyms of everybody who is named, each once. */
export function peopleOf(waiting: readonly Waiting[]): string[] {
  return [...new Set(waiting.flatMap(({ people }) => people))]
}

/**
 * Since when the gate waits: its present status, or when the last gate that it needs became ready, if that was later.
 * `unready` are the gates that it needs and that are not ready.
 */
export function waitingSince(
  launch: LaunchState,
  id: string,
  unready: readonly string[] = needsNotReady(launch, id),
): number {
  const { definition, gate } = gateOf(launch, id)
  return sinceOf(launch, definition, gate, unready)
}

/** The same where the gate is at hand. */
export function sinceOf(
  launch: LaunchState,
  definition: GateDefinition,
  gate: GateState,
  unready: readonly string[],
): number {
  if (unready.length > 0) return gate.statusSince
  return definition.needs.reduce(
    (since, need) => Math.max(since, gateStateOf(launch, need).readySince ?? 0),
    gate.statusSince,
  )
}
