import type { Entry } from '../entry.ts'
import type { Definition, GateDefinition, ItemDefinition } from '../pipeline/pipeline.ts'
import {
  type Candidate,
  type GateContext,
  type GateState,
  type GateValue,
  gateValue,
  type ItemState,
  type LaunchContext,
  type LaunchState,
  type LaunchValue,
} from '../state.ts'
import { comparableBuildName } from '../typed-text.ts'

/**
 * What can be read off a launch without judging anybody: the only file that compares states. Rules, verdict and pages ask here.
 */

/** Every status of a gate, as people see it: derived, the first that holds. */
export const gateStatuses = [
  'not-needed',
  'waived',
  'blocked',
  'returned',
  'needs-recheck',
  'completed',
  'awaiting-sign-off',
  'in-progress',
  'not-started',
] as const
export type GateStatus = (typeof gateStatuses)[number]

const blankItem: ItemState = { state: 'open', ticked: null, stale: null, failed: null }

const inState =
  (...values: GateValue[]) =>
  (gate: Pick<GateState, 'state'>) =>
    values.includes(gate.state)

export const isOpen = inState('open.notStarted', 'open.inProgress', 'open.returned')
export const isBlocked = inState('blocked')
export const isAwaitingSignOff = inState('awaitingSignOff')
export const isCompleted = inState('cleared.completed')
export const isWaived = inState('cleared.waived')
export const isNotNeeded = inState('cleared.notNeeded')
/** Sent or completed: as long as it is, its submission and the signatures that belong to it stand. */
const keepsSubmission = inState('awaitingSignOff', 'cleared.completed')
/** An entry that takes its gate out of its submission: the signatures that belong to it are void. */
export const leavesSubmission = ({ gate, from, to }: Pick<Entry, 'gate' | 'from' | 'to'>): boolean =>
  gate !== undefined &&
  keepsSubmission({ state: gateValue.parse(from) }) &&
  !keepsSubmission({ state: gateValue.parse(to) })
export const isCleared = inState('cleared.completed', 'cleared.waived', 'cleared.notNeeded')

const launchIn =
  (...values: LaunchValue[]) =>
  (launch: Pick<LaunchState, 'state'>) =>
    values.includes(launch.state)

/** A launch that was live and is no longer: it was rolled back. */
export const wasRolledBack = (launch: Pick<LaunchState, 'state'>, before: Pick<LaunchState, 'state'>): boolean =>
  isLaunched(before) && !isLaunched(launch)

/** A filter's question: is it in exactly this state? */
export const isIn = (launch: Pick<LaunchState, 'state'>, state: LaunchValue): boolean => launch.state === state

export const isDraft = launchIn('draft')
export const isPreparing = launchIn('preparing.locked', 'preparing.unlocked')
export const isUnlocked = launchIn('preparing.unlocked')
export const isHeld = launchIn('held')
export const isLaunched = launchIn('launched')
export const isCancelled = launchIn('cancelled')
/** Nothing about it changes any more by work on its gates. */
export const isOver = launchIn('launched', 'cancelled')

/** The gate of this id, or undefined. */
export function findGate(definition: Definition, id: string): GateDefinition | undefined {
  let index = gatesById.get(definition)
  if (!index) {
    index = new Map(definition.gates.map((gate) => [gate.id, gate]))
    gatesById.set(definition, index)
  }
  return index.get(id)
}
const gatesById = new WeakMap<Definition, Map<string, GateDefinition>>()

/** A gate that is known to be there. Throws on a bug, never on input. */
export function gateOf(launch: LaunchState, id: string): { definition: GateDefinition; gate: GateState } {
  const definition = findGate(launch.definition, id)
  const gate = launch.gates[id]
  if (!definition || !gate) throw new Error(`launch ${launch.launch} has no gate ${id}`)
  return { definition, gate }
}

/** The state of a gate that is known to be there. Throws on a bug, never on input. */
export function gateStateOf(launch: LaunchState, id: string): GateState {
  const gate = launch.gates[id]
  if (!gate) throw new Error(`launch ${launch.launch} has no gate ${id}`)
  return gate
}

/** The gates that count, of the launch or of one phase: those that are not marked not applicable. */
export function neededGates(launch: LaunchState, phase?: string): GateDefinition[] {
  return launch.definition.gates.filter(
    (gate) => (phase === undefined || gate.phase === phase) && !isNotNeeded(gateStateOf(launch, gate.id)),
  )
}

/** The gate's items: the pipeline's, then those that were added. */
export function itemsOf(definition: GateDefinition, context: GateContext): readonly ItemDefinition[] {
  return context.added.length === 0 ? definition.items : [...definition.items, ...context.added]
}

export function findItem(definition: GateDefinition, context: GateContext, item: string): ItemDefinition | undefined {
  return definition.items.find((each) => each.id === item) ?? context.added.find((each) => each.id === item)
}

export function itemStateOf(context: GateContext, item: string): ItemState {
  return context.items[item] ?? blankItem
}

export const isTicked = (item: ItemState): boolean => item.state === 'ticked'
export const isStale = (item: ItemState): boolean => item.state === 'stale'
export const isUntouched = (item: ItemState): boolean => item.state === 'open'
export const isItemNotNeeded = (item: ItemState): boolean => item.state === 'notNeeded'

/** Required items that count: those that were not left out. */
export function requiredItems(definition: GateDefinition, context: GateContext): ItemDefinition[] {
  return itemsOf(definition, context).filter((item) => item.required && !isItemNotNeeded(itemStateOf(context, item.id)))
}
export function openRequired(definition: GateDefinition, context: GateContext): string[] {
  return requiredItems(definition, context)
    .filter((item) => isUntouched(itemStateOf(context, item.id)))
    .map((item) => item.id)
}
export function staleRequired(definition: GateDefinition, context: GateContext): string[] {
  return requiredItems(definition, context)
    .filter((item) => isStale(itemStateOf(context, item.id)))
    .map((item) => item.id)
}

/** Of how many required items how many are done. */
export function countRequired(definition: GateDefinition, context: GateContext): { done: number; total: number } {
  const items = requiredItems(definition, context)
  return { done: items.filter(({ id }) => isTicked(itemStateOf(context, id))).length, total: items.length }
}

/** Must a required item be looked at again? What staleRequired lists, without making the list. */
function hasStaleRequired(definition: GateDefinition, context: GateContext): boolean {
  return itemsOf(definition, context).some((item) => item.required && isStale(itemStateOf(context, item.id)))
}

/** Cleared and, unless it is waived or not needed, without a stale required item. */
export function isReady(definition: GateDefinition, gate: GateState): boolean {
  if (!isCleared(gate)) return false
  return !isCompleted(gate) || !hasStaleRequired(definition, gate.context)
}

/** The same of a gate that is known to be there. */
export function isGateReady(launch: LaunchState, id: string): boolean {
  const { definition, gate } = gateOf(launch, id)
  return isReady(definition, gate)
}

export function statusOf(definition: GateDefinition, gate: GateState): GateStatus {
  if (isNotNeeded(gate)) return 'not-needed'
  if (isWaived(gate)) return 'waived'
  if (isBlocked(gate)) return 'blocked'
  if (gate.state === 'open.returned') return 'returned'
  if (hasStaleRequired(definition, gate.context)) return 'needs-recheck'
  if (isCompleted(gate)) return 'completed'
  if (isAwaitingSignOff(gate)) return 'awaiting-sign-off'
  return gate.state === 'open.inProgress' ? 'in-progress' : 'not-started'
}

/** Ids of the gates that this one needs and that are not ready. */
export function needsNotReady(launch: LaunchState, gate: string): string[] {
  return gateOf(launch, gate).definition.needs.filter((id) => !isGateReady(launch, id))
}

/** Pseudonyms of the people who hold this role on this launch. */
export function holdersOf(launch: LaunchState, role: string): readonly string[] {
  return launch.context.people[role] ?? []
}

/** Roles that may grant a waiver of this gate. */
export function rolesThatGrant(launch: LaunchState, gate: GateDefinition): string[] {
  const { lead, sponsor } = launch.definition
  return gate.critical ? [sponsor] : [lead, sponsor]
}

/** Roles that this person holds on this launch, in the pipeline's order. */
export function rolesOf(launch: LaunchState, person: string): string[] {
  return launch.definition.roles.filter((role) => holdersOf(launch, role).includes(person))
}

export function rechecksOnCandidate(item: ItemDefinition): boolean {
  return item.recheckOn.includes('candidate')
}

/** The pipeline binds items to the candidate: a deploy must say which build it is. */
export function bindsCandidate(definition: Definition): boolean {
  const known = binding.get(definition)
  if (known !== undefined) return known
  const binds = definition.gates.some((gate) => gate.items.some(rechecksOnCandidate))
  binding.set(definition, binds)
  return binds
}
const binding = new WeakMap<Definition, boolean>()

/** What tells one build from another. */
export type Build = Pick<Candidate, 'version' | 'commit'>

/** Entries from before names were normalized hold them as they were sent, so every comparison normalizes both. */
const isSameName = (a: string | null, b: string | null): boolean =>
  a === null || b === null ? a === b : comparableBuildName(a) === comparableBuildName(b)

/** A name that a program may call a build by: its version or its commit. */
export function isNamed(build: Build, name: string): boolean {
  return isSameName(build.version, name) || isSameName(build.commit, name)
}

/** Both are the same version of the same commit, or neither is a build. */
export function isSameBuild(a: Build | null, b: Build | null): boolean {
  if (a === null || b === null) return a === b
  return isSameName(a.version, b.version) && isSameName(a.commit, b.commit)
}

/** People whose tick stands in this gate; a service's tick is nobody's. */
export function standingTickers(definition: GateDefinition, context: GateContext): Set<string> {
  const people = new Set<string>()
  for (const item of itemsOf(definition, context)) {
    const state = itemStateOf(context, item.id)
    if (isTicked(state) && state.ticked && !state.ticked.service) people.add(state.ticked.by)
  }
  return people
}

/** When the item's tick becomes too old, or null when it does not age or has aged out already. */
export function agesAt(item: ItemDefinition, state: ItemState): number | null {
  if (item.freshFor === null || state.ticked === null) return null
  if (!isTicked(state) && !(isStale(state) && !state.stale?.causes.includes('age'))) return null
  return state.ticked.at + item.freshFor
}

/** When the waiver that clears this gate ends, or null when it is not waived. */
export function waivedUntil(gate: GateState): number | null {
  return isWaived(gate) ? (gate.context.waiver?.until ?? null) : null
}

/** Given back by a signer, and not sent again yet. */
export const isReturned = inState('open.returned')

/** Nobody has ticked anything in it yet. */
export const isNotStarted = inState('open.notStarted')

/** Something went wrong or became stale, and a page owes the reader a sentence about it. */
export function isTroubled(definition: GateDefinition, gate: GateState): boolean {
  return isBlocked(gate) || isReturned(gate) || hasStaleRequired(definition, gate.context)
}

/** A build counts as rolled back when its version, or its commit where it has one, equals that of a build that was rolled back. */
export function isRolledBack({ rolledBack }: Pick<LaunchContext, 'rolledBack'>, { version, commit }: Build): boolean {
  return rolledBack.some(
    (each) => isSameName(each.version, version) || (commit !== null && isSameName(each.commit, commit)),
  )
}

/** The build that the launch still holds was rolled back. */
export function holdsRolledBack({ context }: Pick<LaunchState, 'context'>): boolean {
  return context.candidate !== null && isRolledBack(context, context.candidate)
}
