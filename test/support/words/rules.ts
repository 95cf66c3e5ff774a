import { countsWithoutSpace, isPunctuatedInKorean, keepsParticlesFromPlaceholders } from './ko.ts'
import {
  avoidsBannedTerms,
  countsLikeEnglish,
  endsLikeEnglish,
  isIcu,
  isShort,
  isTidy,
  isTranslated,
  keepsNumbers,
  takesSameArguments,
} from './language-rules.ts'
import type { Rule, Sentence } from './sentence.ts'
import { isPunctuated, isSpaced, isTraditional } from './zh-hant.ts'

const everywhere: Rule[] = [
  isTranslated,
  avoidsBannedTerms,
  takesSameArguments,
  countsLikeEnglish,
  keepsNumbers,
  endsLikeEnglish,
  isTidy,
  isShort,
]

/** The rules of one language beside those for all of them. */
const ofLanguage: Readonly<Record<string, Rule[]>> = {
  'zh-Hant': [isSpaced, isPunctuated, isTraditional],
  ko: [keepsParticlesFromPlaceholders, countsWithoutSpace, isPunctuatedInKorean],
}

/** Everything that is wrong with these sentences, one line each. */
export const faultsOf = (sentences: readonly Sentence[]): string[] =>
  sentences.flatMap((sentence) => {
    // What ICU cannot read no other rule can.
    const broken = isIcu(sentence)
    const rules = broken.length > 0 ? [] : [...everywhere, ...(ofLanguage[sentence.lang] ?? [])]
    return [...broken, ...rules.flatMap((rule) => rule(sentence))].map((fault) => `${sentence.key}: ${fault}`)
  })

/** The sentences of a catalogue beside those of English. */
export const sentencesOf = (
  lang: string,
  messages: Readonly<Record<string, string>>,
  english: Readonly<Record<string, string>>,
): Sentence[] =>
  Object.entries(english).map(([key, sentence]) => ({ key, english: sentence, text: messages[key] ?? '', lang }))
