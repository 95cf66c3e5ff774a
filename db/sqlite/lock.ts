import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import { HeldByAnother } from '../store.ts'
import { asUnavailable, sqliteCode, translated } from './connection.ts'
import { makeOwnFile, realFile, requireUsable } from './file.ts'
import { requireLogOfKilledServer } from './running-mark.ts'

/** How a lock is given back. */
export interface Lock {
  release(): void
}

/**
 * One server a SQLite file: an exclusive transaction held open on a small file beside it. The operating system ends it
 * with the process, however that dies; a process id would go on blocking. Throws HeldByAnother when somebody has it.
 * It lies beside the file itself, whatever symbolic link led there. A file with a second path of its own (a hard link, a mount of the
 * file alone) has a second lock, so it is refused: WrongDatabaseUrl.
 * `<file>.lock` must be opened by SQLite alone: reading it in any other way would let go of the lock.
 */
export function lockFile(file: string): Lock {
  const real = realFile(file)
  requireUsable(real)
  const holderFile = `${real}.lock.pid`
  makeOwnFile(`${real}.lock`)
  const client = translated(() => new Database(`${real}.lock`, { timeout: 0 }))
  try {
    client.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    client.close()
    if (sqliteCode(error)?.startsWith('SQLITE_BUSY') !== true) throw asUnavailable(error)
    const holder = readHolder(holderFile)
    const who = holder === null ? 'another process' : `process ${holder}`
    throw new HeldByAnother(`${file} is in use by ${who}. Stop it first, or use a different DATABASE_URL.`, holder)
  }
  try {
    requireLogOfKilledServer(real)
  } catch (error) {
    client.close()
    throw error
  }
  writeFileSync(holderFile, `${process.pid}\n`, { mode: 0o600 })
  return {
    release() {
      rmSync(holderFile, { force: true })
      client.close()
    },
  }
}

/** Only for the message: null when the holder has not written it yet. */
function readHolder(file: string): number | null {
  try {
    const pid = Number(readFileSync(file, 'utf8'))
    return Number.isSafeInteger(pid) && pid > 0 ? pid : null
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
