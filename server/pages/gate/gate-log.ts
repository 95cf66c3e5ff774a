import { type ActionName, actionNames, type Entry } from '../../../machines/entry.ts'
import { type GateHistory, gateHistory, historyActions } from '../../../machines/reading/gate-history.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import { type LogLine, logLines } from '../layout/log-lines.ts'
import { happened, type Time } from '../layout/time.ts'
import type { PageRequest } from '../request/page-request.ts'

/** A gate's part of the log, read once for everything that its page tells from it. Only what is shown becomes lines and texts. */
export interface GateLog {
  history: GateHistory
  /** The newest entries of the gate, comments among them, newest first; and whether there are older ones. */
  newest: { entries: Entry[]; more: boolean }
}

/** A line, and the address of its entry; null for what has only fallen due and is not in the log yet. */
export interface LinkedLine extends LogLine {
  href: string | null
}

const aboutGates: readonly ActionName[] = actionNames.filter((action) => action.startsWith('gate.'))

/** The gate's part of the log as the view has it, followed by what has fallen due; with this many of its newest entries. */
export async function readGateLog(request: PageRequest, view: LaunchView, id: string, count: number): Promise<GateLog> {
  const { store } = request.services
  const { launch } = view.launch
  const before = view.version
  const [told, newest] = await Promise.all([
    store.entriesAbout(launch, id, { actions: historyActions, before, limit: before }),
    store.entriesAbout(launch, id, { actions: aboutGates, before, limit: count + 1 }),
  ])
  const newestFirst = [...newest, ...view.due.filter(({ gate }) => gate === id)].reverse()
  return {
    history: gateHistory([...told, ...view.due], id),
    newest: { entries: newestFirst.slice(0, count), more: newestFirst.length > count },
  }
}

/** These entries of the gate as lines, in their order. */
export async function linesOf(
  request: PageRequest,
  view: LaunchView,
  { history }: GateLog,
  entries: readonly Entry[],
): Promise<LinkedLine[]> {
  const lines = await logLines(request, view, entries, 'relative', history.entries)
  return lines.map((line) => ({ ...line, href: entryHref(view, line) }))
}

/** The address of an entry's page; null for what has only fallen due and is not in the log yet. */
export const entryHref = ({ launch, version }: LaunchView, { seq }: Pick<Entry, 'seq'>): string | null =>
  seq < version ? `/launches/${launch.launch}/log/${seq}` : null

/** When it happened; for what fell due, when it did. */
export const timeOf = ({ w, now }: PageRequest, { launch }: LaunchView, { at, due }: Entry): Time =>
  happened(w, Date.parse(due ?? at), now, launch.context.timeZone)
