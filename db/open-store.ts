import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sqliteCode } from './sqlite/connection.ts'
import { makeFolderOf } from './sqlite/file.ts'
import { type Lock, lockFile } from './sqlite/lock.ts'
import { openSqlite } from './sqlite/store.ts'
import { type Store, WrongDatabaseUrl } from './store.ts'

/** The only file that knows which database a DATABASE_URL means. */

export { makeFolder } from './folder.ts'

/**
 * Opens the store of a DATABASE_URL and brings its tables up to date; a file and its folder are made when they are not there.
 * Throws NewerDatabase, StoreUnavailable, or WrongDatabaseUrl.
 */
export async function openStore(url: string): Promise<Store> {
  try {
    return await openSqlite(fileOf(url))
  } catch (error) {
    throw sqliteCode(error) === 'SQLITE_NOTADB'
      ? new WrongDatabaseUrl('DATABASE_URL names a file that is not a database of Launchgate.', { cause: error })
      : aboutUrl(error)
  }
}

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

/** A folder that the system will not make is a wrong address; everything else is what it is. */
function aboutUrl(error: unknown): unknown {
  const isFolder = error instanceof Error && 'syscall' in error && error.syscall === 'mkdir'
  return isFolder ? new WrongDatabaseUrl(`DATABASE_URL: ${error.message}`, { cause: error }) : error
}

/** The absolute path of a `file:` URL; a relative one counts from the working directory. Throws WrongDatabaseUrl. */
function fileOf(url: string): string {
  if (/^postgres(ql)?:/.test(url))
    throw new WrongDatabaseUrl('DATABASE_URL: PostgreSQL is not there yet; it takes file:… (SQLite) for now.')
  const path = /^file:(.+)$/.exec(url)?.[1]
  if (path === undefined) throw new WrongDatabaseUrl(`DATABASE_URL: it takes file:… (a SQLite file), not "${url}".`)
  if (!path.startsWith('//')) return resolve(path)
  try {
    return fileURLToPath(url)
  } catch (error) {
    throw new WrongDatabaseUrl(`DATABASE_URL: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    })
  }
}
