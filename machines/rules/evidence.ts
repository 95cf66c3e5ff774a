import type { Reason } from '../entry.ts'
import type { ItemDefinition } from '../pipeline/pipeline.ts'
import { findGate, findItem, gateOf, isNamed, rechecksOnCandidate } from '../reading/queries.ts'
import type { Evidence, LaunchState } from '../state.ts'
import { no } from './rule.ts'

/** What evidence must be for an item, before any command carries it. */

/** Evidence as far as it can pass or fail by itself. */
type Measured = Extract<Evidence, { kind: 'number' | 'junit' }> | { kind: 'none' | 'note' | 'link' | 'file' }

/** A number must be within the item's bounds; a report must have at least one passed test and none that failed. */
export function passes(item: ItemDefinition, evidence: Measured): boolean {
  if (evidence.kind === 'junit') return evidence.failed === 0 && evidence.passed > 0
  if (evidence.kind !== 'number' || item.asks.kind !== 'number') return true
  const { min, max } = item.asks
  return (min === null || evidence.value >= min) && (max === null || evidence.value <= max)
}

/**
 * Whether a check is sent as a tick or as a failed check, by the item's own bounds. Evidence of the wrong kind, or for a gate or item
 * that does not exist, is sent as a tick: the rules refuse it.
 */
export function typeOfCheck(
  launch: LaunchState | null,
  gate: string,
  item: string,
  evidence: Measured,
): 'gate.tick' | 'gate.failCheck' {
  const definition = launch && findGate(launch.definition, gate)
  const asked = definition && findItem(definition, gateOf(launch, gate).gate.context, item)
  return asked && asked.asks.kind === evidence.kind && !passes(asked, evidence) ? 'gate.failCheck' : 'gate.tick'
}

/**
 * Why a check about this build is refused; `said` is undefined where the sender names no build. A failed number may leave its build
 * out, since it stops the deploy all the same; a report always names one.
 */
export function buildAgainst(
  { context, definition }: LaunchState,
  item: ItemDefinition,
  check: 'gate.tick' | 'gate.failCheck',
  said: string | undefined,
): Reason | null {
  const { candidate } = context
  if (said !== undefined && candidate !== null && !isNamed(candidate, said))
    return no('candidate-other', { candidate: candidate.version })
  const mustSay = check === 'gate.tick' || item.asks.kind === 'junit'
  return mustSay && rechecksOnCandidate(item) && said === undefined
    ? no('candidate-missing', {
        roles: definition.candidateRoles,
        ...(candidate ? { candidate: candidate.version } : {}),
      })
    : null
}

/** Why evidence of the right kind is refused: it is out of the item's bounds, or a report of failed tests. */
export function boundsAgainst(item: ItemDefinition, evidence: Evidence): Reason | null {
  if (passes(item, evidence)) return null
  if (evidence.kind === 'number' && item.asks.kind === 'number')
    return no('out-of-bounds', { value: evidence.value, min: item.asks.min, max: item.asks.max })
  return no('report-red')
}
