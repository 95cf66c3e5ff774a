import type { GateDefinition } from '../../../machines/pipeline/pipeline.ts'
import { gateDueAt, isDueWithinWeek } from '../../../machines/reading/gate-due.ts'
import { ownGates } from '../../../machines/reading/own-gates.ts'
import { gateOf, isBlocked, isNotNeeded, isReady } from '../../../machines/reading/queries.ts'
import type { GateState } from '../../../machines/state.ts'
import { queryOn } from '../../http/respond.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import type { PageRequest } from '../request/page-request.ts'

/** The values of `?show=`; any other value shows all gates. */
const filters = ['mine', 'open', 'blocked', 'critical', 'due'] as const
export type GateFilter = (typeof filters)[number]

export interface FilterChip {
  label: string
  count: string
  href: string
  current: boolean
  /** Has the same sign as critical gates have in the rows. */
  critical: boolean
}

/** Read from the address of the page that the reader sees, so that the answer to a form keeps the filter. */
export function askedFilter({ req }: PageRequest, { launch }: LaunchView): GateFilter | null {
  const asked = req.method === 'GET' ? req.query.show : queryOn(req, `/launches/${launch.launch}`).get('show')
  return filters.find((each) => each === asked) ?? null
}

/** A link for each filter, with the number of gates that it shows. */
export function filterChips(request: PageRequest, view: LaunchView, current: GateFilter | null): FilterChip[] {
  const { w } = request
  const path = `/launches/${view.launch.launch}`
  const chip = (filter: GateFilter | null, label: string): FilterChip => ({
    label,
    count: w.number(matchingGates(request, view, filter).length),
    href: filter === null ? `${path}#gates` : `${path}?show=${filter}#gates`,
    current: filter === current,
    critical: filter === 'critical',
  })
  const named = filters.map((filter) => chip(filter, w.t(`show.${filter}`)))
  return [chip(null, w.t('show.all')), ...named]
}

/** Ids in the order of the pipeline, without gates that are not applicable. */
export function matchingGates(request: PageRequest, view: LaunchView, filter: GateFilter | null): string[] {
  const matches = filter === null ? () => true : matchers[filter](request, view)
  return view.launch.definition.gates
    .filter((definition) => {
      const { gate } = gateOf(view.launch, definition.id)
      return !isNotNeeded(gate) && matches(definition, gate)
    })
    .map(({ id }) => id)
}

type Matcher = (definition: GateDefinition, gate: GateState) => boolean

const matchers: Record<GateFilter, (request: PageRequest, view: LaunchView) => Matcher> = {
  mine: ({ actor }, { launch }) => {
    const own = ownGates(launch, actor.id)
    return ({ id }) => own.has(id)
  },
  open: () => (definition, gate) => !isReady(definition, gate),
  blocked: () => (_, gate) => isBlocked(gate),
  critical: () => (definition) => definition.critical,
  due: ({ w }, { launch, now }) => {
    const { timeZone } = launch.context
    return ({ id }) => {
      const dueAt = gateDueAt(launch, id)
      return dueAt !== null && isDueWithinWeek(w.daysUntil(dueAt, now, timeZone))
    }
  },
}
