import type { Entry } from '../machines/entry.ts'
import { type BytesOf, differenceOfBytes } from './differences.ts'
import { LogReader, LogReplay } from './log-reader.ts'
import { Damaged, type Store } from './store.ts'
import { type Difference, type LogVerification, VerificationProgress } from './verification-progress.ts'

export type { BytesOf } from './differences.ts'
export type { Difference, LogVerification } from './verification-progress.ts'
export {
  type InstallationVerification,
  InstallationVerifier,
  verifyInstallation,
  verifyInstallationLeaves,
} from './verify-installation.ts'

/** A launch in which everything matches has, beside its log, this many private texts, some of them deleted, and evidence files. */
export type LaunchVerification =
  | { matches: true; entries: number; root: string; texts: number; files: number; deleted?: number }
  | Difference

/**
 * Whether an export is a valid log: each line the canonical JSON of an entry, seq from 0 without a gap, one launch,
 * time never backwards, a replay that leads where the entries say, and actors who held the roles that they acted with.
 * No database is needed.
 */
export function verifyLeaves(lines: readonly string[]): LogVerification {
  const log = new LogReader()
  const entries: Entry[] = []
  for (const line of lines) {
    const read = log.add(line)
    if ('difference' in read) return { matches: false, seq: log.size, ...read }
    entries.push(read.entry)
  }
  if (entries.length === 0) return { matches: false, seq: 0, difference: 'the log has no entries' }
  const replay = new LogReplay()
  for (const [index, entry] of entries.entries()) {
    const added = replay.add(entry, entries[index + 1])
    if ('difference' in added) return { matches: false, seq: entry.seq, ...added }
  }
  return { matches: true, entries: log.size, root: log.root() }
}

/**
 * Whether a launch is what its log says: everything that verifyLeaves asks, and the tree's stored root, what was copied
 * out of the entries, the private texts, the list of files, the commits, and every row; with `bytesOf`, also that each
 * file's bytes are there and are the ones that the log names. A private text that is missing is a difference; one that is
 * blank is none where its author was erased, as the installation's log says. It may run beside a working server: entries that are committed meanwhile are left for the next time,
 * and it pauses often enough not to hold up other work (one read of the launch's rows apart).
 *
 * What it can't find without signed checkpoints: a log of which the newest commits were cut off, and one that was
 * rewritten consistently (hashes, tree and rows) in a way that the roles of its people allow.
 */
export function verifyLaunch(store: Store, launch: string, bytesOf?: BytesOf): Promise<LaunchVerification> {
  return new LaunchVerifier(bytesOf).verify(store, launch, true)
}

/** So many launches are remembered, those verified last. */
const remembered = 16

/** Verifies launches like `verifyLaunch`, and remembers how far each was verified, so that it can go on from there. */
export class LaunchVerifier {
  readonly #bytesOf: BytesOf | undefined
  readonly #progress = new Map<string, VerificationProgress>()

  constructor(bytesOf?: BytesOf) {
    this.#bytesOf = bytesOf
  }

  /**
   * `anew`: everything is read and compared again. Otherwise entries that matched at the last verification, their texts
   * and their files are taken as they were then: call it so only while nobody else wrote to the database. The rows are
   * always compared. Call it again for the same launch only after the answer.
   */
  async verify(store: Store, launch: string, anew: boolean): Promise<LaunchVerification> {
    const progress = (anew ? undefined : this.#progress.get(launch)) ?? new VerificationProgress(launch)
    // What fails half-way must not be gone on from.
    this.#progress.delete(launch)
    try {
      const difference = await this.#difference(store, progress)
      if (difference !== null) return difference
      this.#remember(launch, progress)
      return { matches: true, ...progress.sizes() }
    } catch (error) {
      if (error instanceof Damaged) return { matches: false, difference: error.message }
      throw error
    }
  }

  async #difference(store: Store, progress: VerificationProgress): Promise<Difference | null> {
    const compared = await progress.goOn(store)
    if ('difference' in compared) return compared
    const difference = this.#bytesOf === undefined ? null : await differenceOfBytes(compared.files, this.#bytesOf)
    return difference === null ? null : { matches: false, difference }
  }

  #remember(launch: string, progress: VerificationProgress): void {
    this.#progress.set(launch, progress)
    const [oldest] = this.#progress.keys()
    if (this.#progress.size > remembered && oldest !== undefined) this.#progress.delete(oldest)
  }
}
