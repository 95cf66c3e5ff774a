import { z } from 'zod'
import type { Accepted, Entry } from '../../machines/entry.ts'
import { type DecisionWord, verdict } from '../../machines/reading/verdict.ts'
import type { LaunchState } from '../../machines/state.ts'
import { append, emptyFrontier, type Frontier, leafHash, rootOfFrontier } from '../merkle.ts'
import {
  assertFollows,
  assertReadable,
  changedGateRows,
  commitOf,
  frontierOf,
  json,
  launchOf,
  launchRow,
  parseStored,
} from '../rows.ts'
import { canonical, leafOf, readEntry } from '../seal.ts'
import {
  type Commit,
  Damaged,
  type EvidenceFile,
  type Execution,
  type LogHead,
  type Outcome,
  type PrivateText,
  type RequestKey,
  type Stored,
  type StoredEntry,
  type StoredSince,
} from '../store.ts'
import { type CommitStatements, commitStatements } from './commit-statements.ts'
import type { Connection } from './connection.ts'
import type { DataVersion } from './data-version.ts'
import type { InstallationRows } from './installation.ts'
import type { KeyClock } from './key-clock.ts'
import type { Projections } from './projections.ts'
import { prepareLaunchQueries, type Queries } from './queries.ts'
import type { requestKeys } from './schema.ts'
import { commitOfRow } from './watch.ts'

/** A request key older than this, by the KeyClock, counts as absent. */
const keyLife = 24 * 60 * 60 * 1000

/** So many launches are kept in memory, those used last. */
const cacheSize = 256

/**
 * The launches as one connection sees them, with those that were used last in memory. Everything is synchronous; transactions are the
 * caller's. It goes with its connection: what it remembers may not be what another connection finds.
 */
export class Launches {
  readonly #queries: Queries
  readonly #statements: CommitStatements
  readonly #keyClock: KeyClock
  readonly #requireSchema: () => void
  readonly #projections: Projections
  readonly #installation: InstallationRows
  readonly #cache = new Map<string, LaunchState>()
  /** As this transaction leaves them. Before COMMIT they are states that no log leads to. */
  readonly #uncommitted = new Map<string, LaunchState>()
  readonly #dataVersion: DataVersion
  /** The data version at which the cache was last trusted. */
  #cachedAt: unknown = null

  constructor(
    db: Connection,
    dataVersion: DataVersion,
    keyClock: KeyClock,
    projections: Projections,
    installation: InstallationRows,
    requireSchema: () => void,
  ) {
    this.#projections = projections
    this.#installation = installation
    this.#requireSchema = requireSchema
    this.#queries = prepareLaunchQueries(db)
    this.#statements = commitStatements(db)
    this.#keyClock = keyClock
    this.#dataVersion = dataVersion
  }

  /** Judges a command and writes what follows. Belongs inside a write transaction. */
  execute(execution: Execution): Outcome {
    const { launch, requestKey } = execution
    const keyTime = this.#keyTime(execution.at)
    const earlier = requestKey && this.#earlier(requestKey, keyTime)
    if (earlier) {
      if (earlier.fingerprint !== requestKey.fingerprint || earlier.launch !== launch) return { kind: 'key-reused' }
      return this.#again(earlier)
    }
    const stored = this.#statements.stored(launch)
    const before = this.#currentOf(launch, stored)
    const ruling = execution.decide(before)
    if (!ruling.accepted) return { kind: 'refused', refusal: ruling, state: before }
    assertFollows(launch, before, ruling)
    const { state, entries } = ruling
    const frontier = stored === undefined ? emptyFrontier : frontierOf({ slug: launch, ...stored })
    this.#write(execution, before, ruling, frontier)
    const decision = entries.length > 0 ? this.#projections.decisionOf(state) : decisionNow(state, execution.at)
    if (requestKey !== null) this.#writeKey(execution, requestKey, ruling, decision, keyTime)
    if (entries.length > 0) this.#uncommitted.set(launch, state)
    return { kind: 'accepted', repeated: false, version: state.version, entries, state, decision }
  }

  knowsRequestKey(key: Omit<RequestKey, 'fingerprint'>, at: number): boolean {
    return this.#earlier(key, this.#keyTime(at)) !== null
  }

  #keyTime(wall: number): number {
    return this.#keyClock.now(() => this.#queries.newestKey.get()?.at ?? null, wall)
  }

  #earlier(key: Omit<RequestKey, 'fingerprint'>, now: number): typeof requestKeys.$inferSelect | null {
    const row = this.#queries.requestKey.get({ actor: key.actor, route: key.route, key: key.key })
    return row === undefined || now - row.at > keyLife ? null : row
  }

  #again({ launch, version, first, count, decision: kept }: typeof requestKeys.$inferSelect): Outcome {
    const state = this.#current(launch)
    if (state === null) throw new Error(`The launch ${launch} of a kept request is missing.`)
    const decision = parseStored(decisionWord, `a request key of ${launch}`, kept)
    const entries = this.#read(launch, first, first + count)
    return { kind: 'accepted', repeated: true, version, entries, state, decision }
  }

  #write(execution: Execution, before: LaunchState | null, ruling: Accepted, frontierBefore: Frontier): void {
    const commit = commitOf(before, ruling)
    // A command that changes nothing leaves nothing behind but its key.
    if (commit === null) return
    const { launch, privateTexts, evidence } = execution
    const { state } = ruling
    const entries = ruling.entries.map((entry) => entryRow(entry, leafOf(entry)))
    const frontier = entries.reduce((frontier, { leafHash }) => append(frontier, leafHash), frontierBefore)
    const row = launchRow(state, frontier)
    const gates = changedGateRows(before, state)
    assertReadable(before, { row, gates, leaves: entries.map(({ leaf }) => leaf) }, state)
    const write = this.#statements
    if (before === null) {
      this.#recordCreation(launch, ruling.entries, commit.at)
      write.addLaunch(row)
    } else {
      const definition = before.definition !== state.definition
      write.setLaunch(row, { context: before.context !== state.context, definition })
    }
    for (const gate of gates) write.setGate(gate)
    this.#projections.write(before, state)
    for (const entry of entries) write.addEntry(entry)
    for (const text of privateTexts) write.addText(launch, text, canonical(text.value))
    for (const file of evidence) write.addEvidence(launch, file)
    write.addCommit(launch, commit.version, JSON.stringify(commit.gates), commit.at)
  }

  /**
   * The installation's log knows every launch, so that one that was removed with its log is missed. Before its row is written: the
   * first entry of a log lists the launches that were there.
   */
  #recordCreation(launch: string, [first]: readonly Entry[], at: number): void {
    if (first === undefined) throw new Error(`The launch ${launch} has no first entry.`)
    const { id, kind } = first.actor
    this.#installation.record(at, { action: 'launch.create', actor: { id, kind }, data: { launch } })
  }

  #writeKey(
    { launch }: Execution,
    requestKey: RequestKey,
    { state, entries }: Accepted,
    decision: DecisionWord,
    at: number,
  ): void {
    const [{ version }, count] = [state, entries.length]
    this.#statements.dropKeys(at - keyLife)
    this.#statements.setKey({ ...requestKey, launch, at, version, first: version - count, count, decision })
  }

  #frontier(launch: string): Frontier {
    const row = this.#statements.stored(launch)
    if (row === undefined) throw new Error(`The row of launch ${launch} went away inside a transaction.`)
    return frontierOf({ slug: launch, ...row })
  }

  /** The launch at its stored version; from memory only when that is the version there. Belongs inside a transaction. */
  #current(launch: string): LaunchState | null {
    return this.#currentOf(launch, this.#statements.stored(launch))
  }

  #currentOf(launch: string, stored: { version: number } | undefined): LaunchState | null {
    this.#forgetWhatOthersTouched()
    const cached = this.#uncommitted.get(launch) ?? this.#cache.get(launch)
    return stored !== undefined && cached?.version === stored.version ? cached : this.#fromRows(launch)
  }

  /**
   * Who writes to the file beside us may have damaged rows and left their version as it was; an answer from memory would
   * then say yes about a launch that is there no more. SQLite's data_version changes with every commit of another connection.
   */
  #forgetWhatOthersTouched(): void {
    const version = this.#dataVersion.now()
    if (version === this.#cachedAt) return
    this.#requireSchema()
    this.#cache.clear()
    this.#cachedAt = version
  }

  #fromRows(launch: string): LaunchState | null {
    const row = this.#queries.launch.get({ slug: launch })
    if (row !== undefined) return launchOf(row, this.#queries.gates.all({ launch }))
    const entries = this.#queries.countEntries.get({ launch })?.count ?? 0
    if (entries > 0) throw new Damaged(`the row of launch ${launch} is gone, its log has ${entries} entries`)
    return null
  }

  /** To be called after COMMIT. */
  rememberCommitted(): void {
    for (const state of this.#uncommitted.values()) this.#remember(state)
    this.#uncommitted.clear()
  }

  /** To be called when a transaction ended otherwise. */
  forgetUncommitted(): void {
    this.#uncommitted.clear()
  }

  /** Drops what is in memory: texts of any launch may be about to change. */
  forget(): void {
    this.#cache.clear()
  }

  #remember(state: LaunchState): void {
    this.#cache.delete(state.launch)
    this.#cache.set(state.launch, state)
    const [oldest] = this.#cache.keys()
    if (this.#cache.size > cacheSize && oldest !== undefined) this.#cache.delete(oldest)
  }

  /** A launch that is in memory, if nobody else has written since; null says nothing. Belongs outside of transactions. */
  inMemory(launch: string): LaunchState | null {
    const isCurrent = this.#dataVersion.ofThisTurn() === this.#cachedAt
    return (isCurrent ? this.#cache.get(launch) : undefined) ?? null
  }

  /** Belongs inside a read transaction, like every method below that reads more than one table. */
  load(launch: string): LaunchState | null {
    const state = this.#current(launch)
    if (state !== null && !this.#uncommitted.has(launch)) this.#remember(state)
    return state
  }

  slugs(): string[] {
    return this.#slugs().sort()
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

  entries(launch: string, after: number, limit: number): Entry[] {
    return this.#read(launch, after + 1, after + 1 + limit)
  }

  #read(launch: string, from: number, to: number): Entry[] {
    return this.#queries.leaves.all({ launch, from, to }).map(({ leaf }) => readEntry(leaf))
  }

  leaves(launch: string, from: number, to: number): string[] {
    return this.#queries.leaves.all({ launch, from, to }).map(({ leaf }) => leaf)
  }

  texts(launch: string, commitments: readonly string[]): Map<string, unknown> {
    const found = commitments.flatMap((commitment) => this.#queries.text.get({ launch, commitment }) ?? [])
    const kept = found.filter(({ erasedAt }) => erasedAt === null)
    return new Map(kept.map(({ commitment, value }) => [commitment, privateValue(commitment, value)]))
  }

  privateTexts(launch: string, commitments?: readonly string[]): PrivateText[] {
    const rows =
      commitments === undefined
        ? this.#queries.texts.all({ launch })
        : commitments.flatMap((commitment) => this.#queries.text.get({ launch, commitment }) ?? [])
    return rows.map(({ commitment, salt, value, erasedAt }) => ({
      commitment,
      salt,
      value: privateValue(commitment, value),
      ...(erasedAt === null ? {} : { erasedAt }),
    }))
  }

  commits(launch: string, after: number): Commit[] {
    return this.#queries.commits.all({ launch, after }).map(commitOfRow)
  }

  evidenceFile(launch: string, sha256: string): EvidenceFile | null {
    return this.#queries.evidence.get({ launch, sha256 }) ?? null
  }

  storedHead(launch: string): LogHead | null {
    const row = this.#statements.stored(launch)
    if (row === undefined) return null
    return { version: row.version, root: rootOfFrontier(frontierOf({ slug: launch, ...row })).toString('hex') }
  }

  stored(launch: string): Stored | null {
    const found = this.storedSince(launch, Number.MIN_SAFE_INTEGER)
    return found && { ...found, texts: this.privateTexts(launch), evidence: this.#queries.evidenceOf.all({ launch }) }
  }

  storedSince(launch: string, version: number): StoredSince | null {
    const state = this.#fromRows(launch)
    if (state === null) return null
    return {
      state,
      root: rootOfFrontier(this.#frontier(launch)).toString('hex'),
      entries: this.#queries.countEntries.get({ launch })?.count ?? 0,
      commits: this.commits(launch, version),
      texts: this.#queries.countTexts.get({ launch })?.count ?? 0,
      evidence: this.#queries.countEvidence.get({ launch })?.count ?? 0,
      projection: this.#projections.stored(launch),
    }
  }

  storedEntries(launch: string, from: number, to: number): StoredEntry[] {
    return this.#queries.entries.all({ launch, from, to })
  }
}

const decisionWord = z.enum(['go', 'wait', 'hold', 'no-go']) satisfies z.ZodType<DecisionWord>

/** Of a launch that a command left as it was: time may have changed the verdict since its last entry. */
const decisionNow = (state: LaunchState, now: number): DecisionWord =>
  verdict(state, Math.max(now, state.at), { build: 'current' }).decision

function entryRow({ launch, seq, at, action, gate, request }: Entry, leaf: string) {
  const hashed = leafHash(leaf)
  const copied = { launch, seq, at: Date.parse(at), action, gate: gate ?? null, request }
  return { ...copied, leaf, leafHash: hashed, hash: hashed.toString('hex') }
}

const privateValue = (commitment: string, value: string): unknown => json(value, `private text ${commitment}`)
