import { withoutControls } from '../../text/control-characters.ts'
import type { Preview } from './preview.ts'

const mostLines = 6
const longestLine = 160
/** Enough for the lines that are shown, whatever a character takes. */
const mostBytes = 8 * 1024

/** The first lines of a text; what is left out is said by `more`. A character that is cut off at the end is left out. */
export function textLines(bytes: Buffer): Preview {
  const isWhole = bytes.length <= mostBytes
  const text = new TextDecoder('utf-8').decode(bytes.subarray(0, mostBytes), { stream: !isWhole })
  const all = text.split(/\r\n|\n|\r/)
  const filled = all.findLastIndex((line) => line.trim() !== '') + 1
  const lines = all.slice(0, Math.min(filled, mostLines)).map((line) => shortened(line, longestLine).text)
  return { kind: 'text', lines, more: !isWhole || filled > lines.length }
}

/** One line without invisible characters that change how text is displayed, cut to at most this many characters (code points). */
export function shortened(text: string, most: number): { text: string; isCut: boolean } {
  const points = [...withoutControls(text.replaceAll('\t', ' '))]
  const isCut = points.length > most
  return { text: isCut ? `${points.slice(0, most - 1).join('')}…` : points.join(''), isCut }
}
