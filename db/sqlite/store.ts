import { stat } from 'node:fs/promises'
import type { Pipeline } from '../../machines/pipeline/pipeline.ts'
import type { LaunchState } from '../../machines/state.ts'
import type { Directory } from '../directory.ts'
import type { InstallationStore } from '../installation.ts'
import type {
  ActionFilter,
  Commit,
  Execution,
  Integrity,
  LaunchLists,
  LogSearch,
  Outcome,
  RequestKey,
  Store,
  StoreFigures,
  StoreNews,
} from '../store.ts'
import { CommitFigures } from './commit-figures.ts'
import { connect, connectToRead } from './connection.ts'
import { copyBeforeMigrating, usualCopiesTo } from './copy-before-migrating.ts'
import { sqliteDirectory } from './directory.ts'
import { finishMaking, makeDatabaseFile, makeFolderOf, realFile, requireUsable } from './file.ts'
import type { InstallationRows } from './installation.ts'
import { KeyClock } from './key-clock.ts'
import type { Opened } from './opened.ts'
import type { Projections } from './projections.ts'
import { StoreSession } from './session.ts'
import { Watch } from './watch.ts'

export interface SqliteOptions {
  /** How long SQLite waits in place for another process that is writing. 5,000 by default. */
  busyTimeoutMs?: number
  /** How long a write waits beyond that, between tries and outside the event loop. 0 by default. */
  waitMs?: number
  /** After so many milliseconds no further write joins a transaction. 10 by default: with the commit, less than 20 on the event loop. */
  longestGroupMs?: number
  /** How often other processes' commits are looked for, while anybody listens. 200 by default. */
  pollMs?: number
  /** Milliseconds that never jump, by which request keys age. performance.now by default. */
  steady?: () => number
  /** This is the one server of the database: it stops when another one starts on the same data, however that reached it. */
  isServer?: boolean
  onNews?: (news: StoreNews) => void
  /** Open a database whose schema was altered all the same: to verify and export it, never to write. */
  acceptAltered?: boolean
  /** The folder for the copy that is made before a migration. By default `backups` beside the file; null: no copy is made. */
  copiesTo?: string | null
}

/** Also how long a server waits at its start, before it answers anybody. */
const usualBusyTimeoutMs = 5_000

/**
 * The store in one SQLite file, made with its folder when it is not there. Throws NewerDatabase for the file of a newer
 * program, WrongDatabaseUrl for what is no file of ours, Damaged for one whose schema was altered, and StoreUnavailable when it
 * cannot be opened.
 */
export async function openSqlite(file: string, options: SqliteOptions = {}): Promise<Store> {
  makeFolderOf(file)
  const real = realFile(file)
  makeDatabaseFile(real)
  requireUsable(real)
  const { busyTimeoutMs = usualBusyTimeoutMs, acceptAltered = false, copiesTo = usualCopiesTo(real) } = options
  const beforeMigrating = () => (copiesTo === null ? undefined : copyBeforeMigrating(real, copiesTo, Date.now()))
  // Only the first time may make a file, and may wait for long: what is opened again must be what was open before.
  let isFirst = true
  const open = () => {
    const connection = isFirst
      ? connect(real, Math.max(busyTimeoutMs, usualBusyTimeoutMs), { acceptAltered, beforeMigrating })
      : connect(real, busyTimeoutMs, { acceptAltered, beforeMigrating, mustExist: true })
    isFirst = false
    return connection
  }
  const store = new SqliteStore(real, open, options)
  finishMaking(real)
  return store
}

/** A second store on a file that this process has open already: to read beside the first one, for a short time. */
export async function openSqliteReader(file: string): Promise<Store> {
  const real = realFile(file)
  requireUsable(real)
  // The first store watches the schema.
  const options = { busyTimeoutMs: readerBusyTimeoutMs, acceptAltered: true }
  return new SqliteStore(real, () => connectToRead(real, readerBusyTimeoutMs), options)
}

/** A reader waits for nobody but a recovery of the log. */
const readerBusyTimeoutMs = 1_000

/**
 * The store's interface over a StoreSession, which knows the connection and whether it may be used. The methods are asynchronous so that
 * what they throw is a rejection, and because a write may have to wait for another process.
 */
export class SqliteStore implements Store {
  readonly directory: Directory
  readonly figures: StoreFigures
  readonly integrity: Integrity
  readonly installation: InstallationStore
  readonly lists: LaunchLists
  readonly search: LogSearch
  readonly #session: StoreSession
  readonly #watch: Watch

  /** `open` connects to `file`; it is called again after an I/O error. */
  constructor(file: string, open: () => ReturnType<typeof connect>, options: SqliteOptions = {}) {
    const commits = new CommitFigures()
    this.#watch = new Watch(options.pollMs ?? 200)
    this.#session = new StoreSession({
      file,
      connect: open,
      busyTimeoutMs: options.busyTimeoutMs ?? usualBusyTimeoutMs,
      waitMs: options.waitMs ?? 0,
      longestGroupMs: options.longestGroupMs ?? 10,
      isServer: options.isServer ?? false,
      acceptAltered: options.acceptAltered ?? false,
      keyClock: new KeyClock(options.steady ?? (() => performance.now())),
      commits,
      onNews: options.onNews ?? (() => {}),
      onCommit: () => this.#watch.announce(),
      onOpen: ({ connection, dataVersion }) => this.#watch.resume(connection, dataVersion),
      onClose: () => this.#watch.pause(),
    })
    const { commitSeconds, commitWrites } = commits
    const walBytes = () => sizeOf(`${file}-wal`)
    this.figures = { commitSeconds, commitWrites, walBytes, isAvailable: () => this.#session.isOpen }
    this.integrity = {
      revision: (launch) => this.#read(({ integrity }) => integrity.revision(launch)),
      othersRevision: () => this.#read(({ integrity }) => integrity.othersRevision()),
      inspect: () => this.#read(({ integrity }) => integrity.inspect()),
      evidence: () => this.#read(({ integrity }) => integrity.evidence()),
    }
    this.lists = this.#lists()
    this.search = {
      find: (...asked) => this.#read(({ search }) => search.find(...asked)),
      count: (...asked) => this.#read(({ search }) => search.count(...asked)),
      actors: (...asked) => this.#read(({ search }) => search.actors(...asked)),
      newestOfFile: (...asked) => this.#read(({ search }) => search.newestOfFile(...asked)),
      newest: (...asked) => this.#read(({ search }) => search.newest(...asked)),
    }
    this.installation = this.#installation()
    this.directory = sqliteDirectory({
      read: (work) => this.#read(({ memory }) => work(memory)),
      write: (work) => this.#session.write(({ memory }) => work(memory)),
      writeIfFree: async (work) => this.#session.writeIfFree(({ memory }) => work(memory)),
    })
  }

  #installation(): InstallationStore {
    const read = <T>(work: (rows: InstallationRows) => T) =>
      this.#readTogether(({ installation }) => work(installation))
    return {
      change: async (change) => {
        const outcome = await this.#session.write(({ installation, memory, launches }) => {
          memory.forget()
          if (change.erases !== undefined) launches.forget()
          return installation.change(change)
        })
        if (change.erases !== undefined) await this.#emptyLog()
        return outcome
      },
      read: (asked) => read((rows) => rows.read(asked)),
      head: () => read((rows) => rows.head()),
      find: (filter, offset, limit) => read((rows) => rows.find(filter, offset, limit)),
      count: (filter) => read((rows) => rows.count(filter)),
      leaves: (from, to) => read((rows) => rows.leaves(from, to)),
      storedEntries: (from, to) => read((rows) => rows.storedEntries(from, to)),
      texts: (commitments) => read((rows) => rows.texts(commitments)),
      privateTexts: (commitments) => read((rows) => rows.privateTexts(commitments)),
      standing: () => read((rows) => rows.standing()),
      stored: () => read((rows) => rows.stored()),
    }
  }

  /**
   * What was blanked is zeroed in the file (secure_delete), but stands in the write-ahead log until that is copied and emptied. Another
   * process that reads right now puts this off to the next time.
   */
  async #emptyLog(): Promise<void> {
    await this.#read(({ connection }) => connection.$client.pragma('wal_checkpoint(TRUNCATE)'))
  }

  #lists(): LaunchLists {
    const read = <T>(work: (rows: Projections) => T) => this.#read(({ projections }) => work(projections))
    return {
      bySlug: (filter, after, limit) => read((rows) => rows.bySlug(filter, after, limit)),
      byTarget: (filter, offset, limit) => read((rows) => rows.byTarget(filter, offset, limit)),
      count: (filter) => read((rows) => rows.count(filter)),
      listed: (filter, offset, limit) => this.#read(({ listed }) => listed.read(filter, offset, limit)),
      countListed: (list) => this.#read(({ listed }) => listed.count(list)),
      activeFigures: (after, limit) => this.#read(({ listed }) => listed.activeFigures(after, limit)),
      activeFigure: (launch) => this.#read(({ listed }) => listed.activeFigure(launch)),
      countByState: () => read((rows) => rows.countByState()),
      state: (launch) => read((rows) => rows.state(launch)),
      launchesOf: (person, offset, limit) => read((rows) => rows.launchesOf(person, offset, limit)),
      countLaunchesOf: (person) => read((rows) => rows.countLaunchesOf(person)),
      countTasks: (person) => read((rows) => rows.countTasks(person)),
      tasksIn: (launch, person) => read((rows) => rows.tasksIn(launch, person)),
      expired: (now, limit) => read((rows) => rows.expired(now, limit)),
      renew: (launch, now) =>
        this.#session.write(({ launches, projections }) => {
          const state = launches.load(launch)
          if (state !== null) projections.renew(state, now)
        }),
    }
  }

  async #read<T>(work: (opened: Opened) => T): Promise<T> {
    return this.#session.read(work)
  }

  /** Several reads that see the file at one and the same commit. */
  async #readTogether<T>(work: (opened: Opened) => T): Promise<T> {
    return this.#session.read((opened) => opened.transactions.read(() => work(opened)))
  }

  execute(execution: Execution): Promise<Outcome> {
    return this.#session.write(({ launches }) => launches.execute(execution))
  }

  knowsRequestKey(key: Omit<RequestKey, 'fingerprint'>, at: number): Promise<boolean> {
    return this.#read(({ launches }) => launches.knowsRequestKey(key, at))
  }

  load(launch: string): Promise<LaunchState | null> {
    return this.#read(
      ({ launches, transactions }) => launches.inMemory(launch) ?? transactions.read(() => launches.load(launch)),
    )
  }

  slugs(): Promise<string[]> {
    return this.#readTogether(({ launches }) => launches.slugs())
  }

  entries(launch: string, after: number, limit: number) {
    return this.#read(({ launches }) => launches.entries(launch, after, limit))
  }

  entriesAbout(launch: string, gate: string, filter: ActionFilter) {
    return this.#read(({ search }) => search.about(launch, gate, filter))
  }

  leaves(launch: string, from: number, to: number): Promise<string[]> {
    return this.#read(({ launches }) => launches.leaves(launch, from, to))
  }

  texts(launch: string, commitments: readonly string[]): Promise<Map<string, unknown>> {
    return this.#read(({ launches }) => launches.texts(launch, commitments))
  }

  privateTexts(launch: string, commitments?: readonly string[]) {
    return this.#read(({ launches }) => launches.privateTexts(launch, commitments))
  }

  commits(launch: string, after: number): Promise<Commit[]> {
    return this.#read(({ launches }) => launches.commits(launch, after))
  }

  evidenceFile(launch: string, sha256: string) {
    return this.#read(({ launches }) => launches.evidenceFile(launch, sha256))
  }

  storedHead(launch: string) {
    return this.#read(({ launches }) => launches.storedHead(launch))
  }

  stored(launch: string) {
    return this.#readTogether(({ launches }) => launches.stored(launch))
  }

  storedSince(launch: string, version: number) {
    return this.#readTogether(({ launches }) => launches.storedSince(launch, version))
  }

  storedEntries(launch: string, from: number, to: number) {
    return this.#read(({ launches }) => launches.storedEntries(launch, from, to))
  }

  watch(listener: (commit: Commit) => void): () => void {
    return this.#session.read(() => this.#watch.add(listener))
  }

  pipelines() {
    return this.#read(({ pipelines }) => pipelines.newest())
  }

  pipelineVersions(id: string) {
    return this.#read(({ pipelines }) => pipelines.versions(id))
  }

  pipeline(id: string, version: number) {
    return this.#read(({ pipelines }) => pipelines.one(id, version))
  }

  addPipeline(pipeline: Pipeline, at: number) {
    return this.#session.write(({ pipelines }) => pipelines.add(pipeline, at))
  }

  async ping(): Promise<void> {
    await this.#read(({ directory, requireSchema }) => {
      requireSchema()
      directory.setting('ping')
    })
  }

  async close(): Promise<void> {
    this.#watch.stop()
    this.#session.close()
  }
}

/** A log that was emptied and closed is not there. */
async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return { size: 0 }
    throw error
  })
  return found.size
}
