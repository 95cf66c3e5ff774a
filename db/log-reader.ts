import { CommitAudit } from '../machines/audit-commits.ts'
import { roleDifference } from '../machines/audit-roles.ts'
import type { Entry } from '../machines/entry.ts'
import { applyEntry } from '../machines/replay.ts'
import type { LaunchState } from '../machines/state.ts'
import { append, type Edge, emptyEdge, leafHash, rootOfEdge } from './merkle.ts'
import { commitOf } from './rows.ts'
import { entryOf } from './seal.ts'
import { type Commit, Damaged } from './store.ts'

/** A log as it is read, leaf by leaf: canonical entries of one launch, seq without a gap, time never backwards. */
export class LogReader {
  readonly entries: Entry[] = []
  #edge: Edge = emptyEdge
  #launch: string | null

  /** Without a name, the first entry says it. */
  constructor(launch: string | null = null) {
    this.#launch = launch
  }

  /** Null, or why this leaf cannot be the next one. */
  add(leaf: string): string | null {
    let entry: Entry
    try {
      entry = entryOf(leaf)
    } catch (error) {
      if (error instanceof Damaged) return error.message
      throw error
    }
    this.#launch ??= entry.launch
    if (entry.seq !== this.entries.length) return `seq is ${entry.seq}, expected ${this.entries.length}`
    if (entry.launch !== this.#launch) return `the entry belongs to ${entry.launch}, not to ${this.#launch}`
    const before = this.entries.at(-1)
    if (before !== undefined && entry.at < before.at) return `at runs backwards: ${entry.at} after ${before.at}`
    this.entries.push(entry)
    this.#edge = append(this.#edge, leafHash(leaf))
    return null
  }

  last(): Entry {
    const entry = this.entries.at(-1)
    if (entry === undefined) throw new Error('Nothing was added yet.')
    return entry
  }

  root(): string {
    return rootOfEdge(this.#edge).toString('hex')
  }
}

/** A log as it is replayed and audited, entry by entry: the launch that it leads to, and the commits that it was written in. */
export class LogReplay {
  readonly #entries: readonly Entry[]
  readonly #audit = new CommitAudit()
  #state: LaunchState | null = null
  /** The launch after the last complete commit. */
  #committed: LaunchState | null = null

  constructor(entries: readonly Entry[]) {
    this.#entries = entries
  }

  get state(): LaunchState | null {
    return this.#state
  }

  /** Applies the next entry: the commit that it completes (null: none yet), or the difference. */
  add(entry: Entry): { commit: Commit | null } | { difference: string } {
    const before = this.#state
    const after = applyEntry(before, entry)
    if (typeof after === 'string') return { difference: after }
    const difference = roleDifference(before, entry, this.#entries[0] ?? entry) ?? this.#audit.add(entry)
    if (difference !== null) return { difference }
    this.#state = after
    return { commit: this.#completed(after, entry) }
  }

  #completed(state: LaunchState, entry: Entry): Commit | null {
    if (entry.request === this.#entries[state.version]?.request) return null
    const entries = this.#entries.slice(this.#committed?.version ?? 0, state.version)
    const commit = commitOf(this.#committed, { accepted: true, entries, state })
    this.#committed = state
    return commit
  }
}
