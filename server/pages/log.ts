import type { Entry } from '../../machines/entry.ts'
import type { LaunchView } from '../read-launch.ts'
import { render } from '../render.ts'
import { logLines, newestEntries } from './history.ts'
import { launchTitle } from './my-turn.ts'
import { page } from './shell.ts'
import type { Visit } from './visit.ts'

const pageLength = 100

/** The log of a launch, newest first. The query string is the filter: `gate`, `person`, and `page` from 1. */
export async function logPage(visit: Visit, view: LaunchView): Promise<string> {
  const { w, req } = visit
  const { launch } = view
  const query = (name: string) => (typeof req.query[name] === 'string' ? req.query[name] : '')
  const gate = query('gate')
  const person = query('person')
  const number = Math.max(1, Number.parseInt(query('page'), 10) || 1)
  const found = await newestEntries(visit, view, matching(view, gate, person), pageLength, (number - 1) * pageLength)
  const href = `/launches/${launch.launch}/log`
  const at = (to: number) => `${href}?${new URLSearchParams({ gate, person, page: String(to) })}`
  const title = w.t('log-page.title', { launch: launchTitle(view) })
  const lines = await logLines(visit, view, found.entries, 'absolute')
  const body = render('log', {
    title,
    entries: w.t('log-page.entries', { count: view.version }),
    words: {
      gate: w.t('log-page.gate'),
      person: w.t('log-page.person'),
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
    gates: launch.definition.gates.map(({ id }) => ({ value: id, label: w.gate(view, id), selected: id === gate })),
    people: peopleIn(visit, view).map((each) => ({ ...each, selected: each.value === person })),
    lines: lines.map((line) => ({ ...line, label: w.t('log-page.entry', { seq: w.number(line.seq) }) })),
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

function matching(view: LaunchView, gate: string, person: string): (entry: Entry) => boolean {
  const pseudonym = view.names.people.find(({ id }) => id === person)?.pseudonym
  return (entry) => (gate === '' || entry.gate === gate) && (person === '' || entry.actor.id === pseudonym)
}

/** Everybody who has a role on this launch, once each. */
function peopleIn({ w }: Visit, view: LaunchView): { value: string; label: string }[] {
  const pseudonyms = new Set(Object.values(view.launch.context.people).flat())
  return [...pseudonyms].flatMap((pseudonym) => {
    const person = view.names.person(pseudonym)
    return person ? [{ value: person.id, label: w.person(view, pseudonym) }] : []
  })
}
