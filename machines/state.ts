import { z } from 'zod'
import { type Commitment, commitment } from './commitment.ts'
import { definitionSchema, itemDefinition } from './pipeline/pipeline.ts'

/**
 * The value that a launch is at one version: everything that a rule may ask about, and nothing that a rule may not.
 * It is immutable. People and services stand in it as pseudonyms; free texts, names, links and addresses as
 * commitments, so that the log replays to the same value without any private text.
 * Instants are epoch milliseconds.
 */

/** What stands for a person whom the directory does not know, with the name that was given; the rules refuse it. */
export const unknownPerson = 'unknown:'
/** The name that was given, where nobody of that name is known; null for a person who is. */
export const unknownNameOf = (person: string): string | null =>
  person.startsWith(unknownPerson) ? person.slice(unknownPerson.length) : null

/** Stands for an auditor whom a command would give a role, with the id that was named; the rules refuse it. */
export const auditorPerson = 'auditor:'
/** The id that was named, where it is an auditor's; null for anyone who may hold a role. */
export const auditorIdOf = (person: string): string | null =>
  person.startsWith(auditorPerson) ? person.slice(auditorPerson.length) : null

const instant = z.number().int()

/** Evidence as the rules see it: kinds, numbers and hashes in clear, free text as commitments. `seconds` of a report is its duration. */
export const evidenceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('note'), text: commitment }),
  z.strictObject({ kind: z.literal('link'), url: commitment, title: commitment.nullable() }),
  z.strictObject({ kind: z.literal('number'), value: z.number() }),
  z.strictObject({
    kind: z.literal('file'),
    name: commitment,
    type: z.string(),
    size: z.number().int(),
    sha256: z.string(),
  }),
  z.strictObject({
    kind: z.literal('junit'),
    passed: z.number().int(),
    failed: z.number().int(),
    skipped: z.number().int(),
    /** Of those that passed, how many passed only on a rerun. */
    flaky: z.number().int(),
    seconds: z.number(),
    sha256: z.string(),
  }),
])
export type Evidence = z.infer<typeof evidenceSchema>

export const staleCause = z.enum(['age', 'candidate', 'needs', 'report', 'returned', 'reopened', 'decision'])
export type StaleCause = z.infer<typeof staleCause>

const tick = z.strictObject({
  at: instant,
  by: z.string(),
  /** A service's tick is nobody's: four eyes never asks about it. */
  service: z.boolean(),
  /** The version of the build that it was said about, or null. */
  candidate: z.string().nullable(),
  evidence: evidenceSchema,
})

export const itemState = z.strictObject({
  state: z.enum(['open', 'ticked', 'stale', 'notNeeded']),
  ticked: tick.nullable(),
  stale: z.strictObject({ since: instant, causes: z.array(staleCause) }).nullable(),
  failed: z.strictObject({ at: instant, by: z.string(), service: z.boolean(), evidence: evidenceSchema }).nullable(),
})
export type ItemState = z.infer<typeof itemState>

export const gateValue = z.enum([
  'open.notStarted',
  'open.inProgress',
  'open.returned',
  'blocked',
  'awaitingSignOff',
  'cleared.completed',
  'cleared.waived',
  'cleared.notNeeded',
])
export type GateValue = z.infer<typeof gateValue>

/** An item that nobody foresaw, with its sentence and unit as commitments. */
const addedItem = itemDefinition.extend({ title: commitment, unit: commitment.nullable() })
export type AddedItem = z.infer<typeof addedItem>

const waiverTerms = {
  by: z.string(),
  at: instant,
  until: instant,
  reason: commitment,
  mitigation: commitment.nullable(),
}

/** The terms of a waiver, granted or asked for: `by` granted or asked, at `at`, until `until`. */
export interface Waiver {
  by: string
  at: number
  until: number
  reason: Commitment
  mitigation: Commitment | null
}

/** What one gate remembers beside its state; the context of the gate machine. */
export const gateContext = z.strictObject({
  items: z.record(z.string(), itemState),
  /** Items that nobody foresaw, in the order in which they were added. */
  added: z.array(addedItem),
  /** Whom the page waits for; null: any holder of the owner role. */
  person: z.string().nullable(),
  /** The submission that the signatures belong to. */
  submission: z.strictObject({ by: z.string(), at: instant }).nullable(),
  /** One signature for each signer role that has signed this submission. */
  signatures: z.record(z.string(), z.strictObject({ by: z.string(), at: instant })),
  /** Why the gate is where it is, as a person wrote it: of the last return, block, reopening or leaving out. */
  reason: z.strictObject({ by: z.string(), at: instant, text: commitment }).nullable(),
  waiver: z.strictObject({ ...waiverTerms, askedBy: z.string() }).nullable(),
  waiverRequest: z.strictObject(waiverTerms).nullable(),
})
export type GateContext = z.infer<typeof gateContext>

/**
 * A gate at one version of its launch. `version` is 1 + seq of the last entry that changed what a signer relies on;
 * `statusSince` is when it came into its present status, `readySince` when it came to be ready (null: it is not).
 */
export const gateState = z.strictObject({
  state: gateValue,
  version: z.number().int(),
  statusSince: instant,
  readySince: instant.nullable(),
  context: gateContext,
})
export type GateState = z.infer<typeof gateState>

export const launchValue = z.enum(['draft', 'preparing.locked', 'preparing.unlocked', 'held', 'launched', 'cancelled'])
export type LaunchValue = z.infer<typeof launchValue>

/** A build: version and commit together are its identity; the address is only for people. */
const candidateSchema = z.strictObject({
  version: z.string(),
  commit: z.string().nullable(),
  url: commitment.nullable(),
})
export type Candidate = z.infer<typeof candidateSchema>

/** What a launch remembers beside its state and its gates; the context of the launch machine. */
const launchContext = z.strictObject({
  title: commitment,
  store: commitment.nullable(),
  /** The pipeline's sentences, as the commitment that the first entry carries. */
  texts: commitment,
  targetAt: instant,
  timeZone: z.string(),
  window: z.strictObject({ opensAt: instant, closesAt: instant }).nullable(),
  public: z.boolean(),
  archived: z.boolean(),
  /** Pseudonyms of the holders, by role; a role of the pipeline that nobody holds has an empty list. */
  people: z.record(z.string(), z.array(z.string())),
  candidate: candidateSchema.nullable(),
  rolledBack: z.array(z.strictObject({ version: z.string(), commit: z.string().nullable() })),
  hold: z.strictObject({ by: z.string(), at: instant, reason: commitment }).nullable(),
})
export type LaunchContext = z.infer<typeof launchContext>

/** A whole launch: `version` is the size of its log, `at` the instant of its last entry. */
export const launchState = z.strictObject({
  launch: z.string(),
  definition: definitionSchema,
  state: launchValue,
  /** When it came into its present state. */
  stateSince: instant,
  version: z.number().int(),
  createdAt: instant,
  at: instant,
  context: launchContext,
  gates: z.record(z.string(), gateState),
})
export type LaunchState = z.infer<typeof launchState>
