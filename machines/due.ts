import { beginCommit, type Commit, record } from './commit.ts'
import { consequences } from './consequences.ts'
import type { Decision, EngineCommand, Entry } from './entry.ts'
import { engine } from './events.ts'
import { agesAt, gateOf, isWaived, itemStateOf, itemsOf } from './queries.ts'
import type { LaunchState } from './state.ts'
import { accepts, strict } from './step.ts'

/** What falls due at a time: ticks that grow too old. Pages, rules and the worker all use the launch as of now, so no answer depends on the worker. */

interface Due {
  at: number
  command: EngineCommand
}

/** The earliest thing that has fallen due by `now` and that the machines take, or null. */
function nextDue(launch: LaunchState, now: number): Due | null {
  let first: Due | null = null
  for (const due of dues(launch)) if (due.at <= now && (first === null || due.at < first.at)) first = due
  return first && accepts(strict, launch, first.command, { actor: engine, at: now, instant: first.at }) ? first : null
}

function dues(launch: LaunchState): Due[] {
  return launch.definition.gates.flatMap(({ id }) => {
    const { definition, gate } = gateOf(launch, id)
    const byInstant = new Map<number, string[]>()
    for (const item of itemsOf(definition, gate.context)) {
      const at = agesAt(item, itemStateOf(gate.context, item.id))
      if (at !== null) byInstant.set(at, [...(byInstant.get(at) ?? []), item.id])
    }
    const until = isWaived(gate) ? (gate.context.waiver?.until ?? null) : null
    const waiver: Due[] =
      until === null
        ? []
        : [{ at: until, command: { type: 'gate.expireWaiver', gate: id, due: new Date(until).toISOString() } }]
    const lapses = [...byInstant].map(([at, items]): Due => {
      return { at, command: { type: 'gate.lapse', gate: id, items, due: new Date(at).toISOString() } }
    })
    return [...lapses, ...waiver]
  })
}

/** Records everything that has fallen due, in the order of its instants, each with what follows from it. */
export function applyDue(commit: Commit, now: number): void {
  for (let due = nextDue(commit.state, now); due !== null; due = nextDue(commit.state, now)) {
    const before = commit.state
    const seq = record(commit, due.command, { actor: engine, cause: { clock: new Date(due.at).toISOString() } })
    consequences(commit, before, { seq })
  }
}

/** The launch as of `now`: with everything applied that has fallen due, whether or not it was written yet; and the entries that will say it. */
export function dueBy(launch: LaunchState, now: number, request = ''): { entries: Entry[]; state: LaunchState } {
  const commit = beginCommit(launch, now, request)
  applyDue(commit, now)
  return { entries: commit.entries, state: commit.state }
}

/** The launch as of `now`. */
export const asOf = (launch: LaunchState, now: number): LaunchState => dueBy(launch, now).state

/** What the clock alone asks for: the entries of everything that has fallen due (none: nothing to write). */
export function decideClock(launch: LaunchState, now: number, request: string): Decision {
  return { accepted: true, ...dueBy(launch, now, request) }
}
