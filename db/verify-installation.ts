import type { InstallationEntry } from '../machines/installation/entry.ts'
import { subjectsOf } from '../machines/installation/replay.ts'
import { commitmentsIn } from './commitments-in.ts'
import { differenceOfMissingTexts, differenceOfText, differenceOfValues } from './differences.ts'
import type { StoredInstallation, StoredInstallationEntry, StoredText } from './installation.ts'
import { InstallationLogReader } from './installation-log-reader.ts'
import { leafHash } from './merkle.ts'
import { Pauses } from './pauses.ts'
import { differenceOfStanding } from './standing-difference.ts'
import { Damaged, type Store } from './store.ts'
import type { Difference, LogVerification } from './verification-progress.ts'

/** An installation in which everything matches has this many private texts beside its log; it has no files. */
export type InstallationVerification =
  | { matches: true; entries: number; root: string; texts: number; files: number }
  | Difference

/** Whether an export is a valid log of an installation, which replays by itself. No database is needed. */
export function verifyInstallationLeaves(lines: readonly string[]): LogVerification {
  const log = new InstallationLogReader()
  for (const line of lines) {
    const added = log.add(line)
    if ('difference' in added) return { matches: false, seq: log.size, ...added }
  }
  if (log.size === 0) return { matches: false, seq: 0, difference: 'the log has no entries' }
  return { matches: true, entries: log.size, root: log.root() }
}

/**
 * Whether the installation is what its log says: everything that verifyInstallationLeaves asks, and each row of the log, the private
 * texts, and who may do what, who is signed in and which launches there are. A private text may be missing only where it was erased with
 * the person whom its entry is about. It may run beside a working server, and pauses like verifyLaunch.
 *
 * What it can't find without signed checkpoints: a log of which the newest entries were cut off with what they changed, and one that was
 * rewritten consistently (hashes, tree and rows).
 */
export function verifyInstallation(store: Store): Promise<InstallationVerification> {
  return new InstallationVerifier().verify(store, true)
}

/** Verifies the installation like `verifyInstallation`, and remembers how far, so that it can go on from there. */
export class InstallationVerifier {
  #progress: InstallationProgress | null = null

  /** `anew`, and when to call it: as LaunchVerifier.verify says. */
  async verify(store: Store, anew: boolean): Promise<InstallationVerification> {
    const progress = (anew ? null : this.#progress) ?? new InstallationProgress()
    // What fails half-way must not be gone on from.
    this.#progress = null
    try {
      const difference = await progress.goOn(store)
      if (difference !== null) return difference
      this.#progress = progress
      return { matches: true, ...progress.sizes() }
    } catch (error) {
      if (error instanceof Damaged) return { matches: false, difference: error.message }
      throw error
    }
  }
}

/** Where a commitment was first named, and whom that entry is about. */
interface Named {
  seq: number
  subjects: readonly string[]
}

/** Leaves and texts read at once: few enough that reading them is a short step. */
const batch = 100

/** How far the installation is verified. */
class InstallationProgress {
  readonly #log = new InstallationLogReader()
  readonly #named = new Map<string, Named>()
  /** Those of which the text was not compared yet. */
  #open: string[] = []
  readonly #pauses = new Pauses()

  sizes(): { entries: number; root: string; texts: number; files: number } {
    return { entries: this.#log.size, root: this.#log.root(), texts: this.#named.size, files: 0 }
  }

  /** Compares everything that was stored since. */
  async goOn(store: Store): Promise<Difference | null> {
    const stored = await store.installation.stored()
    const found = await this.#differenceOfLeaves(store, stored)
    if (found !== null) return found
    const difference = this.#differenceOfRows(stored) ?? (await this.#differenceOfTexts(store, stored))
    return difference === null ? null : { matches: false, difference }
  }

  async #differenceOfLeaves(store: Store, { size }: StoredInstallation): Promise<Difference | null> {
    for (let from = this.#log.size; from < size; from += batch)
      for (const row of await store.installation.storedEntries(from, Math.min(size, from + batch))) {
        const seq = Math.min(row.seq, this.#log.size)
        const added = this.#log.add(row.leaf)
        const difference = 'difference' in added ? added.difference : this.#differenceOfCopies(row, added.entry)
        if (difference !== null) return { matches: false, seq, difference }
        if ('entry' in added) this.#name(added.entry)
        await this.#pauses.between()
      }
    return null
  }

  /** What was copied out of the leaf, and the tree that it belongs to. */
  #differenceOfCopies(
    row: StoredInstallationEntry,
    { seq, at, action, actor, data }: InstallationEntry,
  ): string | null {
    const said = {
      seq,
      at: Date.parse(at),
      action,
      actor: actor.id,
      subject: 'person' in data ? data.person : null,
      leaf: row.leaf,
      hash: leafHash(row.leaf).toString('hex'),
      edge: JSON.stringify(this.#log.frontier.nodes),
    }
    const difference = differenceOfValues(said, row, 'entry')
    return difference === null ? null : `the leaf and its row differ: ${difference}`
  }

  #name(entry: InstallationEntry): void {
    for (const commitment of commitmentsIn(entry.data)) {
      if (this.#named.has(commitment)) continue
      this.#named.set(commitment, { seq: entry.seq, subjects: subjectsOf(entry) })
      this.#open.push(commitment)
    }
  }

  #differenceOfRows({ size, entries, standing }: StoredInstallation): string | null {
    if (this.#log.size !== size || entries !== size)
      return `${entries} entries are stored up to number ${size - 1}, the log has ${this.#log.size}`
    return differenceOfStanding(this.#log.replay, standing)
  }

  async #differenceOfTexts(store: Store, { texts: count }: StoredInstallation): Promise<string | null> {
    const open = this.#open
    this.#open = []
    for (let from = 0; from < open.length; from += batch) {
      const wanted = open.slice(from, from + batch)
      const texts = await store.installation.privateTexts(wanted)
      const named = new Map(wanted.map((commitment) => [commitment, this.#named.get(commitment)?.seq ?? -1]))
      const difference =
        differenceOfMissingTexts(named, texts) ?? this.#differenceOfKept(texts) ?? (await this.#notErased(store, texts))
      if (difference !== null) return difference
      await this.#pauses.between()
    }
    const known = this.#named.size
    return count === known ? null : `${count} private texts are kept, the entries name ${known}`
  }

  #differenceOfKept(texts: readonly StoredText[]): string | null {
    for (const text of texts) {
      const difference = text.erasedAt === null ? differenceOfText(text, true) : null
      if (difference !== null) return difference
    }
    return null
  }

  /** A text was erased with the person whom its entry is about; one that is being erased now is compared the next time. */
  async #notErased(store: Store, texts: readonly StoredText[]): Promise<string | null> {
    const { erased } = this.#log.replay
    for (const { commitment, erasedAt } of texts) {
      const { subjects = [], seq } = this.#named.get(commitment) ?? {}
      if (erasedAt === null || subjects.some((each) => erased.has(each))) continue
      const { size } = await store.installation.head()
      if (size === this.#log.size) return `the private text ${commitment} of entry ${seq} was erased, no entry says so`
      this.#open.push(commitment)
    }
    return null
  }
}
