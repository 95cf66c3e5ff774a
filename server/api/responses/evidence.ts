import { z } from 'zod'
import { wholeNumber } from './common.ts'

/** What an item asks for. Limits belong to numbers. */
export const asks = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(['none', 'note', 'link', 'file', 'junit']) }),
  z.strictObject({
    kind: z.literal('number'),
    unit: z.string().exactOptional(),
    min: z.number().exactOptional(),
    max: z.number().exactOptional(),
  }),
])
export type AsksBody = z.infer<typeof asks>

/** What was handed in. Private texts are null once they were erased. */
export const evidence = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('note'), text: z.string().nullable() }),
  z.strictObject({
    kind: z.literal('link'),
    url: z.string().nullable(),
    title: z.string().nullable().exactOptional(),
  }),
  z.strictObject({ kind: z.literal('number'), value: z.number() }),
  z.strictObject({
    kind: z.literal('file'),
    name: z.string().nullable(),
    type: z.string(),
    size: wholeNumber,
    sha256: z.string(),
  }),
  z.strictObject({
    kind: z.literal('junit'),
    passed: wholeNumber,
    failed: wholeNumber,
    skipped: wholeNumber,
    flaky: wholeNumber.describe('Of those that passed, how many passed only on a rerun.'),
    seconds: z.number(),
    sha256: z.string(),
  }),
])
export type EvidenceBody = z.infer<typeof evidence>
