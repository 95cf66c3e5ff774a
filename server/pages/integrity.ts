import { type Store, StoreUnavailable } from '../../db/store.ts'
import { type Verified, verifyLaunch } from '../../db/verify.ts'
import type { LaunchView } from '../read-launch.ts'
import type { Services } from '../services.ts'
import type { Visit } from './visit.ts'

/** Whether the log of a launch, its rows, private texts and evidence files agree: what was checked and when, in one sentence. */
export async function integritySentence({ services, w }: Visit, { launch }: LaunchView): Promise<string> {
  const { verified, at } = await checkOf(services, launch.launch).current()
  const when = w.dateTimeOffset(at, launch.context.timeZone)
  if (verified === null) return w.t('log-page.not-verified')
  if (verified.whole) {
    const { entries, texts, files, root } = verified
    return w.t('log-page.is-whole', { when, size: entries, texts, files, root: root.slice(0, 16) })
  }
  return verified.seq === undefined
    ? w.t('log-page.is-damaged', { when })
    : w.t('log-page.is-damaged-at', { when, seq: w.number(verified.seq) })
}

/** After this long an answer is found anew: bytes on disk can change without a change of the database. */
const longestLife = 60_000

interface Checked {
  revision: string
  /** The instant at which the check began. */
  at: number
  /** Null when it could not be completed. */
  verified: Verified | null
}

/**
 * The check of one launch. Its answer is given again only while the database is at the same revision, and for a minute
 * at most. One check runs at a time; those who ask for the same thing wait for the same answer.
 */
class LaunchCheck {
  readonly #services: Services
  readonly #launch: string
  #last: Checked | null = null
  #running: { revision: string; result: Promise<Checked> } | null = null
  #next: Promise<Checked> | null = null

  constructor(services: Services, launch: string) {
    this.#services = services
    this.#launch = launch
  }

  async current(): Promise<Checked> {
    const revision = await this.#services.store.integrity.revision(this.#launch)
    const age = this.#last === null ? Number.POSITIVE_INFINITY : this.#services.clock() - this.#last.at
    if (this.#last?.revision === revision && age >= 0 && age < longestLife) return this.#last
    if (this.#running === null) return this.#start(revision)
    if (this.#running.revision === revision) return this.#running.result
    // What is running began before the last change: one more check is enough for all who wait for it.
    this.#next ??= this.#after(this.#running.result)
    return this.#next
  }

  async #after(running: Promise<Checked>): Promise<Checked> {
    await running.catch(() => null)
    this.#next = null
    return this.current()
  }

  async #start(revision: string): Promise<Checked> {
    const result = this.#check(revision)
    this.#running = { revision, result }
    try {
      this.#last = await result
      return this.#last
    } finally {
      this.#running = null
    }
  }

  async #check(revision: string): Promise<Checked> {
    const { store, evidence, clock, log } = this.#services
    const at = clock()
    try {
      return { revision, at, verified: await verifyLaunch(store, this.#launch, evidence.find) }
    } catch (error) {
      if (error instanceof StoreUnavailable) throw error
      log.error({ err: error, launch: this.#launch }, 'a launch could not be verified')
      return { revision, at, verified: null }
    }
  }
}

const checks = new WeakMap<Store, Map<string, LaunchCheck>>()

function checkOf(services: Services, launch: string): LaunchCheck {
  const ofStore = checks.get(services.store) ?? new Map<string, LaunchCheck>()
  checks.set(services.store, ofStore)
  const check = ofStore.get(launch) ?? new LaunchCheck(services, launch)
  ofStore.set(launch, check)
  return check
}
