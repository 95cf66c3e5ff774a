import { z } from 'zod'
import { blocker } from '../api/responses/blocker.ts'
import { candidate } from '../api/responses/common.ts'
import { problem } from '../api/responses/problem.ts'
import { status } from '../api/responses/status.ts'

/**
 * What `check` and `wait` read of a response, in the server's own schemas. A newer server may send additional fields, and kinds and
 * statuses that we don't know; a field that is missing or has another type means that this isn't an answer.
 */

/** The same fields, and any others. */
const withOthers = <Fields extends z.ZodRawShape>({ shape }: z.ZodObject<Fields>) => z.object(shape)

const { element: person } = blocker.shape.waitingFor

const readBlocker = withOthers(blocker.pick({ title: true, reason: true, role: true, since: true })).extend({
  kind: z.string(),
  status: z.string().nullable(),
  waitingFor: z.array(withOthers(person)),
})
export type ReadBlocker = z.infer<typeof readBlocker>

/** Of 200 and 423 at the deploy address. */
export const deployBody = withOthers(
  status.pick({ launch: true, decision: true, unlocked: true, summary: true }),
).extend({
  candidate: withOthers(candidate.pick({ version: true, commit: true })).nullable(),
  blockers: z.array(readBlocker),
})
export type DeployBody = z.infer<typeof deployBody>

/** Of every other status. */
export const problemBody = withOthers(problem.pick({ detail: true }))
