import { createHash } from 'node:crypto'
import { isCommitment } from '../machines/commitment.ts'
import type { Entry } from '../machines/entry.ts'
import { evidenceSchema, type LaunchState } from '../machines/state.ts'
import { LogReader, LogReplay } from './log-reader.ts'
import { leafHash } from './merkle.ts'
import { Pauses } from './pauses.ts'
import { projectionOf } from './projection.ts'
import { opens, Unsealable } from './seal.ts'
import {
  Damaged,
  type EvidenceFile,
  type PrivateText,
  type Store,
  type Stored,
  type StoredEntry,
  type StoredProjection,
} from './store.ts'

/** The first difference, with the entry where it shows if it shows at one. */
export interface Difference {
  whole: false
  seq?: number
  difference: string
}

/** A whole log has this many entries, and this root (hex). */
export type VerifiedLog = { whole: true; entries: number; root: string } | Difference

/** A whole launch has, beside its log, this many private texts and evidence files. */
export type Verified = { whole: true; entries: number; root: string; texts: number; files: number } | Difference

/** The bytes that lie under a hash, piece by piece, or null when none do. Where that is, db/ does not know. */
export type BytesOf = (sha256: string) => Promise<AsyncIterable<Uint8Array> | null>

/**
 * Whether an export is a whole log: each line the canonical JSON of an entry, seq from 0 without a gap, one launch,
 * time never backwards, a replay that leads where the entries say, and actors who held the roles that they acted with.
 * No database is needed.
 */
export function verifyLeaves(lines: readonly string[]): VerifiedLog {
  const log = new LogReader()
  for (const line of lines) {
    const difference = log.add(line)
    if (difference !== null) return { whole: false, seq: log.entries.length, difference }
  }
  if (log.entries.length === 0) return { whole: false, seq: 0, difference: 'the log has no entries' }
  const replay = new LogReplay(log.entries)
  for (const entry of log.entries) {
    const added = replay.add(entry)
    if ('difference' in added) return { whole: false, seq: entry.seq, ...added }
  }
  return { whole: true, entries: log.entries.length, root: log.root() }
}

/**
 * Whether a launch is what its log says: everything that verifyLeaves asks, and the tree's stored root, what was copied
 * out of the entries, the private texts, the list of files, the commits, and every row; with `bytesOf`, also that each
 * file's bytes are there and are the ones that the log names. No command erases a private text, so one that is missing
 * is a difference. It may run beside a working server: entries that are committed meanwhile are left for the next time,
 * and it pauses often enough not to hold up other work (one read of the launch's rows apart).
 *
 * What it can't find without signed checkpoints: a log of which the newest commits were cut off, and one that was
 * rewritten consistently (hashes, tree and rows) in a way that the roles of its people allow.
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
  const pauses = new Pauses()
  const log = new LogReader(launch)
  const difference =
    (await differenceOfLeaves(store, stored, log, pauses)) ??
    differenceOfTree(stored, log) ??
    (await differenceOfReplay(stored, log, pauses)) ??
    (await differenceOfTexts(log.entries, stored.texts, pauses)) ??
    differenceOfFiles(log.entries, stored.evidence) ??
    (bytesOf === undefined ? null : await differenceOfBytes(stored.evidence, bytesOf))
  if (difference !== null) return typeof difference === 'string' ? { whole: false, difference } : difference
  const { texts, evidence } = stored
  return { whole: true, entries: log.entries.length, root: log.root(), texts: texts.length, files: evidence.length }
}

/** Leaves read at once: few enough that reading them is a short step. */
const batch = 100

async function differenceOfLeaves(
  store: Store,
  { state, entries }: Stored,
  log: LogReader,
  pauses: Pauses,
): Promise<Difference | null> {
  const size = Math.max(state.version, entries)
  for (let from = 0; from < size; from += batch)
    for (const row of await store.storedEntries(state.launch, from, Math.min(size, from + batch))) {
      const difference = log.add(row.leaf) ?? differenceOfCopies(row, log.last())
      if (difference !== null) return { whole: false, seq: Math.min(row.seq, log.entries.length), difference }
      await pauses.between()
    }
  return null
}

function differenceOfCopies(row: StoredEntry, entry: Entry): string | null {
  const { seq, action, request, gate = null } = entry
  const evidence = evidenceSchema.safeParse(entry.data.evidence).data
  const said = {
    seq,
    leaf: row.leaf,
    hash: leafHash(row.leaf).toString('hex'),
    at: Date.parse(entry.at),
    action,
    gate,
    request,
    actor: entry.actor.id,
    happened: entry.due ?? entry.at,
    file: evidence?.kind === 'file' ? evidence.sha256 : null,
  }
  const difference = differenceOfValues(said, row, 'entry')
  return difference === null ? null : `the leaf and its row differ: ${difference}`
}

function differenceOfTree({ state, root }: Stored, log: LogReader): string | null {
  if (log.entries.length !== state.version)
    return `the row of the launch says version ${state.version}, the log has ${log.entries.length} entries`
  return log.root() === root ? null : `the stored root is ${root}, the entries make ${log.root()}`
}

/** Replays the log; its commits are those that are listed, and it leads to the rows. */
async function differenceOfReplay(stored: Stored, log: LogReader, pauses: Pauses): Promise<Difference | string | null> {
  const replay = new LogReplay(log.entries)
  let commits = 0
  for (const entry of log.entries) {
    const added = replay.add(entry)
    if ('difference' in added) return { whole: false, seq: entry.seq, ...added }
    if (added.commit !== null) {
      const difference = differenceOfValues(added.commit, stored.commits[commits], `commits.${commits}`)
      if (difference !== null) return `the log and the commits differ: ${difference}`
      commits += 1
    }
    await pauses.between()
  }
  const beyond = differenceOfValues(undefined, stored.commits[commits], `commits.${commits}`)
  if (beyond !== null) return `the log and the commits differ: ${beyond}`
  const difference = differenceOfValues(replay.state, stored.state, 'launch')
  if (difference !== null) return `the log and the rows differ: ${difference}`
  return differenceOfProjection(stored.state, stored.projection)
}

/** Lists and badges must say what the launch says, at the instant that their rows are about. */
function differenceOfProjection(state: LaunchState, stored: StoredProjection | null): string | null {
  if (stored === null) return 'the launch has no projection'
  const plain = ({ tasks, holders, ...rest }: StoredProjection) => ({
    ...rest,
    tasks: Object.fromEntries(tasks),
    holders: Object.fromEntries([...holders].map(([role, people]) => [role, [...people].sort()])),
  })
  const difference = differenceOfValues(plain(projectionOf(state, stored.at)), plain(stored), 'projection')
  return difference === null ? null : `the log and the projection differ: ${difference}`
}

/** Every private text is the one that was committed to and is named by an entry, and none that an entry names is missing. */
async function differenceOfTexts(
  entries: readonly Entry[],
  texts: readonly PrivateText[],
  pauses: Pauses,
): Promise<string | null> {
  const named = new Map<string, number>()
  for (const { data, seq } of entries) {
    for (const text of textsIn(data)) if (!named.has(text)) named.set(text, seq)
    await pauses.between()
  }
  for (const text of texts) {
    if (!opensSafely(text)) return `the private text of ${text.commitment} is not the one that was committed to`
    if (!named.has(text.commitment)) return `the private text of ${text.commitment} is kept, no entry names it`
    await pauses.between()
  }
  return differenceOfMissing(named, texts)
}

/** No command erases a private text: each that is missing was removed past the program. The first few are named. */
function differenceOfMissing(named: ReadonlyMap<string, number>, texts: readonly PrivateText[]): string | null {
  const kept = new Set(texts.map((text) => text.commitment))
  const missing = [...named].filter(([text]) => isCommitment(text) && !kept.has(text))
  if (missing.length === 0) return null
  const shown = missing.slice(0, 3).map(([text, seq]) => `${text} of entry ${seq}`)
  const more = missing.length > shown.length ? ', …' : ''
  const count = missing.length === 1 ? '1 private text is' : `${missing.length} private texts are`
  return `${count} missing: ${shown.join(', ')}${more}`
}

/** Members that hold what somebody chose in clear text; such a text may look like a commitment and is none. */
const inClear = new Set(['version', 'commit', 'candidate'])

/** Every text inside a value where a commitment may stand. */
function textsIn(value: unknown, found: Set<string> = new Set()): Set<string> {
  if (typeof value === 'string') found.add(value)
  else if (isContainer(value))
    for (const [name, inner] of Object.entries(value)) if (!inClear.has(name)) textsIn(inner, found)
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
