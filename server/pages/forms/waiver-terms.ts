import type { Waiver } from '../../../machines/state.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import type { Words } from '../../words/index.ts'

/** The terms of a waiver, granted or asked for, as lines to read. */
export function waiverTerms(w: Words, view: LaunchView, terms: Waiver): string[] {
  const zone = view.launch.context.timeZone
  const mitigation = terms.mitigation === null ? null : (view.text(terms.mitigation) ?? w.t('evidence.erased'))
  return [
    w.t('waiver.until', { until: w.dateTimeOffset(terms.until, zone) }),
    mitigation === null ? w.t('waiver.no-mitigation') : w.t('waiver.mitigation', { text: mitigation }),
  ]
}
