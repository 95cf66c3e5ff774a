import {
  gateOf,
  isBlocked,
  isNotNeeded,
  isOpen,
  isWaived,
  itemStateOf,
  staleRequired,
} from '../../../machines/reading/queries.ts'
import type { StaleCause } from '../../../machines/state.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import { waiverTerms } from '../forms/waiver-terms.ts'
import { type ShownText, shownText } from '../layout/shown-text.ts'
import { happened, type Time } from '../layout/time.ts'
import type { PageRequest } from '../request/page-request.ts'
import type { ShownItem } from './items.ts'

const saidByPeople: readonly StaleCause[] = ['returned', 'reopened']

/** Why it is where it is: what a person wrote, and what made ticks stale. */
interface GateReason {
  isProblem: boolean
  title: string | null
  text: ShownText | null
  by: string | null
  time: Time | null
  lines: string[]
}

/** `mine`: the items that are open for this person. */
export function gateReasons(
  request: PageRequest,
  view: LaunchView,
  id: string,
  mine: readonly ShownItem[],
): GateReason[] {
  const { w, now } = request
  const { definition, gate } = gateOf(view.launch, id)
  const { waiver, waiverRequest } = gate.context
  const zone = view.launch.context.timeZone
  const textOf = (sealed: string) => shownText(w, view.text(sealed) ?? w.t('evidence.erased'))
  const said = isOpen(gate) || isBlocked(gate) || isNotNeeded(gate) ? gate.context.reason : null
  // What a person wrote says better that it was returned or reopened.
  const isSaid = (cause: StaleCause) => said !== null && saidByPeople.includes(cause)
  // The reader's own items are listed below, each with its cause.
  const ofOthers = staleRequired(definition, gate.context).filter((item) => !mine.some(({ id }) => id === item))
  const causes = ofOthers.flatMap((item) =>
    (itemStateOf(gate.context, item).stale?.causes ?? [])
      .filter((cause) => !isSaid(cause))
      .map((cause) => w.staleItem(view, id, item, cause)),
  )
  const reasons: GateReason[] = []
  if (said !== null || causes.length > 0)
    reasons.push({
      isProblem: isBlocked(gate),
      title: null,
      text: said && textOf(said.text),
      by: said && w.person(view, said.by),
      time: said && happened(w, said.at, now, zone),
      lines: [...new Set(causes)],
    })
  if (isWaived(gate) && waiver !== null)
    reasons.push({
      isProblem: false,
      title: w.t('waiver.granted'),
      text: textOf(waiver.reason),
      by: w.t('waiver.asked-and-granted', {
        asker: w.person(view, waiver.askedBy),
        granter: w.person(view, waiver.by),
      }),
      time: happened(w, waiver.at, now, zone),
      lines: waiverTerms(w, view, waiver),
    })
  if (waiverRequest !== null)
    reasons.push({
      isProblem: false,
      title: w.t(isWaived(gate) ? 'waiver.extension-asked' : 'waiver.asked'),
      text: textOf(waiverRequest.reason),
      by: w.person(view, waiverRequest.by),
      time: happened(w, waiverRequest.at, now, zone),
      lines: waiverTerms(w, view, waiverRequest),
    })
  return reasons
}
