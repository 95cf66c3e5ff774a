import type { Request } from 'express'
import type { StoreUnavailable, Written } from '../../db/store.ts'
import { ClockJumped } from '../clock.ts'
import type { Key } from '../words/catalogue.ts'
import { words } from '../words/index.ts'
import { languageOf } from './language.ts'
import { Problem } from './problems.ts'

/** Who reads the answer: a program has a request key of its own, a person has the form. */
export type Audience = 'program' | 'person'

/** Nobody is told that nothing was saved when that is not certain. */
const sentences = {
  program: { nothing: 'problem.unavailable.detail', unknown: 'problem.unavailable.unknown' },
  person: { nothing: 'problem.unavailable.detail', unknown: 'problem.unavailable.unknown-form' },
} as const satisfies Record<Audience, Record<Written, Key>>

/** The answer while the database, or the time, cannot be relied on: 503 with Retry-After. */
export function unavailableProblem(req: Request, error: StoreUnavailable | ClockJumped, reader: Audience): Problem {
  const key = error instanceof ClockJumped ? 'problem.unavailable.clock' : sentences[reader][error.written]
  return new Problem('unavailable', { detail: words(languageOf(req)).t(key) })
}
