/**
 * Bytes that arrive piece by piece, in memory that threads share. A large body is so held once, from the socket to the thread that
 * reads it and to the disk, and takes only as much as has arrived.
 */
export class SharedBytes {
  readonly #memory: SharedArrayBuffer
  #length = 0

  constructor(most: number) {
    this.#memory = new SharedArrayBuffer(0, { maxByteLength: most })
  }

  /** False when there is no room for it; nothing of it was taken then. */
  append(part: Uint8Array): boolean {
    const length = this.#length + part.length
    if (length > this.#memory.maxByteLength) return false
    this.#memory.grow(length)
    new Uint8Array(this.#memory).set(part, this.#length)
    this.#length = length
    return true
  }

  /** Everything that has arrived; not a copy. */
  get bytes(): Buffer {
    return Buffer.from(this.#memory, 0, this.#length)
  }
}

/** The shared memory that holds exactly these bytes: theirs, or a copy. */
export function sharedMemoryOf(bytes: Uint8Array): SharedArrayBuffer {
  if (bytes.buffer instanceof SharedArrayBuffer && bytes.length === bytes.buffer.byteLength) return bytes.buffer
  const memory = new SharedArrayBuffer(bytes.length)
  new Uint8Array(memory).set(bytes)
  return memory
}
