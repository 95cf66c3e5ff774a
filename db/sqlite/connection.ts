import Database from 'better-sqlite3'
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3'
import { BackupProblem } from '../backup/problem.ts'
import { Damaged, ReadFailed, StoreUnavailable } from '../store.ts'
import { fold } from './fold.ts'
import { bringUpToDate } from './migrate.ts'
import { schemaDifference } from './schema-check.ts'

/** One connection: drizzle for queries, and under `$client` the driver for transactions and pragmas. */
export type Connection = BetterSQLite3Database & { $client: Database.Database }

interface ConnectOptions {
  mustExist?: boolean
  acceptAltered?: boolean
  /** Called while nobody else can write, where the tables are those of an older program; when it throws, they stay as they are. */
  beforeMigrating?: () => void
}

/**
 * Opens the file, sets and checks how it is written, and brings its tables up to date. It is made when it is not there, unless
 * `mustExist`. Throws NewerDatabase for a file of a newer program, Damaged for one whose schema was altered (unless
 * `acceptAltered`), StoreUnavailable when it cannot be opened or stays locked.
 */
export function connect(
  file: string,
  busyTimeoutMs: number,
  { mustExist = false, acceptAltered = false, beforeMigrating }: ConnectOptions = {},
): Connection {
  return translated(() => {
    const client = new Database(file, { timeout: busyTimeoutMs, fileMustExist: mustExist })
    try {
      for (const { set } of pragmas) client.pragma(set)
      assertPragmas(client)
      prepareSchema(client, acceptAltered, beforeMigrating)
      assertPragmas(client)
      addFold(client)
      return drizzle({ client })
    } catch (error) {
      client.close()
      throw error
    }
  })
}

/**
 * Opens a file that another connection of this process keeps in order, to read beside it: no migration, no look at the schema.
 * Not with SQLite's read-only flag: where this is the last connection to close, it has to copy the log into the database file.
 */
export function connectToRead(file: string, busyTimeoutMs: number): Connection {
  return translated(() => {
    const client = new Database(file, { timeout: busyTimeoutMs, fileMustExist: true })
    try {
      for (const { set } of pragmas) client.pragma(set)
      assertPragmas(client)
      client.pragma('query_only = ON')
      addFold(client)
      return drizzle({ client })
    } catch (error) {
      client.close()
      throw error
    }
  })
}

/**
 * Every one is read back. The important one is synchronous: a WAL file that is opened again quietly gets NORMAL,
 * and then an acknowledged commit may be lost with the power.
 */
const pragmas = [
  { set: 'journal_mode = WAL', name: 'journal_mode', value: 'wal' },
  { set: 'synchronous = FULL', name: 'synchronous', value: 2 },
  // Pages in the log before it is copied into the file: 16 MB. A page that many commits change is copied once.
  { set: 'wal_autocheckpoint = 4000', name: 'wal_autocheckpoint', value: 4000 },
  { set: 'foreign_keys = ON', name: 'foreign_keys', value: 1 },
  // Erased private texts leave no trace in the file's free pages.
  { set: 'secure_delete = ON', name: 'secure_delete', value: 1 },
] as const

/** Throws when a connection does not write as it must. */
export function assertPragmas(client: Database.Database): void {
  for (const { name, value } of pragmas) {
    const found = client.pragma(name, { simple: true })
    if (found !== value)
      throw new Error(`SQLite does not keep ${name} = ${value} for ${client.name}: it says ${found}.`)
  }
}

/** For queries alone: no table, index or trigger may need it, or other programs could not read the file. */
function addFold(client: Database.Database): void {
  client.function('fold', { deterministic: true }, (text) => (typeof text === 'string' ? fold(text) : null))
}

/**
 * Brings the tables up to date and checks the schema, both in one transaction: an altered database is left as it is.
 * Throws Damaged for one, unless `acceptAltered`.
 */
function prepareSchema(client: Database.Database, acceptAltered: boolean, beforeMigrating?: () => void): void {
  const run = client.transaction(() => {
    bringUpToDate(client, beforeMigrating)
    const difference = acceptAltered ? null : schemaDifference(client)
    if (difference !== null)
      throw new Damaged(
        `The database was altered: ${difference}. Restore a backup, or run \`launchgate verify\` for details.`,
      )
  })
  // A migration may make a table anew that others point at; they are checked at the end instead, before COMMIT.
  client.pragma('foreign_keys = OFF')
  run.immediate()
  client.pragma('foreign_keys = ON')
}

/**
 * Conditions that pass, or that an operator can correct. SQLITE_CORRUPT is among them because SQLite says it for a read that failed with
 * EIO as well as for a damaged file.
 */
const passing = [
  'SQLITE_BUSY',
  'SQLITE_LOCKED',
  'SQLITE_FULL',
  'SQLITE_IOERR',
  'SQLITE_CANTOPEN',
  'SQLITE_READONLY',
  'SQLITE_NOMEM',
  'SQLITE_PROTOCOL',
  'SQLITE_CORRUPT',
]

/** What `work` returns; its SQLite errors of the passing kind become StoreUnavailable. Not for a write: see transactions.ts. */
export function translated<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw asUnavailable(error)
  }
}

/** StoreUnavailable for an error of the passing kind, by which nothing was written; any other error as it is. */
export function asUnavailable(error: unknown): unknown {
  // What was judged already stays: it may say more than the code of its cause.
  if (error instanceof StoreUnavailable || error instanceof BackupProblem) return error
  const code = sqliteCode(error)
  if (code === null || !passing.some((start) => code.startsWith(start))) return error
  if (code.startsWith('SQLITE_CORRUPT'))
    return new ReadFailed(`Can’t read the database (${code}): a read failed, or the file is corrupt.`, { cause: error })
  return new StoreUnavailable('nothing', `Database unavailable (${code}).`, { cause: error })
}

/** The extended SQLite code of an error or of what caused it, such as SQLITE_CONSTRAINT_UNIQUE; null when it has none. */
export function sqliteCode(error: unknown): string | null {
  if (error instanceof Database.SqliteError) return error.code
  return error instanceof Error && error.cause !== undefined ? sqliteCode(error.cause) : null
}
