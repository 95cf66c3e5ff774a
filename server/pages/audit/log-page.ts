import type { Response } from 'express'
import type { InstallationFilter } from '../../../db/store.ts'
import { installationActionNames } from '../../../machines/installation/entry.ts'
import { noteLogRead } from '../../audit/log-reads.ts'
import { authorOf } from '../../auth/caller.ts'
import { Problem } from '../../http/problems.ts'
import { render } from '../../http/render.ts'
import { sendPage } from '../../http/respond.ts'
import { sendLeaves } from '../../http/send-leaves.ts'
import { readNames } from '../../launches/read-launch.ts'
import { followingDay, isDay } from '../forms/calendar-day.ts'
import { startOfDay } from '../forms/local-time.ts'
import { byDay } from '../layout/by-day.ts'
import { installationSentence } from '../layout/integrity-sentence.ts'
import { pagesOf } from '../layout/list-pages.ts'
import { renderPage } from '../layout/shell.ts'
import type { PageRequest } from '../request/page-request.ts'
import { auditLines } from './log-entry-lines.ts'

const entriesOnPage = 50

export const auditLogFilters = ['person', 'action', 'from', 'to'] as const
type Asked = Record<(typeof auditLogFilters)[number], string>

/** The installation's log, newest first. The query string is the filter, and `page` from 1. */
export async function showAuditLog(request: PageRequest, res: Response): Promise<void> {
  const { w, services } = request
  const { installation } = services.store
  const zone = request.preferences.timeZone
  const asked = readFilter(request)
  const filter = await filterOf(request, asked, zone)
  const [found, { size }] = [await installation.count(filter), await installation.head()]
  const set = Object.entries(asked).filter(([, value]) => value !== '')
  const address = set.length === 0 ? '/audit/log' : `/audit/log?${new URLSearchParams(set)}`
  const pages = pagesOf(request, address, found, entriesOnPage)
  const lines = await auditLines(request, await installation.find(filter, pages.offset, entriesOnPage), zone)
  const title = w.t('audit.log')
  const body = render('audit/log', {
    title,
    entries:
      found === size ? w.t('audit.entries', { count: found }) : w.t('audit.some-entries', { count: found, all: size }),
    whole: await installationSentence(request, zone),
    export: { href: '/audit/log/entries.jsonl', label: w.t('audit.export') },
    filters: await filtersOf(request, asked),
    none: w.t('log-page.none'),
    days: byDay(lines),
    pages,
  })
  await noteLogRead(services, 'log.view', authorOf(request.caller), null)
  const crumbs = [
    { label: w.t('audit.title'), href: '/audit' },
    { label: title, href: null },
  ]
  sendPage(res, await renderPage(request, { title, current: 'audit', crumbs, live: null, hasBar: false, zone, body }))
}

/** All leaves of the installation's log, as its verification takes them. */
export async function exportAuditLog({ services, caller, req }: PageRequest, res: Response): Promise<void> {
  const { installation } = services.store
  const { size } = await installation.head()
  await noteLogRead(services, 'log.export', authorOf(caller), null)
  res.attachment('installation-log.jsonl')
  await sendLeaves(req, res, (from, to) => installation.leaves(from, to), 0, size)
}

function readFilter({ req, w }: PageRequest): Asked {
  const query = (name: string) => (typeof req.query[name] === 'string' ? req.query[name] : '')
  const asked = { person: query('person'), action: query('action'), from: query('from'), to: query('to') }
  for (const day of [asked.from, asked.to])
    if (day !== '' && !isDay(day)) throw new Problem('invalid', { detail: w.t('log-page.bad-day', { day }) })
  return asked
}

/** An unknown person or action finds nothing. */
async function filterOf(
  { services }: PageRequest,
  { person, action, from, to }: Asked,
  zone: string,
): Promise<InstallationFilter> {
  const { people } = await readNames(services)
  const until = to === '' ? null : followingDay(to)
  return {
    ...(person === '' ? {} : { person: people.find(({ id }) => id === person)?.pseudonym ?? person }),
    ...(action === '' ? {} : { actions: [action] }),
    ...(from === '' ? {} : { from: startOfDay(from, zone) }),
    ...(until === null ? {} : { until: startOfDay(until, zone) }),
  }
}

async function filtersOf({ services, w }: PageRequest, asked: Asked) {
  const { people } = await readNames(services)
  const named = people.filter(({ name }) => name !== '').map(({ id, name }) => ({ value: id, label: name }))
  const choices = [
    ...named.sort((a, b) => w.compare(a.label, b.label)),
    { value: 'operator', label: w.t('audit.operator') },
  ]
  return {
    label: w.t('log-page.filter'),
    action: '/audit/log',
    people: choices.map((each) => ({ ...each, selected: each.value === asked.person })),
    actions: installationActionNames.map((name) => ({ value: name, label: name, selected: name === asked.action })),
    from: asked.from,
    to: asked.to,
    words: {
      person: w.t('log-page.person'),
      anybody: w.t('log-page.anyone'),
      action: w.t('log-page.action'),
      anything: w.t('log-page.all-actions'),
      from: w.t('log-page.from'),
      to: w.t('log-page.to'),
      show: w.t('ui.filter'),
    },
  }
}
