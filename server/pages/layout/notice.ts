import type { LaunchView } from '../../launches/read-launch.ts'
import type { PageRequest } from '../request/page-request.ts'
import { wasJustSaved } from '../request/saved-cookie.ts'
import { newsFor } from './news.ts'
import { nextForMe } from './next-task.ts'

/** What the status region of a launch's page says when the page arrives. */
export async function readNotice(request: PageRequest, view: LaunchView): Promise<void> {
  const gate = request.req.params.gate === undefined ? null : String(request.req.params.gate)
  request.notice.news = await newsFor(request, view, gate)
  if (await wasJustSaved(request, view.launch.launch)) request.notice.saved = await nextForMe(request, view, gate)
}
