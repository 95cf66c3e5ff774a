import type { Response } from 'express'
import { isPreparing, rolesOf } from '../../../machines/reading/queries.ts'
import { render } from '../../http/render.ts'
import { sendPage } from '../../http/respond.ts'
import { readViews } from '../../launches/launch-lists.ts'
import { launchTitle } from '../../launches/launch-title.ts'
import { verdictOf } from '../../launches/present-people.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import { launchSummary } from '../layout/launch-summary.ts'
import { pagesOf } from '../layout/list-pages.ts'
import { myTasks } from '../layout/my-tasks.ts'
import { renderPage } from '../layout/shell.ts'
import { shownText } from '../layout/shown-text.ts'
import { planned } from '../layout/time.ts'
import type { PageRequest } from '../request/page-request.ts'

/** Each is read and drawn with its gates, so a page shows only so many of a person's launches. */
const launchesOnPage = 15

export async function showMyTasks(request: PageRequest, res: Response): Promise<void> {
  const { w, now, services, actor } = request
  const { lists } = services.store
  const pages = pagesOf(request, '/', await lists.countLaunchesOf(actor.id), launchesOnPage)
  const views = await readViews(services, await lists.launchesOf(actor.id, pages.offset, launchesOnPage), now)
  const tasks = myTasks(request, views)
  const mine = views.filter(({ launch }) => rolesOf(launch, actor.id).length > 0)
  const already = tasks.later.reduce((sum, { items }) => sum + items.length, 0)
  // The same number as in the header.
  const title = w.t(tasks.launches.length > 0 ? 'tasks.waits' : 'tasks.gates', { count: request.tasks })
  const body = render('my-tasks/page', {
    title,
    words: {
      own: w.t('tasks.your-gates'),
      launches: w.t('page.launches'),
      items: tasks.items.length === 0 ? w.t('tasks.can-be-done', { count: already }) : w.t('tasks.your-items'),
      others: w.t('tasks.others', { count: tasks.others.length }),
      done: w.t('tasks.done', { count: tasks.done.length }),
      yours: w.t('tasks.your-launches'),
      all: w.t('tasks.all-launches'),
    },
    tasks,
    items: [...tasks.items, ...tasks.later],
    empty: request.tasks + already > 0 ? null : emptyOf(request, mine),
    pages,
    launches: mine.map((view) => ({
      href: `/launches/${view.launch.launch}`,
      title: shownText(w, launchTitle(view)),
      summary: launchSummary(request, view),
      target: {
        label: w.t('ui.target'),
        time: planned(w, view.launch.context.targetAt, now, view.launch.context.timeZone),
      },
    })),
  })
  const html = await renderPage(request, {
    title,
    current: 'my-turn',
    crumbs: [],
    live: null,
    hasBar: false,
    isNarrow: true,
    zone: null,
    body,
  })
  sendPage(res, html)
}

/** Three kinds of nothing: no role, all done, nobody has asked yet. */
function emptyOf({ w }: PageRequest, mine: LaunchView[]): { title: string; text: string } {
  if (mine.length === 0) return { title: w.t('ui.you-have-no-role-yet'), text: w.t('tasks.no-role') }
  const next = mine
    .flatMap((view) => verdictOf(view).blockers.map((blocker) => ({ view, blocker })))
    .find(({ view, blocker }) => blocker.gate !== null && blocker.waitingFor.length > 0 && isPreparing(view.launch))
  const [person] = next?.blocker.waitingFor ?? []
  if (!next || person === undefined) return { title: w.t('ui.nothing-for-you-yet'), text: w.t('tasks.nothing-yet') }
  const gate = w.gate(next.view, next.blocker.gate ?? '')
  return { title: w.t('ui.all-caught-up'), text: w.t('tasks.next-up', { person: w.person(next.view, person), gate }) }
}
