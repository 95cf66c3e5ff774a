import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { Entry } from '../machines/entry.ts'
import { evidenceSchema, type LaunchState } from '../machines/state.ts'
import { leafHash } from './merkle.ts'
import { projectionOf } from './projection.ts'
import { opens, Unsealable } from './seal.ts'
import type { EvidenceFile, PrivateText, StoredEntry, UncheckedProjection } from './store.ts'

/** Comparisons of what is stored with what a log says it must be. Each returns the first difference, or null. */

/** The bytes that lie under a hash, piece by piece, or null when none do. Where that is, db/ does not know. */
export type BytesOf = (sha256: string) => Promise<AsyncIterable<Uint8Array> | null>

/** Bytes that are in memory, for a BytesOf. */
export function inOnePiece(bytes: Uint8Array | null): AsyncIterable<Uint8Array> | null {
  return bytes === null ? null : Readable.from([bytes])
}

export function differenceOfCopies(row: StoredEntry, entry: Entry): string | null {
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

/**
 * Lists and badges must say what the launch says, at the instant that their rows are about. A row that a migration made has no glance yet,
 * and has expired for whoever reads it: until the clock worker has written it anew, the rest of it is compared.
 */
export function differenceOfProjection(state: LaunchState, stored: UncheckedProjection | null): string | null {
  if (stored === null) return 'the launch has no projection'
  const plain = ({ tasks, holders, ...rest }: UncheckedProjection) => ({
    ...rest,
    tasks: Object.fromEntries(tasks),
    holders: Object.fromEntries([...holders].map(([role, people]) => [role, [...people].sort()])),
  })
  const { glance, nextChangeAt } = stored
  const expected = { ...projectionOf(state, stored.at), ...(isUnwritten(stored) ? { glance, nextChangeAt } : {}) }
  const difference = differenceOfValues(plain(expected), plain(stored), 'projection')
  return difference === null ? null : `the log and the projection differ: ${difference}`
}

const isUnwritten = ({ glance, nextChangeAt }: UncheckedProjection): boolean => glance === '' && nextChangeAt === 0

/** A private text that is stored must be the one that was committed to, and some entry must name it. */
export function differenceOfText(text: PrivateText, isNamed: boolean): string | null {
  if (!opensSafely(text)) return `the private text of ${text.commitment} is not the one that was committed to`
  return isNamed ? null : `the private text of ${text.commitment} is kept, no entry names it`
}

/** The entry that is the first to name a text. `author` is whose words it is; null where it stays whoever wrote it. */
export interface NamedText {
  seq: number
  author: string | null
}

/** A text that is marked as deleted must be blank, and by somebody who was erased. */
export function differenceOfBlankText(
  { commitment, salt, value }: PrivateText,
  named: NamedText | undefined,
  erased: ReadonlySet<string>,
): string | null {
  const author = named?.author ?? null
  const isRightlyBlank = salt === '' && value === null && author !== null && erased.has(author)
  return isRightlyBlank ? null : `the private text of ${commitment} was blanked, nobody was deleted whose it is`
}

/** The row of an erased text stays: each that is missing was removed past the program. The first few are named. */
export function differenceOfMissingTexts(
  named: ReadonlyMap<string, number>,
  texts: readonly PrivateText[],
): string | null {
  const kept = new Set(texts.map((text) => text.commitment))
  const missing = [...named].filter(([text]) => !kept.has(text))
  if (missing.length === 0) return null
  const shown = missing.slice(0, 3).map(([text, seq]) => `${text} of entry ${seq}`)
  const more = missing.length > shown.length ? ', …' : ''
  const count = missing.length === 1 ? '1 private text is' : `${missing.length} private texts are`
  return `${count} missing: ${shown.join(', ')}${more}`
}

function opensSafely(text: PrivateText): boolean {
  try {
    return opens(text)
  } catch (error) {
    if (error instanceof Unsealable) return false
    throw error
  }
}

/** A file as the first entry that names it says it: that entry brought its row. An entry says no size of a report. */
export type NamedFile = { type: string; size?: number }

/** The file or report that an entry gives as evidence. */
export function fileIn({ data }: Entry): ({ sha256: string } & NamedFile) | null {
  const { data: evidence } = evidenceSchema.safeParse(data.evidence)
  if (evidence?.kind === 'junit') return { sha256: evidence.sha256, type: 'application/xml' }
  if (evidence?.kind !== 'file') return null
  const { sha256, type, size } = evidence
  return { sha256, type, size }
}

export function differenceOfFile({ sha256, type, size }: EvidenceFile, named: NamedFile | undefined): string | null {
  if (named === undefined) return `the file ${sha256} is in the list of files, no entry names it`
  const difference = differenceOfValues({ size, ...named }, { type, size }, `file ${sha256}`)
  return difference === null ? null : `the log and the list of files differ: ${difference}`
}

export async function differenceOfBytes(files: readonly EvidenceFile[], bytesOf: BytesOf): Promise<string | null> {
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
    if (found !== sha256) return `the bytes of file ${sha256} have changed: their hash is ${found}`
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
