import { z } from 'zod'
import { gateStatuses } from '../../../machines/reading/queries.ts'
import type { Blocker } from '../../../machines/reading/verdict.ts'
import { instant } from './common.ts'

export const gateStatus = z.enum(gateStatuses)

/** One reason why a deploy is not allowed. `role` is the first of `roles`; `waitingFor` is empty for readers without a token. */
export const blocker = z.strictObject({
  kind: z.enum(['state', 'gate', 'candidate', 'hold', 'window', 'people'] satisfies Blocker['kind'][]),
  word: z.enum(['wait', 'hold', 'no-go'] satisfies Blocker['word'][]),
  gate: z.string().nullable(),
  title: z.string().nullable(),
  status: gateStatus.nullable(),
  reason: z.string(),
  role: z.string().nullable(),
  roles: z.array(z.string()),
  waitingFor: z.array(z.strictObject({ id: z.string(), name: z.string().nullable() })),
  since: instant.nullable(),
})
export type BlockerBody = z.infer<typeof blocker>
