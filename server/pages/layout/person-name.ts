import type { Words } from '../../words/index.ts'
import { scriptLanguage } from '../../words/script-language.ts'
import { listed } from './pieces.ts'
import { type ShownText, shownText } from './shown-text.ts'

/** How a person's name is shown: the language of its letters where that is not the page's, and up to two letters for the round mark. */
export interface PersonName extends ShownText {
  initials: string
}

export function personName(w: Pick<Words, 'lang'>, text: string): PersonName {
  const script = scriptLanguage(text)
  const words = text.split(/\s+/).filter((word) => word !== '')
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? '')][0] ?? '')
  const isAlphabetic = script === null || script === 'en'
  return {
    ...shownText(w, text),
    initials: isAlphabetic ? letters.join('') : [...text].slice(-2).join(''),
  }
}

/** Several of them, with the marks of a list between them. */
export const personNames = (w: Words, names: readonly string[]): (PersonName | string)[] =>
  listed(
    w,
    names.map((name) => personName(w, name)),
  )
