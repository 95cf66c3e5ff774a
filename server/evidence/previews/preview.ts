import { z } from 'zod'

/**
 * What a page shows of a file beside its name, derived from its bytes: a convenience that may be thrown away and made again, never part
 * of an entry. All texts in it come from the file: they are cut, without invisible characters that change how text is displayed, and
 * escaped where they are drawn.
 */
export const previewSchema = z.discriminatedUnion('kind', [
  /** There is a thumbnail of this size in pixels. */
  z.strictObject({ kind: z.literal('image'), width: z.number().int(), height: z.number().int() }),
  /** The first lines; `more` where the file goes on. */
  z.strictObject({ kind: z.literal('text'), lines: z.array(z.string()), more: z.boolean() }),
  /** The names of tests that failed, in their order. `whole`: no failure has another name. */
  z.strictObject({ kind: z.literal('report'), failed: z.array(z.string()), whole: z.boolean() }),
  /** It was tried, and there is nothing to show. */
  z.strictObject({ kind: z.literal('none') }),
])
export type Preview = z.infer<typeof previewSchema>

/** As what a file is looked at: the same XML may be evidence as a file and as a report. */
export type PreviewKind = 'image' | 'text' | 'report'

/** Types of which a thumbnail is made. No type that is drawn by a program of its own, such as SVG, is among them, nor HEIC. */
const imageTypes: readonly string[] = ['image/png', 'image/jpeg', 'image/webp']
/** Types whose first lines are shown. Their bytes were checked to be UTF-8 when they came. */
const textTypes: readonly string[] = ['text/csv', 'text/plain', 'application/json', 'application/xml']

/** Null for a file that has no preview. */
export function previewKind({ type, isReport }: { type: string; isReport: boolean }): PreviewKind | null {
  if (isReport) return 'report'
  if (imageTypes.includes(type)) return 'image'
  return textTypes.includes(type) ? 'text' : null
}
