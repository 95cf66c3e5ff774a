import { setImmediate as nextTurn } from 'node:timers/promises'
import { Damaged, type LaunchFigure } from '../../db/store.ts'
import { asOf } from '../../machines/due.ts'
import { glanceOf } from '../../machines/reading/glance.ts'
import type { GateStatus } from '../../machines/reading/queries.ts'
import { verdict } from '../../machines/reading/verdict.ts'
import type { Services } from '../services.ts'

/** What /metrics tells of the active launches: those that are not archived, canceled or live. */
export interface LaunchFigures {
  decisions: ReadonlyMap<string, number>
  /** Gates of all active launches by status. */
  gates: ReadonlyMap<GateStatus, number>
  /** Of the `mostNamed` active launches that open first: whether each is unlocked. */
  unlocked: readonly (readonly [launch: string, isUnlocked: boolean])[]
  /** How many active launches are beyond those. */
  unnamed: number
}

/** A series for each launch is what a Prometheus server pays for, so there are at most so many. */
const mostNamed = 1000
/** So many rows are read in a turn of the event loop, some 2 ms. */
const rowsInTurn = 100
/** Of the launches that time alone has changed, so many are judged anew by a scrape; the clock worker writes them each second. */
const mostJudged = 100

type Known = Pick<LaunchFigure, 'launch' | 'targetAt' | 'nextChangeAt' | 'decision'> & {
  gates: ReadonlyMap<GateStatus, number>
}

/**
 * The figures as of now. The first call reads the row of every active launch; from then on those that a commit has touched since, and those
 * that time has changed: what is remembered of the others is what their rows say.
 */
export function launchFigures(services: Pick<Services, 'store' | 'clock'>) {
  const { store, clock } = services
  const known = new Map<string, Known>()
  const touched = new Set<string>()
  let isRead = false
  let reading: Promise<LaunchFigures> | null = null
  const stopWatching = store.watch(({ launch }) => void touched.add(launch))

  const readAll = async (): Promise<void> => {
    touched.clear()
    for (let after: LaunchFigure | null = null; ; await nextTurn()) {
      const rows: LaunchFigure[] = await store.lists.activeFigures(after, rowsInTurn)
      for (const row of rows) known.set(row.launch, brief(row))
      after = rows.at(-1) ?? null
      if (after === null) break
    }
    isRead = true
  }
  const readAnew = async (launches: readonly string[]): Promise<void> => {
    for (const [index, launch] of launches.entries()) {
      if (index % rowsInTurn === rowsInTurn - 1) await nextTurn()
      const row = await store.lists.activeFigure(launch)
      if (row === null) known.delete(launch)
      else known.set(launch, brief(row))
    }
  }
  const expired = (now: number): string[] =>
    [...known.values()]
      .filter(({ nextChangeAt }) => nextChangeAt !== null && nextChangeAt <= now)
      .map(({ launch }) => launch)

  const read = async (): Promise<LaunchFigures> => {
    const now = clock()
    if (!isRead) await readAll()
    const changed = new Set([...touched, ...expired(now)])
    touched.clear()
    try {
      await readAnew([...changed])
    } catch (error) {
      for (const launch of changed) touched.add(launch)
      throw error
    }
    for (const launch of expired(now).slice(0, mostJudged)) {
      const judged = await judgedAnew(services, launch, now)
      const written = known.get(launch)
      if (judged !== null && written !== undefined) known.set(launch, { ...written, ...judged })
    }
    return summed([...known.values()])
  }

  return {
    /** Those who ask at the same time get the same answer. */
    read(): Promise<LaunchFigures> {
      reading ??= read().finally(() => {
        reading = null
      })
      return reading
    },
    close: stopWatching,
  }
}

const brief = ({ launch, targetAt, nextChangeAt, decision, glance }: LaunchFigure): Known => ({
  launch,
  targetAt,
  nextChangeAt,
  decision,
  gates: countGates(glance?.phases.flat() ?? []),
})

/** Null for a launch that can't be read: what its row said stays. */
async function judgedAnew(
  { store }: Pick<Services, 'store'>,
  slug: string,
  now: number,
): Promise<Pick<Known, 'decision' | 'gates'> | null> {
  const stored = await store.load(slug).catch((error: unknown) => {
    if (error instanceof Damaged) return null
    throw error
  })
  if (stored === null) return null
  const launch = asOf(stored, now)
  const judged = verdict(launch, now, { build: 'current' })
  return { decision: judged.decision, gates: countGates(glanceOf(launch, judged).phases.flat()) }
}

/** A gate that cannot start is one that has not started. */
function countGates(marks: readonly (GateStatus | 'cannot-start')[]): Map<GateStatus, number> {
  const counts = new Map<GateStatus, number>()
  for (const mark of marks) add(counts, mark === 'cannot-start' ? 'not-started' : mark, 1)
  return counts
}

function summed(launches: Known[]): LaunchFigures {
  const decisions = new Map<string, number>()
  const gates = new Map<GateStatus, number>()
  for (const { decision, gates: own } of launches) {
    add(decisions, decision, 1)
    for (const [status, count] of own) add(gates, status, count)
  }
  const named = launches.sort((a, b) => a.targetAt - b.targetAt || (a.launch < b.launch ? -1 : 1)).slice(0, mostNamed)
  return {
    decisions,
    gates,
    unlocked: named.map(({ launch, decision }) => [launch, decision === 'go'] as const),
    unnamed: launches.length - named.length,
  }
}

const add = <Key>(counts: Map<Key, number>, key: Key, count: number): void =>
  void counts.set(key, (counts.get(key) ?? 0) + count)
