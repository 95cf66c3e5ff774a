import type { Text } from '../../../machines/pipeline/pipeline.ts'

/** A text of a pipeline by its place: `gates.content.title`. */
export interface PipelineText {
  key: string
  text: Text
}

/** Every text in this value, wherever it stands: an object with a text in English. */
export function textsOf(value: unknown, key = ''): PipelineText[] {
  if (typeof value !== 'object' || value === null) return []
  if (isText(value)) return [{ key, text: value }]
  return Object.entries(value).flatMap(([name, inner]) => textsOf(inner, key === '' ? name : `${key}.${name}`))
}

/** Whether a value is a text, in its languages. */
export const isText = (value: object): value is Text & { en: string } => 'en' in value && typeof value.en === 'string'
