import type { Response } from 'express'
import { isHeld, isPreparing } from '../../../machines/reading/queries.ts'
import { render } from '../../http/render.ts'
import { sendPage } from '../../http/respond.ts'
import { readViews } from '../../launches/launch-lists.ts'
import { launchTitle } from '../../launches/launch-title.ts'
import { verdictOf } from '../../launches/present-people.ts'
import { creatablePipelines } from '../../pipelines/creatable.ts'
import { launchSummary } from '../layout/launch-summary.ts'
import { pagesOf } from '../layout/list-pages.ts'
import { renderPage } from '../layout/shell.ts'
import { planned } from '../layout/time.ts'
import type { PageRequest } from '../request/page-request.ts'

const launchesOnPage = 40

export async function showLaunches(request: PageRequest, res: Response): Promise<void> {
  const { w, now, req, services } = request
  const { lists } = services.store
  // The archive is out of the list, and a list of its own.
  const isArchive = req.query.archived === 'yes'
  const pages = pagesOf(
    request,
    isArchive ? '/launches?archived=yes' : '/launches',
    await lists.count({ archived: isArchive }),
    launchesOnPage,
  )
  const slugs = await lists.byTarget({ archived: isArchive }, pages.offset, launchesOnPage)
  const archived = isArchive ? 0 : await lists.count({ archived: true })
  const title = w.t(isArchive ? 'launches.archive' : 'page.launches')
  const rows = (await readViews(services, slugs, now)).map((view) => {
    const { launch } = view
    const { gates, blockers } = verdictOf(view)
    const active = isPreparing(launch) || isHeld(launch)
    const people = blockers.filter(({ needs }) => needs.length === 0).flatMap(({ waitingFor }) => waitingFor)
    const names = [...new Set(people)].map((person) => w.person(view, person))
    return {
      href: `/launches/${launch.launch}`,
      title: launchTitle(view),
      state: w.launchState(launch.state),
      answer: launchSummary(request, view),
      waits: active && names.length > 0 ? w.t('status.waits-for', { people: w.shortList(names) }) : null,
      target: { label: w.t('ui.target'), time: planned(w, launch.context.targetAt, now, launch.context.timeZone) },
      done: gates.ready,
      total: gates.total,
      count: w.t('launch.ready', { done: w.number(gates.ready), total: w.number(gates.total) }),
    }
  })
  const mayMake = (await creatablePipelines(services, request.actor)).length > 0
  const body = render('launches/page', {
    title,
    make: mayMake ? { href: '/launches/new', label: w.t('new.title') } : null,
    rows,
    pages,
    archived:
      isArchive || archived === 0
        ? null
        : { href: '/launches?archived=yes', label: w.t('launches.archived', { count: archived }) },
    empty: isArchive
      ? { title: w.t('launches.none-archived'), text: w.t('launches.archived-how') }
      : { title: w.t('page.no-launches'), text: mayMake ? w.t('launches.first') : w.t('launches.how') },
  })
  sendPage(
    res,
    renderPage(request, { title, current: 'launches', crumbs: [], live: null, hasBar: false, zone: null, body }),
  )
}
