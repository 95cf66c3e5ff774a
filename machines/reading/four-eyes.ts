import type { GateDefinition } from '../pipeline/pipeline.ts'
import type { GateContext, LaunchState } from '../state.ts'
import { gateOf, holdersOf, isNotNeeded, requiredItems, standingTickers } from './queries.ts'

/** By four eyes alone: may this person still sign? Nobody signs what they sent or ticked, and nobody signs twice. */
export function fourEyesAllow(definition: GateDefinition, context: GateContext, person: string): boolean {
  if (context.submission?.by === person || standingTickers(definition, context).has(person)) return false
  return !Object.values(context.signatures).some(({ by }) => by === person)
}

/** A gate whose signers cannot be people who differ from each other, from its sender and from those who tick its required items. */
interface Clash {
  gate: string
  /** The roles in the way, and the people who hold them. */
  roles: string[]
  people: string[]
}

/** The first gate, in the pipeline's order, that four eyes make impossible with the people of this launch; null when there is none. */
export function impossibleFourEyes(launch: LaunchState): Clash | null {
  for (const { id } of launch.definition.gates) {
    const clash = clashOf(launch, id)
    if (clash) return clash
  }
  return null
}

/** Every such gate, in the pipeline's order. */
export function fourEyesClashes(launch: LaunchState): Clash[] {
  return launch.definition.gates.flatMap(({ id }) => clashOf(launch, id) ?? [])
}

function clashOf(launch: LaunchState, id: string): Clash | null {
  const { definition, gate } = gateOf(launch, id)
  if (isNotNeeded(gate) || definition.signers.length === 0) return null
  const doing = [...new Set([definition.owner, ...requiredItems(definition, gate.context).map((item) => item.owner)])]
  if (canBeDivided(launch, doing, definition.signers)) return null
  const roles = [...new Set([...doing, ...definition.signers])]
  return { gate: id, roles, people: [...new Set(roles.flatMap((role) => holdersOf(launch, role)))] }
}

/** Sender and those who tick may be one person; signers are all others, and one each. */
function canBeDivided(launch: LaunchState, doing: string[], signing: string[]): boolean {
  const signers = new Set(signing.flatMap((role) => holdersOf(launch, role)))
  // Who signs nothing here costs the signers nobody; only roles that have no such holder must be chosen for.
  const choices = doing
    .map((role) => holdersOf(launch, role))
    .filter((people) => people.length > 0 && people.every((person) => signers.has(person)))
  const choose = (index: number, taken: ReadonlySet<string>): boolean => {
    const people = choices[index]
    if (people === undefined)
      return eachHasAnother(signing.map((role) => holdersOf(launch, role).filter((person) => !taken.has(person))))
    if (people.some((person) => taken.has(person))) return choose(index + 1, taken)
    return people.some((person) => choose(index + 1, new Set([...taken, person])))
  }
  return choose(0, new Set())
}

/** Can each of these lists be given a member of its own? Augmenting paths (Kuhn). */
function eachHasAnother(lists: string[][]): boolean {
  const given = new Map<string, number>()
  const give = (list: number, seen: Set<string>): boolean =>
    (lists[list] ?? []).some((person) => {
      if (seen.has(person)) return false
      seen.add(person)
      const holder = given.get(person)
      if (holder !== undefined && !give(holder, seen)) return false
      given.set(person, list)
      return true
    })
  return lists.every((_, list) => give(list, new Set()))
}
