import { createHash } from 'node:crypto'
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { databaseName, endOfArchive, evidencePrefix, manifestName, piecesOf, sumsName } from './archive.ts'
import { formatOf, type Manifest, manifestSchema } from './manifest.ts'
import { BackupProblem } from './problem.ts'
import { blockSize, paddingOf, readTarHeader } from './tar-header.ts'

/** One file of an archive: where its bytes begin. */
interface Part {
  name: string
  start: number
  size: number
}

/** No manifest is nearly as long. */
const longestManifest = 64 * 1024

/** An open backup, of which every header was read. Throws BackupProblem where it is none, or not a whole one. */
export class Archive {
  readonly manifest: Manifest
  readonly size: number
  readonly #path: string
  readonly #file: number
  readonly #parts: ReadonlyMap<string, Part>

  constructor(path: string) {
    this.#path = path
    this.#file = openSync(path, 'r')
    try {
      this.size = fstatSync(this.#file).size
      const parts = this.#readParts()
      this.manifest = this.#readManifest(parts[0])
      this.#parts = new Map(parts.map((part) => [part.name, part]))
      if (!isOrder(parts)) throw this.#problem('damaged')
    } catch (error) {
      this.close()
      throw error
    }
  }

  /** The SHA-256 of each evidence file in it. */
  get evidence(): string[] {
    return [...this.#parts.keys()].filter(isEvidence).map((name) => name.slice(evidencePrefix.length))
  }

  database(): Iterable<Uint8Array> {
    const { start, size } = this.#database
    return piecesOf(this.#file, start, size)
  }

  get databaseSize(): number {
    return this.#database.size
  }

  /** The bytes of an evidence file; null where it is not in here. */
  evidenceBytes(sha256: string): Buffer | null {
    const part = this.#parts.get(evidencePrefix + sha256)
    return part === undefined ? null : this.#read(part.start, part.size)
  }

  /** Compares every byte with the checksums. Throws BackupProblem. */
  check(): void {
    const sums: string[] = []
    for (const part of this.#parts.values()) {
      const sha256 = this.#hash(part)
      if (isEvidence(part.name) && part.name !== evidencePrefix + sha256) throw this.#problem('damaged')
      if (part.name !== sumsName) sums.push(`${sha256}  ${part.name}\n`)
      if (!this.#isZero(part.start + part.size, paddingOf(part.size))) throw this.#problem('damaged')
    }
    if (sums.join('') !== this.#text(this.#parts.get(sumsName))) throw this.#problem('damaged')
  }

  close(): void {
    closeSync(this.#file)
  }

  #readParts(): Part[] {
    const parts: Part[] = []
    for (let at = 0; ; ) {
      const header = this.#read(at, blockSize)
      const read = readTarHeader(header)
      if (read === null) {
        if (parts.length > 0 && this.size >= at + endOfArchive.length && this.#isZero(at, this.size - at)) return parts
        throw this.#unreadable(parts, at)
      }
      const part = { name: read.name, start: at + blockSize, size: read.size }
      if (parts.length === 0 && part.name !== manifestName) throw this.#problem('not-a-backup')
      at = part.start + part.size + paddingOf(part.size)
      if (at > this.size) throw this.#problem('incomplete')
      parts.push(part)
    }
  }

  #unreadable(parts: readonly Part[], at: number): BackupProblem {
    if (parts.length > 0) return this.#problem(this.size < at + endOfArchive.length ? 'incomplete' : 'damaged')
    return this.#problem(this.#read(0, 15).toString('latin1') === 'SQLite format 3' ? 'is-database' : 'not-a-backup')
  }

  #readManifest(part: Part | undefined): Manifest {
    const manifest = parsed(this.#text(part))
    const format = formatOf(manifest)
    if (format !== null && format > 1) throw this.#problem('newer')
    const found = manifestSchema.safeParse(manifest)
    if (!found.success) throw this.#problem('damaged')
    return found.data
  }

  #text(part: Part | undefined): string {
    if (part === undefined || (part.name === manifestName && part.size > longestManifest))
      throw this.#problem('damaged')
    return this.#read(part.start, part.size).toString('utf8')
  }

  #read(start: number, size: number): Buffer {
    const bytes = Buffer.alloc(size)
    return bytes.subarray(0, readSync(this.#file, bytes, 0, size, start))
  }

  get #database(): Part {
    const part = this.#parts.get(databaseName)
    if (part === undefined) throw this.#problem('damaged')
    return part
  }

  #hash({ start, size }: Part): string {
    const hash = createHash('sha256')
    for (const piece of piecesOf(this.#file, start, size)) hash.update(piece)
    return hash.digest('hex')
  }

  #isZero(start: number, size: number): boolean {
    for (const piece of piecesOf(this.#file, start, size)) if (piece.some((byte) => byte !== 0)) return false
    return true
  }

  #problem(code: 'not-a-backup' | 'is-database' | 'incomplete' | 'damaged' | 'newer'): BackupProblem {
    return new BackupProblem(code, { file: this.#path })
  }
}

const isEvidence = (name: string): boolean => /^evidence\/[0-9a-f]{64}$/.test(name)

/** Manifest, database, evidence in order, checksums: each once, and nothing else. */
function isOrder(parts: readonly Part[]): boolean {
  const names = parts.map(({ name }) => name)
  const evidence = names.slice(2, -1)
  const isSorted = evidence.every((name, index) => isEvidence(name) && name > (evidence[index - 1] ?? ''))
  return (
    isSorted && names[0] === manifestName && names[1] === databaseName && names.length > 2 && names.at(-1) === sumsName
  )
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
