import type { ItemDefinition } from '../../../machines/pipeline/pipeline.ts'
import { gateOf, isStale, isTicked, itemStateOf, itemsOf, statusOf } from '../../../machines/reading/queries.ts'
import type { Evidence, GateContext } from '../../../machines/state.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import type { Words } from '../../words/index.ts'
import { markOf } from '../layout/gate-row.ts'
import { type ShownEvidence, shownEvidence } from '../layout/shown-evidence.ts'

/** A gate as a document records it: who sent and signed it, when, and on what evidence. */
export interface GateRecord {
  id: string
  name: string
  mark: string
  status: string
  owner: string
  sent: string | null
  /** A line for each signer role, or why there is none. */
  signOffs: string[]
  items: ItemRecord[]
}

interface ItemRecord {
  id: string
  text: string
  done: string
  evidence: ShownEvidence | null
  sha256: string | null
}

export function gateRecord(w: Words, view: LaunchView, id: string): GateRecord {
  const { definition, gate } = gateOf(view.launch, id)
  const { context } = gate
  const zone = view.launch.context.timeZone
  const { submission } = context
  return {
    id,
    name: w.gate(view, id),
    mark: markOf(view, id),
    status: w.status(statusOf(definition, gate)),
    owner: w.role(view, definition.owner),
    sent:
      submission === null
        ? null
        : w.t('report.sent-by', {
            person: w.person(view, submission.by),
            time: w.dateTimeOffset(submission.at, zone),
          }),
    signOffs:
      definition.signers.length === 0
        ? [w.t('report.no-signers')]
        : definition.signers.map((role) => signOff(w, view, context, role)),
    items: itemsOf(definition, context)
      .filter((item) => item.required || itemStateOf(context, item.id).ticked !== null)
      .map((item) => itemRecord(w, view, id, context, item)),
  }
}

function signOff(w: Words, view: LaunchView, { signatures }: GateContext, role: string): string {
  const signature = signatures[role]
  const title = w.role(view, role)
  if (signature === undefined) return w.t('report.not-signed-by', { role: title })
  const time = w.dateTimeOffset(signature.at, view.launch.context.timeZone)
  return w.t('report.signed-by', { role: title, person: w.person(view, signature.by), time })
}

function itemRecord(w: Words, view: LaunchView, gate: string, context: GateContext, item: ItemDefinition): ItemRecord {
  const state = itemStateOf(context, item.id)
  const { ticked } = state
  const evidence = ticked?.evidence ?? null
  return {
    id: item.id,
    text: w.item(view, gate, item.id),
    done: isStale(state)
      ? w.t('report.recheck')
      : isTicked(state)
        ? doneWords(w, view, ticked)
        : w.t('report.not-done'),
    evidence: evidence === null ? null : shownEvidence(w, view, { gate, item: item.id }, evidence),
    sha256: evidence === null ? null : hashOf(evidence),
  }
}

function doneWords(w: Words, view: LaunchView, ticked: { by: string; at: number } | null): string {
  if (ticked === null) return w.t('report.not-done')
  const time = w.dateTimeOffset(ticked.at, view.launch.context.timeZone)
  return w.t('report.done-by', { person: w.person(view, ticked.by), time })
}

const hashOf = (evidence: Evidence): string | null =>
  evidence.kind === 'file' || evidence.kind === 'junit' ? evidence.sha256 : null
