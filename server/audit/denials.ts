import { seal } from '../../db/seal.ts'
import { type PrivateText, StoreUnavailable } from '../../db/store.ts'
import { type Author, type InstallationDraft, nobody } from '../../machines/installation/entry.ts'
import { ClockJumped } from '../clock.ts'
import type { Services } from '../services.ts'

/** A request that was answered with 401 or 403. `address` is where somebody who is not known came from. */
export interface Denial {
  author: Author
  address: string | null
  /** Method and pattern, such as `GET /launches/:launch`; null where no route was found. */
  route: string | null
  status: 401 | 403
}

interface Counted {
  denial: Denial
  /** How many came after the one that has its entry. */
  further: number
}

const windowMs = 60_000
/** Entries of single denials in a minute; beyond them only the status is told apart, so that a crowd can't fill the log. */
const mostInWindow = 100

/**
 * The denied requests of the last minute. The first of each caller, route and status is written at once, the others are counted and
 * written as one entry when the minute is over. It is best effort: what the database can't take now is not written later.
 */
export class Denials {
  readonly #services: Pick<Services, 'store' | 'clock' | 'log'>
  #window = new Map<string, Counted>()
  #timer: NodeJS.Timeout | undefined
  readonly #writing = new Set<Promise<void>>()

  constructor(services: Pick<Services, 'store' | 'clock' | 'log'>) {
    this.#services = services
  }

  add(denial: Denial): void {
    this.#timer ??= setTimeout(() => this.#endWindow(), windowMs).unref()
    const counted = this.#window.get(keyOf(denial))
    if (counted !== undefined) counted.further += 1
    else if (this.#window.size < mostInWindow) {
      this.#window.set(keyOf(denial), { denial, further: 0 })
      this.#write([{ denial, count: 1 }])
    } else this.#addToCrowd(denial.status)
  }

  /** Writes what was counted; resolves when all of it is written, or given up. */
  async settle(): Promise<void> {
    this.#endWindow()
    await Promise.all(this.#writing)
  }

  #addToCrowd(status: Denial['status']): void {
    const denial: Denial = { author: nobody, address: null, route: null, status }
    const key = `crowd ${status}`
    const counted = this.#window.get(key) ?? { denial, further: 0 }
    this.#window.set(key, { denial, further: counted.further + 1 })
  }

  #endWindow(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const counted = [...this.#window.values()].filter(({ further }) => further > 0)
    this.#window = new Map()
    if (counted.length > 0) this.#write(counted.map(({ denial, further }) => ({ denial, count: further })))
  }

  #write(denials: readonly { denial: Denial; count: number }[]): void {
    const writing = this.#writeNow(denials).finally(() => this.#writing.delete(writing))
    this.#writing.add(writing)
  }

  async #writeNow(denials: readonly { denial: Denial; count: number }[]): Promise<void> {
    const { store, clock, log } = this.#services
    const texts: PrivateText[] = []
    const entries = denials.map(({ denial: { author, address, route, status }, count }): InstallationDraft => {
      const sealed = address === null ? null : seal(address)
      if (sealed !== null) texts.push(sealed)
      const from = sealed === null ? {} : { address: sealed.commitment }
      return { action: 'access.deny', actor: author, data: { status, route, count, ...from } }
    })
    try {
      const decide = () => ({ accepted: true as const, entries, changes: [] })
      await store.installation.change({ at: clock(), asked: {}, texts, decide })
    } catch (error) {
      const isPassing = error instanceof StoreUnavailable || error instanceof ClockJumped
      log[isPassing ? 'debug' : 'error']({ err: error, denials: denials.length }, 'denied requests were not logged')
    }
  }
}

const keyOf = ({ author, address, route, status }: Denial): string =>
  JSON.stringify([author.id, address, route, status])
