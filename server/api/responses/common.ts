import { z } from 'zod'
import type { DecisionWord } from '../../../machines/reading/verdict.ts'

/** Parts that several responses share. */

/** RFC 3339 in UTC with milliseconds, as `Date.toISOString` writes it. */
export const instant = z.iso.datetime({ precision: 3 })

export const wholeNumber = z.int().nonnegative()

export const decision = z.enum(['go', 'wait', 'hold', 'no-go'] satisfies DecisionWord[])

/** A build. `url` is null for readers without a token, and once it was erased. */
export const candidate = z.strictObject({
  version: z.string(),
  commit: z.string().nullable(),
  url: z.string().nullable(),
})
export type CandidateBody = z.infer<typeof candidate>
