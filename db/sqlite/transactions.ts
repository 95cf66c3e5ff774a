import type { Written } from '../store.ts'
import { type Connection, sqliteCode } from './connection.ts'

/** Another process is writing: BEGIN found the database locked, so nothing was begun. */
export class Contended extends Error {
  override name = 'Contended'
}

/**
 * The connection must not be used any more: what it believes and what is in the file may differ. `written` says what is known
 * about the transaction that failed.
 */
export class Unreliable extends Error {
  override name = 'Unreliable'
  readonly written: Written
  constructor(written: Written, cause: unknown) {
    super(`SQLite failed at the end of a transaction (${sqliteCode(cause) ?? String(cause)}).`, { cause })
    this.written = written
  }
}

/**
 * Transactions of one connection, with BEGIN, COMMIT and ROLLBACK as steps of their own: what an error means depends on the step.
 * They do not nest.
 */
export class Transactions {
  readonly #client: Connection['$client']
  readonly #busyTimeoutMs: number
  readonly #begin
  readonly #beginRead
  readonly #commit
  readonly #rollback
  readonly #savepoint
  readonly #release
  readonly #rollbackToSavepoint

  constructor({ $client: client }: Connection, busyTimeoutMs: number) {
    this.#client = client
    this.#busyTimeoutMs = busyTimeoutMs
    this.#begin = client.prepare('BEGIN IMMEDIATE')
    this.#beginRead = client.prepare('BEGIN DEFERRED')
    this.#commit = client.prepare('COMMIT')
    this.#rollback = client.prepare('ROLLBACK')
    this.#savepoint = client.prepare('SAVEPOINT one_write')
    this.#release = client.prepare('RELEASE one_write')
    this.#rollbackToSavepoint = client.prepare('ROLLBACK TO one_write')
  }

  /**
   * What `work` returns, once it is on disk. `waits`: whether SQLite may wait in place for another writer. Throws Contended, Unreliable,
   * or what `work` throws; nothing was written then, except where Unreliable says `unknown`.
   */
  write<T>(work: () => T, waits: boolean): T {
    this.#beginWrite(waits)
    const result = this.#undoneOnError(work)
    try {
      this.#commit.run()
    } catch (error) {
      if (!leavesNothing(error)) throw new Unreliable('unknown', error)
      this.#undo(error)
      throw error
    }
    return result
  }

  /**
   * A part of the transaction that is open. When `work` throws, what it wrote is undone and `refused` hears of it; the transaction goes
   * on. Throws the error when the transaction has ended, or cannot go on.
   */
  savepoint(work: () => void, refused: (error: unknown) => void): void {
    this.#savepoint.run()
    try {
      work()
    } catch (error) {
      if (!this.#client.inTransaction) throw error
      this.#rollbackToSavepoint.run()
      refused(error)
    }
    this.#release.run()
  }

  /** Several reads that see the database at one and the same commit. */
  read<T>(work: () => T): T {
    this.#beginRead.run()
    return this.#undoneOnError(() => {
      const result = work()
      this.#commit.run()
      return result
    })
  }

  #beginWrite(waits: boolean): void {
    if (!waits) this.#client.pragma('busy_timeout = 0')
    try {
      this.#begin.run()
    } catch (error) {
      if (sqliteCode(error)?.startsWith('SQLITE_BUSY') !== true) throw error
      throw new Contended('Another process is writing to the database.', { cause: error })
    } finally {
      if (!waits) this.#client.pragma(`busy_timeout = ${this.#busyTimeoutMs}`)
    }
  }

  #undoneOnError<T>(work: () => T): T {
    try {
      return work()
    } catch (error) {
      this.#undo(error)
      throw error
    }
  }

  /** SQLite may have rolled back by itself. Where it cannot, a next transaction would continue this one. */
  #undo(cause: unknown): void {
    try {
      if (this.#client.inTransaction) this.#rollback.run()
    } catch {
      throw new Unreliable('nothing', cause)
    }
  }
}

/**
 * A COMMIT that failed and certainly left nothing behind. Only a lock, and a disk that was full for the frames themselves: the frame
 * with the commit mark is the last to be written, and one that is not whole fails its checksum. After any other error, such as a failed
 * fsync, the frames may be complete in the write-ahead log, and recovery would take them (sqlite.org/walformat.html).
 */
function leavesNothing(error: unknown): boolean {
  const code = sqliteCode(error)
  return code !== null && ['SQLITE_BUSY', 'SQLITE_FULL'].some((start) => code.startsWith(start))
}
