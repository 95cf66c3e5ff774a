import { chooseLanguage } from '../words/choose-language.ts'
import {
  type TerminalSpeech,
  type TerminalT,
  terminalEnglish,
  terminalLanguages,
  terminalSpeech,
} from '../words/terminal.ts'

/** The language of the terminal. What programs read, such as ids, tokens and JSON, is the same in every language. */

/**
 * Of a POSIX locale: `ko_KR.UTF-8` is Korean. English for C, POSIX, a language that there are no words in, and a terminal that says
 * it isn't UTF-8.
 */
export function languageOfLocale(locale: string): string {
  const [, name = '', charset = 'UTF-8'] = /^([^.@]*)(?:\.([^@]*))?/.exec(locale) ?? []
  if (!/^utf-?8$/i.test(charset)) return 'en'
  return chooseLanguage([name.replaceAll('_', '-')], terminalLanguages)
}

/** Like stdout, the terminal is one for the whole process. */
let spoken: TerminalSpeech = terminalEnglish

/** From here on the terminal is spoken to in the language of this locale. */
export async function speakFor(locale: string): Promise<void> {
  spoken = await terminalSpeech(languageOfLocale(locale))
}

/** The language that is spoken. */
export const speech = (): TerminalSpeech => spoken

/** Its tag. */
export const language = (): string => spoken.lang

export const t: TerminalT = (key, ...args) => spoken.t(key, ...args)

/** The same for a key that was put together from a code; null where there is no such sentence. */
export function known(key: string): string | null {
  return spoken.has(key) ? spoken.format(key, {}) : null
}

/** Names one after the other, as they stand in a cell or in brackets. */
export const listed = (names: readonly string[]): string =>
  names.length === 0 ? '' : names.reduce((first, second) => t('cli.list', { first, second }))

export const joined = (sentences: readonly string[]): string =>
  sentences.reduce((first, second) => t('cli.two-sentences', { first, second }))
