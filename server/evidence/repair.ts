import { createHash } from 'node:crypto'
import type { EvidenceFile } from '../../db/store.ts'
import { findGate, findItem, gateOf, itemStateOf } from '../../machines/reading/queries.ts'
import type { CommandOutcome } from '../commands/handle-command.ts'
import type { Services } from '../services.ts'

/**
 * Damaged evidence is repaired by handing the same bytes in again, also where the rules take no new tick: on a completed gate, say.
 * The refusal stands, nothing is written to the launch, and the stored file holds what its entry names.
 */

interface Place {
  launch: string
  gate: string
  item: string
}

/** Whether only the state of the launch is in the way. Who may never act on the item repairs nothing of it. */
const isRefusedForNow = (outcome: CommandOutcome): boolean =>
  outcome.kind === 'refused' && outcome.refusal.kind !== 'forbidden'

/** A multipart body has this much around its file at most. */
const mostAround = 4096

/**
 * Whether a body that is refused unread may repair this item's evidence: evidence of its size is damaged on disk. So what is not
 * damaged is never sent for nothing.
 */
export async function mayRepair(
  services: Services,
  { launch, gate, item }: Place,
  outcome: CommandOutcome,
  length: number,
): Promise<boolean> {
  if (!isRefusedForNow(outcome)) return false
  for (const file of await evidenceOf(services, { launch, gate, item }))
    if (length >= file.size && length <= file.size + mostAround && !(await services.evidence.isWhole(file))) return true
  return false
}

/** Repairs the file that these bytes are, if it is evidence of this launch. */
export async function repair(
  services: Services,
  { launch }: Place,
  outcome: CommandOutcome,
  bytes: Buffer,
): Promise<void> {
  if (!isRefusedForNow(outcome)) return
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const file = await services.store.evidenceFile(launch, sha256)
  if (!file || (await services.evidence.isWhole(file))) return
  await services.evidence.keep(sha256, bytes)
  services.log.warn({ launch, evidence: sha256 }, 'damaged file repaired: the same file was uploaded again')
}

/** Of the standing tick and of the last failed check. */
async function evidenceOf({ store }: Services, { launch, gate, item }: Place): Promise<EvidenceFile[]> {
  const state = await store.load(launch)
  const definition = state && findGate(state.definition, gate)
  if (!state || !definition) return []
  const { context } = gateOf(state, gate).gate
  if (findItem(definition, context, item) === undefined) return []
  const { ticked, failed } = itemStateOf(context, item)
  const files: EvidenceFile[] = []
  for (const given of [ticked, failed]) {
    const sha256 = given && 'sha256' in given.evidence ? given.evidence.sha256 : null
    const file = sha256 === null ? null : await store.evidenceFile(launch, sha256)
    if (file) files.push(file)
  }
  return files
}
