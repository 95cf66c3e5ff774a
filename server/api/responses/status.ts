import { z } from 'zod'
import { launchValue } from '../../../machines/state.ts'
import { blocker } from './blocker.ts'
import { candidate, decision, instant, wholeNumber } from './common.ts'
import { problem } from './problem.ts'

/** The response of status, and of a deploy that is allowed. */
export const status = z.strictObject({
  launch: z.string(),
  url: z.url().describe('Where people read about the launch.'),
  title: z.string().nullable(),
  state: launchValue,
  decision,
  unlocked: z.boolean().describe('True exactly when `decision` is `go`.'),
  summary: z.string(),
  version: wholeNumber,
  asOf: instant,
  nextChangeAt: instant.nullable().describe('The next instant at which the response may change by the clock alone.'),
  targetAt: instant,
  candidate: candidate.nullable(),
  gates: z
    .strictObject({ total: wholeNumber, ready: wholeNumber, waived: wholeNumber, blocked: wholeNumber })
    .describe('Gates that are not needed are not counted.'),
  blockers: z.array(blocker),
})
export type StatusBody = z.infer<typeof status>

/** The response of a deploy that is not allowed: a problem with every field of the status except `title`, because a problem has its own. */
export const locked = z.strictObject({
  ...problem.pick({ type: true, title: true, detail: true, request: true }).shape,
  status: z.literal(423),
  code: z.literal('locked'),
  ...status.omit({ title: true }).shape,
})
export type LockedBody = z.infer<typeof locked>
