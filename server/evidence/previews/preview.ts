import { z } from 'zod'

/**
 * What a page shows of a file beside its name, derived from its bytes: a convenience that may be thrown away and made again, never part
 * of an entry. All texts in it come from the file: they are cut, without characters that steer, and escaped where they are drawn.
 */
export const previewSchema = z.discriminatedUnion('kind', [
  /** There is a thumbnail of this size in pixels. */
  z.strictObject({ kind: z.literal('image'), width: z.number().int(), height: z.number().int() }),
  /** The first lines; `more` where the file goes on. */
  z.strictObject({ kind: z.literal('text'), lines: z.array(z.string()), more: z.boolean() }),
  /** The names of tests that failed, in their order; there may be more than are kept. */
  z.strictObject({ kind: z.literal('report'), failed: z.array(z.string()) }),
  /** It was tried, and there is nothing to show. */
  z.strictObject({ kind: z.literal('none') }),
])
export type Preview = z.infer<typeof previewSchema>

/** Types of which a thumbnail is made. No type that is drawn by a program of its own, such as SVG, is among them, nor HEIC. */
export const imageTypes: readonly string[] = ['image/png', 'image/jpeg', 'image/webp']
/** Types whose first lines are shown. Their bytes were checked to be UTF-8 when they came. */
export const textTypes: readonly string[] = ['text/csv', 'text/plain', 'application/json', 'application/xml']
