import type { Connection } from './connection.ts'

/**
 * SQLite's data_version: it changes when another connection has committed, and what was read before may then be out of date.
 * Asking costs about 10 µs, since SQLite takes a read lock for it.
 */
export class DataVersion {
  readonly #pragma
  #known: unknown = null
  #isOfThisTurn = false

  constructor({ $client: client }: Connection) {
    this.#pragma = client.prepare('pragma data_version').pluck()
  }

  /** As it is now. Inside a transaction: as the transaction sees the file. */
  now(): unknown {
    this.#known = this.#pragma.get()
    return this.#known
  }

  /**
   * As it was at the first read of this turn of the event loop. Whoever was told of a commit before sending a request is answered
   * in a later turn, and so from what was committed.
   */
  ofThisTurn(): unknown {
    if (this.#isOfThisTurn) return this.#known
    const version = this.now()
    this.#isOfThisTurn = true
    setImmediate(() => {
      this.#isOfThisTurn = false
    })
    return version
  }
}
