import type { InstallationRuling, Known } from './known.ts'
import type { Limit } from './records.ts'

/** How often something may be tried. Each key has one row, so that a restart or a second process forgets nothing. Times in ms. */

export interface LimitTerms {
  /** So many tries in one window are free. */
  most: number
  window: number
  /**
   * How long the key is closed after its last free try, and after each one that follows; the last pause repeats. Without pauses it is
   * closed until its window ends.
   */
  pauses: readonly number[]
}

/** One key that a try counts for. */
export interface Try {
  key: string
  terms: LimitTerms
}

const minute = 60_000

export const signInsOfAddress: LimitTerms = { most: 10, window: minute, pauses: [] }
/** Picking a person from a list proves nothing, and everyone at the machine shares one address. */
export const picksOfAddress: LimitTerms = { most: 60, window: minute, pauses: [] }
/** Never closed for longer than a quarter of an hour. */
export const signInsOfAccount: LimitTerms = {
  most: 5,
  window: 15 * minute,
  pauses: [1, 2, 4, 8, 15].map((minutes) => minutes * minute),
}
export const wrongSetupCodes: LimitTerms = { most: 5, window: 15 * minute, pauses: [15 * minute] }
export const resetsOfAddress: LimitTerms = { most: 10, window: 15 * minute, pauses: [] }
export const resetsOfAccount: LimitTerms = { most: 3, window: 60 * minute, pauses: [] }

type Limits = Known<{ limits: readonly string[] }>

/** Counts one try for each key, or none of them where one is closed. Ask before the secret is checked: tries at once count as well. */
export function countTry(known: Limits, tries: readonly Try[], at: number): InstallationRuling {
  if (closedUntil(known, tries, at) !== null) return { accepted: false, reason: 'too-many' }
  return {
    accepted: true,
    entries: [],
    changes: tries.map((each) => ({ put: 'limits', row: counted(rowOf(known, each, at), each.terms, at) })),
  }
}

/** For a try that was no guess after all: it succeeded, or nobody looked at it. */
export function giveBackTry(known: Limits, tries: readonly Try[], at: number): InstallationRuling {
  const rows = tries.map((each) => rowOf(known, each, at)).filter(({ count }) => count > 0)
  return {
    accepted: true,
    entries: [],
    changes: rows.map((row) => ({
      put: 'limits',
      row: { ...row, count: row.count - 1, until: Math.min(row.until, at) },
    })),
  }
}

/** When all of the keys are open again; null if they are now. */
export function closedUntil(known: Limits, tries: readonly Try[], at: number): number | null {
  const latest = Math.max(...tries.map((each) => rowOf(known, each, at).until))
  return latest > at ? latest : null
}

/** The row as it counts now: one whose window is over, or that a clock has put into the future, begins again. */
function rowOf({ limits }: Limits, { key, terms }: Try, at: number): Limit {
  const fresh = { key, count: 0, since: at, until: 0 }
  const row = limits.find((each) => each.key === key) ?? fresh
  const longest = Math.max(terms.window, ...terms.pauses)
  const endsAt = terms.pauses.length === 0 ? row.since + terms.window : Math.max(row.since, row.until) + terms.window
  return row.since > at || row.until > at + longest || endsAt <= at ? fresh : row
}

function counted(row: Limit, { most, window, pauses }: LimitTerms, at: number): Limit {
  const count = row.count + 1
  if (count < most) return { ...row, count }
  const pause = pauses[Math.min(count - most, pauses.length - 1)]
  return { ...row, count, until: pause === undefined ? row.since + window : at + pause }
}
