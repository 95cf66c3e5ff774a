import type { Entry } from '../entry.ts'

/**
 * How the entries of a log are grouped into commits: all entries of one commit share commit id (`request`) and time, and a commit
 * holds what the clock brought, then at most one command, then what follows from either.
 */
export class CommitAudit {
  readonly #commitIds = new Set<string>()
  #first: Entry | null = null
  #last: Entry | null = null
  #commands = 0

  /** Why this entry can't come next, or null. */
  add(entry: Entry): string | null {
    const first = this.#last?.request === entry.request ? (this.#first ?? entry) : entry
    if (first === entry) {
      if (this.#commitIds.has(entry.request))
        return `the request ${entry.request} was already used by an earlier commit`
      this.#commitIds.add(entry.request)
      this.#commands = 0
    }
    this.#first = first
    this.#last = entry
    if (entry.at !== first.at) return `at is ${entry.at}, its commit was at ${first.at}`
    return this.#causeDifference(entry, first)
  }

  #causeDifference({ actor, seq, cause }: Entry, first: Entry): string | null {
    const follows = cause !== undefined && 'seq' in cause
    if (follows && (cause.seq < first.seq || cause.seq >= seq))
      return `it follows from entry ${cause.seq} of another commit`
    if (actor.kind === 'engine') return cause === undefined ? 'the engine acted without a cause' : null
    // What the answers at creation leave out is the creator's, and follows from the first entry.
    if (follows && first.seq === 0) return null
    if (cause !== undefined) return `a command of a ${actor.kind} has a cause`
    this.#commands += 1
    return this.#commands > 1 ? `its commit has another command with the same request ${first.request}` : null
  }
}
