/** The shape that every part of the bench returns, and how it is judged and printed. */

/** One measurement beside what it is measured against in the same run, so that a slow machine is no failure. */
export interface Figure {
  name: string
  value: number
  /** Of `value`, such as `ms` or `/s`. */
  unit: string
  /** What `ratio` is a multiple of, such as "an answer of /healthz, p95". */
  against: string
  ratio: number
  limit: Limit
  /** The 99th percentile of the server's event-loop delay during this load, in ms; absent where no server ran. */
  delayP99?: number
}

/** Times have an upper limit, rates a lower one. */
export type Limit = { most: number } | { least: number }

/** A time that may be `most` times as long as `base`, in the unit of `value`. */
export function atMost(
  name: string,
  [value, unit]: [number, string],
  [base, against]: [number, string],
  most: number,
): Figure {
  return { name, value, unit, against, ratio: value / base, limit: { most } }
}

/** A rate that must be `least` times as high as `base`, in the unit of `value`. */
export function atLeast(
  name: string,
  [value, unit]: [number, string],
  [base, against]: [number, string],
  least: number,
): Figure {
  return { name, value, unit, against, ratio: value / base, limit: { least } }
}

/** A time with a promised limit of its own, both in ms. */
export function within(name: string, ms: number, limitMs: number): Figure {
  return atMost(name, [ms, 'ms'], [limitMs, `the promised ${limitMs} ms`], 1)
}

export function isWithin({ ratio, limit }: Figure): boolean {
  return 'most' in limit ? ratio <= limit.most : ratio >= limit.least
}

/** One line: the verdict, the value, the ratio, its limit, and the event-loop delay. */
export function describe(figure: Figure): string {
  const { name, value, unit, against, ratio, limit, delayP99 } = figure
  const bound = 'most' in limit ? `at most ${limit.most}` : `at least ${limit.least}`
  const delay = delayP99 === undefined ? '' : `, event-loop delay p99 ${delayP99.toFixed(0)} ms`
  const measured = `${rounded(value)}${unit.startsWith('/') ? '' : ' '}${unit}`
  return `${isWithin(figure) ? 'ok      ' : 'TOO SLOW'}  ${name}: ${measured}, ${rounded(ratio)} × ${against} (${bound})${delay}`
}

function rounded(value: number): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2
  return value.toFixed(digits)
}
