import { isDamage } from '../../../db/store.ts'
import type { Entry, NotableAction } from '../../../machines/entry.ts'
import { leavesSubmission } from '../../../machines/reading/queries.ts'
import { launchTitle } from '../../launches/launch-title.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import { type LanguageSpan, languageSpans } from '../layout/language-spans.ts'
import { logLines } from '../layout/log-lines.ts'
import { type ShownText, shownText } from '../layout/shown-text.ts'
import { absolute, type Time } from '../layout/time.ts'
import type { PageRequest } from '../request/page-request.ts'
import { auditLines } from './log-entry-lines.ts'

/** What an auditor looks for in all launches, the newest first. Each list reads an index, and the launches that it shows. */

export interface Finding {
  href: string
  spans: LanguageSpan[]
  /** The launch that it is about; null: the installation. */
  launch: { href: string; title: ShownText } | null
  time: Time
}

/** Findings in one list. */
export const mostFindings = 10
/** So many entries of each action are looked at: not every one of them is a finding. */
const looked = 100

/** What takes a gate out of its submission, so that its sign-offs are void. */
const voiding: readonly NotableAction[] = [
  'gate.withdraw',
  'gate.return',
  'gate.block',
  'gate.reopen',
  'gate.failCheck',
  'gate.recheck',
]

export const grantedWaivers = (request: PageRequest): Promise<Finding[]> =>
  newest(request, ['gate.grantWaiver'], async () => true)

export const decisions = (request: PageRequest): Promise<Finding[]> =>
  newest(request, ['gate.clear', 'gate.complete', 'launch.launch', 'launch.rollBack'], async (entry, view) =>
    entry.gate === undefined ? true : entry.gate === view.launch.definition.decision,
  )

export const voidedSignOffs = (request: PageRequest): Promise<Finding[]> =>
  newest(request, voiding, async (entry) => {
    const { launch, gate, seq } = entry
    if (gate === undefined || !leavesSubmission(entry)) return false
    // A gate that nobody had signed lost no sign-off.
    const filter = { actions: ['gate.signOff', 'gate.submit'] as const, before: seq, limit: 1 }
    const [last] = await request.services.store.entriesAbout(launch, gate, filter)
    return last?.action === 'gate.signOff'
  })

export async function exports(request: PageRequest, zone: string): Promise<Finding[]> {
  const found = await request.services.store.installation.find({ actions: ['log.export'] }, 0, mostFindings)
  return (await auditLines(request, found, zone)).map(({ href, spans, time }) => ({ href, spans, time, launch: null }))
}

async function newest(
  request: PageRequest,
  actions: readonly NotableAction[],
  isFinding: (entry: Entry, view: LaunchView) => Promise<boolean>,
): Promise<Finding[]> {
  const { search } = request.services.store
  const found = (await Promise.all(actions.map((action) => search.newest(action, looked)))).flat()
  const findings: Finding[] = []
  for (const entry of found.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : b.seq - a.seq))) {
    if (findings.length === mostFindings) break
    const view = await readableView(request, entry.launch)
    if (view !== null && (await isFinding(entry, view))) findings.push(await findingOf(request, entry, view))
  }
  return findings
}

/** Null for a launch that can't be read: the list of launches says so. */
async function readableView(request: PageRequest, launch: string): Promise<LaunchView | null> {
  try {
    return await request.view(launch)
  } catch (error) {
    if (isDamage(error)) return null
    throw error
  }
}

async function findingOf(request: PageRequest, entry: Entry, view: LaunchView): Promise<Finding> {
  const [line] = await logLines(request, view, [entry], 'absolute')
  const { launch, context } = view.launch
  return {
    href: `/launches/${launch}/log/${entry.seq}`,
    spans: languageSpans(request.w, line?.line ?? ''),
    launch: { href: `/launches/${launch}`, title: shownText(request.w, launchTitle(view)) },
    time: absolute(request.w, Date.parse(entry.due ?? entry.at), context.timeZone),
  }
}
