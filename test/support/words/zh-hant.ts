import { readings } from './message.ts'
import { han, places, type Rule } from './sentence.ts'

/** Rules for Traditional Chinese as it is written in Taiwan. */

const full = '，。：；？！（）「」『』、'
const word = '[A-Za-z0-9]'

/** Placeholders whose text begins and ends with full-width marks, or is empty: what people said, and lists of marked names. */
const marked = (key: string): string => (/^(reason|blocker|log)\./.test(key) ? 'said|roles|gates|items' : 'said')
/** Placeholders that hold a sentence or a word of Chinese: a space beside them may be there or not. */
const chinese =
  'line|event|cause|kind|status|state|sentence|text|task|ask|answer|why|what|roles|gates|items|step|method|holder|permissions|log|route|password|duration|window|bounds|day|month|weekday|year|first|second|who|until|when|since|time|date|dateTime|latest'

/** One space between Chinese and Latin letters, digits or placeholders; none beside full-width marks, and none between Chinese. */
export const isSpaced: Rule = ({ key, text, lang }) => {
  if (/^date\./.test(key)) return []
  const texts = readings(text, lang)
  const none = marked(key)
  const name = `\\{(?!(?:${none}|${chinese})\\})#?\\w+\\}`
  const close = `(?:${word}|${name})`
  return [
    ...places(texts, new RegExp(`${han}${close}|(?:(?<=${word})|${name})${han}`, 'gu'), 'no space'),
    ...places(texts, new RegExp(`[${full}] +.|. +[${full}]`, 'gu'), 'a space beside a full-width mark'),
    ...places(
      texts,
      new RegExp(`${han} +\\{(?:${none})\\}|\\{(?:${none})\\} +${han}`, 'gu'),
      'a space beside a full-width mark',
    ),
    ...places(texts, new RegExp(`${han} +${han}`, 'gu'), 'a space between Chinese'),
  ]
}

/** Marks are full width, letters and digits half width, quotation marks those of Taiwan. */
export const isPunctuated: Rule = ({ english, text, lang }) => {
  const texts = readings(text, lang)
  const isOnlyValues = !/[A-Za-z]/.test(
    readings(english, 'en')
      .join('')
      .replaceAll(/\{#?\w+\}/g, ''),
  )
  const beside = isOnlyValues ? han : `(?:${han}|\\{#?\\w+\\}|[${full}])`
  return [
    ...places(
      texts,
      new RegExp(`${beside} *[,;?!()]|[,;?!()] *${beside}|${beside} *[.:](?![\\d/])`, 'gu'),
      'half width',
    ),
    ...places(texts, /[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff05]/gu, 'full width'),
    ...places(texts, /[“”‘’]/gu, 'quotation mark'),
  ]
}

/** Less usual than the rest of what is written here. */
const unusual = '饋'

let usual: ReadonlySet<string> | undefined
/** The characters that Big5 counts as usual in Taiwan: nearly none of the simplified ones is among them. */
function usualCharacters(): ReadonlySet<string> {
  const decoder = new TextDecoder('big5')
  const leads = Array.from({ length: 0xc6 - 0xa4 + 1 }, (_, at) => 0xa4 + at)
  const trails = Array.from({ length: 0xff - 0x40 }, (_, at) => 0x40 + at)
  usual ??= new Set([
    ...unusual,
    ...leads.flatMap((lead) => trails.map((trail) => decoder.decode(new Uint8Array([lead, trail])))),
  ])
  return usual
}

/** No simplified character. */
export const isTraditional: Rule = ({ text }) =>
  [...new Set(text.match(new RegExp(han, 'gu')) ?? [])]
    .filter((each) => !usualCharacters().has(each))
    .map((each) => `simplified, or unusual in Taiwan: “${each}”`)
