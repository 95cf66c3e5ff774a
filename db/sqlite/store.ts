import { and, asc, count, desc, eq, gt, gte, isNull, lt, or, sql } from 'drizzle-orm'
import type { Accepted, Entry } from '../../machines/entry.ts'
import type { Pipeline } from '../../machines/pipeline.ts'
import type { LaunchState } from '../../machines/state.ts'
import { append, type Edge, emptyEdge, leafHash, rootOfEdge } from '../merkle.ts'
import { assertFollows, assertReadable, changedGateRows, commitOf, edgeOf, json, launchOf, launchRow } from '../rows.ts'
import { canonical, entryOf, leafOf } from '../seal.ts'
import {
  Damaged,
  type DamagedLaunch,
  type Execution,
  type Outcome,
  type RequestKey,
  type Store,
  type WantedEntries,
} from '../store.ts'
import { type Connection, connect, translated } from './connection.ts'
import { sqliteDirectory } from './directory.ts'
import { makeFolderOf, makeOwnFile, realFile } from './file.ts'
import { sqlitePipelines } from './pipelines.ts'
import { commits, entries, evidence, gates, launches, privateTexts, requestKeys } from './schema.ts'
import { commitOfRow, Watch } from './watch.ts'

export interface SqliteOptions {
  /** How long a command waits for another process that is writing; then it is StoreUnavailable. 5,000 by default. */
  busyTimeoutMs?: number
  /** How often other processes' commits are looked for, while anybody listens. 200 by default. */
  pollMs?: number
}

/**
 * The store in one SQLite file, made with its folder when it is not there. Throws NewerDatabase for the file of a newer
 * program and StoreUnavailable when it cannot be opened.
 */
export async function openSqlite(file: string, options: SqliteOptions = {}): Promise<Store> {
  makeFolderOf(file)
  makeOwnFile(realFile(file))
  return new SqliteStore(connect(file, options.busyTimeoutMs ?? 5_000), options.pollMs ?? 200)
}

/** A request key older than this counts as absent. */
const keyLife = 24 * 60 * 60 * 1000

/** So many launches are kept in memory, those used last. */
const cacheSize = 256

/**
 * Everything here is synchronous underneath: one process, one connection, one transaction at a time. The methods are
 * asynchronous so that what they throw is a rejection, and because the interface is. `pollMs`: see SqliteOptions.
 */
export class SqliteStore implements Store {
  readonly directory
  readonly #db: Connection
  readonly #queries: Queries
  readonly #pipelines
  readonly #watch: Watch
  readonly #cache = new Map<string, LaunchState>()
  /** As it was when the cache was last trusted. */
  #dataVersion: unknown = null
  readonly #readDataVersion
  readonly #transact
  readonly #atOneInstant

  constructor(db: Connection, pollMs: number) {
    this.#db = db
    this.#queries = prepare(db)
    this.#watch = new Watch(db, pollMs)
    this.directory = sqliteDirectory(db)
    this.#pipelines = sqlitePipelines(db)
    this.#readDataVersion = db.$client.prepare('pragma data_version').pluck()
    this.#transact = db.$client.transaction((execution: Execution) => this.#judge(execution))
    this.#atOneInstant = db.$client.transaction((read: () => unknown) => read())
  }

  async execute(execution: Execution): Promise<Outcome> {
    const outcome = translated(() => this.#transact.immediate(execution))
    // Not before COMMIT: a failed one would leave a state in memory that no log leads to.
    if (outcome.kind === 'accepted') {
      this.#remember(outcome.state)
      if (!outcome.replayed && outcome.entries.length > 0) this.#watch.announce()
    }
    return outcome
  }

  /** Runs inside the transaction. */
  #judge(execution: Execution): Outcome {
    const { launch, at, requestKey } = execution
    const earlier = requestKey && this.#earlier(requestKey, at)
    if (earlier) {
      if (earlier.fingerprint !== requestKey.fingerprint || earlier.launch !== launch) return { kind: 'key-reused' }
      return this.#again(earlier)
    }
    const before = this.#current(launch)
    const decision = execution.decide(before)
    if (!decision.accepted) return { kind: 'refused', refusal: decision, state: before }
    assertFollows(launch, before, decision)
    this.#write(execution, before, decision)
    const { state, entries } = decision
    return { kind: 'accepted', replayed: false, version: state.version, entries, state }
  }

  #earlier(key: RequestKey, now: number): typeof requestKeys.$inferSelect | null {
    const row = this.#queries.requestKey.get({ actor: key.actor, route: key.route, key: key.key })
    return row === undefined || now - row.at > keyLife ? null : row
  }

  #again({ launch, version, first, count }: typeof requestKeys.$inferSelect): Outcome {
    const state = this.#current(launch)
    if (state === null) throw new Error(`The launch ${launch} of a kept request is missing.`)
    return { kind: 'accepted', replayed: true, version, entries: this.#read(launch, first, first + count), state }
  }

  #write(
    { launch, at, privateTexts, evidence, requestKey }: Execution,
    before: LaunchState | null,
    decision: Accepted,
  ): void {
    const commit = commitOf(before, decision)
    // A command that changes nothing leaves nothing behind but its key.
    if (commit !== null) {
      const { state } = decision
      const leaves = decision.entries.map((entry) => ({ entry, leaf: leafOf(entry) }))
      const hashed = leaves.map((one) => ({ ...one, hash: leafHash(one.leaf) }))
      const edge = hashed.reduce((edge, { hash }) => append(edge, hash), this.#edge(launch, before))
      const whole = launchRow(state, edge)
      const changed = changedGateRows(before, state)
      assertReadable(before, { row: whole, gates: changed, leaves: leaves.map(({ leaf }) => leaf) }, state)
      const { definition, ...row } = whole
      if (before === null) this.#queries.addLaunch.run({ ...row, definition })
      else this.#queries.setLaunch.run(row)
      if (before !== null && before.definition !== state.definition)
        this.#queries.setDefinition.run({ slug: launch, definition })
      for (const gate of changed) this.#queries.setGate.run({ ...gate })
      for (const { entry, leaf, hash } of hashed) {
        const { seq, action, request, gate = null } = entry
        const copied = { launch, seq, at: Date.parse(entry.at), action, gate, request }
        this.#queries.addEntry.run({ ...copied, leaf, hash: hash.toString('hex') })
      }
      for (const { commitment, salt, value } of privateTexts)
        this.#queries.addText.run({ launch, commitment, salt, value: canonical(value) })
      for (const { sha256, type, size } of evidence) this.#queries.addEvidence.run({ launch, sha256, type, size })
      this.#queries.addCommit.run({ ...commit, gates: JSON.stringify(commit.gates) })
    }
    if (requestKey !== null) {
      const [version, count] = [decision.state.version, decision.entries.length]
      this.#queries.dropKeys.run({ before: at - keyLife })
      this.#queries.setKey.run({ ...requestKey, launch, at, version, first: version - count, count })
    }
  }

  #edge(launch: string, before: LaunchState | null): Edge {
    if (before === null) return emptyEdge
    const row = this.#queries.edge.get({ slug: launch })
    if (row === undefined) throw new Error(`The row of launch ${launch} went away inside a transaction.`)
    return edgeOf(row)
  }

  /** The launch at its stored version; from memory only when that is the version there. Belongs inside a transaction. */
  #current(launch: string): LaunchState | null {
    this.#forgetWhatOthersTouched()
    const stored = this.#queries.version.get({ slug: launch })
    const cached = this.#cache.get(launch)
    return stored !== undefined && cached?.version === stored.version ? cached : this.#fromRows(launch)
  }

  /**
   * Who writes to the file beside us may have damaged rows and left their version as it was; an answer from memory would
   * then say yes about a launch that is there no more. SQLite's data_version changes with every commit of another connection.
   */
  #forgetWhatOthersTouched(): void {
    const version = this.#readDataVersion.get()
    if (version === this.#dataVersion) return
    this.#cache.clear()
    this.#dataVersion = version
  }

  #fromRows(launch: string): LaunchState | null {
    const row = this.#queries.launch.get({ slug: launch })
    if (row !== undefined) return launchOf(row, this.#queries.gates.all({ launch }))
    const entries = this.#queries.countEntries.get({ launch })?.count ?? 0
    if (entries > 0) throw new Damaged(`the row of launch ${launch} is gone, its log has ${entries} entries`)
    return null
  }

  #remember(state: LaunchState): void {
    this.#cache.delete(state.launch)
    this.#cache.set(state.launch, state)
    const [oldest] = this.#cache.keys()
    if (this.#cache.size > cacheSize && oldest !== undefined) this.#cache.delete(oldest)
  }

  /** Several reads that see the file at one and the same commit. */
  #reading<T>(read: () => T): T {
    let result: { value: T } | undefined
    translated(() =>
      this.#atOneInstant.deferred(() => {
        result = { value: read() }
      }),
    )
    if (result === undefined) throw new Error('A read transaction ended without its read.')
    return result.value
  }

  async load(launch: string): Promise<LaunchState | null> {
    const state = this.#reading(() => this.#current(launch))
    if (state !== null) this.#remember(state)
    return state
  }

  async board(): Promise<LaunchState[]> {
    return (await this.survey()).readable
  }

  async survey() {
    return this.#reading(() => {
      const [readable, damaged]: [LaunchState[], DamagedLaunch[]] = [[], []]
      const byTarget = this.#queries.slugs.all().map(({ slug }) => slug)
      for (const launch of new Set([...byTarget, ...this.#slugs()]))
        try {
          const state = this.#current(launch)
          if (state !== null) readable.push(state)
        } catch (error) {
          if (!(error instanceof Damaged)) throw error
          damaged.push({ launch, difference: error.message })
        }
      return { readable, damaged }
    })
  }

  async slugs(): Promise<string[]> {
    return this.#reading(() => this.#slugs().sort())
  }

  /** From entry to entry by the index, a step a launch: a log may be long. */
  #slugs(): string[] {
    const slugs = new Set(this.#queries.slugs.all().map(({ slug }) => slug))
    for (
      let next = this.#queries.nextLog.get({ after: '' });
      next;
      next = this.#queries.nextLog.get({ after: next.launch })
    )
      slugs.add(next.launch)
    return [...slugs]
  }

  async entries(launch: string, after: number, limit: number): Promise<Entry[]> {
    return translated(() => this.#read(launch, after + 1, after + 1 + limit))
  }

  async entriesAbout(launch: string, gate: string, { actions, before, limit }: WantedEntries): Promise<Entry[]> {
    return translated(() => {
      const wanted = { launch, gate, actions: JSON.stringify(actions), before, limit }
      const newestFirst = this.#queries.leavesAbout.all(wanted)
      return newestFirst.map(({ leaf }) => entryOf(leaf)).reverse()
    })
  }

  #read(launch: string, from: number, to: number): Entry[] {
    return this.#queries.leaves.all({ launch, from, to }).map(({ leaf }) => entryOf(leaf))
  }

  async leaves(launch: string, from: number, to: number): Promise<string[]> {
    return translated(() => this.#queries.leaves.all({ launch, from, to }).map(({ leaf }) => leaf))
  }

  async texts(launch: string, commitments: readonly string[]): Promise<Map<string, unknown>> {
    return translated(() => {
      const found = commitments.flatMap((commitment) => this.#queries.text.get({ launch, commitment }) ?? [])
      return new Map(found.map(({ commitment, value }) => [commitment, privateValue(commitment, value)]))
    })
  }

  async privateTexts(launch: string): Promise<{ commitment: string; salt: string; value: unknown }[]> {
    return translated(() => this.#privateTexts(launch))
  }

  #privateTexts(launch: string) {
    return this.#queries.texts
      .all({ launch })
      .map(({ commitment, salt, value }) => ({ commitment, salt, value: privateValue(commitment, value) }))
  }

  async commits(launch: string, after: number) {
    return translated(() => this.#commits(launch, after))
  }

  #commits(launch: string, after: number) {
    return this.#queries.commits.all({ launch, after }).map(commitOfRow)
  }

  async evidenceFile(launch: string, sha256: string) {
    return translated(() => this.#queries.evidence.get({ launch, sha256 }) ?? null)
  }

  async storedRoot(launch: string): Promise<string | null> {
    return translated(() => {
      const row = this.#queries.edge.get({ slug: launch })
      return row === undefined ? null : rootOfEdge(edgeOf(row)).toString('hex')
    })
  }

  async stored(launch: string) {
    return this.#reading(() => {
      const state = this.#fromRows(launch)
      if (state === null) return null
      return {
        state,
        root: rootOfEdge(this.#edge(launch, state)).toString('hex'),
        entries: this.#queries.countEntries.get({ launch })?.count ?? 0,
        commits: this.#commits(launch, Number.MIN_SAFE_INTEGER),
        texts: this.#privateTexts(launch),
        evidence: this.#queries.evidenceOf.all({ launch }),
      }
    })
  }

  async storedEntries(launch: string, from: number, to: number) {
    return translated(() => this.#queries.entries.all({ launch, from, to }))
  }

  watch(listener: Parameters<Store['watch']>[0]): () => void {
    return translated(() => this.#watch.add(listener))
  }

  async pipelines() {
    return translated(() => this.#pipelines.newest())
  }

  async pipelineVersions(id: string) {
    return translated(() => this.#pipelines.versions(id))
  }

  async pipeline(id: string, version: number) {
    return translated(() => this.#pipelines.one(id, version))
  }

  async addPipeline(pipeline: Pipeline, at: number) {
    return translated(() => this.#pipelines.add(pipeline, at))
  }

  async ping(): Promise<void> {
    await this.directory.setting('ping')
  }

  async close(): Promise<void> {
    this.#watch.stop()
    this.#db.$client.close()
  }
}

const privateValue = (commitment: string, value: string): unknown => json(value, `private text ${commitment}`)

type Queries = ReturnType<typeof prepare>

/** Every statement of the store, prepared once. */
function prepare(db: Connection) {
  const p = sql.placeholder
  /** A placeholder where drizzle's types ask for a value: in `set`. */
  const set = (name: string) => sql`${p(name)}`
  /** The value of the row that an insert came with. */
  const excluded = (column: { name: string }) => sql`excluded.${sql.identifier(column.name)}`
  const range = and(eq(entries.launch, p('launch')), gte(entries.seq, p('from')), lt(entries.seq, p('to')))
  const entryColumns = {
    seq: entries.seq,
    leaf: entries.leaf,
    hash: entries.hash,
    at: entries.at,
    action: entries.action,
    gate: entries.gate,
    request: entries.request,
  }
  return {
    version: db
      .select({ version: launches.version })
      .from(launches)
      .where(eq(launches.slug, p('slug')))
      .prepare(),
    edge: db
      .select({ slug: launches.slug, version: launches.version, edge: launches.edge })
      .from(launches)
      .where(eq(launches.slug, p('slug')))
      .prepare(),
    launch: db
      .select()
      .from(launches)
      .where(eq(launches.slug, p('slug')))
      .prepare(),
    slugs: db
      .select({ slug: launches.slug })
      .from(launches)
      .orderBy(asc(launches.targetAt), asc(launches.slug))
      .prepare(),
    addLaunch: db
      .insert(launches)
      .values({
        slug: p('slug'),
        state: p('state'),
        stateSince: p('stateSince'),
        version: p('version'),
        at: p('at'),
        createdAt: p('createdAt'),
        archived: p('archived'),
        targetAt: p('targetAt'),
        context: p('context'),
        definition: p('definition'),
        edge: p('edge'),
      })
      .prepare(),
    setLaunch: db
      .update(launches)
      .set({
        state: set('state'),
        stateSince: set('stateSince'),
        version: set('version'),
        at: set('at'),
        archived: sql`${sql.param(p('archived'), launches.archived)}`,
        targetAt: set('targetAt'),
        context: set('context'),
        edge: set('edge'),
      })
      .where(eq(launches.slug, p('slug')))
      .prepare(),
    setDefinition: db
      .update(launches)
      .set({ definition: set('definition') })
      .where(eq(launches.slug, p('slug')))
      .prepare(),
    gates: db
      .select()
      .from(gates)
      .where(eq(gates.launch, p('launch')))
      .orderBy(asc(gates.position))
      .prepare(),
    setGate: db
      .insert(gates)
      .values({
        launch: p('launch'),
        id: p('id'),
        position: p('position'),
        state: p('state'),
        version: p('version'),
        statusSince: p('statusSince'),
        readySince: p('readySince'),
        context: p('context'),
      })
      .onConflictDoUpdate({
        target: [gates.launch, gates.id],
        set: {
          position: excluded(gates.position),
          state: excluded(gates.state),
          version: excluded(gates.version),
          statusSince: excluded(gates.statusSince),
          readySince: excluded(gates.readySince),
          context: excluded(gates.context),
        },
      })
      .prepare(),
    addEntry: db
      .insert(entries)
      .values({
        launch: p('launch'),
        seq: p('seq'),
        at: p('at'),
        action: p('action'),
        gate: p('gate'),
        request: p('request'),
        leaf: p('leaf'),
        hash: p('hash'),
      })
      .prepare(),
    leaves: db.select({ leaf: entries.leaf }).from(entries).where(range).orderBy(asc(entries.seq)).prepare(),
    leavesAbout: db
      .select({ leaf: entries.leaf })
      .from(entries)
      .where(
        and(
          eq(entries.launch, p('launch')),
          lt(entries.seq, p('before')),
          or(eq(entries.gate, p('gate')), isNull(entries.gate)),
          sql`${entries.action} in (select value from json_each(${p('actions')}))`,
        ),
      )
      .orderBy(desc(entries.seq))
      .limit(p('limit'))
      .prepare(),
    entries: db.select(entryColumns).from(entries).where(range).orderBy(asc(entries.seq)).prepare(),
    nextLog: db
      .select({ launch: entries.launch })
      .from(entries)
      .where(gt(entries.launch, p('after')))
      .orderBy(asc(entries.launch))
      .limit(1)
      .prepare(),
    countEntries: db
      .select({ count: count() })
      .from(entries)
      .where(eq(entries.launch, p('launch')))
      .prepare(),
    addText: db
      .insert(privateTexts)
      .values({ launch: p('launch'), commitment: p('commitment'), salt: p('salt'), value: p('value') })
      .onConflictDoNothing()
      .prepare(),
    text: db
      .select()
      .from(privateTexts)
      .where(and(eq(privateTexts.launch, p('launch')), eq(privateTexts.commitment, p('commitment'))))
      .prepare(),
    texts: db
      .select()
      .from(privateTexts)
      .where(eq(privateTexts.launch, p('launch')))
      .orderBy(asc(privateTexts.commitment))
      .prepare(),
    addEvidence: db
      .insert(evidence)
      .values({ launch: p('launch'), sha256: p('sha256'), type: p('type'), size: p('size') })
      .onConflictDoNothing()
      .prepare(),
    evidence: db
      .select({ sha256: evidence.sha256, type: evidence.type, size: evidence.size })
      .from(evidence)
      .where(and(eq(evidence.launch, p('launch')), eq(evidence.sha256, p('sha256'))))
      .prepare(),
    evidenceOf: db
      .select({ sha256: evidence.sha256, type: evidence.type, size: evidence.size })
      .from(evidence)
      .where(eq(evidence.launch, p('launch')))
      .orderBy(asc(evidence.sha256))
      .prepare(),
    addCommit: db
      .insert(commits)
      .values({ launch: p('launch'), version: p('version'), gates: p('gates'), at: p('at') })
      .prepare(),
    commits: db
      .select()
      .from(commits)
      .where(and(eq(commits.launch, p('launch')), gt(commits.version, p('after'))))
      .orderBy(asc(commits.version))
      .prepare(),
    requestKey: db
      .select()
      .from(requestKeys)
      .where(and(eq(requestKeys.actor, p('actor')), eq(requestKeys.route, p('route')), eq(requestKeys.key, p('key'))))
      .prepare(),
    dropKeys: db
      .delete(requestKeys)
      .where(lt(requestKeys.at, p('before')))
      .prepare(),
    setKey: db
      .insert(requestKeys)
      .values({
        actor: p('actor'),
        route: p('route'),
        key: p('key'),
        fingerprint: p('fingerprint'),
        launch: p('launch'),
        at: p('at'),
        version: p('version'),
        first: p('first'),
        count: p('count'),
      })
      .prepare(),
  }
}
