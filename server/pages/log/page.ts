import type { EntryFilter } from '../../../db/store.ts'
import { type ActionName, actionNames, type Entry } from '../../../machines/entry.ts'
import { Problem } from '../../http/problems.ts'
import { render } from '../../http/render.ts'
import { launchTitle } from '../../launches/launch-title.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import type { Words } from '../../words/index.ts'
import { followingDay, isDay } from '../forms/calendar-day.ts'
import { startOfDay } from '../forms/local-time.ts'
import { byDay } from '../layout/by-day.ts'
import { integritySentence } from '../layout/integrity-sentence.ts'
import { logLines } from '../layout/log-lines.ts'
import { printHead } from '../layout/print-head.ts'
import { renderPage } from '../layout/shell.ts'
import type { PageRequest } from '../request/page-request.ts'

const pageLength = 50

/** What the query string may say; an empty value leaves everything in. `from` and `to` are days of the launch's zone, both included. */
export const logFilters = ['gate', 'person', 'action', 'from', 'to'] as const
type Filter = Record<(typeof logFilters)[number], string>

/** The log of a launch, newest first. The query string is the filter, and `page` from 1. */
export async function logPage(request: PageRequest, view: LaunchView): Promise<string> {
  const { w, req } = request
  const { launch } = view
  const query = (name: string) => (typeof req.query[name] === 'string' ? req.query[name] : '')
  const filter: Filter = {
    gate: query('gate'),
    person: query('person'),
    action: query('action'),
    from: query('from'),
    to: query('to'),
  }
  for (const day of [filter.from, filter.to])
    if (day !== '' && !isDay(day)) throw new Problem('invalid', { detail: w.t('log-page.bad-day', { day }) })
  const { search } = request.services.store
  const actors = (await search.actors(launch.launch, view.version)).flatMap((each) => actorOf(view, each) ?? [])
  const logQuery = filterOf(view, filter, actors)
  const found = logQuery.isNarrow ? await search.count(launch.launch, logQuery.filter) : view.version
  const pages = Math.max(1, Math.ceil(found / pageLength))
  const number = Math.min(pages, Math.max(1, Number.parseInt(query('page'), 10) || 1))
  const shown = await entriesOfPage(request, view, logQuery, number)
  const href = `/launches/${launch.launch}/log`
  const at = (to: number) => `${href}?${new URLSearchParams({ ...filter, page: String(to) })}`
  const title = w.t('log-page.title', { launch: launchTitle(view) })
  const lines = await logLines(request, view, shown, 'absolute')
  const body = render('log/page', {
    title,
    entries:
      found === view.version
        ? w.t('log-page.entries', { count: found })
        : w.t('log-page.some-entries', { count: found, all: w.number(view.version) }),
    whole: await integritySentence(request, view),
    words: {
      gate: w.t('log-page.gate'),
      person: w.t('log-page.person'),
      action: w.t('log-page.action'),
      from: w.t('log-page.from'),
      to: w.t('log-page.to'),
      anything: w.t('log-page.all-actions'),
      all: w.t('log-page.all-gates'),
      anybody: w.t('log-page.anyone'),
      show: w.t('ui.filter'),
      filter: w.t('log-page.filter'),
      none: w.t('log-page.none'),
      newer: w.t('log-page.newer'),
      older: w.t('log-page.older'),
      pages: w.t('log-page.pages'),
    },
    action: href,
    gates: launch.definition.gates.map(({ id }) => ({
      value: id,
      label: w.gate(view, id),
      selected: id === filter.gate,
    })),
    people: choicesOf(request, view, actors).map((each) => ({ ...each, selected: each.value === filter.person })),
    actions: actionsIn(w, filter.action),
    from: filter.from,
    to: filter.to,
    days: byDay(
      lines.map((line) => ({
        ...line,
        code: null,
        href: `${href}/${line.seq}`,
        label: w.t('log-page.entry', { seq: w.number(line.seq) }),
      })),
    ),
    newer: number > 1 ? at(number - 1) : null,
    older: number < pages ? at(number + 1) : null,
  })
  return renderPage(request, {
    title,
    current: 'launches',
    crumbs: [
      { label: launchTitle(view), href: `/launches/${launch.launch}` },
      { label: w.t('ui.audit-log'), href: null },
    ],
    live: view,
    hasBar: false,
    printHead: await printHead(request, view),
    zone: launch.context.timeZone,
    body,
  })
}

/** What the query string asks for, as the store searches for it. */
interface LogQuery {
  filter: EntryFilter
  /** Whether anything is left out. */
  isNarrow: boolean
}

function filterOf(view: LaunchView, { gate, person, action, from, to }: Filter, actors: readonly LogActor[]): LogQuery {
  const { timeZone } = view.launch.context
  const dayAfter = to === '' ? null : followingDay(to)
  const narrow = {
    ...(gate === '' ? {} : { gate }),
    ...(action === '' ? {} : { action }),
    ...(person === ''
      ? {}
      : { actors: actors.filter(({ value }) => value === person).map(({ pseudonym }) => pseudonym) }),
    ...(from === '' ? {} : { from: startOfDay(from, timeZone) }),
    ...(dayAfter === null ? {} : { until: startOfDay(dayAfter, timeZone) }),
  }
  return { filter: { before: view.version, ...narrow }, isNarrow: Object.keys(narrow).length > 0 }
}

/** The entries of one page, newest first. Only these are read. */
async function entriesOfPage(
  request: PageRequest,
  view: LaunchView,
  query: LogQuery,
  number: number,
): Promise<Entry[]> {
  const { store } = request.services
  const { launch } = view.launch
  const offset = (number - 1) * pageLength
  if (query.isNarrow) return store.search.find(launch, query.filter, offset, pageLength)
  // Entries are numbered without a gap: the page is known without a search.
  const end = Math.max(0, view.version - offset)
  const start = Math.max(0, end - pageLength)
  return (await store.entries(launch, start - 1, end - start)).reverse()
}

function actionsIn(w: Words, chosen: string) {
  const group = (label: string, names: readonly ActionName[]) => ({
    label,
    choices: names.map((name) => ({
      value: name,
      label: w.t(`action.${name}`),
      selected: name === chosen,
    })),
  })
  const about = (start: string) => actionNames.filter((name) => name.startsWith(start))
  return [group(w.t('ui.launch'), about('launch.')), group(w.t('page.gates'), about('gate.'))]
}

/** A person or a service that acted, as the filter names them. */
interface LogActor {
  value: string
  pseudonym: string
}

/** Null for the engine. */
function actorOf({ names }: LaunchView, pseudonym: string): LogActor | null {
  const value = names.person(pseudonym)?.id ?? names.service(pseudonym)
  return value === undefined ? null : { value, pseudonym }
}

/** Everyone who acted, whatever their role is now, once each, by name. */
function choicesOf(
  { w }: PageRequest,
  view: LaunchView,
  actors: readonly LogActor[],
): { value: string; label: string }[] {
  const labels = new Map(actors.map(({ value, pseudonym }) => [value, w.person(view, pseudonym)]))
  const choices = [...labels].map(([value, label]) => ({ value, label }))
  return choices.sort((a, b) => w.compare(a.label, b.label))
}
