import type { Environment } from './setting.ts'

/** The locale of the terminal, as POSIX asks (XBD section 8.2): the first of these that isn't empty; empty where none is set. */
export function readLocale(env: Environment = process.env): string {
  return env.LC_ALL || env.LC_MESSAGES || env.LANG || ''
}
