import {
  gateOf,
  isItemNotNeeded,
  isTicked,
  isWaived,
  itemStateOf,
  itemsOf,
  neededGates,
} from '../../../machines/reading/queries.ts'
import { verdictOf } from '../../launches/present-people.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import type { Words } from '../../words/index.ts'
import { buildWithCommit } from './build-names.ts'
import { gateHref } from './gate-row.ts'

/** What the person whose sign-off unlocks a launch vouches for, beside its waivers: what is ready, and what was left undone. */
export interface Vouched {
  /** "20 of 21 ready". */
  ready: string
  /** Recommended items that nobody did, by gate. */
  recommended: { href: string; gate: string; items: string[] }[]
  build: string | null
  window: string | null
}

export function vouchedFor(w: Words, view: LaunchView): Vouched {
  const { launch, now } = view
  const { candidate, window, timeZone } = launch.context
  const { gates } = verdictOf(view)
  return {
    ready: w.t('launch.ready', { done: w.number(gates.ready), total: w.number(gates.total) }),
    recommended: neededGates(launch).flatMap(({ id }) => {
      const { definition, gate } = gateOf(launch, id)
      const items = itemsOf(definition, gate.context)
        .filter((item) => !item.required && !isTicked(itemStateOf(gate.context, item.id)))
        .filter((item) => !isItemNotNeeded(itemStateOf(gate.context, item.id)))
        .map((item) => w.item(view, id, item.id))
      return items.length === 0 ? [] : [{ href: gateHref(view, id), gate: w.gate(view, id), items }]
    }),
    build: candidate === null ? null : buildWithCommit(w, candidate),
    window: window === null ? null : w.range(window.opensAt, window.closesAt, timeZone, now),
  }
}

/** The waived gates of a launch, and until when each is waived. */
export function waiversInEffect(w: Words, view: LaunchView): { href: string; gate: string; text: string }[] {
  const { launch } = view
  return launch.definition.gates.flatMap(({ id }) => {
    const { gate } = gateOf(launch, id)
    const { waiver } = gate.context
    if (!isWaived(gate) || waiver === null) return []
    const until = w.dateTimeOffset(waiver.until, launch.context.timeZone)
    return [{ href: gateHref(view, id), gate: w.gate(view, id), text: w.t('waiver.until', { until }) }]
  })
}
