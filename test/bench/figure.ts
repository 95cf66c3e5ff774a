/** The shape that every part of the bench returns, and how it is judged and printed. */

/** One measurement, beside what it is measured against in the same run: a slow machine slows both. */
export interface Figure {
  name: string
  value: number
  /** Of `value`, such as `ms` or `/s`. */
  unit: string
  /** What it is compared with, such as "an answer of /healthz, p95", in the same unit. */
  beside?: { name: string; value: number }
  /** Of the ratio of the two; absent where nothing is promised. */
  limit?: Limit
  /** The 99th percentile of the server's event-loop delay during this load, in ms; absent where no server ran. */
  delayP99?: number
  /** How long an answer took during this load, in ms. */
  latency?: { p50: number; p99: number }
  /** Where it stands in a chart of the page. */
  point?: Point
}

/** Times have an upper limit, rates a lower one. */
export type Limit = { most: number } | { least: number }

export interface Point {
  chart: string
  series: string
  x: number | string
}

type Value = [value: number, unit: string]
type Compared = [value: number, name: string]

export const clientsText = (count: number): string => (count === 1 ? '1 client' : `${count} clients`)

/** A time that may be `most` times as long as the one beside it, in the same unit. */
export function atMost(name: string, [value, unit]: Value, beside: Compared, most: number): Figure {
  return { ...compared(name, [value, unit], beside), limit: { most } }
}

/** A rate that must be `least` times as high as the one beside it, in the same unit. */
export function atLeast(name: string, [value, unit]: Value, beside: Compared, least: number): Figure {
  return { ...compared(name, [value, unit], beside), limit: { least } }
}

/** Beside something else, without a limit. */
export function compared(name: string, [value, unit]: Value, [limit, what]: Compared): Figure {
  return { name, value, unit, beside: { name: what, value: limit } }
}

/** A time with a promised limit of its own, both in ms. */
export function within(name: string, ms: number, limitMs: number): Figure {
  return atMost(name, [ms, 'ms'], [limitMs, `the promised ${limitMs} ms`], 1)
}

export function ratioOf({ value, beside }: Figure): number | null {
  return beside === undefined ? null : value / beside.value
}

export function isMet(figure: Figure): boolean {
  const { limit } = figure
  const ratio = ratioOf(figure)
  if (limit === undefined) return true
  // What could not be measured meets nothing.
  if (ratio === null || Number.isNaN(ratio)) return false
  return 'most' in limit ? ratio <= limit.most : ratio >= limit.least
}

/** One line: the verdict, the value, the ratio, its limit, and how the server fared. */
export function describe(figure: Figure): string {
  const { name, value, unit, beside, limit, delayP99, latency } = figure
  const verdict = limit === undefined ? '      ' : isMet(figure) ? 'ok    ' : 'MISSED'
  const ratio = ratioText(figure)
  const details = [
    `${verdict}  ${name}: ${withUnit(value, unit)}`,
    ...(latency === undefined ? [] : [`p50 ${rounded(latency.p50)} ms, p99 ${rounded(latency.p99)} ms`]),
    ...(beside === undefined ? [] : [`${ratio} × ${beside.name}, ${withUnit(beside.value, unit)}`]),
    ...(limit === undefined ? [] : [limitText(limit)]),
    ...(delayP99 === undefined ? [] : [`event-loop delay p99 ${delayP99.toFixed(0)} ms`]),
  ]
  return details.join('; ')
}

export const limitText = (limit: Limit): string =>
  'most' in limit ? `at most ${limit.most} ×` : `at least ${limit.least} ×`

export const withUnit = (value: number, unit: string): string =>
  `${rounded(value)}${unit.startsWith('/') ? '' : ' '}${unit}`

/** Never rounded towards the limit, so that a missed one is not printed as met. */
export function ratioText(figure: Figure): string {
  const ratio = ratioOf(figure)
  if (ratio === null) return ''
  const digits = ratio >= 100 ? 0 : ratio >= 10 ? 1 : 2
  const scale = 10 ** digits
  const round = figure.limit !== undefined && 'most' in figure.limit ? Math.ceil : Math.floor
  // 0.29 * 100 is a little more than 29: what is that close is that number.
  const exact = Number((ratio * scale).toPrecision(12))
  return (round(exact) / scale).toFixed(digits)
}

export function rounded(value: number): string {
  if (value >= 1000) return Math.round(value).toLocaleString('en')
  return value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2)
}
