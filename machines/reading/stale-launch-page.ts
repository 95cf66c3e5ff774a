import type { Decision, SealedCommand } from '../entry.ts'
import type { LaunchState } from '../state.ts'
import { isIn } from './queries.ts'

/**
 * What a page that asks about the launch as a whole goes by, and says: who holds it since when, which build it is about. Whoever saw
 * something else is told so, instead of doing what they did not mean.
 */

type Type = SealedCommand['type'] | 'launch.create'
type Seen = Pick<LaunchState, 'state' | 'context'>

const hold = ({ context }: Seen) => [context.hold?.at ?? null]
const build = ({ context: { candidate } }: Seen) => [candidate?.version ?? null, candidate?.commit ?? null]

const faces: Partial<Record<Type, (launch: Seen) => unknown[]>> = {
  'launch.hold': hold,
  'launch.release': hold,
  'launch.launch': build,
  'launch.rollBack': build,
  'launch.archive': (launch) => [launch.state, ...build(launch)],
  // Another build locks what is unlocked: that is asked about first.
  'launch.setCandidate': (launch) => [isIn(launch, 'preparing.unlocked'), ...build(launch)],
}

/** What the launch looks like to who asks for this, as one text; null for a command that goes by nothing of it. */
export function faceOf(launch: Seen, type: Type): string | null {
  const face = faces[type]
  return face ? JSON.stringify(face(launch)) : null
}

/**
 * The decision, but for somebody who saw another face than the launch has now: that is stale. Who may not act at all, or asks for what
 * is not there, hears that first. Without `seen` nothing is stale.
 */
export function judgeSeen(
  decision: Decision,
  launch: LaunchState | null,
  type: Type,
  seen: string | undefined,
): Decision {
  if (seen === undefined || launch === null || faceOf(launch, type) === seen) return decision
  if (!decision.accepted && decision.kind !== 'refused') return decision
  return { accepted: false, kind: 'stale', reason: { code: 'stale-page', params: {} } }
}
