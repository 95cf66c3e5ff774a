import { z } from 'zod'

/** Ids of launches, gates, roles, phases, people and pipelines: lower-case slugs. */
export const slug = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]*$/)
  // The one name of this form that every object has already: a look-up by it would find something that nobody put there.
  .refine((name) => name !== 'constructor')

/** Ids of items as a pipeline writes them (`INV-1`), and of items added to a running launch (`added-1`). */
export const itemId = z.string().regex(/^([A-Z][A-Z0-9]*-[0-9]+|added-[0-9]+)$/)

/** The evidence that an item asks for: exactly one kind; bounds belong to numbers, null where there is none. */
const asksSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(['none', 'note', 'link', 'file', 'junit']) }),
  z.strictObject({ kind: z.literal('number'), min: z.number().nullable(), max: z.number().nullable() }),
])
export type Asks = z.infer<typeof asksSchema>
export type EvidenceKind = Asks['kind']

const recheckOnSchema = z.union([z.literal('candidate'), z.strictObject({ needs: slug })])

/** One check, without its sentence. `freshFor` in milliseconds, null when it does not age. */
export const itemDefinition = z.strictObject({
  id: itemId,
  owner: slug,
  required: z.boolean(),
  asks: asksSchema,
  freshFor: z.number().int().positive().nullable(),
  recheckOn: z.array(recheckOnSchema),
})
export type ItemDefinition = z.infer<typeof itemDefinition>

/** One gate, without its texts. `needs` is spelled out (never `all`); `due` is milliseconds before the launch's target. */
export const gateDefinition = z.strictObject({
  id: slug,
  phase: slug,
  owner: slug,
  signers: z.array(slug),
  critical: z.boolean(),
  needs: z.array(slug),
  due: z.number().int().nonnegative().nullable(),
  items: z.array(itemDefinition),
})
export type GateDefinition = z.infer<typeof gateDefinition>

/**
 * A pipeline version without any text: what the rules are judged by, and what the first entry of every launch carries,
 * so that an export of the log replays by itself. Order of gates, items, roles and phases is the order on the page.
 */
export const definitionSchema = z.strictObject({
  id: slug,
  version: z.number().int().positive(),
  languages: z.array(z.string()).min(1),
  lead: slug,
  sponsor: slug,
  candidateRoles: z.array(slug),
  waiverLimit: z.number().int().positive(),
  decision: slug,
  roles: z.array(slug),
  phases: z.array(slug),
  questions: z.array(
    z.strictObject({ id: slug, leavesOut: z.strictObject({ items: z.array(itemId), gates: z.array(slug) }) }),
  ),
  gates: z.array(gateDefinition),
})
export type Definition = z.infer<typeof definitionSchema>

/** One sentence in each language of the pipeline, by language tag (`en`, `zh-Hant`, `ko`). */
const textSchema = z.record(z.string(), z.string())
export type Text = z.infer<typeof textSchema>

/** The sentences of a pipeline version, kept beside the log and bound to it by a commitment in the first entry. */
export const pipelineTextsSchema = z.strictObject({
  title: textSchema,
  roles: z.record(z.string(), textSchema),
  phases: z.record(z.string(), textSchema),
  questions: z.record(z.string(), textSchema),
  gates: z.record(
    z.string(),
    z.strictObject({
      title: textSchema,
      why: textSchema,
      items: z.record(
        z.string(),
        z.strictObject({
          text: textSchema,
          /** A name for lists and buttons, as it stands inside a sentence; pages cut the text where there is none. */
          short: textSchema.optional(),
          unit: textSchema.nullable(),
          hint: textSchema.nullable(),
        }),
      ),
    }),
  ),
})
export type PipelineTexts = z.infer<typeof pipelineTextsSchema>

/** A pipeline as the rules and the pages use it: its definition and its texts. */
export interface Pipeline {
  definition: Definition
  texts: PipelineTexts
}
