import type { Actor, EngineCommand, SealedCommand } from './entry.ts'
import type { GateDefinition } from './pipeline/pipeline.ts'
import { findItem, gateOf, rolesOf } from './reading/queries.ts'
import type { LaunchState } from './state.ts'

/** What the machines are told: a command together with what their guards must know beyond their own context. */

export interface LaunchActor {
  id: string
  kind: 'person' | 'service' | 'engine'
  permission: Actor['permission']
  roles: string[]
}

/** `at` is the instant of the entry, `instant` the one that counts for ages (an entry's due, where it has one). */
export interface Facts {
  launch: LaunchState
  actor: LaunchActor
  at: number
  instant: number
}

export const engine: LaunchActor = { id: 'engine', kind: 'engine', permission: 'member', roles: [] }

/** The person or service who asks, with the roles they hold on this launch at this moment. */
export function launchActorOf(launch: LaunchState, actor: Actor): LaunchActor {
  return {
    id: actor.id,
    kind: actor.kind,
    permission: actor.permission,
    roles: actor.kind === 'person' ? rolesOf(launch, actor.id) : [],
  }
}

/** `probe` asks whether the command would be offered at all: rules about its own fields are left out. */
type Told<C> = C extends unknown ? C & { facts: Facts; probe?: true } : never
type As<C, T extends string> = C extends unknown ? Omit<C, 'type'> & { type: T } : never

type GateCommandOf<C> = C extends { gate: string } ? C : never
export type GateCommand = GateCommandOf<SealedCommand> | GateCommandOf<EngineCommand>
export type LaunchCommand = Exclude<SealedCommand | EngineCommand, GateCommand>

type AdviceCommand =
  | As<Extract<GateCommand, { type: 'gate.recheck' }>, 'gate.recheckAdvice'>
  | As<Extract<GateCommand, { type: 'gate.failCheck' }>, 'gate.failAdvice'>

export type GateEvent = Told<GateCommand | AdviceCommand> & { gateDefinition: GateDefinition }
export type LaunchEvent = Told<LaunchCommand> | GateEvent
export type GateEventOf<T extends GateEvent['type']> = Extract<GateEvent, { type: T }>
export type LaunchEventOf<T extends LaunchEvent['type']> = Extract<LaunchEvent, { type: T }>

export function isGateCommand(command: SealedCommand | EngineCommand): command is GateCommand {
  return 'gate' in command
}

/** The gate machine's event for a command. Where the target depends on whether a required item is touched there are two events; the log keeps one name. */
export function gateEvent(command: GateCommand, facts: Facts, probe = false): GateEvent {
  const { definition, gate } = gateOf(facts.launch, command.gate)
  const requires = (id: string) => findItem(definition, gate.context, id)?.required === true
  const told = { facts, gateDefinition: definition, ...(probe ? { probe: true as const } : {}) }
  if (command.type === 'gate.recheck' && !command.items.some(({ item }) => requires(item)))
    return { ...command, type: 'gate.recheckAdvice', ...told }
  if (command.type === 'gate.failCheck' && !requires(command.item))
    return { ...command, type: 'gate.failAdvice', ...told }
  return { ...command, ...told }
}
