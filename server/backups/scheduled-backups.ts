import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from 'pino'
import type { BackupFigures } from '../figures/backup-figures.ts'
import { backupName, listBackups, removeBackups, surplus } from './backup-files.ts'
import type { MakeBackup } from './backup-process.ts'

/** Backs up every so often, for as long as the server runs. */
export interface ScheduledBackups {
  /** Ends a backup that is being made; no part of it stays. */
  stop(): Promise<void>
  /** Resolves when no backup is being made. */
  idle(): Promise<void>
}

export interface Schedule {
  folder: string
  /** In ms. */
  every: number
  /** How many backups stay. */
  keep: number
  make: MakeBackup
  /** Removes what ended backups left. */
  sweep: (folder: string) => void
  figures: BackupFigures
  log: Logger
  /** Epoch ms. By default the wall clock. */
  now?: () => number
  /** The pause after a first failure, in ms; it doubles with each further one. A minute by default. */
  firstPause?: number
}

/** A timer cannot wait longer than 24 days. */
const longestTimer = 86_400_000
const longestPause = 1_800_000

/**
 * The first backup is due `every` after the newest that is there, or at once. From then on a steady clock counts, so that a jump of the
 * wall clock neither skips backups nor makes many.
 */
export function scheduledBackups(schedule: Schedule): ScheduledBackups {
  const worker = new Worker(schedule)
  worker.start()
  return worker
}

class Worker implements ScheduledBackups {
  readonly #schedule: Schedule
  readonly #now: () => number
  readonly #stopping = new AbortController()
  #timer: NodeJS.Timeout | undefined
  #running: Promise<void> = Promise.resolve()
  #failures = 0

  constructor(schedule: Schedule) {
    this.#schedule = schedule
    this.#now = schedule.now ?? Date.now
  }

  start(): void {
    this.#running = this.#begin()
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    clearTimeout(this.#timer)
    await this.idle()
  }

  idle(): Promise<void> {
    return this.#running
  }

  async #begin(): Promise<void> {
    const { folder, every, figures } = this.#schedule
    try {
      this.#sweep()
      const now = this.#now()
      // One with a later time was made while the clock was ahead, and says nothing about the rhythm.
      const newest = (await listBackups(folder)).findLast(({ at }) => at <= now)
      if (newest !== undefined) figures.succeeded(newest.at)
      this.#waitFor(newest === undefined ? 0 : Math.max(0, newest.at + every - now))
    } catch (error) {
      this.#failed(error)
    }
  }

  #sweep(): void {
    const { folder, sweep, log } = this.#schedule
    try {
      sweep(folder)
    } catch (error) {
      log.error({ err: error }, 'incomplete backups could not be removed')
    }
  }

  /** In steps, on a clock that never jumps. */
  #waitFor(ms: number): void {
    if (this.#stopping.signal.aborted) return
    const due = performance.now() + ms
    const step = () => {
      const left = due - performance.now()
      if (left <= 0) this.#running = this.#backUp()
      else this.#timer = setTimeout(step, Math.min(left, longestTimer))
    }
    this.#timer = setTimeout(step, Math.min(ms, longestTimer))
  }

  async #backUp(): Promise<void> {
    const { folder, every, make, figures, log } = this.#schedule
    const began = performance.now()
    const at = Math.floor(this.#now() / 1000) * 1000
    const name = backupName(at)
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await make(join(folder, name), this.#stopping.signal)
      this.#failures = 0
      figures.succeeded(at)
      log.info({ file: name, ms: Math.round(performance.now() - began) }, 'backed up')
      await this.#removeOldest(at)
      this.#waitFor(every - (performance.now() - began))
    } catch (error) {
      this.#failed(error)
    }
  }

  /** What cannot be removed now is tried again after the next backup: it is no reason for another one. */
  async #removeOldest(madeAt: number): Promise<void> {
    const { folder, keep, log } = this.#schedule
    try {
      await removeBackups(folder, surplus(await listBackups(folder), keep, madeAt))
    } catch (error) {
      log.error({ err: error }, 'old backups could not be removed')
    }
  }

  #failed(error: unknown): void {
    const { every, figures, log, firstPause = 60_000 } = this.#schedule
    this.#sweep()
    if (this.#stopping.signal.aborted) return
    const pause = Math.min(every, longestPause, firstPause * 2 ** this.#failures)
    this.#failures += 1
    figures.failed()
    log.error({ err: error, retryInSeconds: Math.round(pause / 1000) }, 'backup failed; will retry')
    this.#waitFor(pause)
  }
}
