import type { Words } from '../../words/index.ts'
import { scriptLanguage } from '../../words/script-language.ts'

/** A name, a title or a text that somebody wrote, and the language of its letters where that is not the page's. */
export interface ShownText {
  text: string
  lang: string | null
}

export function shownText({ lang: ofPage }: Pick<Words, 'lang'>, text: string): ShownText {
  const lang = scriptLanguage(text)
  return { text, lang: lang === ofPage ? null : lang }
}
