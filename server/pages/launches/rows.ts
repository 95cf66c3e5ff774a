import { isTargetMissed } from '../../../machines/reading/gate-due.ts'
import type { GateMark } from '../../../machines/reading/gate-mark.ts'
import { isOver } from '../../../machines/reading/queries.ts'
import type { LaunchRow } from '../../launches/launch-lists.ts'
import type { Names } from '../../launches/read-launch.ts'
import type { Words } from '../../words/index.ts'
import { type PersonName, personNames } from '../layout/person-name.ts'
import { type ShownText, shownText } from '../layout/shown-text.ts'
import { daysLeft, planned, type Time } from '../layout/time.ts'

/** A launch as a row of the table: everything from what its list tells of it. */
export interface TableRow {
  href: string
  title: ShownText
  state: string
  /** A class for each gate, by phase. */
  phases: GateMark[][]
  count: string
  /** Empty where nobody is waited for. */
  waiting: string
  target: Time
  /** How far the target is; null once it has passed, or where that does not matter any more. */
  distance: string | null
  overdue: boolean
  lead: (PersonName | string)[]
}

export function tableRow(w: Words, names: Names, now: number, row: LaunchRow): TableRow {
  const { launch, title, targetAt, glance } = row
  const { state, timeZone, phases, ready, lead, waiting } = glance
  const nameOf = (person: string) => w.person({ names }, person)
  return {
    href: `/launches/${launch}`,
    title: shownText(w, title ?? launch),
    state: w.launchState(state),
    phases,
    count: w.t('launch.ready', { done: w.number(ready), total: w.number(phases.flat().length) }),
    waiting: w.shortList(waiting.map(nameOf), 'people'),
    target: planned(w, targetAt, now, timeZone),
    distance: isOver(glance) ? null : daysLeft(w, targetAt, now, timeZone),
    overdue: isTargetMissed(glance, targetAt, now),
    lead: personNames(w, lead.map(nameOf)),
  }
}
