import type { Words } from '../../words/index.ts'
import { scriptLanguage } from '../../words/script-language.ts'

/** How a person's name is shown: the language of its letters where that is not the page's, and up to two letters for the round mark. */
export interface PersonName {
  text: string
  lang: string | null
  initials: string
}

export function personName({ lang: ofPage }: Pick<Words, 'lang'>, text: string): PersonName {
  const lang = scriptLanguage(text)
  const words = text.split(/\s+/).filter((word) => word !== '')
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? '')][0] ?? '')
  const isAlphabetic = lang === null || lang === 'en'
  return {
    text,
    lang: lang === ofPage ? null : lang,
    initials: isAlphabetic ? letters.join('') : [...text].slice(-2).join(''),
  }
}
