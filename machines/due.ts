import { beginCommit, type PendingCommit, record } from './commit.ts'
import { consequences } from './consequences.ts'
import type { EngineCommand, Entry, Ruling } from './entry.ts'
import { engine } from './events.ts'
import type { GateDefinition } from './pipeline/pipeline.ts'
import { factsOf } from './reading/gate-facts.ts'
import { agesAt, gateStateOf, itemStateOf, itemsOf, waivedUntil } from './reading/queries.ts'
import type { GateState, LaunchState } from './state.ts'
import { accepts, strict } from './step.ts'

/** What falls due at a time: ticks that grow too old and waivers that end. Pages, rules and the worker all use the launch as of now, so no answer depends on the worker. */

interface Due {
  at: number
  command: EngineCommand
}

/** The earliest thing that has fallen due by `now` and that the machines take, or null. */
function nextDue(launch: LaunchState, now: number): Due | null {
  const first = firstDue(launch, now)
  return first && accepts(strict, launch, first.command, { actor: engine, at: now, instant: first.at }) ? first : null
}

/** The earliest by `now`; of several at one instant that of the first gate in the pipeline, and lapses before an expiry. Null mostly. */
function firstDue(launch: LaunchState, now: number): Due | null {
  if (factsOf(launch).firstChange > now) return null
  let at = Number.POSITIVE_INFINITY
  let command: ((due: string) => EngineCommand) | null = null
  for (const definition of launch.definition.gates) {
    const gate = gateStateOf(launch, definition.id)
    for (const item of itemsOf(definition, gate.context)) {
      const ages = agesAt(item, itemStateOf(gate.context, item.id))
      if (ages === null || ages > now || ages >= at) continue
      at = ages
      command = (due) => ({ type: 'gate.lapse', gate: definition.id, items: agingAt(definition, gate, ages), due })
    }
    const until = waivedUntil(gate)
    if (until === null || until > now || until >= at) continue
    at = until
    command = (due) => ({ type: 'gate.expireWaiver', gate: definition.id, due })
  }
  return command && { at, command: command(new Date(at).toISOString()) }
}

/** Items of this gate that grow too old at the same instant lapse in one entry. */
function agingAt(definition: GateDefinition, { context }: GateState, at: number): string[] {
  return itemsOf(definition, context)
    .filter((item) => agesAt(item, itemStateOf(context, item.id)) === at)
    .map(({ id }) => id)
}

/** Records everything that has fallen due, in the order of its instants, each with what follows from it. */
export function applyDue(commit: PendingCommit, now: number): void {
  for (let due = nextDue(commit.state, now); due !== null; due = nextDue(commit.state, now)) {
    const before = commit.state
    const seq = record(commit, due.command, { actor: engine, cause: { clock: new Date(due.at).toISOString() } })
    consequences(commit, before, { seq })
  }
}

/** The launch as of `now`: with everything applied that has fallen due, whether or not it was written yet; and the entries that will say it. */
export function dueBy(launch: LaunchState, now: number, commitId = ''): { entries: Entry[]; state: LaunchState } {
  const commit = beginCommit(launch, now, commitId)
  applyDue(commit, now)
  return { entries: commit.entries, state: commit.state }
}

/** The launch as of `now`. */
export const asOf = (launch: LaunchState, now: number): LaunchState => dueBy(launch, now).state

/** What the clock alone asks for: the entries of everything that has fallen due (none: nothing to write). */
export function decideClock(launch: LaunchState, now: number, commitId: string): Ruling {
  return { accepted: true, ...dueBy(launch, now, commitId) }
}
