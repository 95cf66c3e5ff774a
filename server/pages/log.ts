import { type ActionName, actionNames, type Entry } from '../../machines/entry.ts'
import type { LaunchView } from '../read-launch.ts'
import { render } from '../render.ts'
import type { Words } from '../words/index.ts'
import { logLines, newestEntries } from './history.ts'
import { toLocal } from './local-time.ts'
import { launchTitle } from './my-turn.ts'
import { page } from './shell.ts'
import type { Visit } from './visit.ts'
import { wholeWords } from './whole.ts'

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
  const number = Math.max(1, Number.parseInt(query('page'), 10) || 1)
  const found = await newestEntries(visit, view, matching(view, filter), pageLength, (number - 1) * pageLength)
  const href = `/launches/${launch.launch}/log`
  const at = (to: number) => `${href}?${new URLSearchParams({ ...filter, page: String(to) })}`
  const title = w.t('log-page.title', { launch: launchTitle(view) })
  const lines = await logLines(visit, view, found.entries, 'absolute')
  const body = render('log', {
    title,
    entries: w.t('log-page.entries', { count: view.version }),
    whole: await wholeWords(visit.services.store, w, view),
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
    people: peopleIn(visit, view).map((each) => ({ ...each, selected: each.value === filter.person })),
    actions: actionsIn(w, filter.action),
    from: filter.from,
    to: filter.to,
    lines: lines.map((line) => ({
      ...line,
      href: `${href}/${line.seq}`,
      label: w.t('log-page.entry', { seq: w.number(line.seq) }),
    })),
    newer: number > 1 ? at(number - 1) : null,
    older: found.more ? at(number + 1) : null,
  })
  return page(visit, {
    title,
    current: 'launches',
    crumbs: [
      { label: launchTitle(view), href: `/launches/${launch.launch}` },
      { label: w.t('ui.log'), href: null },
    ],
    live: launch.launch,
    hasBar: false,
    zone: launch.context.timeZone,
    body,
  })
}

function matching(view: LaunchView, { gate, person, action, from, to }: Filter): (entry: Entry) => boolean {
  const pseudonym = view.names.people.find(({ id }) => id === person)?.pseudonym
  const { timeZone } = view.launch.context
  return (entry) => {
    if (gate !== '' && entry.gate !== gate) return false
    if (person !== '' && entry.actor.id !== pseudonym) return false
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

/** Everybody who has a role on this launch, once each. */
function peopleIn({ w }: Visit, view: LaunchView): { value: string; label: string }[] {
  const pseudonyms = new Set(Object.values(view.launch.context.people).flat())
  return [...pseudonyms].flatMap((pseudonym) => {
    const person = view.names.person(pseudonym)
    return person ? [{ value: person.id, label: w.person(view, pseudonym) }] : []
  })
}
