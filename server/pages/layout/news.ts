import type { Entry } from '../../../machines/entry.ts'
import { followsFrom, isConsequence, isLockMove } from '../../../machines/reading/causes.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import type { PageRequest } from '../request/page-request.ts'
import { logLines } from './log-lines.ts'

/** At most this many of the newest entries are read. */
const mostEntries = 100

/**
 * What others have changed since the version that the page names, as one sentence; null without such a page or change. On the page of a
 * gate only what is about this gate or the launch counts. A person's own changes are left out, even from another tab or by a token.
 * Costs a read of the entries since then.
 */
export async function newsFor(request: PageRequest, view: LaunchView, gate: string | null): Promise<string | null> {
  const { req, services, actor, w } = request
  const said = req.get('Page-Version') ?? ''
  if (!/^[0-9]{1,15}$/.test(said) || Number(said) >= view.version) return null
  const after = Math.max(Number(said), view.version - mostEntries) - 1
  const entries = await services.store.entries(view.launch.launch, after, mostEntries)
  const news = entries
    .filter((entry) => gate === null || entry.gate === undefined || entry.gate === gate)
    .filter((entry) => isNews(entry, entries, actor.id))
  const first = news.findLast(isLockMove) ?? news.at(-1)
  if (!first) return null
  const [line] = await logLines(request, view, [withoutQuote(first)], 'relative')
  return line ? w.t('state.news', { line: line.line, more: news.length - 1 }) : null
}

/** What other people did, what happened by time, and that deploys were locked or unlocked; not what these changed on gates. */
function isNews(entry: Entry, entries: readonly Entry[], me: string): boolean {
  if (isConsequence(entry)) return false
  const cause = followsFrom(entry)
  const act = cause === null ? entry : entries.find(({ seq }) => seq === cause)
  return act?.actor.id !== me
}

/** Leaves out long texts that people wrote: they are on the page anyway. */
function withoutQuote(entry: Entry): Entry {
  const { reason: _reason, note: _note, statement: _statement, text: _text, ...data } = entry.data
  return { ...entry, data }
}
