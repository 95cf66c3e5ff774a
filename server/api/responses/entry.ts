import { z } from 'zod'
import { leafSchema } from '../../../db/seal.ts'
import { actionNames } from '../../../machines/entry.ts'
import { installationActionNames, installationEntry } from '../../../machines/installation/entry.ts'
import { decision, instant, wholeNumber } from './common.ts'

/** Entries of a launch's log, and the response of a command, which holds those that it wrote. */

/** An entry with its private texts and names; texts are null once they were erased. */
export const entry = z.strictObject({
  id: z.string().describe('`launch:seq`.'),
  seq: wholeNumber,
  at: instant,
  action: z.enum(actionNames),
  actor: z.strictObject({ ...leafSchema.shape.actor.shape, name: z.string().nullable() }),
  gate: z.string().nullable(),
  item: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
  from: z.string().nullable(),
  to: z.string(),
  as: z.string().exactOptional().describe('The role as which a signature was given.'),
  via: z.literal('token').exactOptional().describe('Present when a token that may sign was used.'),
  cause: z
    .union([z.strictObject({ seq: wholeNumber }), z.strictObject({ clock: instant })])
    .nullable()
    .describe('The entry that this one follows from, or the instant that fell due.'),
  due: instant.exactOptional(),
})
export type EntryBody = z.infer<typeof entry>

/** An entry as it is stored and hashed. */
export const leaf = z.strictObject({ ...leafSchema.shape, action: z.enum(actionNames) })

/** An entry of the installation's log as it is stored and hashed; which data goes with which action, machines/installation/entry.ts says. */
export const installationLeaf = z.strictObject({
  ...installationEntry.shape,
  action: z.enum(installationActionNames),
  data: z.record(z.string(), z.unknown()),
})

/** An accepted command. One that changed nothing wrote no entries. */
export const accepted = z.strictObject({
  accepted: z.literal(true),
  version: wholeNumber,
  entries: z.array(entry),
  decision,
  unlocked: z.boolean().describe('True exactly when `decision` is `go`.'),
})
export type AcceptedBody = z.infer<typeof accepted>

/** Accepted evidence: `ticked` is false when the check failed. */
export const evidenceAccepted = z.strictObject({ ticked: z.boolean(), ...accepted.shape })
