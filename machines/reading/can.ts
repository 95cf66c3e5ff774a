import { commandsAbout, type PersonCommandType } from '../commands.ts'
import type { Actor } from '../entry.ts'
import {
  type Facts,
  type GateCommand,
  type GateEvent,
  gateEvent,
  type LaunchCommand,
  launchActorOf,
} from '../events.ts'
import { type GateSnapshot, gateMachine } from '../gate.ts'
import { type LaunchSnapshot, launchMachine } from '../launch.ts'
import { gateHandles, gateSnapshot, launchHandles, launchSnapshot } from '../snapshots.ts'
import type { GateState, LaunchState } from '../state.ts'
import { gateOf, itemsOf } from './queries.ts'

/**
 * What this actor may do now: the types that no rule about state and caller refuses, for the launch, its gates and their items.
 * Rules about a command's own fields are not asked. Ask for what is drawn: the cost grows with the items that are asked about.
 */
export interface Can {
  launch: PersonCommandType[]
  gates: Record<string, CanGate>
}

/** `signAs` are the roles as which a signature may be given; `items` has every item by its id. */
export interface CanGate {
  gate: PersonCommandType[]
  signAs: string[]
  items: Record<string, PersonCommandType[]>
}

/** Signing is asked for each role by itself. */
const onGate = commandsAbout.gate.filter((type) => type !== 'gate.signOff')

/** For the launch and every gate. `launch` must be the launch as of `now` (see due.ts). */
export function can(launch: LaunchState, actor: Actor, now: number): Can {
  const asking = beginAsking(launch, actor, now)
  return {
    launch: aboutLaunch(asking),
    gates: Object.fromEntries(launch.definition.gates.map(({ id }) => [id, aboutGate(asking, id)])),
  }
}

/** For the launch itself, without its gates. `launch` must be the launch as of `now`. */
export function canLaunch(launch: LaunchState, actor: Actor, now: number): PersonCommandType[] {
  return aboutLaunch(beginAsking(launch, actor, now))
}

/** For one gate with its items. Throws when there is no such gate. `launch` must be the launch as of `now`. */
export function canGate(launch: LaunchState, gate: string, actor: Actor, now: number): CanGate {
  return aboutGate(beginAsking(launch, actor, now), gate)
}

/** One actor's questions about one launch. */
interface Asking {
  facts: Facts
  snapshot: LaunchSnapshot
  /** The launch machine's answers about gate events: it has no guards for them, so one answer goes for every gate (a test proves it). */
  letIn: Map<GateEvent['type'], boolean>
}

function beginAsking(launch: LaunchState, actor: Actor, now: number): Asking {
  const at = Math.max(now, launch.at)
  const facts: Facts = { launch, actor: launchActorOf(launch, actor), at, instant: at }
  return { facts, snapshot: launchSnapshot(launchMachine, launch), letIn: new Map() }
}

// A probe leaves a command's own fields out, and the rules that would read them are not asked; hence the casts.
const asLaunchCommand = (type: PersonCommandType) => ({ type }) as LaunchCommand
const asGateCommand = (probe: { type: PersonCommandType; gate: string; item?: string; as?: string }) =>
  probe as GateCommand

function aboutLaunch({ facts, snapshot }: Asking): PersonCommandType[] {
  return commandsAbout.launch.filter((type) => {
    const event = { ...asLaunchCommand(type), facts, probe: true as const }
    return launchHandles(facts.launch, event.type) && snapshot.can(event)
  })
}

function aboutGate(asking: Asking, id: string): CanGate {
  const { definition, gate } = gateOf(asking.facts.launch, id)
  const snapshot = gateSnapshot(gateMachine, gate)
  const may = (command: GateCommand) => takes(asking, gate, snapshot, gateEvent(command, asking.facts, true))
  const signAs = definition.signers.filter((as) => may(asGateCommand({ type: 'gate.signOff', gate: id, as })))
  const commands = onGate.filter((type) => may(asGateCommand({ type, gate: id })))
  const items = itemsOf(definition, gate.context).map(({ id: item }) => [
    item,
    commandsAbout.item.filter((type) => may(asGateCommand({ type, gate: id, item }))),
  ])
  return {
    gate: signAs.length > 0 ? [...commands, 'gate.signOff'] : commands,
    signAs,
    items: Object.fromEntries(items),
  }
}

/** Both machines must take it. Which events they handle at all is looked up first: that answers most questions. */
function takes({ facts, snapshot, letIn }: Asking, gate: GateState, ofGate: GateSnapshot, event: GateEvent): boolean {
  if (!gateHandles(gate, event.type)) return false
  let lets = letIn.get(event.type)
  if (lets === undefined) {
    lets = launchHandles(facts.launch, event.type) && snapshot.can(event)
    letIn.set(event.type, lets)
  }
  return lets && ofGate.can(event)
}
