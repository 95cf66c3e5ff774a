import { z } from 'zod'
import { type LaunchState, launchValue } from '../state.ts'
import { factsOf } from './gate-facts.ts'
import { type GateMark, gateMarks, markFrom } from './gate-mark.ts'
import { holdersOf, isCancelled, isHeld, isLaunched, isNotNeeded, isPreparing } from './queries.ts'
import type { Verdict } from './verdict.ts'

/** What a list shows of a launch. It is kept with the row, so that a list reads no launch. */

/** The lists of launches. A canceled one is over, and never went live. */
export type LaunchList = 'active' | 'live' | 'archived'

/** In which list a launch stands: only a command moves it, time does not. */
export function listOf(launch: LaunchState): LaunchList {
  if (launch.context.archived || isCancelled(launch)) return 'archived'
  return isLaunched(launch) ? 'live' : 'active'
}

/** Names are pseudonyms. `phases` has the mark of each gate that is needed; a phase without such gates is left out. */
export const glanceSchema = z.strictObject({
  state: launchValue,
  timeZone: z.string(),
  lead: z.array(z.string()),
  /** The people the launch waits for now, longest wait first. */
  waiting: z.array(z.string()),
  phases: z.array(z.array(z.enum(gateMarks))),
  /** How many of these gates are ready. */
  ready: z.number(),
})
export type Glance = z.infer<typeof glanceSchema>

/** `verdict` is that of the launch at this instant. */
export function glanceOf(launch: LaunchState, { blockers, gates }: Verdict): Glance {
  const { definition, context } = launch
  const isWaiting = isPreparing(launch) || isHeld(launch)
  const waiting = isWaiting
    ? blockers.filter(({ needs }) => needs.length === 0).flatMap(({ waitingFor }) => waitingFor)
    : []
  const phases = marksByPhase(launch)
  return {
    state: launch.state,
    timeZone: context.timeZone,
    lead: [...holdersOf(launch, definition.lead)],
    waiting: [...new Set(waiting)],
    phases: phases.filter((marks) => marks.length > 0),
    ready: gates.ready,
  }
}

/** In the order of the phases; gates that are not needed have no mark. */
function marksByPhase(launch: LaunchState): GateMark[][] {
  const marks = new Map<string, GateMark[]>(launch.definition.phases.map((phase) => [phase, []]))
  const { gates, needs } = factsOf(launch)
  gates.forEach(({ definition, gate, status }, place) => {
    if (!isNotNeeded(gate)) marks.get(definition.phase)?.push(markFrom(gate, status, needs[place] ?? []))
  })
  return [...marks.values()]
}
