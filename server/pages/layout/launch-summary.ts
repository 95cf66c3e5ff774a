import { isCancelled, isDraft, isLaunched } from '../../../machines/reading/queries.ts'
import { verdictOf } from '../../launches/present-people.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import type { PageRequest } from '../request/page-request.ts'

/** The verdict in one sentence; of a launch that is over, what became of it. */
export function launchSummary({ w, now }: PageRequest, view: LaunchView): string {
  const { launch } = view
  if (isLaunched(launch))
    return w.t('launch.answer-launched', { date: w.date(launch.stateSince, launch.context.timeZone, now) })
  if (isDraft(launch)) return w.t('blocker.state.draft')
  if (isCancelled(launch))
    return w.t('launch.answer-cancelled', { date: w.date(launch.stateSince, launch.context.timeZone, now) })
  return w.summary(verdictOf(view), view)
}
