import { personName } from './person-name.ts'

/** A piece of a sentence, and the language of its script where that is not the page's: names and texts come in every one. */
export interface LanguageSpan {
  text: string
  lang: string | null
}

const foreign = /([\p{sc=Hangul}\p{sc=Han}](?:[\p{sc=Hangul}\p{sc=Han}\s\p{P}]*[\p{sc=Hangul}\p{sc=Han}])?)/u

/** A sentence in its pieces, so that what is Korean or Chinese in it is read out and drawn as such (WCAG 2.2, 3.1.2). */
export function languageSpans(sentence: string): LanguageSpan[] {
  return sentence
    .split(foreign)
    .filter((text) => text !== '')
    .map((text) => ({ text, lang: personName(text).lang }))
}
