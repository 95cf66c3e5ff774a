import type { z } from 'zod'
import { hasVisibleCharacter } from '../../../machines/typed-text.ts'
import { ownProperty } from '../../own-property.ts'
import type { Words } from '../../words/index.ts'
import { type Refusal, refusalOf, type Typed } from '../forms/form.ts'
import { tooLong } from '../forms/too-long.ts'

/** What cannot be read, field by field. */
export function formErrors(w: Words, typed: Typed, error: z.ZodError): Refusal {
  const errors: Record<string, string> = {}
  const unknown: string[] = []
  for (const issue of error.issues) {
    const field = typed.type === 'launch.unassignRole' ? inOne(issue.path.join('.')) : issue.path.join('.')
    const isBound = issue.code === 'unrecognized_keys' && field === 'asks'
    if (isBound) for (const key of issue.keys) errors[`asks.${key}`] = w.t('form.number-only')
    else if (issue.code === 'unrecognized_keys')
      unknown.push(...issue.keys.map((key) => [...issue.path, key].join('.')))
    else if (field !== '') errors[fieldOf(field)] ??= sentenceOf(w, fieldOf(field), issue, typed)
  }
  const named = unknown.length > 0 ? w.t('form.unknown-fields', { names: w.list(unknown) }) : null
  const said = Object.keys(errors).includes('type') ? w.t('form.unknown-command') : w.t('form.invalid')
  return { ...refusalOf(typed, 422, named ?? said), errors }
}

/** One field stands for what it says in two, or for a list of it. */
const fieldOf = (path: string): string => path.replace(/^items\..*$/, 'items')

/** Whose role is taken is one choice. */
const inOne = (path: string): string => (path === 'role' || path === 'person' ? 'who' : path)

const dates: readonly string[] = ['until', 'targetAt', 'window.opensAt', 'window.closesAt']

function sentenceOf(w: Words, field: string, issue: z.core.$ZodIssue, typed: Typed): string {
  const value = ownProperty(typed, field)
  const isEmpty = value === undefined || !hasVisibleCharacter(String(value))
  const isLong = tooLong(w, issue, String(value))
  if (isLong !== null) return isLong
  if (field === 'evidence.value') return w.t('form.bad-number')
  if (field.startsWith('window.') && isEmpty) return w.t('form.window-both')
  if (field === 'window.closesAt' && issue.code === 'custom') return w.t('form.window-order')
  if (isEmpty) return field === 'reason' ? w.reason({ code: 'reason-missing', params: {} }, null) : w.t('form.missing')
  if (field === 'asks.min' || field === 'asks.max') return w.t('form.bad-number')
  if (dates.includes(field)) return w.t('form.bad-date')
  if (field === 'timeZone') return w.t('form.bad-zone')
  if (field === 'evidence.url' || field === 'url') return w.t('form.bad-link')
  return w.t('form.not-accepted')
}
