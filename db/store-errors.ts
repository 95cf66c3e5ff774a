/** How a store says that it cannot, and what it tells the operator. */

/**
 * What became of the write that a failed call asked for. `unknown`: an I/O error came while it was being committed, so it may be
 * found done after a restart; the same call with the same request key gives the outcome once the store is available again.
 */
export type Written = 'nothing' | 'unknown'

/** The database cannot answer now (busy, disk full, file gone, I/O error). Trying again later may succeed. */
export class StoreUnavailable extends Error {
  override name = 'StoreUnavailable'
  readonly written: Written
  constructor(written: Written, message: string, options?: ErrorOptions) {
    super(message, options)
    this.written = written
  }
}

/**
 * What was asked for could not be read, and it is either damaged or a read failed: SQLite says the same for both. Nothing was written.
 * Everything else may be there: one launch that cannot be read hides no other.
 */
export class ReadFailed extends StoreUnavailable {
  constructor(message: string, options?: ErrorOptions) {
    super('nothing', message, options)
  }
}

/** News for the operator: each trouble is reported once when it begins (`unavailable`) and once when it is over. `ms` is how long it took. */
export type StoreNews = { kind: 'unavailable'; why: string } | { kind: 'available'; ms: number }

/** What is stored is not what this program wrote: a row or a leaf that cannot be read as what it should be. */
export class Damaged extends Error {
  override name = 'Damaged'
}

/** Whether an error is about what was asked for alone, such as one launch. */
export const isDamage = (error: unknown): boolean => error instanceof Damaged || error instanceof ReadFailed

/** The database was brought up to date by a newer program; this one must not touch it. */
export class NewerDatabase extends Error {
  override name = 'NewerDatabase'
}

/** What DATABASE_URL says cannot be a database of ours: a wrong setting, which the message names. */
export class WrongDatabaseUrl extends Error {
  override name = 'WrongDatabaseUrl'
}

/** Another server holds the database. `holder` is its process id where that is known. */
export class HeldByAnother extends Error {
  override name = 'HeldByAnother'
  readonly holder: number | null
  constructor(message: string, holder: number | null) {
    super(message)
    this.holder = holder
  }
}

/** An id, pseudonym, email address or name of the directory that somebody else has. */
export class Taken extends Error {
  override name = 'Taken'
  readonly what: string
  constructor(what: string) {
    super(`This ${what} is already in use.`)
    this.what = what
  }
}
