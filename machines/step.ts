import { gatesAfter } from './effects.ts'
import type { Cause, EngineCommand, Entry, SealedCommand, SealedCreate } from './entry.ts'
import { type Facts, gateEvent, isGateCommand, type LaunchActor } from './events.ts'
import { fromStateValue, type GateMachine, gateMachine, permissiveGateMachine } from './gate.ts'
import { type LaunchMachine, launchMachine, permissiveLaunchMachine } from './launch.ts'
import type { GateDefinition } from './pipeline/pipeline.ts'
import { withGate } from './reading/gate-facts.ts'
import { gateOf, isReady, statusOf } from './reading/queries.ts'
import { gateSnapshot, gateTransition, launchSnapshot, launchTransition } from './snapshots.ts'
import { type GateContext, type GateState, gateValue, type LaunchState, launchValue } from './state.ts'

/** One entry's worth of change: what decide and replay have in common. */

/** The two machines, either those that judge or their twins with open guards. */
interface Machines {
  gate: GateMachine
  launch: LaunchMachine
}
export const strict: Machines = { gate: gateMachine, launch: launchMachine }
export const permissive: Machines = { gate: permissiveGateMachine, launch: permissiveLaunchMachine }

/** When and by whom; `instant` is the one that ages count from (an entry's due where it has one). */
export interface Moment {
  actor: LaunchActor
  at: number
  instant: number
}

interface AppliedStep {
  from: string
  to: string
  state: LaunchState
}

/** Entries that change nothing that a signer relies on, so the gate's version stays. */
export const leavesVersion = (type: string): boolean => type === 'gate.comment' || type === 'gate.assign'

/** Whether an entry with this action moves the version of its gate, and so makes a page of the gate outdated. */
export const movesGateVersion = (action: string): boolean => action.startsWith('gate.') && !leavesVersion(action)

/** Do both machines take it? The launch says when a gate may be worked on; the gate says the rest. */
export function accepts(
  machines: Machines,
  launch: LaunchState,
  command: SealedCommand | EngineCommand,
  moment: Moment,
  probe = false,
): boolean {
  const facts: Facts = { launch, ...moment }
  if (!isGateCommand(command)) {
    const event = { ...command, facts, ...(probe ? { probe: true as const } : {}) }
    return launchSnapshot(machines.launch, launch).can(event)
  }
  const event = gateEvent(command, facts, probe)
  const { gate } = gateOf(launch, command.gate)
  return launchSnapshot(machines.launch, launch).can(event) && gateSnapshot(machines.gate, gate).can(event)
}

/** The launch after this command; `to` is the value that XState's transition() returned. Throws on what the machines do not take: ask `accepts` first. */
export function step(
  machines: Machines,
  launch: LaunchState,
  command: SealedCommand | EngineCommand,
  moment: Moment,
): AppliedStep {
  const facts: Facts = { launch, ...moment }
  const seq = launch.version
  if (!isGateCommand(command)) {
    const event = { ...command, facts }
    const before = launchSnapshot(machines.launch, launch)
    const next = launchTransition(before, event)
    if (next === before) throw new Error(`${command.type} leads nowhere from ${launch.state}`)
    const to = launchValue.parse(fromStateValue(next.value))
    const stateSince = to === launch.state ? launch.stateSince : moment.instant
    const gates = gatesAfter(launch, event)
    const state = { ...launch, state: to, stateSince, context: next.context, gates, version: seq + 1, at: moment.at }
    return { from: launch.state, to, state }
  }
  const { definition, gate } = gateOf(launch, command.gate)
  const before = gateSnapshot(machines.gate, gate)
  const next = gateTransition(before, gateEvent(command, facts))
  if (next === before) throw new Error(`${command.type} leads nowhere from ${gate.state}`)
  const to = gateValue.parse(fromStateValue(next.value))
  const moved = movedGate(definition, gate, { state: to, context: next.context }, moment.instant)
  const version = leavesVersion(command.type) ? gate.version : seq + 1
  const gates = withGate(launch, command.gate, { ...moved, version })
  return { from: gate.state, to, state: { ...launch, gates, version: seq + 1, at: moment.at } }
}

function movedGate(
  definition: GateDefinition,
  before: GateState,
  after: { state: GateState['state']; context: GateContext },
  instant: number,
): GateState {
  const moved: GateState = { ...before, ...after }
  const statusSince = statusOf(definition, moved) === statusOf(definition, before) ? before.statusSince : instant
  const readySince = isReady(definition, moved) ? (before.readySince ?? instant) : null
  return { ...moved, statusSince, readySince }
}

/** What stands elsewhere in an entry is not repeated in its data; undefined fields are absent. */
function dataOf(command: SealedCommand | EngineCommand | SealedCreate): Record<string, unknown> {
  const elsewhere = ['type', 'gate', 'as', 'ifVersion', 'due']
  return Object.fromEntries(
    Object.entries(command).filter(([name, value]) => !elsewhere.includes(name) && value !== undefined),
  )
}

/** The entry of an accepted command. */
export function buildEntry(
  launch: { launch: string; seq: number; commitId: string },
  command: SealedCommand | EngineCommand | SealedCreate,
  moment: { actor: LaunchActor; at: number; via?: 'token' | undefined; cause?: Cause | undefined },
  moved: { from: string | null; to: string },
): Entry {
  const { id, kind, roles } = moment.actor
  return {
    v: 1,
    launch: launch.launch,
    seq: launch.seq,
    at: new Date(moment.at).toISOString(),
    action: command.type,
    actor: { id, kind, roles },
    ...('gate' in command ? { gate: command.gate } : {}),
    data: dataOf(command),
    from: moved.from,
    to: moved.to,
    request: launch.commitId,
    ...('as' in command ? { as: command.as } : {}),
    ...(moment.via ? { via: moment.via } : {}),
    ...(moment.cause ? { cause: moment.cause } : {}),
    ...('due' in command && command.due !== undefined ? { due: command.due } : {}),
  }
}
