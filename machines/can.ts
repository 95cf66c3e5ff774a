import { commandsAbout, type PersonCommandType } from './commands.ts'
import type { Actor, SealedCommand } from './entry.ts'
import { launchActorOf } from './events.ts'
import { gateOf, itemsOf } from './queries.ts'
import type { LaunchState } from './state.ts'
import { accepts, type Moment, strict } from './step.ts'

/**
 * What this actor may do now: the types that no rule about state and caller refuses, for the launch, its gates and their items.
 * Rules about a command's own fields are not asked. `roles` are those as which a signature may be given.
 */
export interface Can {
  launch: PersonCommandType[]
  gates: Record<string, { gate: PersonCommandType[]; signAs: string[]; items: Record<string, PersonCommandType[]> }>
}

type Probe = { type: PersonCommandType; gate?: string; item?: string; as?: string }

/** Signing is asked for each role by itself. */
const onGate = commandsAbout.gate.filter((type) => type !== 'gate.signOff')

/** `launch` must be the launch as of `now` (see due.ts). */
export function can(launch: LaunchState, actor: Actor, now: number): Can {
  const at = Math.max(now, launch.at)
  const moment: Moment = { actor: launchActorOf(launch, actor), at, instant: at }
  // A probe leaves a command's own fields out, and the rules that would read them are not asked.
  const may = (probe: Probe) => accepts(strict, launch, probe as SealedCommand, moment, true)
  const gates = launch.definition.gates.map(({ id }) => {
    const { definition, gate } = gateOf(launch, id)
    const signAs = definition.signers.filter((as) => may({ type: 'gate.signOff', gate: id, as }))
    const items = itemsOf(definition, gate.context).map((item) => [
      item.id,
      commandsAbout.item.filter((type) => may({ type, gate: id, item: item.id })),
    ])
    const commands = onGate.filter((type) => may({ type, gate: id }))
    return [
      id,
      { gate: signAs.length > 0 ? [...commands, 'gate.signOff'] : commands, signAs, items: Object.fromEntries(items) },
    ]
  })
  return { launch: commandsAbout.launch.filter((type) => may({ type })), gates: Object.fromEntries(gates) }
}
