import { type Store, StoreUnavailable } from '../../db/store.ts'
import type { LaunchVerification } from '../../db/verify.ts'
import type { Services } from '../services.ts'

/** After this long everything is verified anew: bytes on disk can change without a change of the database. */
const longestLife = 60_000

/** The revision of the launch, and the revision of the database up to which other processes had written (`others`). */
interface Revisions {
  revision: string
  others: string
}

export interface Checked extends Revisions {
  /** The instant at which the check began. */
  at: number
  /** The same of the last check of everything; those after it went on from there. */
  anewAt: number
  /** Null when it could not be completed. */
  verification: LaunchVerification | null
}

/**
 * The checks of one launch, or of the installation (null). An answer is given again only while the database is at the same revision, and for a minute at most. After
 * commits of this server a check goes on from the last one; after a write of somebody else it begins anew. One check runs at a time;
 * those who ask for the same thing wait for the same answer.
 */
class LogCheck {
  readonly #services: Services
  readonly #launch: string | null
  #last: Checked | null = null
  #running: { revision: string; result: Promise<Checked> } | null = null
  #next: Promise<Checked> | null = null

  constructor(services: Services, launch: string | null) {
    this.#services = services
    this.#launch = launch
  }

  /** The present answer if it comes soon; else the last one, unless others have written since; null while there is none. */
  async soon(): Promise<Checked | null> {
    const revisions = await this.#revisions()
    try {
      const checked = await within(this.#services.verifier.patience, this.#current())
      return checked ?? (this.#last?.others === revisions.others ? this.#last : null)
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error
      // The page itself can be read: only the verifier's own connection fails now. The next page tries again.
      const at = this.#services.clock()
      return { ...revisions, at, anewAt: at, verification: null }
    }
  }

  /** The last answer, however old; null while there is none. Starts nothing. */
  last(): Checked | null {
    return this.#last
  }

  async #revisions(): Promise<Revisions> {
    const { integrity, installation } = this.#services.store
    const others = await integrity.othersRevision()
    if (this.#launch !== null) return { revision: await integrity.revision(this.#launch), others }
    return { revision: `${others}:${(await installation.head()).size}`, others }
  }

  async #current(): Promise<Checked> {
    const revisions = await this.#revisions()
    const last = this.#last
    const { revision } = revisions
    if (last?.revision === revision && this.#isYoung(last)) return last
    if (this.#running === null) return this.#start(revisions)
    if (this.#running.revision === revision) return this.#running.result
    // What is running began before the last change: one more check is enough for all who wait for it.
    this.#next ??= this.#after(this.#running.result)
    return this.#next
  }

  /** A clock that was set back says nothing about the age. */
  #isYoung({ anewAt }: Checked): boolean {
    const age = this.#services.clock() - anewAt
    return age >= 0 && age < longestLife
  }

  async #after(running: Promise<Checked>): Promise<Checked> {
    await running.catch(() => null)
    this.#next = null
    return this.#current()
  }

  async #start(revisions: Revisions): Promise<Checked> {
    const result = this.#check(revisions)
    this.#running = { revision: revisions.revision, result }
    try {
      this.#last = await result
      return this.#last
    } finally {
      this.#running = null
    }
  }

  async #check(revisions: Revisions): Promise<Checked> {
    const { verifier, clock, log } = this.#services
    const at = clock()
    const last = this.#last
    const goesOn = last?.verification?.matches === true && last.others === revisions.others && this.#isYoung(last)
    const anewAt = goesOn ? last.anewAt : at
    try {
      return { ...revisions, at, anewAt, verification: await verifier.verify(this.#launch, !goesOn) }
    } catch (error) {
      if (error instanceof StoreUnavailable) throw error
      log.error({ err: error, launch: this.#launch }, 'a launch could not be verified')
      return { ...revisions, at, anewAt, verification: null }
    }
  }
}

/** What `work` gives, or null when that takes longer; it goes on then, and how it ends is for those who ask later. */
async function within<T>(ms: number, work: Promise<T>): Promise<T | null> {
  if (ms === Number.POSITIVE_INFINITY) return work
  const late = Promise.withResolvers<null>()
  const timer = setTimeout(() => late.resolve(null), ms)
  work.catch(() => {})
  return Promise.race([work, late.promise]).finally(() => clearTimeout(timer))
}

const checks = new WeakMap<Store, Map<string | null, LogCheck>>()

export function integrityCheckOf(services: Services, launch: string | null): LogCheck {
  const ofStore = checks.get(services.store) ?? new Map<string | null, LogCheck>()
  checks.set(services.store, ofStore)
  const check = ofStore.get(launch) ?? new LogCheck(services, launch)
  ofStore.set(launch, check)
  return check
}
