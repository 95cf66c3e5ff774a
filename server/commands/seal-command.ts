import { type SealedText, seal } from '../../db/seal.ts'
import type { PersonCommand, StaffedCreate } from '../../machines/commands.ts'
import type { Code, Commitment, FreeText, PersonId, Pseudonym, SealedValue } from '../../machines/commitment.ts'
import type { SealedCommand, SealedCreate } from '../../machines/entry.ts'
import type { Pipeline } from '../../machines/pipeline/pipeline.ts'
import { type Evidence, unknownPerson } from '../../machines/state.ts'
import { ownProperty } from '../own-property.ts'

/**
 * Sealing: free texts, names and links become commitments and people become pseudonyms, before anything is decided.
 * Salts are made once per request. The result types are derived from the commands, so that a new text field or a new
 * command does not compile here until it is sealed.
 */

type Tick = Extract<PersonCommand, { type: 'gate.tick' }>
type FailCheck = Extract<PersonCommand, { type: 'gate.failCheck' }>

/** Evidence that holds something private: what a command may say, and a file that the evidence address has stored. */
type PrivateEvidence = FailCheck['evidence'] | { kind: 'file'; name: FreeText; type: Code; size: number; sha256: Code }
/** A report is numbers and a hash: nothing in it is private. */
type Report = Extract<Evidence, { kind: 'junit' }>

/** Evidence as it arrives, before sealing. */
export type PlainEvidence = PrivateEvidence | Report

/** A tick or a failed check whose evidence came through the evidence address. */
export type EvidenceCommand =
  | (Omit<Tick, 'evidence'> & { evidence: PlainEvidence })
  | (Omit<FailCheck, 'evidence'> & { evidence: PlainEvidence })

export interface Sealed<C> {
  command: C
  privateTexts: SealedText[]
}

class Sealer {
  readonly privateTexts: SealedText[] = []
  readonly #pseudonymOf: PseudonymOf
  constructor(pseudonymOf: PseudonymOf) {
    this.#pseudonymOf = pseudonymOf
  }
  person(id: PersonId): Pseudonym {
    return this.#pseudonymOf(id) ?? `${unknownPerson}${id}`
  }
  maybe(value: FreeText | undefined): Commitment | undefined {
    return value === undefined ? undefined : this.seal(value)
  }
  seal(value: FreeText | Pipeline['texts']): Commitment {
    const text = seal(value)
    this.privateTexts.push(text)
    return text.commitment
  }
}

/** A person's pseudonym; null for one who is not known: the rule refuses by the name that was given. */
export type PseudonymOf = (person: string) => Pseudonym | null

export function sealCommand(command: PersonCommand | EvidenceCommand, pseudonymOf: PseudonymOf): Sealed<SealedCommand> {
  const sealer = new Sealer(pseudonymOf)
  return { command: sealed(command, sealer), privateTexts: sealer.privateTexts }
}

/** A text that the launch holds now, with its commitment. */
export interface PresentText {
  commitment: Commitment
  text: string | null
}

/**
 * A title that is the launch's title already keeps the launch's commitment: under a fresh salt the rules could not know that the
 * text is the same, and a command that changes nothing would write an entry.
 */
export function keepPresentTitle(
  plain: PersonCommand | EvidenceCommand,
  sealed: Sealed<SealedCommand>,
  present: PresentText,
): Sealed<SealedCommand> {
  const { command, privateTexts } = sealed
  if (plain.type !== 'launch.schedule' || command.type !== 'launch.schedule') return sealed
  if (plain.title === undefined || plain.title !== present.text) return sealed
  return {
    command: { ...command, title: present.commitment },
    privateTexts: privateTexts.filter(({ commitment }) => commitment !== command.title),
  }
}

function sealed(command: PersonCommand | EvidenceCommand, sealer: Sealer): SealedCommand {
  switch (command.type) {
    case 'gate.tick':
      return { ...command, evidence: command.evidence && sealEvidence(command.evidence, sealer) }
    case 'gate.failCheck':
      return { ...command, evidence: sealEvidence(command.evidence, sealer) }
    case 'launch.setCandidate':
      return { ...command, url: sealer.maybe(command.url) }
    case 'launch.hold':
    case 'launch.rollBack':
    case 'launch.cancel':
    case 'gate.block':
    case 'gate.notNeeded':
    case 'gate.itemNotNeeded':
    case 'gate.return':
    case 'gate.reopen':
      return { ...command, reason: sealer.seal(command.reason) }
    case 'gate.withdraw':
    case 'gate.declineWaiver':
      return { ...command, reason: sealer.maybe(command.reason) }
    case 'launch.release':
    case 'gate.unblock':
      return { ...command, note: sealer.maybe(command.note) }
    case 'launch.schedule':
      return { ...command, title: sealer.maybe(command.title) }
    case 'launch.assignRole':
    case 'launch.unassignRole':
      return { ...command, person: sealer.person(command.person) }
    case 'gate.assign':
      return { ...command, person: command.person === null ? null : sealer.person(command.person) }
    case 'gate.requestWaiver':
      return { ...command, reason: sealer.seal(command.reason), mitigation: sealer.maybe(command.mitigation) }
    case 'gate.addItem': {
      const asks =
        command.asks?.kind === 'number' ? { ...command.asks, unit: sealer.maybe(command.asks.unit) } : command.asks
      return { ...command, title: sealer.seal(command.title), asks }
    }
    case 'gate.signOff':
      return { ...command, statement: sealer.maybe(command.statement) }
    case 'gate.comment':
      return { ...command, text: sealer.seal(command.text) }
    // Nothing in the others is private: a command with a text or a person in it would not compile here.
    default:
      return command
  }
}

function sealEvidence(evidence: PlainEvidence, sealer: Sealer): Evidence {
  if (evidence.kind === 'junit') return evidence
  const sealed = sealPrivate(evidence, sealer)
  return sealed.kind === 'link' ? { ...sealed, title: sealed.title ?? null } : sealed
}

function sealPrivate(evidence: PrivateEvidence, sealer: Sealer): SealedValue<PrivateEvidence> {
  switch (evidence.kind) {
    case 'note':
      return { ...evidence, text: sealer.seal(evidence.text) }
    case 'link':
      return { ...evidence, url: sealer.seal(evidence.url), title: sealer.maybe(evidence.title) }
    case 'file':
      return { ...evidence, name: sealer.seal(evidence.name) }
    case 'none':
    case 'number':
      return evidence
  }
}

/** `pseudonymOf` gives null for a person who is not known: the rule refuses by the name that was given. */
export function sealCreate(command: StaffedCreate, pipeline: Pipeline, pseudonymOf: PseudonymOf): Sealed<SealedCreate> {
  const sealer = new Sealer(pseudonymOf)
  const people = Object.entries(command.people).map(([role, ids]) => [
    role,
    [...new Set(ids)].map((id) => sealer.person(id)),
  ])
  const [language = 'en'] = pipeline.definition.languages
  const reasons = Object.fromEntries(
    Object.entries(command.scope ?? {}).flatMap(([id, answer]) => {
      const question = ownProperty(pipeline.texts.questions, id)?.[language]
      return answer || question === undefined ? [] : [[id, sealer.seal(question)]]
    }),
  )
  const sealedCommand: SealedCreate = {
    type: 'launch.create',
    pipeline: pipeline.definition,
    texts: sealer.seal(pipeline.texts),
    title: sealer.seal(command.title),
    store: command.store === undefined ? undefined : sealer.seal(command.store),
    targetAt: new Date(command.targetAt).toISOString(),
    timeZone: command.timeZone,
    people: Object.fromEntries(people),
    scope: command.scope,
    ...(Object.keys(reasons).length === 0 ? {} : { scopeReasons: reasons }),
  }
  return { command: sealedCommand, privateTexts: sealer.privateTexts }
}
