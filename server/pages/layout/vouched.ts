import {
  gateOf,
  isItemNotNeeded,
  isNotNeeded,
  isTicked,
  isWaived,
  itemStateOf,
  itemsOf,
} from '../../../machines/reading/queries.ts'
import type { GateState } from '../../../machines/state.ts'
import { verdictOf } from '../../launches/present-people.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import type { Words } from '../../words/index.ts'
import { buildWithCommit } from './build-names.ts'
import { gateHref } from './gate-row.ts'

/** What the person whose sign-off unlocks a launch vouches for: what is ready, and what was waived or left undone. */
export interface Vouched {
  /** "20 of 21 ready". */
  ready: string
  waivers: { href: string; gate: string; text: string }[]
  /** Recommended items that nobody did, by gate. */
  recommended: { href: string; gate: string; items: string[] }[]
  build: string | null
  window: string | null
}

export function vouchedFor(w: Words, view: LaunchView): Vouched {
  const { launch, now } = view
  const { candidate, window, timeZone } = launch.context
  const { gates } = verdictOf(view)
  const needed = launch.definition.gates.map(({ id }) => ({ id, ...gateOf(launch, id) })).filter(isNeeded)
  return {
    ready: w.t('launch.ready', { done: w.number(gates.ready), total: w.number(gates.total) }),
    waivers: needed.flatMap(({ id, gate }) => {
      const { waiver } = gate.context
      if (!isWaived(gate) || waiver === null) return []
      const until = w.dateTimeOffset(waiver.until, timeZone)
      return [{ href: gateHref(view, id), gate: w.gate(view, id), text: w.t('waiver.until', { until }) }]
    }),
    recommended: needed.flatMap(({ id, definition, gate }) => {
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

const isNeeded = ({ gate }: { gate: GateState }): boolean => !isNotNeeded(gate)
