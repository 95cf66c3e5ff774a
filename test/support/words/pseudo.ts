import type { Pipeline, PipelineTexts } from '../../../machines/pipeline/pipeline.ts'
import type { Catalogue, Key } from '../../../server/words/catalogue.ts'
import { en } from '../../../server/words/en/index.ts'
import { asMessage, elementsOf, kind } from './message.ts'
import { isText } from './pipeline-texts.ts'

/**
 * A language made from English that shows what a translation would meet: ⟦Šîîĝñ ôôff⟧. Accents show a font that lacks letters, words
 * longer by 40 percent a place without room, and what stands outside the brackets is not in the catalogue.
 */

/** A tag that no language has. */
export const pseudoTag = 'qps-Ploc'

const accents: Readonly<Record<string, string>> = Object.fromEntries(
  [...'aceginosuyzACEGINOSUYZ'].map((letter, at) => [letter, [...'àçéĝîñôšûýžÀÇÉĜÎÑÔŠÛÝŽ'][at] ?? letter]),
)

/** With accents, and each vowel twice: with that a text of English is about 40 percent longer. */
const stretch = (text: string): string =>
  [...text].map((letter) => (accents[letter] ?? letter).repeat(/[aeiou]/.test(letter) ? 2 : 1)).join('')

/** A text in the pseudo-language; what takes no translation stays. */
const pseudo = (text: string): string => (/\p{L}/u.test(text) ? `⟦${stretch(text)}⟧` : text)

const codes = /^(date\.(weekday|month)|list)[.-]style$/

/** Every sentence of English in the pseudo-language, with its placeholders and plurals. */
export function pseudoCatalogue(): Catalogue {
  const sentences = Object.entries(en).map(([key, message]) => [
    key,
    codes.test(key) ? message : pseudoMessage(message),
  ])
  // Object.fromEntries forgets the keys.
  return Object.fromEntries(sentences) as Record<Key, string>
}

function pseudoMessage(message: string): string {
  const elements = elementsOf(message, 'en')
  const says = elements.some((each) => each.type !== kind.argument && each.type !== kind.number)
  return says ? `⟦${asMessage(elements, stretch)}⟧` : message
}

/** A pipeline that has the pseudo-language too. */
export function withPseudo({ definition, texts }: Pipeline): Pipeline {
  const languages = [...definition.languages, pseudoTag]
  return { definition: { ...definition, languages }, texts: addPseudo(texts) as PipelineTexts }
}

function addPseudo(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (isText(value)) return { ...value, [pseudoTag]: pseudo(value.en) }
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, addPseudo(inner)]))
}
