/** A sentence that people read, in English and in another language. */
export interface Sentence {
  key: string
  english: string
  text: string
  /** The language of `text`, a tag of BCP 47. */
  lang: string
}

/** What is wrong with a sentence, one line each; none when it keeps the rule. */
export type Rule = (sentence: Sentence) => string[]

/** Chinese characters, and Korean syllables. */
export const han = '\\p{Script=Han}'
export const hangul = '\\p{Script=Hangul}'

/** One fault for each place where the pattern, which is global, is found in one of these texts. */
export const places = (texts: readonly string[], pattern: RegExp, fault: string): string[] =>
  [...new Set(texts.flatMap((text) => text.match(pattern) ?? []))].map((place) => `${fault}: “${place}”`)
