import type { LaunchView } from '../../launches/read-launch.ts'
import type { PageRequest } from '../request/page-request.ts'

/** What stands above a page on paper: when it was so, in which zone, and the head of the log that proves it. */
export async function printHead(
  { w, now, head, organization }: PageRequest,
  { launch, version }: LaunchView,
): Promise<string> {
  const zone = launch.context.timeZone
  return w.t('print.head', {
    name: organization,
    time: w.dateTimeOffset(now, zone),
    zone: zone.replaceAll('_', ' '),
    version,
    root: (await head(launch.launch))?.root ?? '',
  })
}
