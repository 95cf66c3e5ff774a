import { type ActionName, actionNames, type Entry } from '../../machines/entry.ts'
import { Problem } from '../problems.ts'
import type { LaunchView } from '../read-launch.ts'
import { render } from '../render.ts'
import type { Words } from '../words/index.ts'
import { logLines } from './history.ts'
import { integritySentence } from './integrity.ts'
import { toLocal } from './local-time.ts'
import { launchTitle } from './my-turn.ts'
import { page } from './shell.ts'
import type { Visit } from './visit.ts'

const pageLength = 100

/** What the query string may say; an empty value leaves everything in. `from` and `to` are days of the launch's zone, both included. */
export const logFilters = ['gate', 'person', 'action', 'from', 'to'] as const
type Filter = Record<(typeof logFilters)[number], string>

/** The log of a launch, newest first. The query string is the filter, and `page` from 1. */
export async function logPage(visit: Visit, view: LaunchView): Promise<string> {
  const { w, req } = visit
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
  const all = await visit.services.store.entries(launch.launch, -1, view.version)
  const found = all.filter(matching(view, filter)).reverse()
  const pages = Math.max(1, Math.ceil(found.length / pageLength))
  const number = Math.min(pages, Math.max(1, Number.parseInt(query('page'), 10) || 1))
  const shown = found.slice((number - 1) * pageLength, number * pageLength)
  const href = `/launches/${launch.launch}/log`
  const at = (to: number) => `${href}?${new URLSearchParams({ ...filter, page: String(to) })}`
  const title = w.t('log-page.title', { launch: launchTitle(view) })
  const lines = await logLines(visit, view, shown, 'absolute', all)
  const body = render('log', {
    title,
    entries:
      found.length === all.length
        ? w.t('log-page.entries', { count: all.length })
        : w.t('log-page.some-entries', { count: found.length, all: w.number(all.length) }),
    whole: await integritySentence(visit, view),
    words: {
      gate: w.t('log-page.gate'),
      person: w.t('log-page.person'),
      action: w.t('log-page.action'),
      from: w.t('log-page.from'),
      to: w.t('log-page.to'),
      anything: w.t('log-page.anything'),
      all: w.t('log-page.all-gates'),
      anybody: w.t('log-page.anybody'),
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
    people: whoActed(visit, view, all).map((each) => ({ ...each, selected: each.value === filter.person })),
    actions: actionsIn(w, filter.action),
    from: filter.from,
    to: filter.to,
    lines: lines.map((line) => ({
      ...line,
      href: `${href}/${line.seq}`,
      label: w.t('log-page.entry', { seq: w.number(line.seq) }),
    })),
    newer: number > 1 ? at(number - 1) : null,
    older: number < pages ? at(number + 1) : null,
  })
  return page(visit, {
    title,
    current: 'launches',
    crumbs: [
      { label: launchTitle(view), href: `/launches/${launch.launch}` },
      { label: w.t('ui.log'), href: null },
    ],
    live: view,
    hasBar: false,
    zone: launch.context.timeZone,
    body,
  })
}

function matching(view: LaunchView, { gate, person, action, from, to }: Filter): (entry: Entry) => boolean {
  const { timeZone } = view.launch.context
  return (entry) => {
    if (gate !== '' && entry.gate !== gate) return false
    if (person !== '' && actorIn(view, entry)?.value !== person) return false
    if (action !== '' && entry.action !== action) return false
    if (from === '' && to === '') return true
    // Written as YYYY-MM-DD, days compare as texts.
    const day = toLocal(Date.parse(entry.due ?? entry.at), timeZone).slice(0, 10)
    return (from === '' || day >= from) && (to === '' || day <= to)
  }
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

/** A day as the filter writes it, that the calendar has. */
const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text

/** The person or the service that did it, as the filter names them; null for the engine. */
function actorIn({ names }: LaunchView, { actor }: Entry): { value: string; pseudonym: string } | null {
  const value = actor.kind === 'service' ? names.service(actor.id) : names.person(actor.id)?.id
  return actor.kind === 'engine' || value === undefined ? null : { value, pseudonym: actor.id }
}

/** Everybody who did something, whatever their role is now, once each, by name. */
function whoActed({ w }: Visit, view: LaunchView, entries: readonly Entry[]): { value: string; label: string }[] {
  const found = new Map<string, string>()
  for (const entry of entries) {
    const actor = actorIn(view, entry)
    if (actor) found.set(actor.value, w.person(view, actor.pseudonym))
  }
  const all = [...found].map(([value, label]) => ({ value, label }))
  return all.sort((a, b) => a.label.localeCompare(b.label, w.lang))
}
