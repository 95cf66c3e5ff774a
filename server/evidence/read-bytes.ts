import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { SharedBytes } from './shared-bytes.ts'

const decoders = { gzip: createGunzip, 'x-gzip': createGunzip, deflate: createInflate, br: createBrotliDecompress }
const isDecoder = (name: string): name is keyof typeof decoders => Object.hasOwn(decoders, name)

export type ReadBytes = { kind: 'read'; bytes: Buffer } | { kind: 'too-large' } | { kind: 'unreadable' }

/**
 * A whole body, after its Content-Encoding was undone, of `most` bytes at most. `unreadable`: another encoding, or the data is not in
 * it, or the client broke off. What is over the limit is not kept, but taken in, so that the client hears the answer.
 */
export function readBytes(req: IncomingMessage, most: number): Promise<ReadBytes> {
  const body = most > mostInPieces ? new SharedBytes(req, most) : new Pieces(most)
  const stream = decoded(req)
  // A client that broke off before is not heard of again.
  if (!stream || (req.destroyed && !req.complete)) return Promise.resolve({ kind: 'unreadable' })
  if (stream === req && Number(req.headers['content-length'] ?? 0) > most) return Promise.resolve({ kind: 'too-large' })
  return new Promise((resolve) => {
    const finish = (result: ReadBytes) => {
      stream.removeAllListeners('data')
      if (stream !== req) req.unpipe().resume()
      resolve(result)
    }
    stream.on('data', (part: Buffer) => {
      if (!body.append(part)) finish({ kind: 'too-large' })
    })
    stream.on('end', () => finish({ kind: 'read', bytes: body.bytes }))
    stream.on('error', () => finish({ kind: 'unreadable' }))
    req.on('close', () => {
      if (!req.complete) finish({ kind: 'unreadable' })
    })
  })
}

/** Small bodies go to no other thread, and reserving shared memory for each would take longer than reading it. */
const mostInPieces = 64 * 1024

class Pieces {
  readonly #most: number
  readonly #pieces: Buffer[] = []
  #length = 0

  constructor(most: number) {
    this.#most = most
  }

  /** False when there is no room for it; nothing of it was taken then. */
  append(piece: Buffer): boolean {
    if (this.#length + piece.length > this.#most) return false
    this.#length += piece.length
    this.#pieces.push(piece)
    return true
  }

  get bytes(): Buffer {
    return Buffer.concat(this.#pieces, this.#length)
  }
}

function decoded(req: IncomingMessage): Readable | null {
  const encoding = req.headers['content-encoding']?.trim().toLowerCase() ?? 'identity'
  if (encoding === 'identity' || encoding === '') return req
  return isDecoder(encoding) ? req.pipe(decoders[encoding]()) : null
}
