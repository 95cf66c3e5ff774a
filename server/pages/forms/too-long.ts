import type { z } from 'zod'
import type { Words } from '../../words/index.ts'

/** By how much a text is too long, counted as it is judged; null when that is not what is wrong. No field cuts what is typed or pasted into it. */
export function tooLong(w: Words, issue: z.core.$ZodIssue, typed: string): string | null {
  if (issue.code !== 'too_big') return null
  return w.t('form.too-long', { length: typed.trim().length, most: Number(issue.maximum) })
}
