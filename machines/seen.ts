import type { Reason } from './entry.ts'
import type { LaunchState } from './state.ts'

/**
 * What a page about the launch as a whole goes by: its state, who holds it since when, the build, and whether it is in the archive.
 * Two moments of a launch with the same text are the same to who holds, releases, launches or ends it.
 */
export function faceOf({ state, context }: Pick<LaunchState, 'state' | 'context'>): string {
  const { hold, candidate, archived } = context
  return JSON.stringify([state, hold?.at ?? null, candidate?.version ?? null, candidate?.commit ?? null, archived])
}

/** Why somebody who saw this face does not act on the launch as it is now; null when it still looks the same. */
export function outdatedFace(launch: LaunchState, seen: string): Reason | null {
  return faceOf(launch) === seen ? null : { code: 'stale-page', params: {} }
}
