import { closeSync, lstatSync, openSync, readlinkSync, realpathSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { makeFolder } from '../folder.ts'
import { StoreUnavailable } from '../store.ts'

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
    throw new StoreUnavailable(`The database cannot be made now (${why}).`, { cause: error })
  }
}

function isLink(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === true
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : null
}
