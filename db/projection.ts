import { asOf } from '../machines/due.ts'
import { glanceOf, type LaunchList, listOf } from '../machines/reading/glance.ts'
import { countTasks } from '../machines/reading/tasks.ts'
import { type DecisionWord, verdict } from '../machines/reading/verdict.ts'
import type { LaunchState, LaunchValue } from '../machines/state.ts'
import type { UncheckedProjection } from './store.ts'

/**
 * What lists and badges need of a launch without reading it: derived from the launch, written in the same commit, and true until
 * `nextChangeAt`, when time alone may change it. From then on the launch itself is asked (see LaunchLists.expired), until the clock
 * worker has written it anew.
 */
export interface Projection extends UncheckedProjection {
  state: LaunchValue
  decision: DecisionWord
  list: LaunchList
}

/** The projection of a launch at an instant, which is never before its last entry. */
export function projectionOf(stored: LaunchState, now: number): Projection {
  const at = Math.max(now, stored.at)
  const launch = asOf(stored, at)
  const judged = verdict(launch, at, { build: 'current' })
  const { archived, targetAt, title, people } = launch.context
  return {
    launch: launch.launch,
    at,
    state: launch.state,
    decision: judged.decision,
    list: listOf(launch),
    archived,
    targetAt,
    title,
    glance: JSON.stringify(glanceOf(launch, judged)),
    pipeline: launch.definition.id,
    pipelineVersion: launch.definition.version,
    nextChangeAt: judged.nextChangeAt,
    tasks: countTasks(launch, at),
    holders: holdersOf(people),
  }
}

/** Versions of a launch share the object until somebody gains or loses a role; so do their projections. */
const holders = new WeakMap<LaunchState['context']['people'], Projection['holders']>()

function holdersOf(people: LaunchState['context']['people']): Projection['holders'] {
  const found = holders.get(people) ?? new Map(Object.entries(people).filter(([, each]) => each.length > 0))
  holders.set(people, found)
  return found
}
