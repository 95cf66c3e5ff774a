import type { ActionName, Entry, NotableAction, Refused, Ruling } from '../machines/entry.ts'
import type { Pipeline } from '../machines/pipeline/pipeline.ts'
import type { Glance, LaunchList } from '../machines/reading/glance.ts'
import type { DecisionWord } from '../machines/reading/verdict.ts'
import type { LaunchState, LaunchValue } from '../machines/state.ts'
import type { Directory } from './directory.ts'
import type { Distribution } from './distribution.ts'
import type { InstallationStore } from './installation.ts'
import type { PrivateText } from './private-text.ts'

export { Distribution } from './distribution.ts'
export type { InstallationChange, InstallationFilter, InstallationOutcome } from './installation.ts'
export type { PrivateText } from './private-text.ts'
export {
  Damaged,
  HeldByAnother,
  isDamage,
  NewerDatabase,
  ReadFailed,
  type StoreNews,
  StoreUnavailable,
  Taken,
  type Written,
  WrongDatabaseUrl,
} from './store-errors.ts'

/**
 * The store: one narrow asynchronous interface, and the values that cross it. A store keeps these promises natively:
 * entries, rows, private texts and the request's key are written in one durable transaction, or nothing is;
 * a promise resolves only after that transaction is on disk; what a store caches it takes only when its version equals the stored one.
 * After an I/O error at COMMIT every call is StoreUnavailable until the store has read again what is durable.
 * Instants are epoch milliseconds; leaves are the exact canonical JSON text.
 */

/** A file or report that came through the evidence address; its bytes lie under `sha256` in DATA_DIR. */
export interface EvidenceFile {
  sha256: string
  type: string
  size: number
}

/** Idempotency: the same key of the same actor on the same route with the same fingerprint gives the first outcome again. */
export interface RequestKey {
  actor: string
  route: string
  key: string
  fingerprint: string
}

/** One request to change one launch. */
export interface Execution {
  launch: string
  at: number
  privateTexts: PrivateText[]
  evidence: EvidenceFile[]
  requestKey: RequestKey | null
  /** Pure; may be called more than once; sees the launch at its stored version, or null when there is none. */
  decide: (state: LaunchState | null) => Ruling
}

/**
 * - `accepted`: committed. `entries` are those of this commit (none when nothing changed), `state` the launch after it,
 *   `decision` the verdict on its current build then. `repeated` means that an earlier request with this key was accepted: entries,
 *   `version` and `decision` are those of its outcome; `state` is the launch now.
 * - `refused`: nothing was written. `state` is what was judged.
 * - `key-reused`: the key was used before with another command; nothing was written.
 */
export type Outcome =
  | {
      kind: 'accepted'
      repeated: boolean
      version: number
      entries: Entry[]
      state: LaunchState
      decision: DecisionWord
    }
  | { kind: 'refused'; refusal: Refused; state: LaunchState | null }
  | { kind: 'key-reused' }

/** One commit of one launch, as listeners hear of it: the versions after it. */
export interface Commit {
  launch: string
  version: number
  /** Gates that the commit touched, with the version of each after it. */
  gates: { id: string; version: number }[]
  at: number
}

/** Which entries to read: the newest `limit` by these actions with seq < before. Others cost only the look at their action. */
export interface ActionFilter {
  actions: readonly ActionName[]
  before: number
  limit: number
}

/** Which entries of a log to find: those with seq < before; an absent field excludes nothing. */
export interface EntryFilter {
  before: number
  gate?: string
  /** Written by one of these pseudonyms. */
  actors?: readonly string[]
  action?: string
  /** Instants in epoch ms, from ≤ happened < until; an entry happened when it fell due, or else when it was written. */
  from?: number
  until?: number
}

/** Searches in one log. They read an index, and of the leaves only those of the entries that they return. */
export interface LogSearch {
  /** The newest first, without the first `offset` of them, `limit` at most. */
  find(launch: string, filter: EntryFilter, offset: number, limit: number): Promise<Entry[]>
  count(launch: string, filter: EntryFilter): Promise<number>
  /** The pseudonym of each person and service, and the id of the engine, that wrote an entry with seq < before; in no order. */
  actors(launch: string, before: number): Promise<string[]>
  /** The newest entry whose evidence is this file, or null. */
  newestOfFile(launch: string, sha256: string): Promise<Entry | null>
  /** The newest entries of all launches by this action, the newest first. */
  newest(action: NotableAction, limit: number): Promise<Entry[]>
}

/**
 * A launch as its rows say it at one instant, never from a cache, with all else that is kept beside its log. `root` is hex;
 * `entries` is how many leaves are stored.
 */
export interface Stored {
  state: LaunchState
  root: string
  entries: number
  commits: Commit[]
  texts: PrivateText[]
  evidence: EvidenceFile[]
  projection: UncheckedProjection | null
}

/** The same, but of the commits only those after a version, and of texts and evidence files only how many there are. */
export interface StoredSince extends Omit<Stored, 'texts' | 'evidence'> {
  texts: number
  evidence: number
}

/**
 * An entry as it is stored: its leaf, the leaf's hash (hex), and what was copied out of it for searching (`at` in milliseconds,
 * `happened` as the leaf writes it).
 */
export interface StoredEntry {
  seq: number
  leaf: string
  hash: string
  at: number
  action: string
  gate: string | null
  request: string
  actor: string | null
  happened: string | null
  file: string | null
}

/**
 * What became of a pipeline that was to be added. `there`: this version is stored with the same content. `not-newer`: nothing
 * was written, because this version is stored with other content, or `newest` (of this id) is higher.
 */
export type AddedPipeline = { kind: 'added' } | { kind: 'there' } | { kind: 'not-newer'; newest: number }

/** Which launches a list is about; what is absent excludes nothing. */
export interface LaunchFilter {
  archived?: boolean
  /** In this state, or, at `now`, in one that time may have changed since it was written: those are for the caller to judge. */
  state?: LaunchValue
  now?: number
  /** This launch alone. */
  launch?: string
  /** In which this role is held by this person (a pseudonym); where one of the two is absent, any will do. */
  role?: string
  person?: string
  /** That follow this version of a pipeline. */
  pipeline?: { id: string; version: number }
}

/** A projection as its rows say it. Its values are unchecked: `Projection` has the types that they should be of, and `verify` compares them. */
export interface UncheckedProjection {
  launch: string
  /** The instant that it is about. */
  at: number
  state: string
  decision: string
  archived: boolean
  /** One of LaunchList. */
  list: string
  targetAt: number
  /** The commitment of the title. */
  title: string
  /** A Glance as JSON. */
  glance: string
  pipeline: string
  pipelineVersion: number
  nextChangeAt: number | null
  /** Of each person who holds a role or is asked for something (pseudonyms): how many tasks they have now. */
  tasks: ReadonlyMap<string, number>
  /** Who holds which role: pseudonyms by role, without roles that nobody holds. */
  holders: ReadonlyMap<string, readonly string[]>
}

/** A launch of a list as its rows say it: true until `nextChangeAt`, when time alone may change it. */
export interface ListedLaunch {
  launch: string
  targetAt: number
  nextChangeAt: number | null
  /** Null when it was erased or is missing. */
  title: string | null
  /** Null when it can't be read. */
  glance: Glance | null
}

/** What figures need of an active launch, as its row says it: true until `nextChangeAt`. */
export interface LaunchFigure extends Pick<ListedLaunch, 'launch' | 'targetAt' | 'nextChangeAt' | 'glance'> {
  decision: string
}

/** One of the lists, or of it those whose title contains this text, whatever its case. */
export interface ListFilter {
  list: LaunchList
  title: string | null
}

/** A part of a list, and how many launches the whole of it has. */
export interface ListedLaunches {
  launches: ListedLaunch[]
  count: number
}

/**
 * Lists of launches and counts of tasks, read from indexed rows that each commit keeps (see projection.ts). A list gives slugs: its
 * caller reads the launches that it shows, as of now.
 */
export interface LaunchLists {
  /** By slug, those after this one; `limit` at most. */
  bySlug(filter: LaunchFilter, after: string, limit: number): Promise<string[]>
  /** By target time, the earliest first. */
  byTarget(filter: LaunchFilter, offset: number, limit: number): Promise<string[]>
  count(filter: LaunchFilter): Promise<number>
  /**
   * The launches of a list by target time: of those that are active the earliest first, of others the latest. An index has them in this
   * order; with a text each title of the list is read once, and once more where the offset is beyond the last match.
   */
  listed(filter: ListFilter, offset: number, limit: number): Promise<ListedLaunches>
  /** How many there are, from an index. */
  countListed(list: LaunchList): Promise<number>
  countByState(): Promise<Map<string, number>>
  /** Active launches by target time, those after this one, `limit` at most. Reads their rows alone. */
  activeFigures(after: Pick<LaunchFigure, 'targetAt' | 'launch'> | null, limit: number): Promise<LaunchFigure[]>
  /** The same of one launch, null when it is not active. */
  activeFigure(launch: string): Promise<LaunchFigure | null>
  /** The state that is written of this launch, null when there is none. */
  state(launch: string): Promise<string | null>
  /** The launches, but for archived ones, of which this person (a pseudonym) is a member: those with a task first, then by target time. */
  launchesOf(person: string, offset: number, limit: number): Promise<string[]>
  countLaunchesOf(person: string): Promise<number>
  /** How many tasks this person has in all launches that are not archived, as of what is written. */
  countTasks(person: string): Promise<number>
  tasksIn(launch: string, person: string): Promise<number>
  /** Launches of which something has changed by the clock alone since their rows were written, the earliest first. */
  expired(now: number, limit: number): Promise<string[]>
  /** Writes the rows of such a launch anew, as of `now`; the log and the launch stay as they are. */
  renew(launch: string, now: number): Promise<void>
}

/** How many entries a log has, and the root (hex) over them. */
export interface LogHead {
  version: number
  root: string
}

/** What the database can tell about itself, beside what it keeps. */
export interface Integrity {
  /**
   * Changes with every commit to this launch, and with every commit of another process to anything: what was read at
   * another revision may no longer be so.
   */
  revision(launch: string): Promise<string>
  /** Changes with every commit of another process, and when the database was opened again. */
  othersRevision(): Promise<string>
  /**
   * The first difference between the database as a whole and what this program makes of one, or null: its schema and
   * triggers, its pages, references, request keys, the numbering of commits, and whether the directory knows everyone
   * who acted. Reads everything at once: not for a process that serves others.
   */
  inspect(): Promise<string | null>
  /** The SHA-256 (hex) of every evidence file that a launch has, each once, in order. */
  evidence(): Promise<string[]>
}

/** What operators watch of a store, since it was opened. Reading it touches no database. */
export interface StoreFigures {
  /** How long each durable transaction took, from before its lock to the end of its commit. */
  readonly commitSeconds: Distribution
  /** How many writes shared each of them. */
  readonly commitWrites: Distribution
  /** False while calls fail with StoreUnavailable because of the file or the disk. */
  isAvailable(): boolean
  /** The size of the write-ahead log in bytes; 0 where there is none. */
  walBytes(): Promise<number>
}

export interface Store {
  execute(execution: Execution): Promise<Outcome>
  /** Whether `execute` would give a request with this key, as of `at`, the outcome of an earlier one (or `key-reused`). */
  knowsRequestKey(key: Omit<RequestKey, 'fingerprint'>, at: number): Promise<boolean>
  /**
   * The launch at its stored version, or null. The same object as before only when neither the launch nor its private texts have
   * changed since, so that what was made of it may be kept. Throws Damaged when it cannot be read, or when only its log is left.
   */
  load(launch: string): Promise<LaunchState | null>
  /** The slug of every launch that has a row or an entry, in order. */
  slugs(): Promise<string[]>
  /** Entries with seq > after (−1: from the first), in order, `limit` at most. */
  entries(launch: string, after: number, limit: number): Promise<Entry[]>
  /** Of the entries with seq < before that are about this gate or about no gate, the newest by these actions, in order, `limit` at most. */
  entriesAbout(launch: string, gate: string, filter: ActionFilter): Promise<Entry[]>
  /** Exact leaves with from ≤ seq < to, in order. */
  leaves(launch: string, from: number, to: number): Promise<string[]>
  /** Private values by commitment; those that are missing are left out. */
  texts(launch: string, commitments: readonly string[]): Promise<Map<string, unknown>>
  /** Private values with their salts, for verification: of these commitments, or all. */
  privateTexts(launch: string, commitments?: readonly string[]): Promise<PrivateText[]>
  /** Commits that led to a version greater than `after`, in order. */
  commits(launch: string, after: number): Promise<Commit[]>
  /** A stored file of this launch, or null. */
  evidenceFile(launch: string, sha256: string): Promise<EvidenceFile | null>
  /** The head of its log as the launch's row has it: verification compares the root with the rebuilt one. */
  storedHead(launch: string): Promise<LogHead | null>
  /** The launch as it is stored, read past every cache, or null. Throws Damaged when a row of it cannot be read. */
  stored(launch: string): Promise<Stored | null>
  /** The same, for a verification that goes on from this version. */
  storedSince(launch: string, version: number): Promise<StoredSince | null>
  /** Entries as they are stored, unread, with from ≤ seq < to, in order: for verification. */
  storedEntries(launch: string, from: number, to: number): Promise<StoredEntry[]>
  /** Hears of every commit after it is durable, of this process and of others; returns how to stop. */
  watch(listener: (commit: Commit) => void): () => void
  /** The newest version of each pipeline that was added, in the order of their ids. Throws Damaged when one cannot be read. */
  pipelines(): Promise<Pipeline[]>
  /** The versions of this pipeline that were added, from the oldest; none where no such pipeline was. */
  pipelineVersions(id: string): Promise<number[]>
  /** One version that was added, null when it was not. Throws Damaged when it cannot be read. */
  pipeline(id: string, version: number): Promise<Pipeline | null>
  /** Keeps a version of a pipeline. Its texts are kept as canonical JSON: throws Unsealable where a log could not hold them. */
  addPipeline(pipeline: Pipeline, at: number): Promise<AddedPipeline>
  /** Resolves when the database answers, and is protected as this program made it. */
  ping(): Promise<void>
  readonly directory: Directory
  readonly figures: StoreFigures
  readonly installation: InstallationStore
  readonly integrity: Integrity
  readonly lists: LaunchLists
  readonly search: LogSearch
  /** Ends all listening. Whatever is asked afterwards is refused. */
  close(): Promise<void>
}
