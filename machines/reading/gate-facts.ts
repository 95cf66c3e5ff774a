import type { Definition, GateDefinition } from '../pipeline/pipeline.ts'
import type { GateState, LaunchState } from '../state.ts'
import {
  agesAt,
  type GateStatus,
  gateStateOf,
  isReady,
  itemStateOf,
  itemsOf,
  statusOf,
  waivedUntil,
} from './queries.ts'
import { goesBeforeNeeds, peopleOf, type Waiting, waitingFor } from './waiting.ts'

/**
 * What the verdict, lists and rules ask about every gate of a launch, found once. States are immutable and a command leaves most gates as
 * they are, so the facts of those are kept: a command on one gate of six hundred works out the facts of that gate alone.
 */

/** What follows from one gate and from who holds the roles. It says nothing about other gates. */
export interface GateFacts {
  readonly definition: GateDefinition
  readonly gate: GateState
  readonly ready: boolean
  readonly status: GateStatus
  /** As waitingFor says. */
  readonly waiting: readonly Waiting[]
  /** The roles that are waited for, and the people who hold them, each once. */
  readonly roles: readonly string[]
  readonly people: readonly string[]
  /** Those of them who are asked whether or not the gates that this one needs are ready. */
  readonly peopleBeforeNeeds: readonly string[]
  /** When time alone changes the gate, past and future, earliest first: an item grows too old, or the waiver ends. */
  readonly changes: readonly number[]
}

/** A launch's gates in the order of the pipeline. */
export interface LaunchFacts {
  readonly gates: readonly GateFacts[]
  /** For each gate the ids of those that it needs and that are not ready. */
  readonly needs: readonly (readonly string[])[]
  /** The first instant, past or future, at which time alone changes a gate; Infinity when there is none. */
  readonly firstChange: number
}

/** What the facts of a gate were made of beside its state. */
interface Basis {
  pipeline: Definition
  people: LaunchState['context']['people']
}
type Kept<T> = Basis & { facts: T }

const ofGate = new WeakMap<GateState, Kept<GateFacts>>()
const ofLaunch = new WeakMap<LaunchState['gates'], Kept<LaunchFacts>>()

const isSame = (one: Basis, other: Basis): boolean => one.pipeline === other.pipeline && one.people === other.people

/** Kept for each state of the gates. What is not kept grows with their number, by some tens of nanoseconds for each that did not change. */
export function factsOf(launch: LaunchState): LaunchFacts {
  const basis = basisOf(launch)
  const known = ofLaunch.get(launch.gates)
  if (known !== undefined && isSame(known, basis)) return known.facts
  const gates = launch.definition.gates.map((definition) => gateFacts(launch, definition, basis))
  return keep(launch.gates, basis, gates, needsOf(launch.definition, gates))
}

/**
 * The gates of a launch with one of them in another state. Where the facts of the launch are known, those after it follow from them: all
 * but the facts of this gate are the same.
 */
export function withGate(launch: LaunchState, id: string, gate: GateState): LaunchState['gates'] {
  const gates = { ...launch.gates, [id]: gate }
  const basis = basisOf(launch)
  const known = ofLaunch.get(launch.gates)
  const place = placesOf(launch.definition).get(id)
  const definition = place === undefined ? undefined : launch.definition.gates[place]
  if (known === undefined || !isSame(known, basis) || place === undefined || definition === undefined) return gates
  const facts = known.facts.gates.slice()
  const changed = gateFacts({ ...launch, gates }, definition, basis)
  const isMoved = facts[place]?.ready !== changed.ready
  facts[place] = changed
  keep(gates, basis, facts, isMoved ? needsOf(launch.definition, facts) : known.facts.needs)
  return gates
}

const basisOf = ({ definition, context: { people } }: LaunchState): Basis => ({ pipeline: definition, people })

function keep(
  of: LaunchState['gates'],
  basis: Basis,
  gates: readonly GateFacts[],
  needs: LaunchFacts['needs'],
): LaunchFacts {
  let firstChange = Number.POSITIVE_INFINITY
  for (const { changes } of gates) if (changes[0] !== undefined && changes[0] < firstChange) firstChange = changes[0]
  const facts = { gates, needs, firstChange }
  ofLaunch.set(of, { ...basis, facts })
  return facts
}

function gateFacts(launch: LaunchState, definition: GateDefinition, basis: Basis): GateFacts {
  const gate = gateStateOf(launch, definition.id)
  const known = ofGate.get(gate)
  if (known !== undefined && known.facts.definition === definition && isSame(known, basis)) return known.facts
  const waiting = waitingFor(launch, definition.id)
  const facts: GateFacts = {
    definition,
    gate,
    ready: isReady(definition, gate),
    status: statusOf(definition, gate),
    waiting,
    roles: [...new Set(waiting.map(({ role }) => role))],
    people: peopleOf(waiting),
    peopleBeforeNeeds: peopleOf(waiting.filter(goesBeforeNeeds)),
    changes: changesOf(definition, gate),
  }
  ofGate.set(gate, { ...basis, facts })
  return facts
}

function changesOf(definition: GateDefinition, gate: GateState): number[] {
  const instants = itemsOf(definition, gate.context).map((item) => agesAt(item, itemStateOf(gate.context, item.id)))
  return [...instants, waivedUntil(gate)].filter((instant) => instant !== null).sort((a, b) => a - b)
}

const none: readonly string[] = []

function needsOf(definition: Definition, gates: readonly GateFacts[]): (readonly string[])[] {
  return placesOfNeeds(definition).map((places) => {
    const unready = places.filter((place) => gates[place]?.ready === false)
    return unready.length === 0 ? none : unready.map((place) => gates[place]?.definition.id ?? '')
  })
}

/** For each gate the places of those that it needs, so that nothing is looked up by its name. */
function placesOfNeeds(definition: Definition): readonly (readonly number[])[] {
  const known = needPlaces.get(definition)
  if (known !== undefined) return known
  const places = definition.gates.map(({ needs }) => needs.flatMap((need) => placesOf(definition).get(need) ?? []))
  needPlaces.set(definition, places)
  return places
}
const needPlaces = new WeakMap<Definition, readonly (readonly number[])[]>()

function placesOf(definition: Definition): ReadonlyMap<string, number> {
  const known = places.get(definition) ?? new Map(definition.gates.map(({ id }, place) => [id, place]))
  places.set(definition, known)
  return known
}
const places = new WeakMap<Definition, ReadonlyMap<string, number>>()

export interface ChangedGate {
  id: string
  /** Its place in the pipeline, from 0. */
  position: number
  gate: GateState
}

/** The gates that are other objects in the later state, in the order of the pipeline; all of them when there is none before. */
export function changedGates(before: LaunchState | null, after: LaunchState): ChangedGate[] {
  if (before?.gates === after.gates) return []
  const [was, is] = [before && factsOf(before).gates, factsOf(after).gates]
  const changed: ChangedGate[] = []
  is.forEach(({ gate, definition: { id } }, position) => {
    if (was?.[position]?.gate !== gate) changed.push({ id, position, gate })
  })
  return changed
}
