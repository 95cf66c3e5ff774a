import { createHash } from 'node:crypto'
import type { Entry } from '../machines/entry.ts'
import { replay } from '../machines/replay.ts'
import { evidenceSchema, type LaunchState } from '../machines/state.ts'
import { append, type Edge, emptyEdge, leafHash, rootOfEdge } from './merkle.ts'
import { commitOf } from './rows.ts'
import { entryOf, opens, Unsealable } from './seal.ts'
import {
  type Commit,
  Damaged,
  type EvidenceFile,
  type PrivateText,
  type Store,
  type Stored,
  type StoredEntry,
} from './store.ts'

/**
 * Whole, with the size and the root (hex) of the log; or the first difference, with the entry where it shows if it shows at one.
 * `erased`, of a launch: how many private texts that the log names are kept no more, which is no difference.
 */
export type Verified =
  | { whole: true; entries: number; root: string; erased?: number }
  | { whole: false; seq?: number; difference: string }

/** The bytes that lie under a hash, piece by piece, or null when none do. Where that is, db/ does not know. */
export type BytesOf = (sha256: string) => Promise<AsyncIterable<Uint8Array> | null>

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
 * out of the entries, the private texts, the list of files, the commits, and every row; with `bytesOf`, also that each
 * file's bytes are there and are the ones that the log names. It may run beside a working server: entries that are
 * committed meanwhile are left for the next time.
 */
export async function verifyLaunch(store: Store, launch: string, bytesOf?: BytesOf): Promise<Verified> {
  try {
    return await compareAll(store, launch, bytesOf)
  } catch (error) {
    if (error instanceof Damaged) return { whole: false, difference: error.message }
    throw error
  }
}

async function compareAll(store: Store, launch: string, bytesOf: BytesOf | undefined): Promise<Verified> {
  const stored = await store.stored(launch)
  if (stored === null) return { whole: false, difference: `there is no launch ${launch}` }
  const log = new Log(launch)
  const size = Math.max(stored.state.version, stored.entries)
  for (let from = 0; from < size; from += batch)
    for (const row of await store.storedEntries(launch, from, Math.min(size, from + batch))) {
      const difference = log.add(row.leaf) ?? differenceOfCopies(row, log.last())
      if (difference !== null) return { whole: false, seq: Math.min(row.seq, log.entries.length), difference }
    }
  const inTree = differenceOfTree(stored, log)
  if (inTree !== null) return { whole: false, difference: inTree }
  const commits = new Commits(log.entries)
  const replayed = replay(log.entries, (state) => commits.add(state))
  if (!replayed.ok) return { whole: false, seq: replayed.seq, difference: replayed.difference }
  const difference =
    differenceOf('the log and the commits differ', commits.found, stored.commits, 'commits') ??
    differenceOf('the log and the rows differ', replayed.state, stored.state, 'launch') ??
    differenceOfTexts(log.entries, stored.texts) ??
    differenceOfFiles(log.entries, stored.evidence) ??
    (bytesOf === undefined ? null : await differenceOfBytes(stored.evidence, bytesOf))
  if (difference !== null) return { whole: false, difference }
  return { whole: true, entries: log.entries.length, root: log.root(), erased: erasedTexts(log.entries, stored.texts) }
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

function differenceOf(what: string, expected: unknown, found: unknown, path: string): string | null {
  const difference = differenceOfValues(expected, found, path)
  return difference === null ? null : `${what}: ${difference}`
}

function differenceOfTexts(entries: readonly Entry[], texts: readonly PrivateText[]): string | null {
  const wrong = texts.find((text) => !opensSafely(text))
  if (wrong !== undefined) return `the private text of ${wrong.commitment} is not the one that was committed to`
  const named = textsIn(entries.map(({ data }) => data))
  const unnamed = texts.find(({ commitment }) => !named.has(commitment))
  return unnamed === undefined ? null : `the private text of ${unnamed.commitment} is kept, no entry names it`
}

const commitment = /^c1:[A-Za-z0-9_-]{43}$/

function erasedTexts(entries: readonly Entry[], texts: readonly PrivateText[]): number {
  const kept = new Set(texts.map((text) => text.commitment))
  return [...textsIn(entries.map(({ data }) => data))].filter((text) => commitment.test(text) && !kept.has(text)).length
}

/** Every text anywhere inside a value. */
function textsIn(value: unknown, found: Set<string> = new Set()): Set<string> {
  if (typeof value === 'string') found.add(value)
  else if (isContainer(value)) for (const inner of Object.values(value)) textsIn(inner, found)
  return found
}

function opensSafely(text: PrivateText): boolean {
  try {
    return opens(text)
  } catch (error) {
    if (error instanceof Unsealable) return false
    throw error
  }
}

/** The commits that a log was written in, as it is replayed: each ends where the entries of its request end. */
class Commits {
  readonly found: Commit[] = []
  readonly #entries: readonly Entry[]
  #before: LaunchState | null = null

  constructor(entries: readonly Entry[]) {
    this.#entries = entries
  }

  /** The launch after its next entry. */
  add(state: LaunchState): void {
    const { version } = state
    if (this.#entries[version - 1]?.request === this.#entries[version]?.request) return
    const entries = this.#entries.slice(this.#before?.version ?? 0, version)
    const commit = commitOf(this.#before, { accepted: true, entries, state })
    if (commit !== null) this.found.push(commit)
    this.#before = state
  }
}

/** The files that entries name, each as the first that names it says it: that one brought its row. */
function filesIn(entries: readonly Entry[]): Map<string, { type: string; size?: number }> {
  const files = new Map<string, { type: string; size?: number }>()
  for (const { data } of entries) {
    const { data: evidence } = evidenceSchema.safeParse(data.evidence)
    if (evidence?.kind !== 'file' && evidence?.kind !== 'junit') continue
    if (files.has(evidence.sha256)) continue
    // An entry says of a report only what was read in it, and its hash.
    const { type, size } = evidence.kind === 'file' ? evidence : { type: 'application/xml' }
    files.set(evidence.sha256, size === undefined ? { type } : { type, size })
  }
  return files
}

function differenceOfFiles(entries: readonly Entry[], rows: readonly EvidenceFile[]): string | null {
  const named = filesIn(entries)
  for (const { sha256, type, size } of rows) {
    const file = named.get(sha256)
    if (file === undefined) return `the file ${sha256} is in the list of files, no entry names it`
    const difference = differenceOfValues({ size, ...file }, { type, size }, `file ${sha256}`)
    if (difference !== null) return `the log and the list of files differ: ${difference}`
    named.delete(sha256)
  }
  const [missing] = named.keys()
  return missing === undefined ? null : `the file ${missing} is named by an entry, the list of files lacks it`
}

async function differenceOfBytes(files: readonly EvidenceFile[], bytesOf: BytesOf): Promise<string | null> {
  for (const { sha256, size } of files) {
    // What is no hash could name any file of this machine.
    const bytes = /^[0-9a-f]{64}$/.test(sha256) ? await bytesOf(sha256) : null
    if (bytes === null) return `the bytes of file ${sha256} are missing`
    const hash = createHash('sha256')
    let length = 0
    for await (const piece of bytes) {
      hash.update(piece)
      length += piece.length
    }
    const found = hash.digest('hex')
    if (found !== sha256) return `the bytes of file ${sha256} are others: their hash is ${found}`
    if (length !== size) return `file ${sha256} has ${length} bytes, the list of files says ${size}`
  }
  return null
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
