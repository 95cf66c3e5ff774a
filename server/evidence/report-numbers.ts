import { largestCount } from './report.ts'

/** Numbers as tools write them into attributes. */

/** A count. One that cannot be read, or is below zero, is a doubt, and a doubt counts as one. */
export function readCount(text: string): number {
  const plain = text.replaceAll(',', '').trim()
  if (/^(?:false|no|none)$/i.test(plain)) return 0
  const count = plain === '' ? Number.NaN : Number(plain)
  return Number.isFinite(count) && count >= 0 ? Math.min(largestCount, Math.ceil(count)) : 1
}

/**
 * Seconds; 0 where they cannot be read. `1,234.5` and `2,503` have a comma between thousands. A single comma is a decimal comma
 * when other than three digits follow it (`0,5`), when only a zero stands before it (`0,004`), or when a full stop stands before
 * it (`1.234,5`).
 */
export function readSeconds(text: string): number {
  const plain = text.replace(/[\s']/g, '')
  const commas = plain.split(',').length - 1
  const isDecimal = commas === 1 && (!/,\d{3}(?:\.\d*)?$/.test(plain) || /^0,\d+$/.test(plain) || /\..*,/.test(plain))
  const point = isDecimal ? plain.replaceAll('.', '').replace(',', '.') : plain.replaceAll(',', '')
  const seconds = Number(point)
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(largestCount, seconds) : 0
}

export const toMilliseconds = (seconds: number): number => Math.round(Math.min(largestCount, seconds) * 1000) / 1000
