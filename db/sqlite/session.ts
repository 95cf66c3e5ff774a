import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type StoreNews, StoreUnavailable } from '../store.ts'
import type { CommitFigures } from './commit-figures.ts'
import { asUnavailable, type Connection } from './connection.ts'
import { type Displaced, FileWatch } from './file-watch.ts'
import type { KeyClock } from './key-clock.ts'
import { makeDurable, type Opened, prepareOn } from './opened.ts'
import { hasLog, markRunning, unmarkIfCopied, unmarkRunning } from './running-mark.ts'
import { Contended, Unreliable } from './transactions.ts'
import { asStoreError, type QueuedWrite, WriteQueue } from './write-queue.ts'

interface SessionOptions {
  file: string
  connect: () => Connection
  busyTimeoutMs: number
  waitMs: number
  longestGroupMs: number
  isServer: boolean
  acceptAltered: boolean
  keyClock: KeyClock
  commits: CommitFigures
  onNews: (news: StoreNews) => void
  /** Writes are on disk, and nobody was told yet. It must not throw. */
  onCommit: () => void
  onOpen: (opened: Opened) => void
  onClose: () => void
}

/**
 * - `open`: the connection may be used.
 * - `missing`: the file is not at its path; the connection is kept, and used again when the same file is back.
 * - `reopening`: after an I/O error. The connection is closed; nobody may be told what another one finds before it is durable.
 * - `lost`: another file is at the path, or another server took over. Only a restart helps.
 */
type Condition =
  | { kind: 'open'; opened: Opened }
  | { kind: 'missing'; opened: Opened; why: string }
  | { kind: 'reopening'; why: string }
  | { kind: 'lost'; opened: Opened | null; why: string }
  | { kind: 'closed' }

/** The setting in which the one server of a database leaves its name. */
const serverSetting = 'server'
/** How often a read looks whether the file is still in its place. */
const lookEvery = 1000
const longestPause = 1000

/** The database as this process uses it: which connection is open, whether it may be used, and whose turn it is to write. */
export class StoreSession {
  readonly #options: SessionOptions
  /** Of this server. Another server on the same data writes its own, and this one stops at its next look or commit. */
  readonly #name = randomUUID()
  readonly #files: FileWatch
  /** The file had a write-ahead log before it was opened here. */
  readonly #hadLog: boolean
  #condition: Condition
  #lookedAt = performance.now()
  #troubleSince: number | null = null
  readonly #queue: WriteQueue<Opened>

  constructor(options: SessionOptions) {
    this.#options = options
    this.#hadLog = hasLog(options.file)
    this.#queue = new WriteQueue((group, waits) => this.#commitGroup(group, waits), options.waitMs)
    const opened = this.#connect()
    try {
      if (options.isServer)
        opened.transactions.write(() => opened.directory.setSetting(serverSetting, this.#name), true)
      this.#files = new FileWatch(options.file)
      if (options.isServer) markRunning(options.file)
      opened.connection.$client.pragma(`busy_timeout = ${options.busyTimeoutMs}`)
    } catch (error) {
      opened.connection.$client.close()
      throw asStoreError(error)
    }
    this.#condition = { kind: 'open', opened }
    options.onOpen(opened)
  }

  /** What `work` reads. Throws StoreUnavailable, or what it throws. */
  read<T>(work: (opened: Opened) => T): T {
    const opened = this.#usable(performance.now() - this.#lookedAt > lookEvery)
    try {
      return work(opened)
    } catch (error) {
      throw this.#judged(error)
    }
  }

  /**
   * What `work` returned, when its transaction is on disk and the file still in its place. Writes happen one after the other in the
   * order of their calls; several may share a transaction, and each sees what those before it did. `work` may be called again
   * after a transaction that left nothing. Throws StoreUnavailable, or what `work` throws.
   */
  write<T>(work: (opened: Opened) => T): Promise<T> {
    return this.#queue.add(work)
  }

  /** A write that is tried once, out of line. */
  writeIfFree<T>(work: (opened: Opened) => T): T {
    try {
      return this.#writeNow(work, false)
    } catch (error) {
      throw asStoreError(error)
    }
  }

  /** Whether the connection may be used, as far as the last look tells. */
  get isOpen(): boolean {
    return this.#condition.kind === 'open'
  }

  close(): void {
    const opened = this.#openedOrNull()
    const { isServer, file } = this.#options
    this.#condition = { kind: 'closed' }
    if (isServer) unmarkRunning(file)
    opened?.connection.$client.close()
    if (!isServer && this.#hadLog) unmarkIfCopied(file)
  }

  #commitGroup(group: readonly QueuedWrite<Opened>[], waits: boolean): number {
    const started = performance.now()
    const done = this.#writeNow((opened) => attemptInTurn(group, opened, this.#options.longestGroupMs), waits)
    this.#options.commits.committed(done, started)
    this.#options.onCommit()
    return done
  }

  #writeNow<T>(work: (opened: Opened) => T, waits: boolean): T {
    const opened = this.#usable(true)
    try {
      const result = opened.transactions.write(() => {
        this.#requireOwn(opened)
        return work(opened)
      }, waits)
      this.#confirm()
      opened.launches.rememberCommitted()
      return result
    } catch (error) {
      opened.launches.forgetUncommitted()
      throw this.#judged(error)
    }
  }

  /** What was committed is acknowledged only where somebody will find it. */
  #confirm(): void {
    const displaced = this.#look()
    if (displaced !== null) throw new StoreUnavailable('unknown', this.#displaced(displaced))
  }

  /** Throws inside the transaction when another server has written its name since. */
  #requireOwn({ directory }: Opened): void {
    if (this.#options.isServer && directory.setting(serverSetting) !== this.#name) throw new TakenOver()
  }

  /** The connection. Throws StoreUnavailable where it may not be used. */
  #usable(looks: boolean): Opened {
    const condition = this.#condition
    switch (condition.kind) {
      case 'open':
        return looks ? this.#looked(condition.opened) : condition.opened
      case 'missing':
        return this.#looked(condition.opened)
      case 'reopening':
      case 'lost':
        throw new StoreUnavailable('nothing', condition.why)
      case 'closed':
        throw new StoreUnavailable('nothing', 'The database was closed.')
    }
  }

  /** The connection, after a look at the files and at the name of the server. */
  #looked(opened: Opened): Opened {
    const displaced = this.#look()
    if (displaced !== null) throw new StoreUnavailable('nothing', this.#displaced(displaced))
    this.#lookedAt = performance.now()
    try {
      this.#requireOwn(opened)
    } catch (error) {
      throw this.#judged(error)
    }
    if (this.#condition.kind === 'missing') this.#become({ kind: 'open', opened })
    return opened
  }

  #look(): Displaced | null {
    try {
      return this.#files.look()
    } catch (error) {
      throw new StoreUnavailable('nothing', `Can’t access the database file (${String(error)}).`, {
        cause: error,
      })
    }
  }

  /** The condition that follows from a displaced file; returns the sentence for it. */
  #displaced({ kind, why }: Displaced): string {
    const condition = this.#condition
    if (condition.kind !== 'open' && condition.kind !== 'missing') return why
    const { opened } = condition
    switch (kind) {
      case 'missing':
        this.#become({ kind: 'missing', opened, why })
        break
      case 'replaced':
        this.#become({ kind: 'lost', opened, why })
        break
      case 'companion':
        // The connection still has the removed log open. Closing it would copy the log into the database file only if it were the last.
        copyLogQuietly(opened)
        this.#reopen(why)
        break
    }
    return why
  }

  /** The error for the caller; after one that makes the connection unreliable, the file is opened anew. */
  #judged(error: unknown): unknown {
    if (error instanceof TakenOver) {
      this.#become({ kind: 'lost', opened: this.#openedOrNull(), why: error.message })
      return new StoreUnavailable('nothing', error.message, { cause: error })
    }
    if (!(error instanceof Unreliable)) return error instanceof Contended ? error : asUnavailable(error)
    this.#reopen(error.message)
    return asStoreError(error)
  }

  #become(condition: Condition): void {
    const wasOpen = this.#condition.kind === 'open'
    if (this.#condition.kind === 'closed') return
    this.#condition = condition
    if (condition.kind === 'open') {
      const ms = Math.round(performance.now() - (this.#troubleSince ?? performance.now()))
      this.#troubleSince = null
      this.#options.onOpen(condition.opened)
      this.#options.onNews({ kind: 'available', ms })
    } else if ('why' in condition) {
      this.#options.onClose()
      if (wasOpen) this.#troubleSince = performance.now()
      if (wasOpen || condition.kind === 'lost') this.#options.onNews({ kind: 'unavailable', why: condition.why })
    }
  }

  #openedOrNull(): Opened | null {
    return 'opened' in this.#condition ? this.#condition.opened : null
  }

  /** Closes the connection, and goes on trying until another one has made durable what it finds. */
  #reopen(why: string): void {
    const condition = this.#condition
    if (condition.kind !== 'open' && condition.kind !== 'missing') return
    this.#become({ kind: 'reopening', why: `${why} The database is being opened again.` })
    if (this.#options.isServer) unmarkRunning(this.#options.file)
    closeQuietly(condition.opened)
    void this.#tryToReopen()
  }

  async #tryToReopen(): Promise<void> {
    for (let pause = 50; ; pause = Math.min(2 * pause, longestPause)) {
      // A command of the command line ends without it: what is found is then for the next process.
      await sleep(pause, undefined, { ref: false })
      if (this.#condition.kind !== 'reopening') return
      const displaced = this.#lookWhileClosed()
      if (displaced === 'replaced') return
      if (displaced === null && this.#reopened()) return
    }
  }

  #lookWhileClosed(): 'replaced' | 'wait' | null {
    try {
      const displaced = this.#files.lookAtFile()
      if (displaced?.kind !== 'replaced') return displaced === null ? null : 'wait'
      this.#become({ kind: 'lost', opened: null, why: displaced.why })
      return 'replaced'
    } catch {
      return 'wait'
    }
  }

  #reopened(): boolean {
    let opened: Opened | null = null
    try {
      opened = this.#connect()
      makeDurable(opened)
      this.#requireOwn(opened)
      this.#files.renew()
      if (this.#options.isServer) markRunning(this.#options.file)
      this.#become({ kind: 'open', opened })
      return true
    } catch (error) {
      if (opened !== null) closeQuietly(opened)
      if (error instanceof TakenOver) this.#become({ kind: 'lost', opened: null, why: error.message })
      return error instanceof TakenOver
    }
  }

  #connect(): Opened {
    const { connect, busyTimeoutMs, keyClock, acceptAltered } = this.#options
    const connection = connect()
    try {
      return prepareOn(connection, busyTimeoutMs, keyClock, acceptAltered)
    } catch (error) {
      connection.$client.close()
      throw asUnavailable(error)
    }
  }
}

class TakenOver extends Error {
  override name = 'TakenOver'
  constructor() {
    super('Another server has taken over this database. Stop one of the two, then restart.')
  }
}

/**
 * Each write in a savepoint of its own, so that one that throws leaves the others. Returns how many had their turn. Throws when
 * SQLite has rolled back more than the savepoint, as it may when the disk is full.
 */
function attemptInTurn(group: readonly QueuedWrite<Opened>[], opened: Opened, longestMs: number): number {
  const end = performance.now() + longestMs
  for (const [index, write] of group.entries()) {
    if (index > 0 && performance.now() > end) return index
    opened.transactions.savepoint(
      () => write.attempt(opened),
      (error) => write.refuse(asUnavailable(error)),
    )
  }
  return group.length
}

/** What cannot be copied now is left to the last connection that closes. */
function copyLogQuietly({ connection }: Opened): void {
  try {
    connection.$client.pragma('wal_checkpoint(FULL)')
  } catch {
    // It is opened again either way.
  }
}

/** Closing may fail as well, after an I/O error. SQLite lets go of the file all the same. */
function closeQuietly({ connection }: Opened): void {
  try {
    connection.$client.close()
  } catch {
    // The connection is not used again.
  }
}
