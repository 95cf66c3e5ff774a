import { dueBy } from '../../machines/due.ts'
import type { Entry } from '../../machines/entry.ts'
import { type AskedBuild, type Verdict, verdict } from '../../machines/reading/verdict.ts'
import type { LaunchState } from '../../machines/state.ts'

/** One evaluation for many: a launch that thousands ask about is judged once, until it or time changes the verdict. */

export interface Judgement {
  /** The launch as of `from`, with everything applied that has fallen due; `due` are the entries of that. */
  readonly launch: LaunchState
  readonly due: readonly Entry[]
  readonly verdict: Verdict
  /** In epoch ms: true from this instant on, and before `until`. */
  readonly from: number
  readonly until: number
}

/**
 * By the stored launch itself: the store gives the same object only for as long as what it has stored is the same. What no longer is
 * stored is forgotten with its object.
 */
const made = new WeakMap<LaunchState, Map<string, Judgement>>()
/** Of one launch. Which builds are asked about is for callers to choose, so there could be any number. */
const mostOfOne = 16

/** How a launch stands now. `stored` must be what the store has just given. */
export function judge(stored: LaunchState, now: number, asked: AskedBuild): Judgement {
  const kept = made.get(stored) ?? new Map<string, Judgement>()
  made.set(stored, kept)
  const key = keyOf(asked)
  const known = kept.get(key)
  if (known !== undefined && isTrueAt(known, now)) return known
  const fresh = judgeAnew(stored, now, asked)
  keep(kept, key, fresh, mostOfOne)
  return fresh
}

export const isTrueAt = ({ from, until }: Judgement, now: number): boolean => now >= from && now < until

export function keyOf(asked: AskedBuild): string {
  return asked.build === 'named' ? `named ${asked.name}` : asked.build
}

/** Puts a value into a map that holds `most`: the oldest makes room. */
export function keep<Value>(kept: Map<string, Value>, key: string, value: Value, most: number): void {
  kept.delete(key)
  kept.set(key, value)
  const [oldest] = kept.keys()
  if (kept.size > most && oldest !== undefined) kept.delete(oldest)
}

/**
 * Sentences name the year of a date only when it is not the present one, and years begin at a quarter of an hour in every time zone.
 * No judgement is kept beyond the next one.
 */
const quarter = 15 * 60_000

function judgeAnew(stored: LaunchState, now: number, asked: AskedBuild): Judgement {
  const { state: launch, entries: due } = dueBy(stored, now)
  const judged = verdict(launch, now, asked)
  const endOfQuarter = (Math.floor(now / quarter) + 1) * quarter
  const until = Math.min(judged.nextChangeAt ?? Number.POSITIVE_INFINITY, endOfQuarter)
  return { launch, due, verdict: judged, from: now, until }
}
