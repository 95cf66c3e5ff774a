import { setTimeout as sleep } from 'node:timers/promises'
import { StoreUnavailable } from '../store.ts'
import { asUnavailable } from './connection.ts'
import { Contended, Unreliable } from './transactions.ts'

/** A write that waits for its turn. `attempt` may be called more than once; what it did last is what `settle` reports. */
export interface QueuedWrite<Context> {
  /** When the caller stops waiting for another process, by performance.now. */
  readonly until: number
  /** Does the work inside a transaction, and throws what it throws. */
  attempt(context: Context): void
  /** The attempt threw this, and left nothing behind. */
  refuse(error: unknown): void
  /** The transaction of the last attempt is on disk: the caller gets its result, or the error it threw. */
  settle(): void
  /** There is no result. */
  fail(error: unknown): void
}

/**
 * Commits the writes of a group, from the first on, in one transaction; returns how many. Throws Contended, Unreliable, or
 * StoreUnavailable, and then no write of the group counts.
 */
type CommitGroup<Context> = (group: readonly QueuedWrite<Context>[], waits: boolean) => number

/** Bounds one transaction, with the time limit in session.ts: readers wait while a group is written. */
const mostInGroup = 64
const retryEvery = 100

/**
 * Writes in the order of their calls. Those that were called in the same turn of the event loop, in turns right after it, or while a
 * group before them was committed, share a transaction, since most of the cost of a small commit is fsync.
 */
export class WriteQueue<Context> {
  readonly #commit: CommitGroup<Context>
  readonly #waitMs: number
  readonly #waiting: QueuedWrite<Context>[] = []
  #isRunning = false
  /** So many writes at the front are tried one by one: the group that they were in failed as a whole. */
  #alone = 0
  /** Another process held the lock at the last try: blocking the event loop for it again would not help. */
  #isContended = false

  constructor(commit: CommitGroup<Context>, waitMs: number) {
    this.#commit = commit
    this.#waitMs = waitMs
  }

  /** What `work` returned, once its transaction is on disk. Throws StoreUnavailable, or what `work` throws. */
  add<T>(work: (context: Context) => T): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>()
    let settle = () => reject(new Error('A write was settled before it was attempted.'))
    this.#waiting.push({
      until: performance.now() + this.#waitMs,
      attempt: (context) => {
        const result = work(context)
        settle = () => resolve(result)
      },
      refuse: (error) => {
        settle = () => reject(error)
      },
      settle: () => settle(),
      fail: reject,
    })
    if (!this.#isRunning) void this.#run()
    return promise
  }

  async #run(): Promise<void> {
    this.#isRunning = true
    while (this.#waiting.length > 0) {
      await this.#gather()
      if (!this.#commitNext()) await sleep(retryEvery)
    }
    this.#isRunning = false
  }

  /** Waits for as long as each turn of the event loop brings more writes. So between two groups everybody else has a turn as well. */
  async #gather(): Promise<void> {
    let gathered: number
    do {
      gathered = this.#waiting.length
      await nextTurn()
    } while (this.#waiting.length > gathered && this.#waiting.length < mostInGroup)
  }

  /** False when another process is writing, and it is worth waiting for it. */
  #commitNext(): boolean {
    const group = this.#waiting.slice(0, this.#alone > 0 ? 1 : mostInGroup)
    try {
      const done = this.#commit(group, !this.#isContended)
      this.#isContended = false
      for (const write of this.#take(done)) write.settle()
    } catch (error) {
      this.#isContended = error instanceof Contended
      if (this.#isContended) return this.#failExpired(group.length, error)
      // Where nothing was written, the others need not fail with the one that made the transaction fail.
      if (group.length > 1 && leftNothing(error)) this.#alone = group.length
      else for (const write of this.#take(group.length)) write.fail(asStoreError(error))
    }
    return true
  }

  #take(count: number): QueuedWrite<Context>[] {
    this.#alone = Math.max(0, this.#alone - count)
    return this.#waiting.splice(0, count)
  }

  /** Those of the group that have no time for another try fail. Whether any are left to wait. */
  #failExpired(count: number, error: unknown): boolean {
    const tried = this.#take(count)
    const isExpired = ({ until }: QueuedWrite<Context>) => performance.now() + retryEvery > until
    const [expired, others] = [tried.filter(isExpired), tried.filter((write) => !isExpired(write))]
    this.#waiting.unshift(...others)
    for (const write of expired) write.fail(asStoreError(error))
    return others.length === 0
  }
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

const leftNothing = (error: unknown): boolean => {
  const known = asStoreError(error)
  return !(known instanceof StoreUnavailable) || known.written === 'nothing'
}

/** What a caller of the store is told; errors of the program stay as they are. */
export function asStoreError(error: unknown): unknown {
  if (error instanceof Contended) return new StoreUnavailable('nothing', error.message, { cause: error })
  if (!(error instanceof Unreliable)) return asUnavailable(error)
  const sentence = error.written === 'unknown' ? `It may or may not have been saved. ${error.message}` : error.message
  return new StoreUnavailable(error.written, sentence, { cause: error })
}
