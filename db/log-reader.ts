import { CommitAudit } from '../machines/audit/commits.ts'
import { roleDifference } from '../machines/audit/roles.ts'
import type { Entry } from '../machines/entry.ts'
import { applyEntry } from '../machines/replay.ts'
import type { LaunchState } from '../machines/state.ts'
import { append, emptyFrontier, type Frontier, leafHash, rootOfFrontier } from './merkle.ts'
import { commitOf } from './rows.ts'
import { readEntry } from './seal.ts'
import { type Commit, Damaged } from './store.ts'

/** A log as it is read, leaf by leaf: canonical entries of one launch, seq without a gap, time never backwards. */
export class LogReader {
  #last: Entry | null = null
  #frontier: Frontier = emptyFrontier
  #launch: string | null

  /** Without a name, the first entry says it. */
  constructor(launch: string | null = null) {
    this.#launch = launch
  }

  get size(): number {
    return this.#frontier.size
  }

  /** The entry of this leaf, or why it cannot be the next one. */
  add(leaf: string): { entry: Entry } | { difference: string } {
    let entry: Entry
    try {
      entry = readEntry(leaf)
    } catch (error) {
      if (error instanceof Damaged) return { difference: error.message }
      throw error
    }
    const difference = this.#differenceOf(entry)
    if (difference !== null) return { difference }
    this.#last = entry
    this.#frontier = append(this.#frontier, leafHash(leaf))
    return { entry }
  }

  #differenceOf(entry: Entry): string | null {
    this.#launch ??= entry.launch
    if (entry.seq !== this.size) return `seq is ${entry.seq}, expected ${this.size}`
    if (entry.launch !== this.#launch) return `the entry belongs to ${entry.launch}, not to ${this.#launch}`
    const before = this.#last
    return before !== null && entry.at < before.at ? `at runs backwards: ${entry.at} after ${before.at}` : null
  }

  root(): string {
    return rootOfFrontier(this.#frontier).toString('hex')
  }
}

/**
 * A log as it is replayed and audited, entry by entry: the launch that it leads to, and the commits that it was written in. Of the
 * entries it keeps the first one, and those of a commit that is not complete yet.
 */
export class LogReplay {
  readonly #audit = new CommitAudit()
  #first: Entry | null = null
  #open: Entry[] = []
  #state: LaunchState | null = null
  /** The launch after the last complete commit. */
  #committed: LaunchState | null = null

  get state(): LaunchState | null {
    return this.#state
  }

  /** Applies an entry, given the one that follows it: the commit that it completes (null: none yet), or the difference. */
  add(entry: Entry, next: Entry | undefined): { commit: Commit | null } | { difference: string } {
    const before = this.#state
    const after = applyEntry(before, entry)
    if (typeof after === 'string') return { difference: after }
    this.#first ??= entry
    const difference = roleDifference(before, entry, this.#first) ?? this.#audit.add(entry)
    if (difference !== null) return { difference }
    this.#state = after
    this.#open.push(entry)
    if (entry.request === next?.request) return { commit: null }
    const commit = commitOf(this.#committed, { accepted: true, entries: this.#open, state: after })
    this.#committed = after
    this.#open = []
    return { commit }
  }
}
