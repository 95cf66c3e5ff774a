import { graphOrder } from '../pipeline/graph.ts'
import type { LaunchState } from '../state.ts'
import { gateOf, isDraft, isOver, isReady, needsNotReady } from './queries.ts'
import { type Waiting, waitingFor, waitingSince } from './waiting.ts'

/** What stands between now and the decision gate: gates of which each waits for the next, and whom the last one waits for. */
interface CriticalPath {
  /** Ids, the decision gate first; the last needs nothing that is not ready. */
  gates: string[]
  /** Of the last gate, in the order in which they are asked. */
  waiting: Waiting[]
}

/**
 * The longest chain of gates that are not ready, from the decision gate down what it needs; of several as long, the one
 * whose last gate waits the longest, then the one whose gates come first in the pipeline. Empty where nobody is waited for: in a draft, once launched or cancelled, and once the decision gate is ready.
 */
export function criticalPath(launch: LaunchState): CriticalPath {
  if (isDraft(launch) || isOver(launch)) return { gates: [], waiting: [] }
  const gates = longestFrom(launch).get(launch.definition.decision) ?? []
  const last = gates.at(-1)
  return { gates, waiting: last === undefined ? [] : waitingFor(launch, last) }
}

/** The longest chain from each gate that is not ready. */
function longestFrom(launch: LaunchState): Map<string, string[]> {
  const inPipelineOrder = launch.definition.gates.map(({ id }) => id)
  const chains = new Map<string, string[]>()
  for (const id of graphOrder(launch.definition)) {
    const { definition, gate } = gateOf(launch, id)
    if (isReady(definition, gate)) continue
    const needs = needsNotReady(launch, id)
    const below = inPipelineOrder
      .filter((each) => needs.includes(each))
      .map((each) => chains.get(each) ?? [])
      .reduce((first, chain) => (comesBefore(launch, chain, first) ? chain : first), [])
    chains.set(id, [id, ...below])
  }
  return chains
}

function comesBefore(launch: LaunchState, chain: string[], other: string[]): boolean {
  const [last, otherLast] = [chain.at(-1), other.at(-1)]
  if (last === undefined || otherLast === undefined || chain.length !== other.length) return chain.length > other.length
  return waitingSince(launch, last) < waitingSince(launch, otherLast)
}
