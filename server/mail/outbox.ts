import type { Known } from '../../machines/installation/known.ts'
import { leased, leaseMails, settleMail } from '../../machines/installation/mails.ts'
import type { Mail } from '../../machines/installation/records.ts'
import type { Services } from '../services.ts'
import type { Mailer } from './mailer.ts'
import { finishedMail } from './queued.ts'

/**
 * Sends the mails that changes of the installation have written. Each is leased before it is sent, so that no two workers send it at the
 * same time; after a crash it is sent again when the lease is over. A mail may so arrive twice, with the same Message-ID.
 */
export interface Outbox {
  /** Sends everything that is due now. Resolves when each was sent, or its next attempt is set. */
  work(): Promise<void>
  /** Starts no further mail, and waits for the one that is being sent. */
  stop(): Promise<void>
}

/** In ms. A change that writes a mail says so (see wakeOutbox); this is for mails of the command line and for further attempts. */
const usualPause = 10_000

type Needed = Pick<Services, 'store' | 'config' | 'clock' | 'log'>

/** Without SMTP_URL no mail is written, and none is looked for. */
export function outbox(services: Needed, mailer: Mailer, pause = usualPause): Outbox {
  const worker = new Worker(services, mailer)
  const timer = services.config.mail === null ? null : setInterval(() => void worker.tick(), pause).unref()
  wakers.set(services.store, () => void worker.tick())
  return {
    work: () => worker.work(),
    async stop() {
      if (timer !== null) clearInterval(timer)
      wakers.delete(services.store)
      await worker.stop()
    },
  }
}

const wakers = new WeakMap<Services['store'], () => void>()

/** A mail was written: the worker of this process, if it has one, looks at once. */
export function wakeOutbox({ store }: Pick<Services, 'store'>): void {
  wakers.get(store)?.()
}

class Worker {
  readonly #services: Needed
  readonly #mailer: Mailer
  #running: Promise<void> | null = null
  #again = false
  #stopped = false

  constructor(services: Needed, mailer: Mailer) {
    this.#services = services
    this.#mailer = mailer
  }

  /** What fails is in the log, and is tried again. */
  async tick(): Promise<void> {
    try {
      await this.work()
    } catch (error) {
      this.#services.log.error({ err: error }, 'the outbox could not be worked off')
    }
  }

  async work(): Promise<void> {
    this.#again = true
    this.#running ??= this.#workOff().finally(() => {
      this.#running = null
    })
    await this.#running
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await this.#running?.catch(() => undefined)
  }

  async #workOff(): Promise<void> {
    while (this.#again && !this.#stopped) {
      this.#again = false
      for (const mail of await this.#lease()) {
        if (this.#stopped) return
        await this.#send(mail)
        this.#again = true
      }
    }
  }

  /** One mail at a time: a lease is longer than an attempt can take, but not longer than twenty. */
  async #lease(): Promise<Mail[]> {
    const { store, clock } = this.#services
    const now = clock()
    const asked = { dueMails: now }
    const found = await store.installation.read(asked)
    if (found.dueMails.length === 0) return []
    const decide = (known: Known<typeof asked>, at: number) =>
      leaseMails({ ...known, dueMails: known.dueMails.slice(0, 1) }, at)
    const outcome = await store.installation.change({ at: now, asked, texts: [], decide })
    return outcome.known.dueMails.slice(0, 1).map((mail) => leased(mail, now))
  }

  async #send(mail: Mail): Promise<void> {
    const { store, clock } = this.#services
    const error = await this.#attempt(mail)
    const asked = { mail: mail.id }
    const decide = (known: Known<typeof asked>, at: number) => settleMail(known, mail, error, at)
    await store.installation.change({ at: clock(), asked, texts: [], decide })
  }

  /** Null when it was sent; else a word that says nothing of the mail. */
  async #attempt(mail: Mail): Promise<string | null> {
    const { config, log } = this.#services
    try {
      const outcome = await this.#mailer.send(finishedMail(mail, config.baseUrl))
      return outcome === 'sent' ? null : outcome
    } catch (error) {
      log.error({ mail: mail.kind, why: error instanceof Error ? error.name : 'unknown' }, 'a mail cannot be written')
      return 'unreadable'
    }
  }
}
