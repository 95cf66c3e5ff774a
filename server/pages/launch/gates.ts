import {
  gateOf,
  isGateReady,
  isNotNeeded,
  isOver,
  isWaived,
  neededGates,
  statusOf,
} from '../../../machines/reading/queries.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import type { Words } from '../../words/index.ts'
import { type GateRow, gateRow } from '../layout/gate-row.ts'
import type { PageRequest } from '../request/page-request.ts'
import { askedFilter, type FilterChip, filterChips, matchingGates } from './gate-filters.ts'

/** The gates of a launch by phase: open gates are shown, ready ones are in one fold. With a filter, all that match are shown. */
export interface GatesView {
  label: string
  chips: FilterChip[]
  phases: PhaseRows[]
  /** Null with a filter, or while no gate is ready. */
  done: { title: string; phases: PhaseRows[] } | null
  leftOut: { title: string; rows: GateRow[] }
  /** Says that no gate matches the filter, with a link back to all. */
  empty: { text: string; gap: string; back: { label: string; href: string } } | null
  criticalWord: string
}

interface PhaseRows {
  name: string
  count: string
  rows: (GateRow & { waived: string | null })[]
}

export function gatesView(request: PageRequest, view: LaunchView): GatesView {
  const { w } = request
  const { launch } = view
  const filter = askedFilter(request, view)
  const isDone = (id: string) => isGateReady(launch, id)
  const found = matchingGates(request, view, filter)
  const open = filter === null ? found.filter((id) => !isDone(id)) : found
  const done = filter === null ? found.filter(isDone) : []
  return {
    label: w.t('show.label'),
    chips: isOver(launch) ? [] : filterChips(request, view, filter),
    phases: phasesOf(request, view, open, (phase) => readyIn(w, view, phase)),
    done:
      done.length === 0
        ? null
        : {
            title: w.t('show.done', { count: done.length }),
            phases: phasesOf(request, view, done, () => ''),
          },
    leftOut: filter === null ? leftOutOf(request, view) : { title: '', rows: [] },
    empty:
      filter !== null && found.length === 0
        ? {
            text: w.t(`show.none-${filter}`),
            gap: w.marks.sentence,
            back: { label: w.t('show.back'), href: `/launches/${launch.launch}#gates` },
          }
        : null,
    criticalWord: w.t('ui.critical-gate'),
  }
}

/** How many of the needed gates of a phase are ready. */
export function readyIn(w: Words, { launch }: LaunchView, phase: string): string {
  const all = neededGates(launch, phase)
  const done = all.filter(({ id }) => isGateReady(launch, id)).length
  return w.t('launch.ready', { done: w.number(done), total: w.number(all.length) })
}

function phasesOf(
  { w }: PageRequest,
  view: LaunchView,
  ids: readonly string[],
  count: (phase: string) => string,
): PhaseRows[] {
  return view.launch.definition.phases.flatMap((phase) => {
    const those = ids.filter((id) => gateOf(view.launch, id).definition.phase === phase)
    if (those.length === 0) return []
    const rows = those.map((id) => ({ ...gateRow(w, view, id), waived: waivedUntil(w, view, id) }))
    return [{ name: w.phase(view, phase), count: count(phase), rows }]
  })
}

/** Gates that are not applicable, in a fold of their own: the lead can require one again. */
function leftOutOf({ w }: PageRequest, view: LaunchView): GatesView['leftOut'] {
  const ids = view.launch.definition.gates.map(({ id }) => id).filter((id) => isNotNeeded(gateOf(view.launch, id).gate))
  return { title: w.t('launch.not-applicable', { count: ids.length }), rows: ids.map((id) => gateRow(w, view, id)) }
}

function waivedUntil(w: Words, view: LaunchView, id: string): string | null {
  const { definition, gate } = gateOf(view.launch, id)
  if (!isWaived(gate) || gate.context.waiver === null) return null
  const until = w.date(gate.context.waiver.until, view.launch.context.timeZone, view.now)
  return w.t('launch.waived-until', { status: w.status(statusOf(definition, gate)), until })
}
