import type { SealedCommand, SealedCommandOf } from './entry.ts'
import { findItem, gateOf, holdersOf, isSameBuild, isTicked, itemStateOf } from './reading/queries.ts'
import type { Evidence, LaunchContext, LaunchState } from './state.ts'

type Unchanged = { [T in SealedCommand['type']]?: (launch: LaunchState, command: SealedCommandOf<T>) => boolean }

/** Commands that say how something should be, and so may find it that way. All others move a state, add something or count every time. */
const unchanged: Unchanged = {
  'launch.setCandidate': ({ context }, { version, commit }) =>
    isSameBuild(context.candidate, { version, commit: commit ?? null }),
  'launch.setPublicStatus': ({ context }, command) => context.public === command.public,
  'launch.schedule': ({ context }, command) => keepsSchedule(context, command),
  'launch.assignRole': (launch, { role, person }) => holdersOf(launch, role).includes(person),
  'launch.unassignRole': (launch, { role, person }) => !holdersOf(launch, role).includes(person),
  'launch.archive': ({ context }) => context.archived,
  'gate.assign': (launch, { gate, person }) => gateOf(launch, gate).gate.context.person === person,
  'gate.tick': (launch, command) => keepsTick(launch, command),
}

/** True for a command that would leave the launch as it is: it is accepted and writes no entry. Ask only about a command that the machines take. */
export function changesNothing(launch: LaunchState, command: SealedCommand): boolean {
  // Each function takes the command whose type is its key, which TypeScript cannot follow for a union.
  const isUnchanged = unchanged[command.type] as ((launch: LaunchState, command: SealedCommand) => boolean) | undefined
  return isUnchanged?.(launch, command) ?? false
}

/** Absent fields keep what is there. The title is a commitment: the same text has the same one only if sealing reused it. */
function keepsSchedule(
  { title, timeZone, targetAt, window }: LaunchContext,
  command: SealedCommandOf<'launch.schedule'>,
): boolean {
  if (command.title !== undefined && command.title !== title) return false
  if (command.timeZone !== undefined && command.timeZone !== timeZone) return false
  // Instants, not texts: 10:00+08:00 is 02:00Z.
  if (command.targetAt !== undefined && Date.parse(command.targetAt) !== targetAt) return false
  if (command.window === undefined) return true
  if (command.window === null || window === null) return command.window === window
  const { opensAt, closesAt } = command.window
  return Date.parse(opensAt) === window.opensAt && Date.parse(closesAt) === window.closesAt
}

/** "The same" is known for none, a number, a file and a report. A note or a link given again is a new tick, and so is a renewal. */
function keepsTick(launch: LaunchState, command: SealedCommandOf<'gate.tick'>): boolean {
  const { definition, gate } = gateOf(launch, command.gate)
  const item = findItem(definition, gate.context, command.item)
  const state = itemStateOf(gate.context, command.item)
  if (item?.freshFor !== null || !isTicked(state) || state.ticked === null) return false
  return sameEvidence(state.ticked.evidence, command.evidence ?? { kind: 'none' })
}

function sameEvidence(a: Evidence, b: Evidence): boolean {
  if (a.kind === 'none') return b.kind === 'none'
  if (a.kind === 'number') return b.kind === 'number' && a.value === b.value
  if (a.kind === 'file' || a.kind === 'junit') return b.kind === a.kind && a.sha256 === b.sha256
  return false
}
