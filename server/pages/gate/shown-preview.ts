import type { Evidence } from '../../../machines/state.ts'
import { mostFailedNames } from '../../evidence/report.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import type { Words } from '../../words/index.ts'
import type { GatePreviews } from './previews.ts'

/** What a page shows below the name of a file or a report. */
export type ShownPreview =
  | { kind: 'image'; href: string; src: string; width: number; height: number; alt: string }
  | { kind: 'text'; lines: string[]; more: string | null }
  | { kind: 'report'; sentences: string[] }

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
  if (evidence.kind === 'junit') {
    const sentences = reportSentences(w, previews, item, evidence)
    return sentences.length === 0 ? null : { kind: 'report', sentences }
  }
  const preview = previews.of(evidence)
  if (evidence.kind !== 'file' || preview === null) return null
  const href = `/launches/${launch}/evidence/${evidence.sha256}`
  if (preview.kind === 'image') {
    const { width, height } = preview
    const alt = w.t('evidence.preview-of', { name })
    return { kind: 'image', href, src: `${href}/thumbnail`, width, height, alt }
  }
  if (preview.kind !== 'text' || preview.lines.length === 0) return null
  return { kind: 'text', lines: preview.lines, more: preview.more ? w.t('evidence.goes-on') : null }
}

type Report = Extract<Evidence, { kind: 'junit' }>

/** What failed, and what is otherwise than in the report before it. */
function reportSentences(w: Words, previews: GatePreviews, item: string, report: Report): string[] {
  const names = failedIn(previews, report)
  const before = previews.reportBefore(item, report)
  const namesBefore = before && failedIn(previews, before)
  const more = before === null ? 0 : testsIn(report) - testsIn(before)
  const newly = namesIn(names, namesBefore)
  const mended = namesIn(namesBefore, names)
  const failed = newly.length > 0 && newly.length === names?.length ? [] : (names ?? [])
  const unnamed = Math.max(0, report.failed - (names?.length ?? 0))
  return [
    ...(failed.length === 0 ? [] : [w.t('report.failed-tests', { names: listed(w, failed, unnamed) })]),
    ...(newly.length === 0 ? [] : [w.t('report.newly-failing', { names: listed(w, newly) })]),
    ...(mended.length === 0 ? [] : [w.t('report.no-longer-failing', { names: listed(w, mended) })]),
    ...(more === 0 ? [] : [w.t(more > 0 ? 'report.more-tests' : 'report.fewer-tests', { count: Math.abs(more) })]),
  ]
}

const testsIn = ({ passed, failed, skipped }: Report): number => passed + failed + skipped

/** Null where they are not known, or not yet. */
function failedIn(previews: GatePreviews, report: Report): readonly string[] | null {
  if (report.failed === 0) return []
  const preview = previews.of(report)
  return preview?.kind === 'report' ? preview.failed : null
}

/** Those of the one that are not in the other; none where either is not known whole: from a name that was not kept nothing follows. */
function namesIn(these: readonly string[] | null, others: readonly string[] | null): string[] {
  const isWhole = (names: readonly string[] | null) => names !== null && names.length < mostFailedNames
  return isWhole(these) && isWhole(others) ? (these ?? []).filter((name) => !others?.includes(name)) : []
}

/** The first of these names, and how many more there are; `unnamed` are those that are only counted. */
function listed(w: Words, names: readonly string[], unnamed = 0): string {
  const shown = names.slice(0, mostNames).map((text) => w.t('mark.typed', { text }))
  const left = names.length - shown.length + unnamed
  return w.list(left === 0 ? shown : [...shown, w.t('report.more-names', { count: left })])
}
