/**
 * The space between a Chinese sentence and what stands in it. A message has one on each side of an argument, as beside Latin letters and
 * digits; where the argument turns out to be Chinese too, there is none: 陳偉將…, but Priya Nair 將….
 */
export interface Spaces {
  /** The message with its spaces beside arguments marked. */
  markSpaces: (message: string) => string
  /** The formatted text with each marked space drawn or dropped. What an argument itself holds is left as it is. */
  resolveSpaces: (text: string) => string
}

/** A noncharacter of Unicode: it means nothing in any text. */
const marked = '\ufdd0'
const han = '\\p{Script=Han}'
/** Marks of direction, which are invisible. */
const invisible = '[\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]*'
const fullWidth = '，。：；？！、（）「」『』'

const besideArgument = new RegExp(`(?<=[${han}}]) (?=\\{)|(?<=\\}) (?=${han})`, 'gu')
const betweenHan = new RegExp(`(?<=${han}${invisible})${marked}(?=${invisible}${han})`, 'gu')
const besideMark = new RegExp(`(?<=[${fullWidth}]${invisible})${marked}|${marked}(?=${invisible}[${fullWidth}])`, 'gu')

const hanSpaces: Spaces = {
  markSpaces: (message) => message.replace(besideArgument, marked),
  resolveSpaces: (text) =>
    text.includes(marked) ? text.replace(betweenHan, '').replace(besideMark, '').replaceAll(marked, ' ') : text,
}
const asWritten: Spaces = { markSpaces: (message) => message, resolveSpaces: (text) => text }

/** Only Chinese sets its own letters without spaces. */
export const spacesOf = (lang: string): Spaces => (lang === 'zh-Hant' ? hanSpaces : asWritten)
