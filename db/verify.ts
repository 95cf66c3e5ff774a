import type { Entry } from '../machines/entry.ts'
import { replay } from '../machines/replay.ts'
import { append, type Edge, emptyEdge, leafHash, rootOfEdge } from './merkle.ts'
import { entryOf, opens, Unsealable } from './seal.ts'
import { type Commit, Damaged, type PrivateText, type Store, type Stored, type StoredEntry } from './store.ts'

/** Whole, with the size and the root (hex) of the log; or the first difference, with the entry where it shows if it shows at one. */
export type Verified =
  | { whole: true; entries: number; root: string }
  | { whole: false; seq?: number; difference: string }

/**
 * Whether an export is a whole log: each line the canonical JSON of an entry, seq from 0 without a gap, one launch,
 * time never backwards, and a replay that leads where the entries say. No database is needed.
 */
export function verifyLeaves(lines: readonly string[]): Verified {
  const log = new Log()
  for (const line of lines) {
    const difference = log.add(line)
    if (difference !== null) return { whole: false, seq: log.entries.length, difference }
  }
  const replayed = replay(log.entries)
  if (!replayed.ok) return { whole: false, seq: replayed.seq, difference: replayed.difference }
  return { whole: true, entries: log.entries.length, root: log.root() }
}

/**
 * Whether a launch is what its log says: everything that verifyLeaves asks, and the tree's stored root, what was copied
 * out of the entries, the private texts, and every row. It may run beside a working server: entries that are
 * committed meanwhile are left for the next time.
 */
export async function verifyLaunch(store: Store, launch: string): Promise<Verified> {
  try {
    return await compareAll(store, launch)
  } catch (error) {
    if (error instanceof Damaged) return { whole: false, difference: error.message }
    throw error
  }
}

async function compareAll(store: Store, launch: string): Promise<Verified> {
  const stored = await store.stored(launch)
  if (stored === null) return { whole: false, difference: `there is no launch ${launch}` }
  const log = new Log(launch)
  const size = Math.max(stored.state.version, stored.entries)
  for (let from = 0; from < size; from += batch)
    for (const row of await store.storedEntries(launch, from, Math.min(size, from + batch))) {
      const difference = log.add(row.leaf) ?? differenceOfCopies(row, log.last())
      if (difference !== null) return { whole: false, seq: Math.min(row.seq, log.entries.length), difference }
    }
  const difference =
    differenceOfTree(stored, log) ??
    differenceOfTexts(await store.privateTexts(launch)) ??
    differenceOfCommits(await store.commits(launch, 0), log.entries)
  if (difference !== null) return { whole: false, difference }
  const replayed = replay(log.entries)
  if (!replayed.ok) return { whole: false, seq: replayed.seq, difference: replayed.difference }
  const inRows = differenceOfValues(replayed.state, stored.state, 'launch')
  if (inRows !== null) return { whole: false, difference: `the log and the rows differ: ${inRows}` }
  return { whole: true, entries: log.entries.length, root: log.root() }
}

/** Leaves read at once: a long log is never in memory twice. */
const batch = 1000

/** A log as it is read, leaf by leaf. */
class Log {
  readonly entries: Entry[] = []
  #edge: Edge = emptyEdge
  #launch: string | null

  /** Without a name, the first entry says it. */
  constructor(launch: string | null = null) {
    this.#launch = launch
  }

  /** Null, or why this leaf cannot be the next one. */
  add(leaf: string): string | null {
    let entry: Entry
    try {
      entry = entryOf(leaf)
    } catch (error) {
      if (error instanceof Damaged) return error.message
      throw error
    }
    this.#launch ??= entry.launch
    if (entry.seq !== this.entries.length) return `seq is ${entry.seq}, expected ${this.entries.length}`
    if (entry.launch !== this.#launch) return `the entry belongs to ${entry.launch}, not to ${this.#launch}`
    const before = this.entries.at(-1)
    if (before !== undefined && entry.at < before.at) return `at runs backwards: ${entry.at} after ${before.at}`
    this.entries.push(entry)
    this.#edge = append(this.#edge, leafHash(leaf))
    return null
  }

  last(): Entry {
    const entry = this.entries.at(-1)
    if (entry === undefined) throw new Error('Nothing was added yet.')
    return entry
  }

  root(): string {
    return rootOfEdge(this.#edge).toString('hex')
  }
}

function differenceOfCopies(row: StoredEntry, entry: Entry): string | null {
  const { seq, action, request, gate = null } = entry
  const said = {
    seq,
    leaf: row.leaf,
    hash: leafHash(row.leaf).toString('hex'),
    at: Date.parse(entry.at),
    action,
    gate,
    request,
  }
  const difference = differenceOfValues(said, row, 'entry')
  return difference === null ? null : `the leaf and its row differ: ${difference}`
}

function differenceOfTree({ state, root }: Stored, log: Log): string | null {
  if (log.entries.length !== state.version)
    return `the row of the launch says version ${state.version}, the log has ${log.entries.length} entries`
  return log.root() === root ? null : `the stored root is ${root}, the entries make ${log.root()}`
}

function differenceOfTexts(texts: readonly PrivateText[]): string | null {
  const wrong = texts.find((text) => !opensSafely(text))
  return wrong === undefined ? null : `the private text of ${wrong.commitment} is not the one that was committed to`
}

function opensSafely(text: PrivateText): boolean {
  try {
    return opens(text)
  } catch (error) {
    if (error instanceof Unsealable) return false
    throw error
  }
}

/** Each commit ends where the entries of its request end. */
function differenceOfCommits(commits: readonly Commit[], entries: readonly Entry[]): string | null {
  const ends = entries.filter((entry, index) => entry.request !== entries[index + 1]?.request)
  const expected = ends.map((entry) => ({ version: entry.seq + 1, at: Date.parse(entry.at) }))
  const found = commits.filter(({ version }) => version <= entries.length).map(({ version, at }) => ({ version, at }))
  const difference = differenceOfValues(expected, found, 'commits')
  return difference === null ? null : `the log and the commits differ: ${difference}`
}

/**
 * Where two JSON values first differ, as a path and both values; null when they are the same. Order of members does not
 * count, and a member that is undefined is absent.
 */
export function differenceOfValues(expected: unknown, found: unknown, path: string): string | null {
  if (Object.is(expected, found)) return null
  if (!isContainer(expected) || !isContainer(found) || Array.isArray(expected) !== Array.isArray(found))
    return `${path} is ${shown(found)}, expected ${shown(expected)}`
  const [left, right] = [new Map(Object.entries(expected)), new Map(Object.entries(found))]
  for (const key of new Set([...left.keys(), ...right.keys()])) {
    const difference = differenceOfValues(left.get(key), right.get(key), `${path}.${key}`)
    if (difference !== null) return difference
  }
  return null
}

const isContainer = (value: unknown): value is object => typeof value === 'object' && value !== null

function shown(value: unknown): string {
  const text = value === undefined ? 'absent' : JSON.stringify(value)
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}
