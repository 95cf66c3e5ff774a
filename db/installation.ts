import type { InstallationEntry } from '../machines/installation/entry.ts'
import type { InstallationReason, InstallationRuling, Known, RowsAsked } from '../machines/installation/known.ts'
import type { Standing } from '../machines/installation/standing.ts'
import type { PrivateText } from './private-text.ts'

/** A change of the installation: who may get in, and how. */
export interface InstallationChange<Asked extends RowsAsked> {
  at: number
  /** The rows that the rule needs. */
  asked: Asked
  /** The values behind the commitments of the entries. */
  texts: readonly PrivateText[]
  /** Pure; may be called more than once. `at` is never before the last entry. */
  decide: (known: Known<Asked>, at: number) => InstallationRuling
  /**
   * If the rule accepts, the texts of the person of this id are blanked with it in all logs, and their id becomes one that says nothing;
   * the ruling's last entry must be their `person.erase`. Every log verifies as before.
   */
  erases?: string
}

/** `refused`: no entry and no row was written, but for those that the ruling itself names, such as a failed sign-in. */
export type InstallationOutcome<Asked extends RowsAsked> =
  | { kind: 'accepted'; entries: InstallationEntry[]; known: Known<Asked> }
  | { kind: 'refused'; reason: InstallationReason; known: Known<Asked> }

/** Which entries of the installation's log are wanted; what is absent excludes nothing. */
export interface InstallationFilter {
  before?: number
  /** Pseudonyms: entries by them or about them. */
  person?: string
  actions?: readonly string[]
  /** Instants, from ≤ at < until. */
  from?: number
  until?: number
}

/** An entry as it is stored, unread. */
export interface StoredInstallationEntry {
  seq: number
  at: number
  action: string
  actor: string
  subject: string | null
  leaf: string
  hash: string
  /** JSON text: the hashes of the tree's perfect subtrees after this entry. */
  edge: string
}

/** A text as it is stored. Salt and value are blank where it was erased. */
export interface StoredText extends PrivateText {
  erasedAt: number | null
}

/** The installation at one instant, read past every cache. `size` is what the last entry says, `entries` how many there are. */
export interface StoredInstallation {
  size: number
  entries: number
  texts: number
  standing: Standing
}

/**
 * People, services and the ways in which they prove who they are, with the installation's own log. Every change goes through `change`, so
 * that there is none without its entry.
 */
export interface InstallationStore {
  /**
   * Asks the rule under the store's lock and writes the entries, texts and rows in one durable transaction. Throws Taken when a row's id,
   * pseudonym or address is somebody else's.
   */
  change<Asked extends RowsAsked>(change: InstallationChange<Asked>): Promise<InstallationOutcome<Asked>>
  /** The rows alone, without a change. */
  read<Asked extends RowsAsked>(asked: Asked): Promise<Known<Asked>>
  /** How many entries the log has, and the root (hex) of its tree. */
  head(): Promise<{ size: number; root: string }>
  /** The newest first. */
  find(filter: InstallationFilter, offset: number, limit: number): Promise<InstallationEntry[]>
  count(filter: InstallationFilter): Promise<number>
  /** Exact leaves with from ≤ seq < to, in order. */
  leaves(from: number, to: number): Promise<string[]>
  storedEntries(from: number, to: number): Promise<StoredInstallationEntry[]>
  /** Values by commitment; those that are missing or erased are left out. */
  texts(commitments: readonly string[]): Promise<Map<string, unknown>>
  /** With their salts, for verification: of these commitments, or all. */
  privateTexts(commitments?: readonly string[]): Promise<StoredText[]>
  /** Everything that is kept about people, services, tokens, sessions and launches. */
  standing(): Promise<Standing>
  /** For verification. */
  stored(): Promise<StoredInstallation>
}
