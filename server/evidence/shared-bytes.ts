import type { IncomingMessage } from 'node:http'

/**
 * Bytes of a large body that arrive piece by piece, in memory that threads share. A body is so held once, from the socket to the
 * thread that reads it and to the disk, and takes only as much as has arrived.
 *
 * Such memory is outside of V8's heap, so V8 leaves it uncollected for long: it is used again for later bodies once its request has
 * been answered (see releaseBodies).
 */
export class SharedBytes {
  readonly #memory: SharedArrayBuffer
  readonly #most: number
  #length = 0
  #isReleased = false

  /** The bytes are valid until releaseBodies is called with the same request. */
  constructor(req: IncomingMessage, most: number) {
    this.#memory = takeUnused(most) ?? new SharedArrayBuffer(0, { maxByteLength: most })
    this.#most = most
    bodies.set(req, [...(bodies.get(req) ?? []), this])
  }

  /** False when there is no room for it; nothing of it was taken then. */
  append(part: Uint8Array): boolean {
    const length = this.#length + part.length
    if (this.#isReleased || length > this.#most) return false
    if (length > this.#memory.byteLength) this.#memory.grow(length)
    new Uint8Array(this.#memory).set(part, this.#length)
    this.#length = length
    return true
  }

  /** Everything that has arrived; not a copy. */
  get bytes(): Buffer {
    return Buffer.from(this.#memory, 0, this.#length)
  }

  release(): void {
    if (this.#isReleased) return
    this.#isReleased = true
    if (unused.length < mostUnused && this.#memory.maxByteLength >= large) unused.push(this.#memory)
  }
}

/** Memory that waits for another body: more than two at once are rare, and what waits stays resident. */
const unused: SharedArrayBuffer[] = []
const mostUnused = 2
/** Bodies that can't be larger than this (64 KB of JSON) are left to V8. */
const large = 1024 * 1024

function takeUnused(most: number): SharedArrayBuffer | null {
  const at = most < large ? -1 : unused.findIndex(({ maxByteLength }) => maxByteLength >= most)
  return at === -1 ? null : (unused.splice(at, 1)[0] ?? null)
}

const bodies = new WeakMap<IncomingMessage, SharedBytes[]>()

/** Says that nothing reads the bodies of this request any more: another request may overwrite their memory. */
export function releaseBodies(req: IncomingMessage): void {
  for (const body of bodies.get(req) ?? []) body.release()
  bodies.delete(req)
}

/** Shared memory that begins with these bytes: theirs, or a copy. */
export function sharedMemoryOf(bytes: Uint8Array): SharedArrayBuffer {
  if (bytes.buffer instanceof SharedArrayBuffer && bytes.byteOffset === 0) return bytes.buffer
  const memory = new SharedArrayBuffer(bytes.length)
  new Uint8Array(memory).set(bytes)
  return memory
}
