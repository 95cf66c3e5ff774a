import { hasBalancedIsolates, isolated } from '../text/bidi.ts'

/** Output: results on stdout for scripts, messages to people on stderr. */

export function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

export function say(line: string): void {
  process.stderr.write(`${visible(line)}\n`)
}

/** Rows under their heads, each column as wide as its widest cell on a terminal. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [heads, ...rows].map((row) => heads.map((_, column) => isolated(visible(row[column] ?? ''))))
  const widths = heads.map((_, column) => Math.max(...cells.map((row) => width(row[column] ?? ''))))
  const padded = (text: string, column: number) => text + ' '.repeat((widths[column] ?? 0) - width(text))
  return cells.map((row) => row.map(padded).join('  ').trimEnd()).join('\n')
}

/** Text with its control characters replaced, so that it can't control the terminal. */
export function visible(text: string): string {
  const line = text.replace(/[[\p{Cc}\p{Cf}\u2028\u2029]--[\u2066-\u2069]]+/gv, ' ')
  return hasBalancedIsolates(line) ? line : line.replace(/[\u2066-\u2069]/g, '')
}

/** In columns of the terminal: Chinese, Japanese and Korean letters take two, accents that stand apart none. */
export function width(text: string): number {
  const narrow = text.normalize('NFC').replace(/[\p{M}\u2066-\u2069]/gu, '')
  return (
    [...narrow].length +
    (narrow.match(/[\p{sc=Han}\p{sc=Hangul}\p{sc=Hira}\p{sc=Kana}\u3000-\u303f\uff01-\uff60]/gu)?.length ?? 0)
  )
}

/** `2026-12-01 02:00 UTC`; a dash where there is none. */
export function instant(ms: number | null): string {
  return ms === null ? '–' : `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
