import type { Speech } from './t.ts'

/** The marks between two parts, for what is drawn in parts because each has its own markup. */
export interface Marks {
  /** Between a label and its value. */
  label: string
  /** Between two parts of a list. */
  list: string
  /** Between the last two parts of a list. */
  lastOfList: string
  /** Between the parts of a list that are named and how many there are besides. */
  rest: string
  /** Between two sentences; empty where the full stop has its own width. */
  sentence: string
}

/** Each stands in the catalogue between the two arguments of a message. */
export function marks({ pieces }: Speech): Marks {
  const [first, second] = [{}, {}]
  const between = (parts: readonly (string | object)[]): string =>
    parts
      .slice(parts.indexOf(first) + 1, parts.indexOf(second))
      .filter((part) => typeof part === 'string')
      .join('')
  return {
    label: between(pieces('mark.label', { label: first, value: second })),
    list: between(pieces('mark.list', { list: first, next: second })),
    lastOfList: between(pieces('mark.last-of-list', { list: first, last: second })),
    rest: between(pieces('mark.rest', { list: first, more: second })),
    sentence: between(pieces('two-sentences', { first, second })),
  }
}
