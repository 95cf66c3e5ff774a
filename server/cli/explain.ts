import { WrongSetting } from '../config.ts'
import { Failed } from './failed.ts'
import { say } from './print.ts'

/**
 * Errors that are answers, by name: their classes live in files that load a database, and this one is loaded by every
 * command. `code` is the exit code.
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
}

/** One sentence for what we know how to say; everything else is a fault, with its trace for whoever mends it. */
export function explain(error: unknown): void {
  const sentence = sentenceOf(error)
  if (sentence !== null) say(sentence)
  else process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : error}\n`)
}

function sentenceOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null
  if (error instanceof Failed || error instanceof WrongSetting || Object.hasOwn(answers, error.name))
    return error.message
  const code = codeOf(error)
  if (code === 'EADDRINUSE')
    return `Another program listens there already (${error.message}). Stop it, or choose another PORT.`
  if (code?.startsWith('SQLITE_CORRUPT')) return 'The file that DATABASE_URL names is damaged: SQLite cannot read it.'
  // What the operating system refuses (no such folder, not allowed, disk full) it says in one line.
  return 'syscall' in error ? error.message : null
}

function codeOf(error: Error): string | null {
  return 'code' in error && typeof error.code === 'string' ? error.code : null
}

export function exitCodeOf(error: unknown): number {
  if (error instanceof Failed || error instanceof WrongSetting) return error.exitCode
  if (!(error instanceof Error)) return 1
  return answers[error.name] ?? 1
}
