import { commandsAbout, type PersonCommandType } from './commands.ts'
import type { Decision } from './entry.ts'
import type { LaunchState } from './state.ts'

/**
 * What a page about the launch as a whole goes by: its state, who holds it since when, the build, and whether it is in the archive.
 * Two moments of a launch with the same text are the same to who holds, releases, launches or ends it.
 */
export function faceOf({ state, context }: Pick<LaunchState, 'state' | 'context'>): string {
  const { hold, candidate, archived } = context
  return JSON.stringify([state, hold?.at ?? null, candidate?.version ?? null, candidate?.commit ?? null, archived])
}

/** Commands that say what they change field by field, whatever the launch looks like. */
const fieldByField: readonly PersonCommandType[] = ['launch.schedule', 'launch.setPublicStatus']

/** Whether who asks for this goes by what the launch looks like as a whole. */
export const goesByFace = (type: PersonCommandType): boolean =>
  commandsAbout.launch.includes(type) && !fieldByField.includes(type)

/**
 * The decision, but for somebody who saw another face than the launch has now: that is stale. Who may not act at all, or asks for what
 * is not there, hears that first. Without `seen` nothing is stale.
 */
export function judgeSeen(decision: Decision, launch: LaunchState | null, seen: string | undefined): Decision {
  if (seen === undefined || launch === null || faceOf(launch) === seen) return decision
  if (!decision.accepted && decision.kind !== 'refused') return decision
  return { accepted: false, kind: 'stale', reason: { code: 'stale-page', params: {} } }
}
