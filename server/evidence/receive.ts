import { createHash } from 'node:crypto'
import type { EvidenceFile } from '../../db/store.ts'
import { typeOfCheck } from '../../machines/rules.ts'
import type { Caller } from '../auth/caller.ts'
import { type Ask, type CommandOutcome, handleCommand } from '../handle-command.ts'
import type { EvidenceCommand, PlainEvidence } from '../seal-command.ts'
import type { Services } from '../services.ts'
import { keptName } from './file-name.ts'
import { fileType } from './file-type.ts'
import { readReport } from './junit.ts'

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
  unless?: Ask['unless']
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

/** Throws UnusableEvidence. Refusals of the rules come back as an outcome, and nothing of what they refuse stays on disk. */
export async function receiveEvidence(
  services: Services,
  ask: EvidenceAsk,
  received: Received,
): Promise<CommandOutcome> {
  const { gate, item, candidate, ifVersion, ...sender } = ask
  const { evidence, kept } = read(received)
  const type = typeOfCheck(await services.store.load(ask.launch), gate, item, evidence)
  const command: EvidenceCommand = { type, gate, item, candidate, ifVersion, evidence }
  return handleCommand(services, { ...sender, command, evidence: kept })
}

function read(received: Received): { evidence: PlainEvidence; kept?: { file: EvidenceFile; bytes: Buffer } } {
  if (received.kind === 'number') return { evidence: received }
  const { bytes } = received
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  if (received.kind === 'file') {
    const type = fileType(received.name, bytes)
    if (type === null) throw new UnusableEvidence('file-type')
    const file = { sha256, type, size: bytes.length }
    return { evidence: { kind: 'file', name: keptName(received.name), ...file }, kept: { file, bytes } }
  }
  const report = fileType('report.xml', bytes) === null ? null : readReport(bytes.toString('utf8'))
  if (report === null) throw new UnusableEvidence('not-a-report')
  const file = { sha256, type: 'application/xml', size: bytes.length }
  return { evidence: { kind: 'junit', ...report, sha256 }, kept: { file, bytes } }
}
