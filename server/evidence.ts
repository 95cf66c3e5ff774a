import { createHash } from 'node:crypto'
import type { EvidenceFile } from '../db/store.ts'
import { findGate, findItem, gateOf } from '../machines/queries.ts'
import { passes } from '../machines/rules.ts'
import type { Caller } from './auth/caller.ts'
import { fileType } from './file-type.ts'
import { type CommandOutcome, handleCommand } from './handle-command.ts'
import { readReport } from './junit.ts'
import type { EvidenceCommand, PlainEvidence } from './seal-command.ts'
import type { Services } from './services.ts'

/** The only door for files and reports: it stores them by hash, reads them, and sends a tick, or a failed check for what is red or out of bounds. */

export type Received =
  | { kind: 'file'; name: string; bytes: Buffer }
  | { kind: 'report'; bytes: Buffer }
  | { kind: 'number'; value: number }

export interface EvidenceAsk {
  caller: Caller
  launch: string
  gate: string
  item: string
  candidate?: string | undefined
  ifVersion?: number | undefined
  key?: string | undefined
  route: string
}

/** What cannot be evidence at all, whatever the item asks; `code` names the sentence. */
export class UnusableEvidence extends Error {
  override name = 'UnusableEvidence'
  readonly code: 'file-type' | 'not-a-report'
  constructor(code: 'file-type' | 'not-a-report') {
    super(code)
    this.code = code
  }
}

/** Throws UnusableEvidence. Refusals of the rules come back as an outcome. */
export async function receiveEvidence(
  services: Services,
  ask: EvidenceAsk,
  received: Received,
): Promise<CommandOutcome> {
  const { evidence, file, bytes } = read(received)
  if (file && bytes) await services.evidence.keep(file.sha256, bytes)
  const { caller, launch, gate, item, candidate, ifVersion, key, route } = ask
  const fields = { gate, item, candidate, ifVersion, evidence }
  const command: EvidenceCommand = (await isGreen(services, ask, evidence))
    ? { type: 'gate.tick', ...fields }
    : { type: 'gate.failCheck', ...fields }
  return handleCommand(services, { caller, launch, command, key, route, evidence: file })
}

function read(received: Received): { evidence: PlainEvidence; file?: EvidenceFile; bytes?: Buffer } {
  if (received.kind === 'number') return { evidence: received }
  const { bytes } = received
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  if (received.kind === 'file') {
    const type = fileType(received.name, bytes)
    if (type === null) throw new UnusableEvidence('file-type')
    const file = { sha256, type, size: bytes.length }
    return { evidence: { kind: 'file', name: received.name.slice(0, 200), ...file }, file, bytes }
  }
  const report = fileType('report.xml', bytes) === null ? null : readReport(bytes.toString('utf8'))
  if (report === null) throw new UnusableEvidence('not-a-report')
  return {
    evidence: { kind: 'junit', ...report, sha256 },
    file: { sha256, type: 'application/xml', size: bytes.length },
    bytes,
  }
}

/** By the item's own bounds; what is of another kind than the item asks goes on as a tick, and the rules refuse it. */
async function isGreen(services: Services, ask: EvidenceAsk, evidence: PlainEvidence): Promise<boolean> {
  const launch = await services.store.load(ask.launch)
  const definition = launch && findGate(launch.definition, ask.gate)
  if (!launch || !definition) return true
  const item = findItem(definition, gateOf(launch, ask.gate).gate.context, ask.item)
  if (!item || item.asks.kind !== evidence.kind) return true
  return passes(item, evidence)
}
