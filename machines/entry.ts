import { commandsAbout, type PersonCommand, type StaffedCreate } from './commands.ts'
import type { Commitment, SealedValue } from './commitment.ts'
import type { Definition } from './pipeline/pipeline.ts'
import type { Evidence, LaunchState, StaleCause } from './state.ts'

/**
 * What crosses between HTTP, the rules and the log: the sealed command that is judged, the actor who asks,
 * the entries that an accepted command makes, and the ruling.
 */

/**
 * Who asks. `id` is a pseudonym. `permission` is the installation's; `defaultRoles` come from the people's directory and
 * count only for creating a launch. The roles that count on a launch are those the launch itself gives.
 */
export interface Actor {
  id: string
  kind: 'person' | 'service'
  permission: 'member' | 'admin' | 'auditor'
  defaultRoles: readonly string[]
  /** Present when a token that may sign was used: the entry says so. */
  via?: 'token'
}

type WithEvidence<C> = C extends { evidence: unknown }
  ? Omit<C, 'evidence'> & { evidence: Evidence }
  : C extends { evidence?: unknown }
    ? Omit<C, 'evidence'> & { evidence?: Evidence | undefined }
    : C

/** A PersonCommand after sealing: free texts are commitments, people are pseudonyms, and evidence may be a stored file or report. */
export type SealedCommand = WithEvidence<SealedValue<PersonCommand>>
export type SealedCommandOf<T extends PersonCommand['type']> = Extract<SealedCommand, { type: T }>
export type SealedGateCommand = Extract<SealedCommand, { gate: string }>

/** launch.create after sealing: it carries the pipeline's definition, so that the log replays by itself. Times are RFC 3339. */
export interface SealedCreate extends SealedValue<Omit<StaffedCreate, 'pipeline' | 'slug'>> {
  pipeline: Definition
  /** The pipeline's sentences. */
  texts: Commitment
  /** For each scoping question that was answered with no: its sentence, sealed, which becomes the reason of what is left out. */
  scopeReasons?: Record<string, Commitment> | undefined
}

/** What the engine itself writes; no command that arrives over HTTP or the command line is ever one of these. */
export type EngineCommand =
  | { type: 'gate.clear'; gate: string }
  | { type: 'gate.recheck'; gate: string; items: { item: string; causes: StaleCause[] }[] }
  | { type: 'gate.lapse'; gate: string; items: string[]; due: string }
  | { type: 'gate.expireWaiver'; gate: string; due?: string | undefined }
  | { type: 'launch.unlock' }
  | { type: 'launch.relock' }

/** Every action that the engine writes; a record, so that the compiler misses none. */
const engineActions: Record<EngineCommand['type'], true> = {
  'gate.clear': true,
  'gate.recheck': true,
  'gate.lapse': true,
  'gate.expireWaiver': true,
  'launch.unlock': true,
  'launch.relock': true,
}
/** Every action that a log can hold. */
export const actionNames: ActionName[] = [
  'launch.create',
  ...Object.values(commandsAbout).flat(),
  ...(Object.keys(engineActions) as EngineCommand['type'][]),
]

/** What an auditor looks for in all launches: waivers, what may void sign-offs, and decisions. Every store finds the newest of these fast. */
export const notableActions = [
  'gate.grantWaiver',
  'gate.clear',
  'gate.complete',
  'gate.withdraw',
  'gate.return',
  'gate.block',
  'gate.reopen',
  'gate.failCheck',
  'gate.recheck',
  'launch.launch',
  'launch.rollBack',
] as const satisfies ActionName[]
export type NotableAction = (typeof notableActions)[number]

/** Whether only the engine writes this action; no person or service can ask for it. */
export const isEngineAction = (action: ActionName): boolean => Object.hasOwn(engineActions, action)

export type Command = SealedCommand | SealedCreate | EngineCommand
export type ActionName = Command['type']

/** Why the engine wrote an entry: the entry that it follows from, or the instant that fell due. */
export type Cause = { seq: number } | { clock: string }

/** One entry of a launch's log: the leaf of its Merkle tree is the canonical JSON of exactly this. */
export interface Entry {
  v: 1
  launch: string
  seq: number
  at: string
  action: ActionName
  actor: { id: string; kind: 'person' | 'service' | 'engine'; roles: string[] }
  /** Absent in entries about the launch itself. */
  gate?: string
  /** The accepted command without what stands elsewhere in the entry (type, gate, as) and without ifVersion. */
  data: Record<string, unknown>
  from: string | null
  to: string
  /** The id of the commit, shared by all its entries. */
  request: string
  /** The role that a signature was given for. */
  as?: string
  via?: 'token'
  cause?: Cause
  due?: string
}

/** Why not: a code, whose sentence is `reason.<code>` in server/words/en, and what that sentence needs. */
export interface Reason {
  code: string
  params: Record<string, unknown>
}

/** In the order in which they are judged: 404, 403, 428, 412, 409. `stale` is said of the sender’s page or version, which is outdated. */
type RefusalKind = 'unknown' | 'forbidden' | 'version-required' | 'stale' | 'refused'

export interface Refused {
  accepted: false
  kind: RefusalKind
  reason: Reason
}
export interface Accepted {
  accepted: true
  entries: Entry[]
  state: LaunchState
}
/** What `decide` returns. Not to be confused with the decision of a verdict: go, wait, hold or no-go. */
export type Ruling = Accepted | Refused
