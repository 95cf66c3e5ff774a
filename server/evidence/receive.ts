import { createHash } from 'node:crypto'
import type { EvidenceFile, Store } from '../../db/store.ts'
import { decide } from '../../machines/decide.ts'
import type { Refused } from '../../machines/entry.ts'
import { findGate, findItem, gateOf } from '../../machines/queries.ts'
import { passes } from '../../machines/rules.ts'
import type { LaunchState } from '../../machines/state.ts'
import { actorOf, type Caller } from '../auth/caller.ts'
import { type CommandOutcome, handleCommand } from '../handle-command.ts'
import { type EvidenceCommand, type PlainEvidence, sealCommand } from '../seal-command.ts'
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

/**
 * Throws UnusableEvidence. Refusals of the rules come back as an outcome, and nothing of what they refuse stays on disk:
 * the rules are asked before the bytes are kept, and again when the command is sent.
 */
export async function receiveEvidence(
  services: Services,
  ask: EvidenceAsk,
  received: Received,
): Promise<CommandOutcome> {
  const { evidence, file, bytes } = read(received)
  const { caller, launch, gate, item, candidate, ifVersion, key, route } = ask
  const state = await services.store.load(launch)
  const fields = { gate, item, candidate, ifVersion, evidence }
  const command: EvidenceCommand = isGreen(state, ask, evidence)
    ? { type: 'gate.tick', ...fields }
    : { type: 'gate.failCheck', ...fields }
  const send = (through: Services) => handleCommand(through, { caller, launch, command, key, route, evidence: file })
  if (!file || !bytes) return send(services)
  const refused = foresee(services, ask, command, state)
  if (refused) return send({ ...services, store: alwaysRefusing(services.store, refused) })
  await services.evidence.keep(file.sha256, bytes)
  return send(services)
}

/** What the rules say against this now; null when they would take it. */
function foresee(
  services: Services,
  { caller, launch }: EvidenceAsk,
  command: EvidenceCommand,
  state: LaunchState | null,
): Refused | null {
  // Commands about evidence name no people.
  const sealed = sealCommand(command, () => null).command
  const decision = decide(state, sealed, actorOf(caller), services.clock(), 'r_foresee', launch)
  return decision.accepted ? null : decision
}

/**
 * The store, by which nothing is accepted that was refused a moment ago, since the bytes were not kept; a request that was
 * accepted before still gets its outcome again by its key.
 */
function alwaysRefusing(store: Store, refused: Refused): Store {
  const execute: Store['execute'] = (execution) =>
    store.execute({
      ...execution,
      decide: (state) => {
        const decision = execution.decide(state)
        return decision.accepted ? refused : decision
      },
    })
  return new Proxy(store, {
    get(target, name) {
      if (name === 'execute') return execute
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

function read(received: Received): { evidence: PlainEvidence; file?: EvidenceFile; bytes?: Buffer } {
  if (received.kind === 'number') return { evidence: received }
  const { bytes } = received
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  if (received.kind === 'file') {
    const type = fileType(received.name, bytes)
    if (type === null) throw new UnusableEvidence('file-type')
    const file = { sha256, type, size: bytes.length }
    return { evidence: { kind: 'file', name: keptName(received.name), ...file }, file, bytes }
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
function isGreen(launch: LaunchState | null, ask: EvidenceAsk, evidence: PlainEvidence): boolean {
  const definition = launch && findGate(launch.definition, ask.gate)
  if (!launch || !definition) return true
  const item = findItem(definition, gateOf(launch, ask.gate).gate.context, ask.item)
  if (!item || item.asks.kind !== evidence.kind) return true
  return passes(item, evidence)
}
