import { createHash } from 'node:crypto'
import type { EvidenceFile } from '../../db/store.ts'
import { asOf } from '../../machines/due.ts'
import type { Reason } from '../../machines/entry.ts'
import { evidenceObstacle, type OfferedEvidence } from '../../machines/reading/obstacle.ts'
import { findGate, findItem, gateOf, isTicked, itemStateOf } from '../../machines/reading/queries.ts'
import { typeOfCheck } from '../../machines/rules/evidence.ts'
import { actorOf, type Caller } from '../auth/caller.ts'
import type { CommandRequest } from '../commands/command-request.ts'
import { type CommandOutcome, handleCommand } from '../commands/handle-command.ts'
import type { EvidenceCommand, PlainEvidence } from '../commands/seal-command.ts'
import type { Services } from '../services.ts'
import type { FailedNames } from './failed-names.ts'
import { keptName } from './file-name.ts'
import { fileType } from './file-type.ts'
import { previewTaken } from './previews/make-preview.ts'
import { readReport } from './read-report.ts'
import { repair } from './repair.ts'

/** The only door for files and reports: it stores them by hash, reads them, and sends a tick, or a failed check for what is red or out of bounds. */

export type Received =
  | { kind: 'file'; name: string; bytes: Buffer }
  | { kind: 'report'; bytes: Buffer }
  | { kind: 'number'; value: number }

export interface EvidenceRequest {
  caller: Caller
  launch: string
  gate: string
  item: string
  candidate?: string | undefined
  ifVersion?: number | undefined
  key?: string | undefined
  route: string
  unless?: CommandRequest['unless']
}

/** What cannot be evidence at all, whatever the item asks. */
export class UnusableEvidence extends Error {
  override name = 'UnusableEvidence'
  readonly reason: Reason
  /** The item is ticked, and stays so. */
  readonly earlierStands: boolean
  constructor(reason: Reason, earlierStands: boolean) {
    super(reason.code)
    this.reason = reason
    this.earlierStands = earlierStands
  }
}

/**
 * The refusal that this evidence would get whatever it says, so that nobody makes the server read what it will not take; null where
 * it must be read, and where an earlier request with the same key was accepted: that outcome is given again.
 */
export async function refusalUnread(
  services: Services,
  ask: EvidenceRequest,
  kind: OfferedEvidence['kind'],
): Promise<CommandOutcome | null> {
  const { store } = services
  const now = services.clock()
  const actor = actorOf(ask.caller)
  const stored = await store.load(ask.launch)
  if (!stored || ask.unless?.(stored)) return null
  const launch = asOf(stored, now)
  const { gate, item, candidate, key, route } = ask
  const against = evidenceObstacle(launch, { gate, item, kind, candidate }, actor, now)
  if (!against) return null
  // A page that is out of date hears that first.
  if (!against.never && ask.ifVersion !== undefined) return null
  // Asked after the launch was loaded: a request that was accepted in between has left its key.
  if (key !== undefined && (await store.knowsRequestKey({ actor: actor.id, route, key }, now))) return null
  const refusal = { accepted: false, kind: against.never ? 'forbidden' : 'refused', reason: against.reason } as const
  return { kind: 'refused', refusal, launch, changed: [] }
}

/** Throws UnusableEvidence. Refusals of the rules come back as an outcome, and nothing of what they refuse stays on disk. */
export async function receiveEvidence(
  services: Services,
  ask: EvidenceRequest,
  received: Received,
): Promise<CommandOutcome> {
  const refused = await refusalUnread(services, ask, received.kind === 'report' ? 'junit' : received.kind)
  if (refused) return repaired(services, ask, refused, received)
  const { gate, item, candidate, ifVersion, ...sender } = ask
  const read = await evidenceIn(received)
  if ('unusable' in read) throw new UnusableEvidence(read.unusable, await earlierStands(services, ask))
  const type = typeOfCheck(await services.store.load(ask.launch), gate, item, read.evidence)
  const command: EvidenceCommand = { type, gate, item, candidate, ifVersion, evidence: read.evidence }
  const outcome = await handleCommand(services, { ...sender, command, evidence: read.kept })
  if (outcome.kind === 'accepted' && read.kept) {
    const { file, bytes } = read.kept
    previewTaken(services, { ...file, launch: ask.launch, isReport: received.kind === 'report' }, bytes, read.failed)
  }
  return repaired(services, ask, outcome, received)
}

async function repaired(
  services: Services,
  ask: EvidenceRequest,
  outcome: CommandOutcome,
  received: Received,
): Promise<CommandOutcome> {
  if (received.kind !== 'number') await repair(services, ask, outcome, received.bytes)
  return outcome
}

/** Whether the item is ticked: where new evidence cannot be taken, its sender must know that the earlier result still counts. */
export async function earlierStands(
  services: Services,
  { launch, gate, item }: Pick<EvidenceRequest, 'launch' | 'gate' | 'item'>,
): Promise<boolean> {
  const stored = await services.store.load(launch)
  const definition = stored && findGate(stored.definition, gate)
  if (!stored || !definition) return false
  const { context } = gateOf(asOf(stored, services.clock()), gate).gate
  return findItem(definition, context, item) !== undefined && isTicked(itemStateOf(context, item))
}

type ReadEvidence =
  | { evidence: PlainEvidence; kept?: { file: EvidenceFile; bytes: Buffer }; failed?: FailedNames }
  | { unusable: Reason }

async function evidenceIn(received: Received): Promise<ReadEvidence> {
  if (received.kind === 'number') return { evidence: received }
  const { bytes } = received
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  if (received.kind === 'file') {
    // The parser of uploads puts U+FFFD for what is not UTF-8: another name than was sent.
    if (received.name.includes('\ufffd')) return { unusable: { code: 'file-name', params: {} } }
    const type = fileType(received.name, bytes)
    if (type === null) return { unusable: { code: 'file-type', params: {} } }
    const file = { sha256, type, size: bytes.length }
    return { evidence: { kind: 'file', name: keptName(received.name), ...file }, kept: { file, bytes } }
  }
  const reading = await readReport(bytes)
  if (reading.kind === 'unreadable') {
    const { code, ...params } = reading.why
    return { unusable: { code: `report-${code}`, params } }
  }
  const file = { sha256, type: 'application/xml', size: bytes.length }
  return { evidence: { kind: 'junit', ...reading.report, sha256 }, kept: { file, bytes }, failed: reading.failed }
}
