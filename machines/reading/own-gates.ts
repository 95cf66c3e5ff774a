import type { LaunchState } from '../state.ts'
import { gateOf, isNotNeeded, itemsOf, rolesOf } from './queries.ts'
import { peopleWithTask } from './tasks.ts'

/** The gates of a person: those they own or sign, those with required items of theirs, and those that ask them for something, such as a waiver. */
export function ownGates(launch: LaunchState, person: string): ReadonlySet<string> {
  const roles = rolesOf(launch, person)
  const isOwn = (id: string): boolean => {
    const { definition, gate } = gateOf(launch, id)
    if (isNotNeeded(gate)) return false
    const items = itemsOf(definition, gate.context).filter(({ required }) => required)
    const involved = [definition.owner, ...definition.signers, ...items.map(({ owner }) => owner)]
    return involved.some((role) => roles.includes(role)) || peopleWithTask(launch, id).has(person)
  }
  return new Set(launch.definition.gates.map(({ id }) => id).filter(isOwn))
}
