import type { GateHistory, ItemEvent } from '../../../machines/reading/gate-history.ts'
import { gateOf, itemStateOf, itemsOf } from '../../../machines/reading/queries.ts'
import type { Evidence } from '../../../machines/state.ts'
import { type PreviewedFile, previewOf } from '../../evidence/previews/make-preview.ts'
import { type Preview, previewKind } from '../../evidence/previews/preview.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import type { PageRequest } from '../request/page-request.ts'

/** What is shown of files and reports where somebody decides on them. */

type Report = Extract<Evidence, { kind: 'junit' }>

/** The previews of a gate's evidence, and of each report the one before it. */
export interface GatePreviews {
  of(evidence: Evidence): Preview | null
  reportBefore(item: string, report: Report): Report | null
}

/** Reads one small file for each file and report that stands in the gate, and for a report also for the one before it. */
export async function gatePreviews(
  { services }: PageRequest,
  view: LaunchView,
  id: string,
  history: GateHistory,
): Promise<GatePreviews> {
  const { definition, gate } = gateOf(view.launch, id)
  const reportBefore = (item: string, report: Report) => reportsOf(history.items, item, report).at(-1) ?? null
  const shown = itemsOf(definition, gate.context).flatMap((item) => {
    const { ticked, failed } = itemStateOf(gate.context, item.id)
    const standing = [ticked, failed].flatMap((each) => (each ? [each.evidence] : []))
    const before = standing.flatMap((each) => (each.kind === 'junit' ? (reportBefore(item.id, each) ?? []) : []))
    return [...standing, ...before]
  })
  const found = new Map<string, Preview>()
  await Promise.all(
    shown.map(async (evidence) => {
      const file = fileOf(view, evidence)
      const preview = file && (await previewOf(services, file))
      if (file && preview) found.set(keyOf(file), preview)
    }),
  )
  return {
    of(evidence) {
      const file = fileOf(view, evidence)
      return file && (found.get(keyOf(file)) ?? null)
    },
    reportBefore,
  }
}

/** The same XML may stand in a gate as a file and as a report. */
const keyOf = (file: PreviewedFile): string => `${previewKind(file)} ${file.sha256}`

/** Other reports of the item that came before this one, oldest first. */
function reportsOf(events: readonly ItemEvent[], item: string, { sha256 }: Report): Report[] {
  const reports = events.flatMap((event) =>
    event.item === item && 'evidence' in event && event.evidence.kind === 'junit' ? [event.evidence] : [],
  )
  const at = reports.findLastIndex((report) => report.sha256 === sha256)
  return reports.slice(0, Math.max(0, at)).filter((report) => report.sha256 !== sha256)
}

/** Null for what has no preview. Of a file whose name was deleted no content is shown either: it may be about the same person. */
function fileOf({ launch: { launch }, text }: LaunchView, evidence: Evidence): PreviewedFile | null {
  if (evidence.kind === 'junit') return { launch, sha256: evidence.sha256, type: 'application/xml', isReport: true }
  if (evidence.kind !== 'file' || text(evidence.name) === null) return null
  return { launch, sha256: evidence.sha256, type: evidence.type, isReport: false }
}
