import { WrongSetting } from '../settings/setting.ts'
import { UserFacingError } from '../words/terminal.ts'
import { Failed, messageOf } from './failed.ts'
import { speech, t } from './language.ts'
import { say } from './print.ts'

/**
 * Errors that are printed as one sentence, by name, with their exit codes. By name, because their classes live in files that load a
 * database, and this file is loaded by every command.
 */
const answers: Readonly<Record<string, number>> = {
  NewerDatabase: 78,
  WrongDatabaseUrl: 78,
  HeldByAnother: 1,
  StoreUnavailable: 1,
  Taken: 1,
  Damaged: 1,
  TokenRefused: 1,
  PersonRefused: 1,
  Unsealable: 1,
  BackupProblem: 1,
}

/** One sentence for a known error; anything else is a fault and is printed with its stack trace. */
export function explain(error: unknown): void {
  const sentence = sentenceOf(error)
  if (sentence !== null) say(sentence)
  else process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : error}\n`)
}

/** Null for a fault. */
function sentenceOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null
  if (error instanceof UserFacingError) return error.sentence(t)
  if (error.name === 'BackupProblem') return backupProblem(error)
  if (error.name === 'Taken' && 'what' in error) return taken(error)
  if (isCorrupt(error) || isCorrupt(error.cause)) return t('cli.corrupt')
  if (error instanceof Failed || Object.hasOwn(answers, error.name)) return error.message
  const code = codeOf(error)
  if (code === 'EADDRINUSE') return t('cli.port-in-use', { why: error.message })
  // Errors of the operating system (no such folder, permission denied, disk full) are one line already.
  return 'syscall' in error ? error.message : null
}

/** A backup that was not made, or not restored; `why` is what prevented it, where that was an error of its own. */
function backupProblem(error: Error): string {
  const key = `backup.problem.${codeOf(error)}`
  const params = 'params' in error && typeof error.params === 'object' ? Object.entries(error.params ?? {}) : []
  const why = sentenceOf(error.cause) ?? messageOf(error.cause)
  const args = { ...Object.fromEntries(params.map(([name, value]) => [name, String(value)])), why }
  return speech().has(key) ? speech().format(key, args) : error.message
}

function taken(error: Error & { what: unknown }): string {
  if (error.what === 'id') return t('cli.taken.id')
  return error.what === 'email address' ? t('cli.taken.email-address') : error.message
}

/** SQLite says so of a damaged file, and of a read that failed. */
const isCorrupt = (error: unknown): boolean =>
  error instanceof Error && codeOf(error)?.startsWith('SQLITE_CORRUPT') === true

function codeOf(error: Error): string | null {
  return 'code' in error && typeof error.code === 'string' ? error.code : null
}

export function exitCodeOf(error: unknown): number {
  if (error instanceof Failed || error instanceof WrongSetting) return error.exitCode
  if (!(error instanceof Error)) return 1
  // A newer program made the file, as with NewerDatabase.
  if (error.name === 'BackupProblem' && codeOf(error) === 'newer') return 78
  return answers[error.name] ?? 1
}
