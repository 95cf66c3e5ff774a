import { gateDueAt, isDueSoon, isOverdue } from '../../../machines/reading/gate-due.ts'
import { type GateMark, markOf as markIn } from '../../../machines/reading/gate-mark.ts'
import {
  countRequired,
  gateOf,
  isDraft,
  isOver,
  isReady,
  needsNotReady,
  statusOf,
} from '../../../machines/reading/queries.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import type { Words } from '../../words/index.ts'
import { due, type Time } from './time.ts'
import { waitingNames } from './waiting-phrases.ts'

/** A gate as a row of a list: one link. */
export interface GateRow {
  id: string
  href: string
  name: string
  /** Class and shape of the mark: the status, or that it cannot go on yet. */
  mark: string
  status: string
  /** After the status: for whom it waits, or which gates come first. */
  waits: string | null
  count: string | null
  due: Time | null
  /** Shown before the date: "Due", "Due soon" or "Overdue". */
  dueWord: string
  overdue: boolean
  dueSoon: boolean
  critical: boolean
  settled: boolean
}

export const gateHref = (view: LaunchView, gate: string): string => `/launches/${view.launch.launch}/gates/${gate}`

export function gateRow(w: Words, view: LaunchView, id: string): GateRow {
  const { launch, now } = view
  const { definition, gate } = gateOf(launch, id)
  const status = statusOf(definition, gate)
  const settled = isReady(definition, gate)
  // Of a launch that is over nobody is waited for, and nothing falls due.
  const isDone = settled || isOver(launch)
  const dueAt = gateDueAt(launch, id)
  const overdue = dueAt !== null && isOverdue(dueAt, now)
  const dueSoon = dueAt !== null && isDueSoon(dueAt, now)
  return {
    id,
    href: gateHref(view, id),
    name: w.gate(view, id),
    mark: markIn(launch, id),
    status: w.status(status),
    waits: isDone ? null : waits(w, view, id),
    count: settled ? null : w.t('count.items', countRequired(definition, gate.context)),
    due: dueAt === null ? null : due(w, dueAt, now, launch.context.timeZone),
    dueWord: w.t(overdue ? 'ui.overdue' : dueSoon ? 'ui.due-soon' : 'gate.due'),
    overdue,
    dueSoon,
    critical: definition.critical,
    settled,
  }
}

export const markOf = (view: LaunchView, id: string): GateMark => markIn(view.launch, id)

function waits(w: Words, view: LaunchView, id: string): string | null {
  // Nobody is asked before the start.
  const isPlan = isDraft(view.launch)
  const needs = isPlan ? [] : needsNotReady(view.launch, id)
  if (needs.length > 0)
    return w.t('gate.row-needs', {
      gates: w.shortList(
        needs.map((need) => w.gate(view, need)),
        'gates',
      ),
    })
  const people = waitingNames(w, view, id)
  if (people.length === 0) return null
  return w.t(isPlan ? 'gate.row-assigned' : 'gate.row-waits', { people: w.shortList(people, 'people') })
}
