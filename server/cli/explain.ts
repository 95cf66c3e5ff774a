import { WrongSetting } from '../config.ts'
import { Failed } from './failed.ts'
import { say } from './print.ts'

/**
 * Errors that are answers, by name: their classes live in files that load a database, and this one is loaded by every
 * command. `code` is the exit code.
 */
const answers: Readonly<Record<string, number>> = {
  NewerDatabase: 78,
  HeldByAnother: 1,
  StoreUnavailable: 1,
  Taken: 1,
  Damaged: 1,
  TokenRefused: 1,
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
  if ('code' in error && error.code === 'EADDRINUSE')
    return `Another program listens there already (${error.message}). Stop it, or choose another PORT.`
  return null
}

export function exitCodeOf(error: unknown): number {
  if (error instanceof Failed || error instanceof WrongSetting) return error.exitCode
  return error instanceof Error ? (answers[error.name] ?? 1) : 1
}
