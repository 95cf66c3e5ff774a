import { isolated } from '../../text/bidi.ts'
import type { Words } from '../../words/index.ts'
import type { ShownText } from './shown-text.ts'
import type { Time } from './time.ts'

/** A sentence or a list whose parts are drawn with markup: words, and what stands between them. */
export type Piece = string | ShownText | Time | { href: string; label: string }

/** These one after the other, with the mark of the language between them; of none, nothing. */
export function listed<V extends Piece>({ marks }: Pick<Words, 'marks'>, all: readonly V[]): (V | string)[] {
  return all.flatMap((each, at) => (at === 0 ? [each] : [marks.list, each]))
}

/** What is read out after a label that alone does not say what it is about. */
export const aboutWords = ({ marks }: Pick<Words, 'marks'>, text: string): string => marks.label + isolated(text)
