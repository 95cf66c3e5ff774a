import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { WrongDatabaseUrl } from '../store.ts'

/**
 * `<file>.running` lies beside a database for as long as a server has it open. Where it was left behind, that server was killed, and its
 * write-ahead log must be there as well: SQLite removes the log only when it was copied into the database file, and without it what was
 * acknowledged last would be missing without a word.
 */

const markOf = (file: string): string => `${file}.running`

/** To be called when the database is open. Where the mark cannot be written, a lost log would not be noticed; that is no reason to stop. */
export function markRunning(file: string): void {
  try {
    writeFileSync(markOf(file), `${identityOf(file)}\n`, { mode: 0o600 })
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error
  }
}

/** To be called before the server closes the database. */
export function unmarkRunning(file: string): void {
  rmSync(markOf(file), { force: true })
}

export const hasLog = (file: string): boolean => existsSync(`${file}-wal`)

/**
 * To be called when somebody else has closed the database, to whom it had a log: whoever closes it last copies that of a killed server and
 * removes it.
 */
export function unmarkIfCopied(file: string): void {
  if (!hasLog(file)) unmarkRunning(file)
}

/** Throws WrongDatabaseUrl where a killed server's log is missing. To be called before the database is opened, by its only server. */
export function requireLogOfKilledServer(file: string): void {
  const mark = markOf(file)
  if (!existsSync(mark) || hasLog(file) || !existsSync(file)) return
  // A file that was restored since has no log.
  if (readFileSync(mark, 'utf8').trim() !== identityOf(file)) return
  throw new WrongDatabaseUrl(
    `DATABASE_URL: the last server of ${file} was killed, and its log ${basename(file)}-wal is missing: what was saved last may be lost. ` +
      `Put the log back, or restore a backup. To start without it, delete ${mark}.`,
  )
}

/** Of one file among all that are ever at a path. */
function identityOf(file: string): string {
  const { ino, birthtimeMs } = statSync(file)
  return `${ino} ${birthtimeMs}`
}
