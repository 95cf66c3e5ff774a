import { isConsequence } from '../../../machines/reading/causes.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import { type LogLine, logLines } from '../layout/log-lines.ts'
import type { PageRequest } from '../request/page-request.ts'

const mostLines = 4
/** One act may ask for many gates again; more than so many of its consequences hide what came before it. */
const mostRead = 32

/**
 * The newest acts of a launch, newest first: what people, programs and time did, and that deploys were unlocked or locked. What
 * followed on gates is left to the log. Reads the last 32 entries.
 */
export async function activityLines(request: PageRequest, view: LaunchView): Promise<LogLine[]> {
  const first = Math.max(0, view.version - mostRead)
  const entries = await request.services.store.entries(view.launch.launch, first - 1, view.version - first)
  const acts = entries.filter((entry) => !isConsequence(entry)).slice(-mostLines)
  return logLines(request, view, acts.reverse(), 'relative')
}
