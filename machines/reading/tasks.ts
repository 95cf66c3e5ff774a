import type { PersonCommandType } from '../commands.ts'
import type { Actor } from '../entry.ts'
import type { LaunchState } from '../state.ts'
import { factsOf } from './gate-facts.ts'
import { obstacle } from './obstacle.ts'
import { bindsCandidate, holdersOf, isDraft, isHeld, isPreparing, isUnlocked, needsNotReady } from './queries.ts'
import { goesBeforeNeeds, waitingFor } from './waiting.ts'

/** What a launch and its gates ask of people: what "My tasks" lists and its badge counts. */

/** The commands by which a launch itself goes on. */
export type LaunchTask = Extract<PersonCommandType, 'launch.start' | 'launch.launch' | 'launch.setCandidate'>

/** Who is asked for something on this gate that they can do now. */
export function peopleWithTask(launch: LaunchState, gate: string): Set<string> {
  const waiting = waitingFor(launch, gate)
  const now = needsNotReady(launch, gate).length === 0 ? waiting : waiting.filter(goesBeforeNeeds)
  return new Set(now.flatMap(({ people }) => people))
}

/** Whether this gate asks something of this actor now. Never of an administrator or auditor, also where they hold a role. */
export const hasTask = (launch: LaunchState, gate: string, { id, permission }: Actor): boolean =>
  permission === 'member' && peopleWithTask(launch, gate).has(id)

/** What the launch itself asks of this actor now. `launch` must be the launch as of `now` (see due.ts). */
export function launchTasks(launch: LaunchState, actor: Actor, now: number): LaunchTask[] {
  if (launch.context.archived) return []
  return tasksInState(launch).filter((type) => obstacle(launch, { type }, actor, now) === null)
}

/** Those that the launch waits for in its present state, whoever may do them: asking the rules for every person costs more. */
function tasksInState(launch: LaunchState): LaunchTask[] {
  if (isDraft(launch)) return ['launch.start']
  const isMissing = bindsCandidate(launch.definition) && launch.context.candidate === null
  if (isMissing && isPreparing(launch)) return ['launch.setCandidate']
  return isUnlocked(launch) ? ['launch.launch'] : []
}

/** The next task of one actor: for the launch itself, or else on a gate. */
export type NextTask = { kind: 'launch'; task: LaunchTask } | { kind: 'gate'; gate: string }

/** The first task of this actor, gates in the order of the pipeline; null when there is none. `launch` must be the launch as of `now`. */
export function nextTaskOf(launch: LaunchState, actor: Actor, now: number): NextTask | null {
  const [task] = launchTasks(launch, actor, now)
  if (task) return { kind: 'launch', task }
  if (!asksOfPeople(launch)) return null
  const gate = launch.definition.gates.find(({ id }) => hasTask(launch, id, actor))
  return gate ? { kind: 'gate', gate: gate.id } : null
}

/** Whether gates are worked on, so that they ask something of people. */
export const asksOfPeople = (launch: LaunchState): boolean =>
  !launch.context.archived && (isPreparing(launch) || isHeld(launch))

/**
 * How many tasks each member of the launch has now, by pseudonym; members without a task have 0. For people with the permission
 * of a member: an administrator or auditor who holds a role is asked for nothing. `launch` must be the launch as of `now`.
 */
export function countTasks(launch: LaunchState, now: number): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  const add = (person: string, count: number) => counts.set(person, (counts.get(person) ?? 0) + count)
  for (const role of launch.definition.roles) for (const person of holdersOf(launch, role)) add(person, 0)
  const { gates, needs } = factsOf(launch)
  if (asksOfPeople(launch))
    gates.forEach(({ people, peopleBeforeNeeds }, place) => {
      for (const person of needs[place]?.length === 0 ? people : peopleBeforeNeeds) add(person, 1)
    })
  for (const person of counts.keys()) {
    const actor: Actor = { id: person, kind: 'person', permission: 'member', defaultRoles: [] }
    add(person, launchTasks(launch, actor, now).length)
  }
  return counts
}
