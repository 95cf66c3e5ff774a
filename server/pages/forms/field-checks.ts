import { z } from 'zod'
import { title } from '../../../machines/commands.ts'
import { refusePassword } from '../../auth/password-rules.ts'
import type { Words } from '../../words/index.ts'
import type { Typed } from './form.ts'
import { tooLong } from './too-long.ts'

/** What people type about themselves and their organization, checked field by field. */

export const text = (typed: Typed, name: string): string => {
  const value = typed[name]
  return typeof value === 'string' ? value : ''
}

/** What is wrong with the name of a person or thing; undefined where nothing is. */
export function nameError(w: Words, name: string): string | undefined {
  const issue = title.safeParse(name).error?.issues[0]
  return issue && (tooLong(w, issue, name) ?? w.t(name.trim() === '' ? 'form.missing' : 'form.not-accepted'))
}

export function emailError(w: Words, email: string): string | undefined {
  if (email.trim() === '') return w.t('form.missing')
  return z.email().max(254).safeParse(email.trim()).success ? undefined : w.t('form.bad-email')
}

export function passwordError(w: Words, password: string, person: { name: string; email: string }): string | undefined {
  if (password === '') return w.t('form.missing')
  const refusal = refusePassword(password, person)
  return refusal === null ? undefined : w.t(`password.${refusal}`)
}
