import {
  closeSync,
  existsSync,
  lstatSync,
  openSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
} from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { makeFolder } from '../folder.ts'
import { StoreUnavailable, WrongDatabaseUrl } from '../store.ts'

/** The file of a database, before SQLite opens it: which one it really is, and who may read it. */

/**
 * The one path of a file, whatever links lead to it; it need not be there yet, but the folder that it would be in must.
 * A link to a file that is not there counts as that file: SQLite would make it there.
 */
export function realFile(file: string): string {
  try {
    return realpathSync(file)
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
    return isLink(file)
      ? realFile(resolve(dirname(file), readlinkSync(file)))
      : join(realpathSync(dirname(file)), basename(file))
  }
}

/** Makes the folder of a file where it is missing; only whom the server runs as may look into what is made. */
export function makeFolderOf(file: string): void {
  makeFolder(dirname(file))
}

/**
 * Makes an empty file that only its owner may read, unless it is there; SQLite gives its companions the same rights.
 * A file that is there is not even opened: closing it would let go of the locks that this process holds on it.
 */
export function makeOwnFile(file: string): void {
  try {
    closeSync(openSync(file, 'wx', 0o600))
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return
    const why = error instanceof Error ? error.message : String(error)
    throw new StoreUnavailable('nothing', `Can’t create the database (${why}).`, { cause: error })
  }
}

/**
 * The same for a database. Until `finishMaking` a second file, `<file>.new`, says that the empty file was made here and never held
 * anything. Throws WrongDatabaseUrl where only the log of a database is left.
 */
export function makeDatabaseFile(file: string): void {
  if (existsSync(file)) return
  requireNoLeftLog(file)
  makeOwnFile(`${file}.new`)
  makeOwnFile(file)
}

/** To be called when the database in the file has its tables. */
export function finishMaking(file: string): void {
  rmSync(`${file}.new`, { force: true })
}

/** SQLite would take the missing file for a new database, and delete the log. */
function requireNoLeftLog(file: string): void {
  const log = statSync(`${file}-wal`, { throwIfNoEntry: false })
  if (log !== undefined && log.size > 0)
    throw new WrongDatabaseUrl(
      `DATABASE_URL: ${file} is missing, but its log ${basename(file)}-wal exists. Restore the database, or move the log away.`,
    )
}

/**
 * Throws WrongDatabaseUrl for a file that must not be opened: no regular file, one that was emptied, or one that has a second path, by
 * which another process would write to it with a lock and a log of its own.
 */
export function requireUsable(file: string): void {
  requireRegular(file)
  const found = statSync(file, { throwIfNoEntry: false })
  if (found === undefined) return
  if (found.size === 0 && !existsSync(`${file}.new`) && statSync(file).size === 0)
    throw new WrongDatabaseUrl(`DATABASE_URL: ${file} is empty. Restore a backup, or delete the file to start over.`)
  if (found.nlink > 1)
    throw new WrongDatabaseUrl(
      `DATABASE_URL: ${file} has ${found.nlink} hard links. Delete all but one, or make a copy with cp.`,
    )
  if (found.dev !== statSync(dirname(file)).dev || mountPoints().includes(file))
    throw new WrongDatabaseUrl(
      `DATABASE_URL: ${file} is mounted as a single file. Mount its folder instead: the database needs files beside it.`,
    )
}

/** Throws WrongDatabaseUrl where something other than a regular file is; nothing may be there yet. */
function requireRegular(file: string): void {
  const found = statSync(file, { throwIfNoEntry: false })
  if (found === undefined || found.isFile()) return
  const what = found.isDirectory() ? 'a folder' : 'a device, pipe or socket'
  throw new WrongDatabaseUrl(`DATABASE_URL: ${file} is ${what}. Use the path of a file.`)
}

/** Every path of this process at which something is mounted; empty where the system has no proc(5). */
function mountPoints(): string[] {
  try {
    const lines = readFileSync('/proc/self/mountinfo', 'utf8').split('\n')
    // Spaces and the like are written as octal escapes.
    return lines.map((line) =>
      (line.split(' ')[4] ?? '').replace(/\\([0-7]{3})/g, (_, octal) => String.fromCharCode(Number.parseInt(octal, 8))),
    )
  } catch {
    return []
  }
}

function isLink(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === true
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : null
}
