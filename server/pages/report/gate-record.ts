import { gateOf, isItemNotNeeded, isStale, itemStateOf, itemsOf, statusOf } from '../../../machines/reading/queries.ts'
import type { Evidence, GateContext, ItemState } from '../../../machines/state.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import type { Words } from '../../words/index.ts'
import { markOf } from '../layout/gate-row.ts'
import { type ShownEvidence, shownEvidence } from '../layout/shown-evidence.ts'
import { shownText } from '../layout/shown-text.ts'
import type { LeftOut, LeftOutItems } from './left-out.ts'

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

export function gateRecord(w: Words, view: LaunchView, leftOut: LeftOutItems, id: string): GateRecord {
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
        : w.t(definition.signers.length === 0 ? 'report.completed-by' : 'report.sent-by', {
            person: w.person(view, submission.by),
            time: w.dateTimeOffset(submission.at, zone),
          }),
    signOffs:
      definition.signers.length === 0
        ? [w.t('report.no-signers')]
        : definition.signers.map((role) => signOff(w, view, context, role)),
    items: itemsOf(definition, context)
      .filter((item) => item.required || isTouched(itemStateOf(context, item.id)))
      .map((item) => ({
        id: item.id,
        text: w.item(view, id, item.id),
        ...itemRecord(w, view, { gate: id, item: item.id }, itemStateOf(context, item.id), leftOut),
      })),
  }
}

function signOff(w: Words, view: LaunchView, { signatures }: GateContext, role: string): string {
  const signature = signatures[role]
  const title = w.role(view, role)
  if (signature === undefined) return w.t('report.not-signed-by', { role: title })
  const time = w.dateTimeOffset(signature.at, view.launch.context.timeZone)
  return w.t('report.signed-by', { role: title, person: w.person(view, signature.by), time })
}

const isTouched = ({ ticked, failed }: ItemState): boolean => ticked !== null || failed !== null

/** What the item's last word is: that it is not applicable, that it failed, or who did it. */
function itemRecord(
  w: Words,
  view: LaunchView,
  at: { gate: string; item: string },
  state: ItemState,
  leftOut: LeftOutItems,
): Pick<ItemRecord, 'done' | 'evidence' | 'sha256'> {
  const signed = (key: 'report.done-by' | 'report.failed-by' | 'report.left-out-by', by: string, time: number) =>
    w.t(key, { person: w.person(view, by), time: w.dateTimeOffset(time, view.launch.context.timeZone) })
  const shown = (evidence: Evidence) => ({
    evidence: shownEvidence(w, view, at, evidence),
    sha256: hashOf(evidence),
  })
  if (isItemNotNeeded(state)) {
    const out = leftOut.get(at.gate)?.get(at.item)
    if (out === undefined) return { done: w.t('item.not-needed'), evidence: null, sha256: null }
    return { done: signed('report.left-out-by', out.by, out.at), evidence: reasonOf(w, out), sha256: null }
  }
  const { ticked, failed } = state
  if (failed !== null) return { done: signed('report.failed-by', failed.by, failed.at), ...shown(failed.evidence) }
  if (ticked === null) return { done: w.t('report.not-done'), evidence: null, sha256: null }
  const done = isStale(state) ? w.t('report.recheck') : signed('report.done-by', ticked.by, ticked.at)
  return { done, ...shown(ticked.evidence) }
}

const reasonOf = (w: Words, { reason }: LeftOut): ShownEvidence => ({
  ...shownText(w, reason ?? w.t('evidence.erased')),
  quoted: reason !== null,
  href: null,
  download: false,
  detail: null,
})

const hashOf = (evidence: Evidence): string | null =>
  evidence.kind === 'file' || evidence.kind === 'junit' ? evidence.sha256 : null
