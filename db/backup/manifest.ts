import { z } from 'zod'

/** What a backup says about itself. */
export const manifestSchema = z.strictObject({
  /** Raised when an older program could not restore it. */
  format: z.literal(1),
  madeAt: z.iso.datetime(),
  /** The number of migrations that the database has seen. */
  schema: z.number().int().positive(),
  /** `database`: without evidence, which stays where it is. Made before a migration. */
  contents: z.enum(['all', 'database']),
})
export type Manifest = z.infer<typeof manifestSchema>

/** The format of a manifest, also of one that this program does not know otherwise; null where it says none. */
export const formatOf = (manifest: unknown): number | null =>
  z.object({ format: z.number() }).safeParse(manifest).data?.format ?? null
