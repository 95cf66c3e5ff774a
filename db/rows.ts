import type { z } from 'zod'
import type { Accepted } from '../machines/entry.ts'
import { changedGates, factsOf } from '../machines/reading/gate-facts.ts'
import { whyUnreadable } from '../machines/replay.ts'
import { type GateState, gateState, type LaunchState, launchState } from '../machines/state.ts'
import { type Frontier, isFrontier } from './merkle.ts'
import { canonical, firstIssue, readNewEntry } from './seal.ts'
import { type Commit, Damaged } from './store.ts'

/**
 * The launch as rows and back; pure, shared by the stores. Instants are epoch milliseconds, nested values JSON text.
 */

/** One launch. `edge` is the frontier of the log's tree, as a list of hashes; the tree's size is `version`. */
export interface StoredLaunch {
  slug: string
  state: string
  stateSince: number
  version: number
  at: number
  createdAt: number
  archived: boolean
  targetAt: number
  context: string
  definition: string
  edge: string
}

/** One gate; `position` is its place in the pipeline, from 0. */
export interface StoredGate {
  launch: string
  id: string
  position: number
  state: string
  version: number
  statusSince: number
  readySince: number | null
  context: string
}

/** The row of a launch at this state and this frontier of its log's tree. */
export function launchRow(state: LaunchState, frontier: Frontier): StoredLaunch {
  return {
    slug: state.launch,
    state: state.state,
    stateSince: state.stateSince,
    version: state.version,
    at: state.at,
    createdAt: state.createdAt,
    archived: state.context.archived,
    targetAt: state.context.targetAt,
    context: textOf(state.context),
    definition: textOf(state.definition),
    edge: JSON.stringify(frontier.nodes),
  }
}

/** States are immutable and share what did not change, so that most commits leave the launch's context and definition as they were. */
const texts = new WeakMap<object, string>()

function textOf(value: object): string {
  const text = texts.get(value) ?? canonical(value)
  texts.set(value, text)
  return text
}

/** The rows of those gates that are not the same objects as in the state before (null: there was none, so all of them). */
export function changedGateRows(before: LaunchState | null, after: LaunchState): StoredGate[] {
  return changedGates(before, after).map(({ id, position, gate }) => gateRow(after.launch, id, position, gate))
}

function gateRow(launch: string, id: string, position: number, gate: GateState): StoredGate {
  const { state, version, statusSince, readySince, context } = gate
  return { launch, id, position, state, version, statusSince, readySince, context: canonical(context) }
}

/** The launch that these rows are; its gates are in the order of the rows. Throws Damaged when they are none. */
export function launchOf(row: StoredLaunch, gates: readonly StoredGate[]): LaunchState {
  const where = `row of launch ${row.slug}`
  const definition = definitionOf(row.definition, where)
  const plain = parseStored(launchWithoutDefinition, where, {
    launch: row.slug,
    state: row.state,
    stateSince: row.stateSince,
    version: row.version,
    createdAt: row.createdAt,
    at: row.at,
    context: json(row.context, where),
    gates: Object.fromEntries(gates.map((gate) => [gate.id, gateOf(gate)])),
  })
  const launch: LaunchState = { ...plain, definition }
  // These two columns repeat what the context says, so that lists can be sorted and filtered.
  for (const column of ['archived', 'targetAt'] as const)
    if (row[column] !== launch.context[column]) throw new Damaged(`${where}: ${column} is not what its context says`)
  const order = launch.definition.gates.map(({ id }) => id)
  if (gates.length !== order.length || gates.some((gate, index) => gate.id !== order[index] || gate.position !== index))
    throw new Damaged(`${where}: its gates are not those of its definition`)
  return launch
}

const launchWithoutDefinition = launchState.omit({ definition: true })
const onlyDefinition = launchState.pick({ definition: true })

/** Launches of one pipeline version have the same definition, and it is nine tenths of what a launch has to read: those read last are kept. */
const definitions = new Map<string, LaunchState['definition']>()
const mostDefinitions = 64

function definitionOf(text: string, where: string): LaunchState['definition'] {
  const known = definitions.get(text)
  const definition = known ?? parseStored(onlyDefinition, where, { definition: json(text, where) }).definition
  definitions.delete(text)
  definitions.set(text, definition)
  const [oldest] = definitions.keys()
  if (definitions.size > mostDefinitions && oldest !== undefined) definitions.delete(oldest)
  return definition
}

function gateOf(row: StoredGate): GateState {
  const where = `row of gate ${row.id}`
  const { state, version, statusSince, readySince } = row
  return parseStored(gateState, where, { state, version, statusSince, readySince, context: json(row.context, where) })
}

/** The frontier of the log's tree. Throws Damaged when it is invalid for this version. */
export function frontierOf(row: Pick<StoredLaunch, 'slug' | 'version' | 'edge'>): Frontier {
  const where = `row of launch ${row.slug}`
  const nodes = json(row.edge, where)
  if (!isListOfStrings(nodes)) throw new Damaged(`${where}: the edge of the tree is no list of hashes`)
  const frontier = { size: row.version, nodes }
  if (!isFrontier(frontier))
    throw new Damaged(`${where}: the edge of the tree does not belong to version ${row.version}`)
  return frontier
}

const isListOfStrings = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string')

/** The commit that an accepted command makes, as listeners hear of it; null when it has no entries. */
export function commitOf(before: LaunchState | null, { entries, state }: Accepted): Commit | null {
  if (entries.length === 0) return null
  const named = new Set(entries.map((entry) => entry.gate))
  for (const { id } of changedGates(before, state)) named.add(id)
  return {
    launch: state.launch,
    version: state.version,
    gates: factsOf(state)
      .gates.filter(({ definition }) => named.has(definition.id))
      .map(({ definition: { id }, gate: { version } }) => ({ id, version })),
    at: state.at,
  }
}

/** Throws when a ruling cannot follow the stored launch: a mistake of the program, never of its user. */
export function assertFollows(launch: string, before: LaunchState | null, { entries, state }: Accepted): void {
  const size = before?.version ?? 0
  const follows = entries.every((entry, index) => entry.launch === launch && entry.seq === size + index)
  if (!follows || state.launch !== launch || state.version !== size + entries.length)
    throw new Error(`What was decided about ${launch} does not follow its version ${size}.`)
}

/** What a commit is about to store: the launch's row, the rows of the gates that it touched, and the exact leaves. */
interface WrittenRows {
  row: StoredLaunch
  gates: readonly StoredGate[]
  leaves: readonly string[]
}

const launchWithoutParts = launchState.omit({ definition: true, gates: true })
const launchWithoutContext = launchState.omit({ definition: true, gates: true, context: true })

/**
 * Reads what is about to be stored as it will be read when this process is gone. Throws when that fails: whatever is
 * committed must be readable again, for nobody could repair it afterwards. So no leaf with plain text in the place of a
 * commitment is ever stored. The definition and the context of the launch are read only with a commit that changes them.
 */
export function assertReadable(
  before: LaunchState | null,
  { row, gates, leaves }: WrittenRows,
  after: LaunchState,
): void {
  try {
    for (const gate of gates) gateOf(gate)
    if (before?.definition === after.definition) {
      const { slug: launch, context, state, stateSince, version, createdAt, at } = row
      const where = `row of launch ${launch}`
      const read = { launch, state, stateSince, version, createdAt, at }
      if (before.context === after.context) parseStored(launchWithoutContext, where, read)
      else parseStored(launchWithoutParts, where, { ...read, context: json(context, where) })
    } else launchOf(row, changedGateRows(null, after))
    for (const leaf of leaves) assertReplayable(leaf)
  } catch (error) {
    if (!(error instanceof Damaged)) throw error
    throw new Error(`What was decided about ${row.slug} could not be read again: ${error.message}`, { cause: error })
  }
}

/** Throws Damaged when a replay could not read this leaf: free text in it that is no commitment is one of the reasons. */
function assertReplayable(leaf: string): void {
  const entry = readNewEntry(leaf)
  const reason = whyUnreadable(entry)
  if (reason !== null) throw new Damaged(reason)
}

/** The value of a JSON text by its schema. Throws Damaged, saying where, when it is none. */
export function parseStored<T extends z.ZodType>(schema: T, where: string, value: unknown): z.output<T> {
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw new Damaged(`${where}: ${firstIssue(parsed.error)}`, { cause: parsed.error })
  return parsed.data
}

/** The value of a JSON text. Throws Damaged, saying where, when it is none. */
export function json(text: string, where: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Damaged(`${where}: not JSON`, { cause: error })
  }
}
