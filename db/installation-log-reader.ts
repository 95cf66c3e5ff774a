import type { InstallationEntry } from '../machines/installation/entry.ts'
import { InstallationReplay } from '../machines/installation/replay.ts'
import { readInstallationEntry } from './installation-leaf.ts'
import { append, emptyFrontier, type Frontier, leafHash, rootOfFrontier } from './merkle.ts'
import { Damaged } from './store.ts'

/** The installation's log as it is read and replayed, leaf by leaf: canonical entries, seq without a gap, time never backwards. */
export class InstallationLogReader {
  readonly replay = new InstallationReplay()
  #frontier: Frontier = emptyFrontier
  #at = ''

  get size(): number {
    return this.#frontier.size
  }

  /** The tree after the last leaf. */
  get frontier(): Frontier {
    return this.#frontier
  }

  /** The entry of this leaf, or why it cannot be the next one. */
  add(leaf: string): { entry: InstallationEntry } | { difference: string } {
    let entry: InstallationEntry
    try {
      entry = readInstallationEntry(leaf)
    } catch (error) {
      if (error instanceof Damaged) return { difference: error.message }
      throw error
    }
    const difference = this.#differenceOf(entry) ?? this.replay.add(entry)
    if (difference !== null) return { difference }
    this.#at = entry.at
    this.#frontier = append(this.#frontier, leafHash(leaf))
    return { entry }
  }

  #differenceOf({ seq, at }: InstallationEntry): string | null {
    if (seq !== this.size) return `seq is ${seq}, expected ${this.size}`
    return at < this.#at ? `at runs backwards: ${at} after ${this.#at}` : null
  }

  root(): string {
    return rootOfFrontier(this.#frontier).toString('hex')
  }
}
