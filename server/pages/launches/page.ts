import type { Response } from 'express'
import type { LaunchList } from '../../../machines/reading/glance.ts'
import { render } from '../../http/render.ts'
import { sendPage } from '../../http/respond.ts'
import { readListed } from '../../launches/launch-lists.ts'
import { readNames } from '../../launches/read-launch.ts'
import { creatablePipelines } from '../../pipelines/creatable.ts'
import type { Words } from '../../words/index.ts'
import { askedPage, pagesOf } from '../layout/list-pages.ts'
import { renderPage } from '../layout/shell.ts'
import type { PageRequest } from '../request/page-request.ts'
import { tableRow } from './rows.ts'

const launchesOnPage = 40
/** A title has at most so many characters; a longer text is in none. */
const longestText = 200
const tabs = ['active', 'live', 'archived'] as const satisfies readonly LaunchList[]

/**
 * The launches of one list, from its rows alone. The counts of the tabs are of whole lists and come from an index; only a text to filter
 * by costs the reading of each title in the list (some 30 ms for 10,000).
 */
export async function showLaunches(request: PageRequest, res: Response): Promise<void> {
  const { w, now, req, services } = request
  const { lists } = services.store
  const tab = tabs.find((each) => each === req.query.tab) ?? 'active'
  const q = typeof req.query.q === 'string' ? [...req.query.q.trim()].slice(0, longestText).join('') : ''
  const filter = { list: tab, title: q === '' ? null : q }
  /** Is the list shown without a filter, and so counted with what is shown? */
  const isWhole = (list: LaunchList) => list === tab && q === ''
  const [found, names, counts, creatable] = await Promise.all([
    readListed(services, filter, { number: askedPage(req), length: launchesOnPage }, now),
    readNames(services),
    Promise.all(tabs.map((list) => (isWhole(list) ? null : lists.countListed(list)))),
    creatablePipelines(services, request.actor),
  ])
  const mayMake = creatable.length > 0
  const title = w.t('page.launches')
  const body = render('launches/page', {
    title,
    make: mayMake ? { href: '/launches/new', label: w.t('new.title') } : null,
    tabsLabel: w.t('launches.tabs'),
    tabs: tabs.map((each, at) => ({
      href: addressOf(each, ''),
      label: w.t(`launches.tab.${each}`),
      count: w.number(counts[at] ?? found.count),
      current: each === tab,
    })),
    filter: {
      tab,
      q,
      label: w.t('launches.filter'),
      button: w.t('ui.filter'),
      clear: q === '' ? null : { href: addressOf(tab, ''), label: w.t('launches.clear') },
    },
    columns: columnsOf(w),
    overdue: w.t('ui.overdue'),
    rows: found.rows.map((row) => tableRow(w, names, now, row)),
    pages: pagesOf(request, addressOf(tab, q), found.count, launchesOnPage),
    empty: emptyWords(w, tab, q, mayMake),
  })
  sendPage(
    res,
    await renderPage(request, { title, current: 'launches', crumbs: [], live: null, hasBar: false, zone: null, body }),
  )
}

function addressOf(tab: LaunchList, q: string): string {
  const query = new URLSearchParams({ ...(tab === 'active' ? {} : { tab }), ...(q === '' ? {} : { q }) }).toString()
  return query === '' ? '/launches' : `/launches?${query}`
}

const columnsOf = (w: Words) => ({
  launch: w.t('ui.launch'),
  status: w.t('launches.status'),
  progress: w.t('launches.progress'),
  waiting: w.t('ui.waiting-on'),
  target: w.t('ui.target'),
  lead: w.t('launches.lead'),
})

/** Why the list is empty, and what would change that. */
function emptyWords(w: Words, tab: LaunchList, q: string, mayMake: boolean) {
  if (q !== '') return { title: w.t('launches.none-found'), text: w.t('launches.none-found-how', { q }) }
  if (tab === 'live') return { title: w.t('launches.none-live'), text: w.t('launches.live-how') }
  if (tab === 'archived') return { title: w.t('launches.none-archived'), text: w.t('launches.archived-how') }
  return { title: w.t('page.no-launches'), text: mayMake ? w.t('launches.first') : w.t('launches.how') }
}
