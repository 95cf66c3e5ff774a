import type { LaunchState } from '../state.ts'
import { holdersOf } from './queries.ts'
import type { Blocker, Verdict } from './verdict.ts'
import { type Waiting, waitingFor } from './waiting.ts'

/**
 * Somebody who was deactivated keeps their roles in launches, but nobody waits for them. The launch knows nothing of that, so what it says
 * about people is read through these. The decision stays as it is: what waited for them is still not ready.
 */

/** Of a pseudonym. */
export type IsAbsent = (person: string) => boolean

/** Whether this has to be asked of the launch at all. */
export function hasAbsent({ context }: LaunchState, isAbsent: IsAbsent): boolean {
  return Object.values(context.people).some((people) => people.some(isAbsent))
}

/** As waitingFor. A gate whose own person is absent waits for the other holders of its owner role. */
export function waitingForPresent(launch: LaunchState, gate: string, isAbsent: IsAbsent): Waiting[] {
  return waitingFor(launch, gate).map((waiting) => {
    const people = waiting.people.filter((person) => !isAbsent(person))
    const isOwners = waiting.to === 'send' || waiting.to === 'solve'
    if (people.length > 0 || waiting.people.length === 0 || !isOwners) return { ...waiting, people }
    return { ...waiting, people: holdersOf(launch, waiting.role).filter((person) => !isAbsent(person)) }
  })
}

/** A role that is waited for and that only absent people hold is one that nobody holds. */
export function verdictWithoutAbsent(launch: LaunchState, verdict: Verdict, isAbsent: IsAbsent): Verdict {
  if (!hasAbsent(launch, isAbsent)) return verdict
  const blockers = verdict.blockers.map((blocker) => withoutAbsent(launch, blocker, isAbsent))
  const roles = new Set(blockers.flatMap((blocker) => (blocker.kind === 'gate' ? blocker.roles : [])))
  const left = [...roles].filter((role) => isLeft(launch, role, isAbsent))
  return { ...verdict, blockers: [...blockers, ...left.map(nobodyIn)] }
}

/** Whether somebody holds this role, but nobody who is still here. */
export function isLeft(launch: LaunchState, role: string, isAbsent: IsAbsent): boolean {
  const holders = holdersOf(launch, role)
  return holders.length > 0 && holders.every(isAbsent)
}

function withoutAbsent(launch: LaunchState, blocker: Blocker, isAbsent: IsAbsent): Blocker {
  if (blocker.gate === null) return blocker
  const waiting = waitingForPresent(launch, blocker.gate, isAbsent)
  return { ...blocker, waitingFor: [...new Set(waiting.flatMap(({ people }) => people))] }
}

const nobodyIn = (role: string): Blocker => ({
  kind: 'people',
  word: 'wait',
  code: 'people',
  params: { role },
  gate: null,
  status: null,
  role,
  roles: [role],
  waitingFor: [],
  since: null,
  needs: [],
})
