import { seal } from '../db/seal.ts'
import type { PrivateText } from '../db/store.ts'
import type { CreateCommand, PersonCommand } from '../machines/commands.ts'
import { unknownPerson } from '../machines/create.ts'
import type { SealedCommand, SealedCreate } from '../machines/entry.ts'
import type { Pipeline } from '../machines/pipeline.ts'
import type { Evidence } from '../machines/state.ts'

/** Sealing: free texts, names and links become commitments, before anything is decided. Salts are made once per request. */

/** Evidence as the edge knows it: what a command may say, and what the evidence address has stored and read. */
export type PlainEvidence =
  | NonNullable<Extract<PersonCommand, { type: 'gate.tick' }>['evidence']>
  | { kind: 'file'; name: string; type: string; size: number; sha256: string }
  | Extract<Evidence, { kind: 'junit' }>

type Tick = Extract<PersonCommand, { type: 'gate.tick' }>
type FailCheck = Extract<PersonCommand, { type: 'gate.failCheck' }>

/** A tick or a failed check whose evidence came through the evidence address. */
export type EvidenceCommand =
  | (Omit<Tick, 'evidence'> & { evidence: PlainEvidence })
  | (Omit<FailCheck, 'evidence'> & { evidence: PlainEvidence })

export interface Sealed<C> {
  command: C
  privateTexts: PrivateText[]
}

class Sealer {
  readonly privateTexts: PrivateText[] = []
  seal(value: unknown): string {
    const text = seal(value)
    this.privateTexts.push(text)
    return text.commitment
  }
}

export function sealCommand(command: PersonCommand | EvidenceCommand): Sealed<SealedCommand> {
  const sealer = new Sealer()
  return { command: sealed(command, sealer), privateTexts: sealer.privateTexts }
}

function sealed(command: PersonCommand | EvidenceCommand, sealer: Sealer): SealedCommand {
  switch (command.type) {
    case 'gate.tick':
      return { ...command, evidence: command.evidence && sealEvidence(command.evidence, sealer) }
    case 'gate.failCheck':
      return { ...command, evidence: sealEvidence(command.evidence, sealer) }
    case 'launch.setCandidate':
      return { ...command, url: command.url === undefined ? undefined : sealer.seal(command.url) }
    case 'launch.hold':
    case 'gate.return':
    case 'gate.reopen':
      return { ...command, reason: sealer.seal(command.reason) }
    case 'gate.withdraw':
      return { ...command, reason: command.reason === undefined ? undefined : sealer.seal(command.reason) }
    case 'launch.release':
      return { ...command, note: command.note === undefined ? undefined : sealer.seal(command.note) }
    case 'gate.signOff':
      return { ...command, statement: command.statement === undefined ? undefined : sealer.seal(command.statement) }
    case 'gate.comment':
      return { ...command, text: sealer.seal(command.text) }
    default:
      return command
  }
}

function sealEvidence(evidence: PlainEvidence, sealer: Sealer): Evidence {
  if (evidence.kind === 'note') return { kind: 'note', text: sealer.seal(evidence.text) }
  if (evidence.kind === 'link')
    return {
      kind: 'link',
      url: sealer.seal(evidence.url),
      title: evidence.title === undefined ? null : sealer.seal(evidence.title),
    }
  if (evidence.kind === 'file') return { ...evidence, name: sealer.seal(evidence.name) }
  return evidence
}

/** `pseudonymOf` gives null for a person who is not known: the rule refuses by the name that was given. */
export function sealCreate(
  command: CreateCommand,
  pipeline: Pipeline,
  pseudonymOf: (person: string) => string | null,
): Sealed<SealedCreate> {
  const sealer = new Sealer()
  const people = Object.entries(command.people).map(([role, ids]) => [
    role,
    [...new Set(ids)].map((id) => pseudonymOf(id) ?? `${unknownPerson}${id}`),
  ])
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
  }
  return { command: sealedCommand, privateTexts: sealer.privateTexts }
}
