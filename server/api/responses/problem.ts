import { z } from 'zod'
import { type ProblemCode, statusOfCode } from '../../http/problem-codes.ts'
import { blocker } from './blocker.ts'
import { instant, wholeNumber } from './common.ts'

// Object.keys gives strings; these are the keys of a constant.
const codes = Object.keys(statusOfCode) as ProblemCode[]

/** A problem document (RFC 9457). What follows `request` depends on the code. */
export const problem = z.strictObject({
  type: z.literal('about:blank'),
  title: z.string(),
  status: z.literal([...new Set(Object.values(statusOfCode))]),
  detail: z.string().describe('One sentence that the reader can act on, in their language.'),
  code: z.enum(codes),
  request: z.string().describe('The id of the request in the server’s log.'),
  reason: z
    .strictObject({ code: z.string(), params: z.record(z.string(), z.unknown()) })
    .exactOptional()
    .describe('The rule that refused, and what its sentence needs.'),
  errors: z
    .array(z.strictObject({ pointer: z.string(), detail: z.string() }))
    .exactOptional()
    .describe(
      '`pointer` is a JSON Pointer (RFC 6901) into the body, `?name` for a query parameter, or the name of a header.',
    ),
  scopes: z.array(z.string()).exactOptional().describe('Any one of these scopes would do.'),
  changed: z
    .array(z.strictObject({ seq: wholeNumber, action: z.string(), by: z.string(), at: instant }))
    .exactOptional()
    .describe('What happened since the version that a stale command was based on.'),
  blockers: z.array(blocker).exactOptional(),
})
export type ProblemBody = z.infer<typeof problem>
