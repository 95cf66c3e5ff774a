import type { Evidence } from '../../../machines/state.ts'
import type { FailedNames } from '../../evidence/failed-names.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import type { Words } from '../../words/index.ts'
import type { GatePreviews } from './previews.ts'

/** What a page shows below the name of a file or a report. */
export type ShownPreview =
  | { kind: 'image'; href: string; label: string; src: string; width: number; height: number; alt: string }
  | { kind: 'text'; label: string; lines: string[]; more: string | null }
  | { kind: 'report'; lists: NameList[]; difference: string | null }

/** Names as the report has them: each is drawn as a quotation of its own, since it may be made to look like a sentence of the page. */
interface NameList {
  label: string
  names: readonly string[]
  more: string | null
}

/** Of names so many are written out. */
const mostNames = 5

/** Null where there is nothing to show: the link is all. `name` is the file's own. */
export function shownPreview(
  w: Words,
  { launch: { launch } }: LaunchView,
  previews: GatePreviews,
  item: string,
  evidence: Evidence,
  name: string,
): ShownPreview | null {
  if (evidence.kind === 'junit') return reportDetails(w, previews, item, evidence)
  const preview = previews.of(evidence)
  if (evidence.kind !== 'file' || preview === null) return null
  if (preview.kind === 'image') {
    const href = `/launches/${launch}/evidence/${evidence.sha256}`
    const { width, height } = preview
    const alt = w.t('evidence.preview-of', { name })
    return {
      kind: 'image',
      href,
      label: w.t('evidence.download', { name }),
      src: `${href}/thumbnail`,
      width,
      height,
      alt,
    }
  }
  if (preview.kind !== 'text' || preview.lines.length === 0) return null
  const label = w.t('evidence.first-lines', { name })
  return { kind: 'text', label, lines: preview.lines, more: preview.more ? w.t('evidence.goes-on') : null }
}

type Report = Extract<Evidence, { kind: 'junit' }>

/** What failed, and what is otherwise than in the report before it. */
function reportDetails(w: Words, previews: GatePreviews, item: string, report: Report): ShownPreview | null {
  const before = previews.reportBefore(item, report)
  const lists = failedLists(w, report, failedIn(previews, report), before && failedIn(previews, before))
  const difference = before && differenceIn(w, testsIn(report) - testsIn(before))
  return lists.length === 0 && difference === null ? null : { kind: 'report', lists, difference }
}

/** Compared only where both are known whole: from a name that was not kept nothing follows. */
function failedLists(w: Words, report: Report, now: FailedNames | null, before: FailedNames | null): NameList[] {
  const names = now?.names ?? []
  if (!now?.whole || !before?.whole)
    return nameList(w, w.t('report.failed-tests'), names, now?.whole ? 0 : report.failed - names.length)
  return [
    ...nameList(w, w.t('report.newly-failing'), without(names, before.names)),
    ...nameList(w, w.t('report.still-failing'), without(names, without(names, before.names))),
    ...nameList(w, w.t('report.no-longer-failing'), without(before.names, names)),
  ]
}

function without(these: readonly string[], others: readonly string[]): string[] {
  const left = new Set(others)
  return these.filter((name) => !left.has(name))
}

function differenceIn(w: Words, more: number): string | null {
  if (more === 0) return null
  return w.t(more > 0 ? 'report.more-tests' : 'report.fewer-tests', { count: Math.abs(more) })
}

const testsIn = ({ passed, failed, skipped }: Report): number => passed + failed + skipped

/** Null where they are not known, or not yet. */
function failedIn(previews: GatePreviews, report: Report): FailedNames | null {
  if (report.failed === 0) return { names: [], whole: true }
  const preview = previews.of(report)
  return preview?.kind === 'report' ? { names: preview.failed, whole: preview.whole } : null
}

/** The first of these names, and how many more there are; `unnamed` are failures that are only counted. None without a name. */
function nameList(w: Words, label: string, names: readonly string[], unnamed = 0): NameList[] {
  if (names.length === 0) return []
  const shown = names.slice(0, mostNames)
  const left = names.length - shown.length + Math.max(0, unnamed)
  return [{ label, names: shown, more: left === 0 ? null : w.t('report.more-names', { count: left }) }]
}
