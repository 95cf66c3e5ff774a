import type { z } from 'zod'
import { type Sentence, UserFacingError } from '../words/terminal.ts'

/** Reads one setting after another from an environment. An empty value counts as unset. */

export type Environment = Record<string, string | undefined>

/** An invalid setting. The process ends with exit code 78 (EX_CONFIG of sysexits.h). */
export class WrongSetting extends UserFacingError {
  override name = 'WrongSetting'
  readonly exitCode = 78
}

/** The value of a setting, or its default. Throws WrongSetting, with the value: not for secrets. */
export type ReadSetting = <T>(name: string, fallback: string, schema: z.ZodType<T>, takes: Sentence) => T

export function settingReader(env: Environment): ReadSetting {
  return (name, fallback, schema, takes) => {
    const got = env[name] || fallback
    const value = schema.safeParse(got)
    if (value.success) return value.data
    const shown = JSON.stringify(withoutCredentials(got))
    throw new WrongSetting((t) => t('setting.invalid', { name, got: shown, takes: takes(t) }))
  }
}

/** The value of a secret setting, or null if it is unset. Throws WrongSetting, without the value. */
export function readSecret<T>(env: Environment, name: string, schema: z.ZodType<T>, takes: Sentence): T | null {
  const got = env[name]
  if (got === undefined || got === '') return null
  const value = schema.safeParse(got)
  if (value.success) return value.data
  throw new WrongSetting((t) => t('setting.invalid-secret', { name, takes: takes(t) }))
}

/** Settings that need each other: if one is set and others are not, throws WrongSetting and names both. */
export function requireTogether(env: Environment, needed: readonly string[], also: readonly string[] = []): boolean {
  const set = [...needed, ...also].filter((name) => env[name])
  const missing = needed.filter((name) => !env[name])
  if (set.length === 0) return false
  if (missing.length === 0) return true
  throw new WrongSetting((t) => t('setting.missing', { missing: missing.join(', '), set: set.join(', ') }))
}

/** A URL may hold a user name and a password (RFC 3986 section 3.2.1); they are replaced up to the last @. */
const withoutCredentials = (value: string) => value.replace(/(\/\/).*@/s, '$1***@')
