import { createHash } from 'node:crypto'
import { fdatasyncSync, fsyncSync, readSync, writeSync } from 'node:fs'
import { blockSize, paddingOf, tarHeader } from './tar-header.ts'

/**
 * A backup as a file: a tar archive, which any tar unpacks. In this order it holds the manifest, the database, every evidence file under
 * its hash, and SHA256SUMS, by which `sha256sum --check` compares all of them.
 */

export const manifestName = 'launchgate-backup.json'
export const databaseName = 'launchgate.db'
export const sumsName = 'SHA256SUMS'
export const evidencePrefix = 'evidence/'

/** Two blocks of zeros end an archive. */
export const endOfArchive = Buffer.alloc(2 * blockSize)

/** Writes to an open file, in place and without a pause: not for the event loop of a server. */
export class ArchiveWriter {
  readonly #file: number
  readonly #sums: string[] = []
  #unwritten = 0

  constructor(file: number) {
    this.#file = file
  }

  /** Adds a file and returns its SHA-256 (hex). Throws when the pieces have not exactly this size. */
  add(name: string, size: number, pieces: Iterable<Uint8Array>): string {
    const hash = createHash('sha256')
    let left = size
    writeAll(this.#file, tarHeader(name, size))
    for (const piece of pieces) {
      left -= piece.length
      if (left < 0) break
      hash.update(piece)
      this.#write(piece)
    }
    if (left !== 0) throw new Error(`${name} has not ${size} bytes any more.`)
    writeAll(this.#file, Buffer.alloc(paddingOf(size)))
    const sha256 = hash.digest('hex')
    this.#sums.push(`${sha256}  ${name}\n`)
    return sha256
  }

  #write(piece: Uint8Array): void {
    writeAll(this.#file, piece)
    this.#unwritten += piece.length
    if (this.#unwritten < mostUnwritten) return
    this.#unwritten = 0
    yieldDisk(this.#file)
  }

  /** Everything is on disk when this returns. */
  finish(): void {
    const sums = Buffer.from(this.#sums.join(''))
    this.add(sumsName, sums.length, [sums])
    writeAll(this.#file, endOfArchive)
    fsyncSync(this.#file)
  }
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done)
}

const pieceSize = 1024 * 1024
const mostUnwritten = 2 * pieceSize
const pause = new Int32Array(new SharedArrayBuffer(4))

/** Brings what was written to the disk, and lets others have it for a moment. */
export function yieldDisk(file: number): void {
  fdatasyncSync(file)
  Atomics.wait(pause, 0, 0, 5)
}

/** The bytes of an open file from `start` on, up to `size` of them, or to its end. Each piece is valid until the next. */
export function* piecesOf(file: number, start: number, size: number): Generator<Uint8Array> {
  const piece = Buffer.allocUnsafe(Math.min(pieceSize, Math.max(1, size)))
  for (let done = 0; done < size; ) {
    const read = readSync(file, piece, 0, Math.min(piece.length, size - done), start + done)
    if (read === 0) return
    yield piece.subarray(0, read)
    done += read
  }
}
