import type { Words } from '../../words/index.ts'
import { scriptLanguage } from '../../words/script-language.ts'

/** A piece of a sentence, and the language of its letters where that is not the page's: names and texts come in every one. */
export interface LanguageSpan {
  text: string
  lang: string | null
}

const eastAsian = /([\p{sc=Hangul}\p{sc=Han}](?:[\p{sc=Hangul}\p{sc=Han}\s\p{P}]*[\p{sc=Hangul}\p{sc=Han}])?)/u
const notKorean = /(\p{sc=Han}+|\p{sc=Latin}{2}(?:[\p{sc=Latin}\p{N}\s\p{P}]*\p{sc=Latin})?)/u
const notChinese =
  /(\p{sc=Hangul}(?:[\p{sc=Hangul}\s\p{P}]*\p{sc=Hangul})?|\p{sc=Latin}{2}(?:[\p{sc=Latin}\p{N}\s\p{P}]*\p{sc=Latin})?)/u

/** What is foreign to a page in one of the languages with letters of their own; to any other page both of them are. */
const foreignTo: Readonly<Record<string, RegExp>> = { ko: notKorean, 'zh-Hant': notChinese }

/** A sentence in its pieces, so that what is foreign in it is read out and drawn as such (WCAG 2.2, 3.1.2). */
export function languageSpans({ lang: ofPage }: Pick<Words, 'lang'>, sentence: string): LanguageSpan[] {
  // Every second piece is what the expression has caught.
  return sentence
    .split(foreignTo[ofPage] ?? eastAsian)
    .map((text, at) => ({ text, lang: at % 2 === 1 ? scriptLanguage(text) : null }))
    .filter(({ text }) => text !== '')
}
