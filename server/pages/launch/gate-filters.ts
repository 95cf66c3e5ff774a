import { gateOf, isBlocked, isNotNeeded, isOver, isReady, itemsOf, rolesOf } from '../../../machines/reading/queries.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import type { PageRequest } from '../request/page-request.ts'

/** Which gates `?show=` shows; all of them where it says nothing of the kind. */
const filters = ['mine', 'open', 'blocked', 'critical', 'due'] as const
export type GateFilter = (typeof filters)[number]

export interface FilterChip {
  label: string
  count: string
  href: string
  current: boolean
  /** What is marked with a sign in the rows has it here too, with its word. */
  critical: boolean
}

export function askedFilter({ req }: PageRequest): GateFilter | null {
  return req.method === 'GET' ? (filters.find((each) => each === req.query.show) ?? null) : null
}

/** A link for each filter with how many gates it has. */
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

/** Ids in the order of the pipeline; gates that were left out are in none. */
export function matchingGates({ actor, w }: PageRequest, view: LaunchView, filter: GateFilter | null): string[] {
  const { launch, now } = view
  const zone = launch.context.timeZone
  const roles = filter === 'mine' ? rolesOf(launch, actor.id) : []
  const matches = (id: string): boolean => {
    const { definition, gate } = gateOf(launch, id)
    if (isNotNeeded(gate)) return false
    if (filter === null) return true
    if (filter === 'critical') return definition.critical
    if (filter === 'blocked') return isBlocked(gate)
    if (filter === 'mine')
      return (
        [definition.owner, ...definition.signers].some((role) => roles.includes(role)) ||
        itemsOf(definition, gate.context).some((item) => item.required && roles.includes(item.owner))
      )
    if (isReady(definition, gate)) return false
    if (filter === 'open') return true
    return definition.due !== null && w.daysUntil(launch.context.targetAt - definition.due, now, zone) <= 7
  }
  return isOver(launch) && (filter === 'open' || filter === 'due')
    ? []
    : launch.definition.gates.map(({ id }) => id).filter(matches)
}
