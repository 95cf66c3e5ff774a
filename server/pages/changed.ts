import type { Entry } from '../../machines/entry.ts'
import type { LaunchView } from '../read-launch.ts'
import type { Refusal } from './forms.ts'
import type { Visit } from './visit.ts'

/** Who changed what since the page was opened, as lines to read. */
export function changesIn({ w }: Visit, view: LaunchView, changed: readonly Entry[]): Refusal['changed'] {
  const reveal = (commitment: unknown) => (typeof commitment === 'string' ? view.text(commitment) : null)
  return changed.map((entry) => ({
    line: w.logLine(entry, view, reveal),
    time: w.dateTimeOffset(Date.parse(entry.at), view.launch.context.timeZone),
  }))
}
