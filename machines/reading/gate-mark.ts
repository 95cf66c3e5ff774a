import type { GateState, LaunchState } from '../state.ts'
import { type GateStatus, gateOf, gateStatuses, isNotStarted, needsNotReady, statusOf } from './queries.ts'

/** The mark of a gate: its status, or that it cannot start yet because it needs other gates. */
export const gateMarks = [...gateStatuses, 'cannot-start'] as const
export type GateMark = (typeof gateMarks)[number]

export function markOf(launch: LaunchState, id: string): GateMark {
  const { definition, gate } = gateOf(launch, id)
  return markFrom(gate, statusOf(definition, gate), needsNotReady(launch, id))
}

/** The same where the status, and the needed gates that are not ready, are known. */
export const markFrom = (gate: GateState, status: GateStatus, unready: readonly string[]): GateMark =>
  isNotStarted(gate) && unready.length > 0 ? 'cannot-start' : status
