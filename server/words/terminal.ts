import { enTerminal } from './en/terminal.ts'
import { type SpeechOf, speech, type TOf } from './t.ts'

/** The sentences of the terminal, apart from all others, so that a command loads no more than it may say. */

export type TerminalKey = keyof typeof enTerminal
export type TerminalT = TOf<TerminalKey>
export type TerminalSpeech = SpeechOf<TerminalKey>

export const terminalEnglish: TerminalSpeech = speech('en', enTerminal)

/** Each loaded when it is spoken. */
const others: Readonly<Record<string, () => Promise<Readonly<Record<TerminalKey, string>>>>> = {
  'zh-Hant': async () => (await import('./zh-hant/terminal.ts')).zhHantTerminal,
  ko: async () => (await import('./ko/terminal.ts')).koTerminal,
}

/** The languages that a terminal is spoken to in, by tag. */
export const terminalLanguages: readonly string[] = ['en', ...Object.keys(others)]

/** The sentences in this language; of a language that there are none of, English. */
export async function terminalSpeech(lang: string): Promise<TerminalSpeech> {
  const messages = Object.hasOwn(others, lang) ? await others[lang]?.() : undefined
  return messages === undefined ? terminalEnglish : speech(lang, messages)
}

/** Something that can be said in any language: `(t) => t('setting.takes.port')`. */
export type Sentence = (t: TerminalT) => string

/** An error that is one sentence for whoever started or asked for something; its message is that sentence in English, for the log. */
export class UserFacingError extends Error {
  readonly sentence: Sentence
  constructor(sentence: Sentence, options?: ErrorOptions) {
    super(sentence(terminalEnglish.t), options)
    this.sentence = sentence
  }
}
