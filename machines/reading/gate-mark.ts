import type { LaunchState } from '../state.ts'
import { gateOf, gateStatuses, isNotStarted, needsNotReady, statusOf } from './queries.ts'

/** The mark of a gate: its status, or that it cannot start yet because it needs other gates. */
export const gateMarks = [...gateStatuses, 'cannot-start'] as const
export type GateMark = (typeof gateMarks)[number]

export function markOf(launch: LaunchState, id: string): GateMark {
  const { definition, gate } = gateOf(launch, id)
  return isNotStarted(gate) && needsNotReady(launch, id).length > 0 ? 'cannot-start' : statusOf(definition, gate)
}
