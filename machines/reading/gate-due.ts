import type { LaunchState } from '../state.ts'
import { gateOf, isOver, isReady } from './queries.ts'

/** When gates and launches fall due, and how near that is. */

const day = 86_400_000

/** When work on this gate has to be done; null for a gate that is ready or has no due date, and in a launch that is over. */
export function gateDueAt(launch: LaunchState, id: string): number | null {
  const { definition, gate } = gateOf(launch, id)
  if (definition.due === null || isReady(definition, gate) || isOver(launch)) return null
  return launch.context.targetAt - definition.due
}

export const isOverdue = (dueAt: number, now: number): boolean => dueAt < now

/** Whether the target of a launch has passed while it still matters. */
export const isTargetMissed = (launch: Pick<LaunchState, 'state'>, targetAt: number, now: number): boolean =>
  !isOver(launch) && isOverdue(targetAt, now)

/** Within the next two days. */
export const isDueSoon = (dueAt: number, now: number): boolean => !isOverdue(dueAt, now) && dueAt - now < 2 * day

/** Overdue or due within a week. `daysLeft` counts dates in the launch's time zone. */
export const isDueWithinWeek = (daysLeft: number): boolean => daysLeft <= 7
