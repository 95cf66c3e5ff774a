import { commandsAbout, type PersonCommandType } from '../commands.ts'
import type { Actor, SealedCommand } from '../entry.ts'
import { type Facts, gateEvent, isGateCommand, launchActorOf } from '../events.ts'
import { gateMachine } from '../gate.ts'
import { launchMachine } from '../launch.ts'
import { gateHandles, gateSnapshot, launchHandles, launchSnapshot } from '../snapshots.ts'
import type { LaunchState } from '../state.ts'
import type { Probe } from './obstacle.ts'
import { gateOf, itemsOf } from './queries.ts'

/**
 * What this actor may do now: the commands that no rule about state and actor refuses, for the launch, its gates and their items.
 * Rules about a command's own fields are not asked. The cost grows with the items, so ask only for what is shown.
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

/** Signing is asked about for each role by itself. */
const onGate = commandsAbout.gate.filter((type) => type !== 'gate.signOff')

/** For the launch and every gate. `launch` must be the launch as of `now` (see due.ts). */
export function can(launch: LaunchState, actor: Actor, now: number): Can {
  const may = mayNow(launch, actor, now)
  return {
    launch: aboutLaunch(may),
    gates: Object.fromEntries(launch.definition.gates.map(({ id }) => [id, aboutGate(launch, id, may)])),
  }
}

/** For one gate with its items. Throws when there is no such gate. `launch` must be the launch as of `now`. */
export function canGate(launch: LaunchState, gate: string, actor: Actor, now: number): CanGate {
  return aboutGate(launch, gate, mayNow(launch, actor, now))
}

type May = (probe: Probe) => boolean

/**
 * The same answer as `obstacle`, without its reason (a test compares them). Which events a state handles at all is looked up first: that
 * answers most questions. The launch machine has no guards for gate events, so there it answers them completely.
 */
function mayNow(launch: LaunchState, actor: Actor, now: number): May {
  const at = Math.max(now, launch.at)
  const facts: Facts = { launch, actor: launchActorOf(launch, actor), at, instant: at }
  const snapshot = launchSnapshot(launchMachine, launch)
  return (probe) => {
    // A probe leaves a command's own fields out, and the rules that would read them are not asked; hence the cast.
    const command = probe as SealedCommand
    if (!launchHandles(launch, command.type)) return false
    if (!isGateCommand(command)) return snapshot.can({ ...command, facts, probe: true })
    const { gate } = gateOf(launch, command.gate)
    const event = gateEvent(command, facts, true)
    return gateHandles(gate, event.type) && gateSnapshot(gateMachine, gate).can(event)
  }
}

const aboutLaunch = (may: May): PersonCommandType[] => commandsAbout.launch.filter((type) => may({ type }))

function aboutGate(launch: LaunchState, gate: string, may: May): CanGate {
  const {
    definition,
    gate: { context },
  } = gateOf(launch, gate)
  const signAs = definition.signers.filter((as) => may({ type: 'gate.signOff', gate, as }))
  const commands = onGate.filter((type) => may({ type, gate }))
  const items = itemsOf(definition, context).map(({ id: item }) => [
    item,
    commandsAbout.item.filter((type) => may({ type, gate, item })),
  ])
  return {
    gate: signAs.length > 0 ? [...commands, 'gate.signOff'] : commands,
    signAs,
    items: Object.fromEntries(items),
  }
}
