import type { Entry } from '../../../machines/entry.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import { logLines } from '../layout/log-lines.ts'
import type { PageRequest } from '../request/page-request.ts'
import type { Refusal } from './form.ts'

/** Who changed what since the page was opened, as lines to read. */
export async function changeLines(
  request: PageRequest,
  view: LaunchView,
  changed: readonly Entry[],
): Promise<Refusal['changed']> {
  const lines = await logLines(request, view, changed, 'relative')
  return lines.map(({ line, time }) => ({ line, time }))
}
