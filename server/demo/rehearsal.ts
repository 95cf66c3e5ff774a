import type { Execution, Outcome, Store } from '../../db/store.ts'
import type { Refused } from '../../machines/entry.ts'
import { verdict } from '../../machines/reading/verdict.ts'
import type { LaunchState } from '../../machines/state.ts'

/**
 * Commands of one launch, decided in memory first and then sent to the store together. Each of them needs to know what the one before
 * led to; this way they need not wait for its commit, and the store may commit many at once.
 */
export class Rehearsal {
  /** Reads and writes the launch in memory; everything else is the real store. */
  readonly store: Store
  readonly #real: Store
  #state: LaunchState | null
  readonly #executions: Execution[] = []

  constructor(real: Store, stored: LaunchState | null) {
    this.#real = real
    this.#state = stored
    this.store = withInstead(real, {
      load: async () => this.#state,
      execute: async (execution) => this.#rehearse(execution),
    })
  }

  #rehearse(execution: Execution): Outcome {
    const before = this.#state
    const ruling = execution.decide(before)
    if (!ruling.accepted) return { kind: 'refused', refusal: ruling, state: before }
    const version = before?.version ?? 0
    this.#executions.push({
      ...execution,
      decide: (stored) => {
        if (stored === before) return ruling
        return (stored?.version ?? 0) === version ? execution.decide(stored) : overtaken
      },
    })
    this.#state = ruling.state
    const { state, entries } = ruling
    const decision = verdict(state, Math.max(execution.at, state.at), { build: 'current' }).decision
    return { kind: 'accepted', repeated: false, version: state.version, entries, state, decision }
  }

  /**
   * Sends the commands in their order; resolves when all are on disk, with false when somebody else has changed the launch meanwhile:
   * then only a part of them is. Other requests get their turn between the slices.
   */
  async perform(): Promise<boolean> {
    for (let from = 0; from < this.#executions.length; from += slice) {
      const sent = this.#executions.slice(from, from + slice).map((execution) => this.#real.execute(execution))
      const outcomes = await Promise.all(sent)
      if (outcomes.some(({ kind }) => kind !== 'accepted')) return false
    }
    return true
  }
}

/** About 20 ms of work. */
const slice = 10

/** The launch is no longer at the version that the command was made for. */
const overtaken: Refused = {
  accepted: false,
  kind: 'refused',
  reason: { code: 'stale-page', params: {} },
}

function withInstead(store: Store, instead: Pick<Store, 'load' | 'execute'>): Store {
  return new Proxy(store, {
    get(target, name) {
      if (name in instead) return Reflect.get(instead, name)
      const value: unknown = Reflect.get(target, name)
      // Methods of a class with private fields work on the object itself only.
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}
