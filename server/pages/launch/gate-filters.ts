import type { GateDefinition } from '../../../machines/pipeline/pipeline.ts'
import { gateOf, isBlocked, isNotNeeded, isReady, itemsOf, rolesOf } from '../../../machines/reading/queries.ts'
import type { GateState } from '../../../machines/state.ts'
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
    const roles = rolesOf(launch, actor.id)
    return (definition, gate) =>
      [definition.owner, ...definition.signers].some((role) => roles.includes(role)) ||
      itemsOf(definition, gate.context).some((item) => item.required && roles.includes(item.owner))
  },
  open: () => (definition, gate) => !isReady(definition, gate),
  blocked: () => (_, gate) => isBlocked(gate),
  critical: () => (definition) => definition.critical,
  due: ({ w }, { launch, now }) => {
    const { targetAt, timeZone } = launch.context
    return (definition, gate) =>
      !isReady(definition, gate) &&
      definition.due !== null &&
      w.daysUntil(targetAt - definition.due, now, timeZone) <= 7
  },
}
