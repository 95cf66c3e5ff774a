import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BackupMade, backUpSqlite } from './sqlite/backup.ts'
import { sqliteCode } from './sqlite/connection.ts'
import { makeFolderOf } from './sqlite/file.ts'
import { type Lock, lockFile } from './sqlite/lock.ts'
import { type EvidencePlace, type Restored, restoreSqlite } from './sqlite/restore.ts'
import { openSqlite, openSqliteReader, type SqliteOptions } from './sqlite/store.ts'
import { type Store, type StoreNews, StoreUnavailable, WrongDatabaseUrl } from './store.ts'

/** The only file that knows which database a DATABASE_URL means. */

export { makeFolder } from './folder.ts'
export type { BackupMade } from './sqlite/backup.ts'
export { sweepDrafts } from './sqlite/draft.ts'

/**
 * Opens the store of a DATABASE_URL and brings its tables up to date; a file and its folder are made when they are not there.
 * A command of the command line waits in place, 5 s at most, while another process is writing. Throws NewerDatabase,
 * StoreUnavailable, WrongDatabaseUrl, or Damaged for a database whose schema was altered: only verification and export open
 * that one all the same (`acceptAltered`). Before the tables of an older program are changed they are copied, into the folder `copiesTo`
 * or else `backups` beside the file; where they can't be, they stay as they are: BackupProblem.
 */
export function openStore(url: string, options: { acceptAltered?: boolean; copiesTo?: string } = {}): Promise<Store> {
  return open(url, options)
}

/**
 * The same for the one server of a database, after lockStore. It blocks the event loop for 100 ms at most; a write waits up to 5 s
 * outside of it. `onNews` hears when the store stops answering, and when it does again.
 */
export function openServerStore(
  url: string,
  onNews: (news: StoreNews) => void,
  options: { copiesTo?: string } = {},
): Promise<Store> {
  return open(url, { busyTimeoutMs: 100, waitMs: 5_000, isServer: true, onNews, ...options })
}

/** A second store of a database that this process has open already, to read beside the first one. It is for a short time: close it soon. */
export async function openReader(url: string): Promise<Store> {
  return openSqliteReader(fileOf(url))
}

async function open(url: string, options: SqliteOptions): Promise<Store> {
  try {
    return await openSqlite(fileOf(url), options)
  } catch (error) {
    throw isForeign(error) ? foreignDatabase(error) : aboutUrl(error)
  }
}

/**
 * Writes a backup of the database and of its evidence files, whose places `evidencePath` gives, into one file, and verifies it. Beside
 * a server it makes no writer wait, but it blocks its own process: not for one that serves others. `at`: now, in epoch ms. Throws BackupProblem,
 * NewerDatabase, WrongDatabaseUrl and what the system says; the file is not there then.
 */
export async function backUp(
  url: string,
  file: string,
  evidencePath: (sha256: string) => string,
  at: number,
): Promise<BackupMade> {
  try {
    return await backUpSqlite(fileOf(url), file, evidencePath, at)
  } catch (error) {
    throw isForeign(error) || sqliteCode(error) === 'SQLITE_ERROR' ? foreignDatabase(error) : error
  }
}

/**
 * Puts the database of a backup where none is, and its evidence into its place. `begin` may change the restored database before anybody
 * else sees it. Throws BackupProblem, HeldByAnother, WrongDatabaseUrl and what the system says; no database is there then.
 */
export async function restore(
  url: string,
  backup: string,
  evidence: EvidencePlace,
  begin: (store: Store, madeAt: string) => Promise<void>,
): Promise<Restored> {
  try {
    return await restoreSqlite(backup, fileOf(url), evidence, begin)
  } catch (error) {
    throw aboutUrl(error)
  }
}

/** The folder of the database. */
export const databaseFolder = (url: string): string => dirname(fileOf(url))

const isForeign = (error: unknown): boolean => sqliteCode(error) === 'SQLITE_NOTADB'
const foreignDatabase = (cause: unknown) =>
  new WrongDatabaseUrl('DATABASE_URL names a file that is not a database of Launchgate.', { cause })

/**
 * Takes the place of the one server of this database; throws HeldByAnother when another process has it, and WrongDatabaseUrl.
 * The command line does not need it.
 */
export function lockStore(url: string): Lock {
  try {
    const file = fileOf(url)
    makeFolderOf(file)
    return lockFile(file)
  } catch (error) {
    throw aboutUrl(error)
  }
}

/** A folder that the system will not make is a wrong address, unless the reason is one that passes; everything else is what it is. */
function aboutUrl(error: unknown): unknown {
  const isFolder = error instanceof Error && 'syscall' in error && error.syscall === 'mkdir'
  if (!isFolder) return error
  const code = 'code' in error ? String(error.code) : ''
  return ['ENOSPC', 'EDQUOT', 'EIO', 'EROFS', 'EMFILE', 'ENFILE'].includes(code)
    ? new StoreUnavailable('nothing', `Can’t create the database (${error.message}).`, { cause: error })
    : new WrongDatabaseUrl(`DATABASE_URL: ${error.message}`, { cause: error })
}

/**
 * The absolute path of a `file:` URL (RFC 8089, percent-encoded); a relative one counts from the working directory. Throws
 * WrongDatabaseUrl, also for SQLite's URI parameters, which would change how the file is written.
 */
function fileOf(url: string): string {
  if (/^postgres(ql)?:/.test(url))
    throw new WrongDatabaseUrl('DATABASE_URL: PostgreSQL isn’t supported yet. Use file:… (SQLite).')
  const path = /^file:(.+)$/s.exec(url)?.[1]
  if (path === undefined) throw new WrongDatabaseUrl(`DATABASE_URL: expected file:… (a SQLite file), not "${url}".`)
  if (/[?#]/.test(path))
    throw new WrongDatabaseUrl(
      `DATABASE_URL: "?" and "#" are not allowed. Write %3F or %23 if they are part of the name.`,
    )
  const file = decoded(path.startsWith('//') ? url : path)
  if (/^:.*:$/.test(path))
    throw new WrongDatabaseUrl(
      `DATABASE_URL: expected the path of a file, not "${path}". In-memory databases are not supported.`,
    )
  // A path that ends in a slash, "." or ".." names a folder.
  if (file.includes('\0') || /(^|\/)\.{0,2}$/.test(file))
    throw new WrongDatabaseUrl(`DATABASE_URL: expected the path of a file, not "${path}".`)
  return resolve(file)
}

function decoded(path: string): string {
  try {
    return path.startsWith('file:') ? fileURLToPath(path) : decodeURIComponent(path)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new WrongDatabaseUrl(`DATABASE_URL: ${why}. Write "%" in a name as %25.`, { cause: error })
  }
}
