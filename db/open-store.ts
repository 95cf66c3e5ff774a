import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { makeFolderOf } from './sqlite/file.ts'
import { type Lock, lockFile } from './sqlite/lock.ts'
import { openSqlite } from './sqlite/store.ts'
import type { Store } from './store.ts'

/** The only file that knows which database a DATABASE_URL means. */

/**
 * Opens the store of a DATABASE_URL and brings its tables up to date; a file and its folder are made when they are not there.
 * Throws NewerDatabase, StoreUnavailable, or a plain error with one sentence about the URL.
 */
export function openStore(url: string): Promise<Store> {
  return openSqlite(fileOf(url))
}

/**
 * Takes the place of the one server of this database; throws HeldByAnother when another process has it.
 * The command line does not need it.
 */
export function lockStore(url: string): Lock {
  const file = fileOf(url)
  makeFolderOf(file)
  return lockFile(file)
}

/** The absolute path of a `file:` URL; a relative one counts from the working directory. */
function fileOf(url: string): string {
  if (/^postgres(ql)?:/.test(url))
    throw new Error('DATABASE_URL: PostgreSQL is not there yet; it takes file:… (SQLite) for now.')
  const path = /^file:(.+)$/.exec(url)?.[1]
  if (path === undefined) throw new Error(`DATABASE_URL: it takes file:… (a SQLite file), not "${url}".`)
  return path.startsWith('//') ? fileURLToPath(url) : resolve(path)
}
