import type { SealedCommand, SealedCommandOf } from './entry.ts'
import { findItem, gateOf, holdersOf, isSameBuild, isTicked, itemStateOf } from './reading/queries.ts'
import type { Evidence, LaunchContext, LaunchState } from './state.ts'

/**
 * True for a command that would leave the launch as it is: it is accepted and writes no entry. Ask only about a command that
 * the machines take. A new type of command does not compile until it has a case here.
 */
export function changesNothing(launch: LaunchState, command: SealedCommand): boolean {
  const { context } = launch
  switch (command.type) {
    case 'launch.setCandidate':
      return isSameBuild(context.candidate, { version: command.version, commit: command.commit ?? null })
    case 'launch.setPublicStatus':
      return context.public === command.public
    case 'launch.schedule':
      return keepsSchedule(context, command)
    case 'launch.assignRole':
      return holdersOf(launch, command.role).includes(command.person)
    case 'launch.unassignRole':
      return !holdersOf(launch, command.role).includes(command.person)
    case 'launch.archive':
      return context.archived
    case 'gate.assign':
      return gateOf(launch, command.gate).gate.context.person === command.person
    case 'gate.tick':
      return keepsTick(launch, command)
    // Each of these moves a state, adds something, or is a statement that counts every time.
    case 'launch.start':
    case 'launch.hold':
    case 'launch.release':
    case 'launch.launch':
    case 'launch.rollBack':
    case 'launch.cancel':
    case 'gate.failCheck':
    case 'gate.untick':
    case 'gate.submit':
    case 'gate.complete':
    case 'gate.withdraw':
    case 'gate.signOff':
    case 'gate.return':
    case 'gate.reopen':
    case 'gate.block':
    case 'gate.unblock':
    case 'gate.requestWaiver':
    case 'gate.grantWaiver':
    case 'gate.declineWaiver':
    case 'gate.notNeeded':
    case 'gate.require':
    case 'gate.itemNotNeeded':
    case 'gate.requireItem':
    case 'gate.addItem':
    case 'gate.comment':
      return false
  }
}

/** Absent fields keep what is there. The title is a commitment: the same text has the same one only if the edge reused it. */
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
