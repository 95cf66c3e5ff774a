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
import { peopleOf, type Waiting, waitingFor } from './waiting.ts'

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
  /** When time alone changes the gate, past and future, earliest first: an item grows too old, or the waiver ends. */
  readonly changes: readonly number[]
}

/** A launch's gates in the order of the pipeline. */
export interface LaunchFacts {
  readonly gates: readonly GateFacts[]
  /** For each gate the ids of those that it needs and that are not ready. */
  readonly needs: readonly (readonly string[])[]
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

/**
 * Grows with the number of gates, by some tens of nanoseconds for each that did not change. `before` is an earlier state of the launch,
 * whose facts are at hand: finding those of each gate takes longer.
 */
export function factsOf(launch: LaunchState, before: LaunchState | null = null): LaunchFacts {
  const basis = { pipeline: launch.definition, people: launch.context.people }
  const known = ofLaunch.get(launch.gates)
  if (known !== undefined && isSame(known, basis)) return known.facts
  const earlier = before === null ? undefined : ofLaunch.get(before.gates)
  const at = earlier !== undefined && isSame(earlier, basis) ? earlier.facts.gates : []
  const gates = launch.definition.gates.map((definition, place) => {
    const there = at[place]
    return there !== undefined && there.gate === launch.gates[definition.id]
      ? there
      : gateFacts(launch, definition, basis)
  })
  const facts = { gates, needs: needsOf(launch.definition, gates) }
  ofLaunch.set(launch.gates, { ...basis, facts })
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
  const placeOf = new Map(definition.gates.map(({ id }, place) => [id, place]))
  const places = definition.gates.map(({ needs }) => needs.flatMap((need) => placeOf.get(need) ?? []))
  needPlaces.set(definition, places)
  return places
}
const needPlaces = new WeakMap<Definition, readonly (readonly number[])[]>()

export interface ChangedGate {
  id: string
  /** Its place in the pipeline, from 0. */
  position: number
  gate: GateState
}

/** The gates that are other objects in the later state, in the order of the pipeline; all of them when there is none before. */
export function changedGates(before: LaunchState | null, after: LaunchState): ChangedGate[] {
  if (before?.gates === after.gates) return []
  const [was, is] = [before && factsOf(before).gates, factsOf(after, before).gates]
  return is.flatMap(({ gate, definition: { id } }, position) =>
    was?.[position]?.gate === gate ? [] : [{ id, position, gate }],
  )
}
