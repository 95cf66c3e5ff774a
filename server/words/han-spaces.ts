/**
 * The space between a Chinese sentence and what stands in it. A message has one on each side of an argument, as beside Latin letters and
 * digits; where the argument turns out to be Chinese too, there is none: 陳偉將…, but Priya Nair 將….
 */
export interface Spaces {
  /** The message with its spaces beside arguments held open. */
  held: (message: string) => string
  /** The said text with each held space drawn or dropped. What an argument itself holds is left as it is. */
  settled: (text: string) => string
}

/** A noncharacter of Unicode: it means nothing in any text. */
const open = '\ufdd0'
const han = '\\p{Script=Han}'
/** Marks of direction, which take no room. */
const unseen = '[\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]*'
const fullWidth = '，。：；？！、（）「」『』'

const besideArgument = new RegExp(`(?<=[${han}}]) (?=\\{)|(?<=\\}) (?=${han})`, 'gu')
const betweenHan = new RegExp(`(?<=${han}${unseen})${open}(?=${unseen}${han})`, 'gu')
const besideMark = new RegExp(`(?<=[${fullWidth}]${unseen})${open}|${open}(?=${unseen}[${fullWidth}])`, 'gu')

const hanSpaces: Spaces = {
  held: (message) => message.replace(besideArgument, open),
  settled: (text) =>
    text.includes(open) ? text.replace(betweenHan, '').replace(besideMark, '').replaceAll(open, ' ') : text,
}
const asWritten: Spaces = { held: (message) => message, settled: (text) => text }

/** Only Chinese sets its own letters without spaces. */
export const spacesOf = (lang: string): Spaces => (lang === 'zh-Hant' ? hanSpaces : asWritten)
