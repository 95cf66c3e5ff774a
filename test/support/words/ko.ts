import { readings } from './message.ts'
import { places, type Rule } from './sentence.ts'

/** Rules for Korean. */

/** A particle whose form depends on the last sound of the word before it. */
const dependent =
  '(?:으로써|으로서|으로|로써|로서|로부터|로|이라는|라는|이라고|라고|이라|라|이나|나|이랑|랑|을|를|이|가|은|는|와|과)'
/** Where a word ends: a Hangul syllable after it would make it another word, as in 이상 or 이미. */
const end = '(?!\\p{Script=Hangul})'
const close = '[’”」』)）\\]]*'

/** No particle that depends on a placeholder, also not behind its closing quotation mark or bracket, and none that leaves the choice open. */
export const keepsParticlesFromPlaceholders: Rule = ({ text, lang }) => {
  const texts = readings(text, lang)
  return [
    ...places(texts, new RegExp(`\\}${close} ?${dependent}${end}`, 'gu'), 'a particle after a placeholder'),
    ...places(
      texts,
      /(을|를|이|가|은|는|와|과|으로|로|라)\((을|를|이|가|은|는|와|과|로|으로)\)|\((으|이)\)[로라가]?/gu,
      'both particles',
    ),
  ]
}

const counters = '(?:개월|개|건|명|시간|분|초|번|회|자|가지|일|주|년)'

/** A counter follows its number without a space. */
export const countsWithoutSpace: Rule = ({ text, lang }) =>
  places(
    readings(text, lang),
    new RegExp(
      `(?:\\d|\\{(?:#\\w+|open|total|signed|signers|done|size|most)\\}) +${counters}(?=$|[^\\p{Script=Hangul}]|[를의가이는은을로만씩]|까지|부터|이내|동안|마다)`,
      'gu',
    ),
    'a space before a counter',
  )

/** Marks and quotation marks of Korean, half width. */
export const isPunctuatedInKorean: Rule = ({ text }) =>
  places([text], /[，。：；？！（）「」『』、\uff10-\uff19\uff21-\uff5a]/gu, 'full width')
