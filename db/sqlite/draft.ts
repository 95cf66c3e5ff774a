import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { BackupProblem } from '../backup/problem.ts'
import { sqliteCode } from './connection.ts'
import { makeOwnFile } from './file.ts'

/**
 * A folder `<file>.draft` in which one process prepares a file, until it gets its name. What a killed process left there is removed by
 * the next one. The folder belongs to whoever holds an exclusive transaction on the file `lock` in it, as with the lock of a server.
 */
export class Draft {
  readonly #target: string
  readonly #folder: string
  readonly #lock: Database.Database

  /** Throws BackupProblem (`in-progress`) when another process has the folder. */
  constructor(target: string) {
    this.#target = target
    this.#folder = target + suffix
    this.#lock = takeFolder(this.#folder, target)
    for (const name of readdirSync(this.#folder))
      if (name !== lockName) rmSync(join(this.#folder, name), { recursive: true, force: true })
  }

  path(name: string): string {
    return join(this.#folder, name)
  }

  /** Gives this file of the folder its name, on disk when this returns. A file that has the name already stays: BackupProblem (`exists`). */
  publish(name: string): void {
    sync(this.path(name))
    moveWithoutReplacing(this.path(name), this.#target)
    sync(dirname(this.#target))
  }

  /** Removes the folder with all that is in it, published or not. */
  remove(): void {
    for (const name of readdirSync(this.#folder)) rmSync(join(this.#folder, name), { recursive: true, force: true })
    this.#lock.close()
    removeEmpty(this.#folder)
  }
}

const lockName = 'lock'
const suffix = '.draft'

function takeFolder(folder: string, target: string): Database.Database {
  for (;;) {
    if (!existsSync(folder)) makeFolderQuietly(folder)
    const path = join(folder, lockName)
    makeOwnFile(path)
    const lock = new Database(path, { timeout: 0 })
    try {
      lock.exec('BEGIN EXCLUSIVE')
      // Its owner removed the file at the end, after this process had opened it.
      if (existsSync(path)) return lock
      lock.close()
    } catch (error) {
      lock.close()
      if (sqliteCode(error)?.startsWith('SQLITE_BUSY') !== true) throw error
      throw new BackupProblem('in-progress', { file: target })
    }
  }
}

/** Another process may make it first. */
function makeFolderQuietly(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
}

/** A hard link, unlike a rename, replaces nothing. Some file systems have none. */
function moveWithoutReplacing(from: string, to: string): void {
  try {
    linkSync(from, to)
  } catch (error) {
    if (existsSync(to)) throw new BackupProblem('exists', { file: to }, { cause: error })
    renameSync(from, to)
  }
}

/** Also of a folder: a new name is lasting only when its folder is on disk. */
export function sync(path: string): void {
  const file = openSync(path, 'r')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** Another process may have taken the folder again. */
function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && ['ENOTEMPTY', 'ENOENT', 'EEXIST'].includes(String(error.code))))
      throw error
  }
}

/** Removes what killed processes left in a folder; what another process is working on stays. */
export function sweepDrafts(folder: string): void {
  for (const name of existsSync(folder) ? readdirSync(folder) : [])
    if (name.endsWith(suffix)) sweep(join(folder, name.slice(0, -suffix.length)))
}

function sweep(target: string): void {
  try {
    new Draft(target).remove()
  } catch (error) {
    if (!(error instanceof BackupProblem && error.code === 'in-progress')) throw error
  }
}
