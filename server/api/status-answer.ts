import type { Verdict } from '../../machines/reading/verdict.ts'
import type { LaunchState } from '../../machines/state.ts'
import type { Caller } from '../auth/caller.ts'
import type { Judgement } from '../launches/judgements.ts'
import { absentIn } from '../launches/present-people.ts'
import { type Names, readNames } from '../launches/read-launch.ts'
import type { Services } from '../services.ts'
import { viewerOf } from './access.ts'

/** What an answer about a launch depends on, and its header fields: the same for both ways in which a request is answered. */

/** Who asks (null: somebody without a token), and the launch as it is stored, read at the same moment. */
export interface Asking {
  caller: Caller | null
  stored: LaunchState
  /** How many people of the launch were deactivated: they are not among those we wait for. */
  absent: number
}

/** How it stands for them at `now`. */
export interface Answer extends Asking {
  now: number
  judgement: Judgement
}

export const isFinal = ({ judgement: { verdict } }: Answer): boolean =>
  verdict.decision === 'go' || verdict.decision === 'no-go'

/** Kept as finished answers are: see status-texts.ts. */
const absences = new WeakMap<LaunchState, { names: Names; count: number }>()

export async function countAbsent(services: Services, stored: LaunchState): Promise<number> {
  const names = await readNames(services)
  const known = absences.get(stored)
  if (known?.names === names) return known.count
  const people = new Set(Object.values(stored.context.people).flat())
  const count = [...people].filter(absentIn(names)).length
  absences.set(stored, { names, count })
  return count
}

export function etag(language: string, { caller, absent, judgement: { launch, verdict } }: Answer): string {
  const viewer = caller === null ? 'public' : viewerOf(caller)
  return `W/"${launch.version}-${verdict.decision}-${language}-${viewer}-${verdict.blockers.length}${absent === 0 ? '' : `-${absent}`}"`
}

/** In seconds: until the answer may change by the clock, within bounds. */
export function retryAfter({ nextChangeAt }: Verdict, now: number): number {
  const seconds = nextChangeAt === null ? 30 : Math.ceil((nextChangeAt - now) / 1000)
  return Math.min(60, Math.max(5, seconds))
}
