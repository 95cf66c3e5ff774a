import type { Response } from 'express'
import {
  gateOf,
  isNotNeeded,
  isPreparing,
  isReady,
  isStale,
  itemStateOf,
  itemsOf,
  rolesOf,
} from '../../../machines/reading/queries.ts'
import { asksOfPeople, goesBeforeNeeds, launchTasks, peopleWithTask } from '../../../machines/reading/tasks.ts'
import { verdict } from '../../../machines/reading/verdict.ts'
import { waitingFor } from '../../../machines/reading/waiting.ts'
import { render } from '../../http/render.ts'
import { sendPage } from '../../http/respond.ts'
import { readViews } from '../../launches/launch-lists.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import { type GateRow, gateHref, gateRow } from '../layout/gate-row.ts'
import { launchSummary } from '../layout/launch-summary.ts'
import { pagesOf } from '../layout/list-pages.ts'
import { renderPage } from '../layout/shell.ts'
import { planned } from '../layout/time.ts'
import { myTaskPhrase } from '../layout/waiting-phrases.ts'
import type { PageRequest } from '../request/page-request.ts'

export interface TaskRow extends GateRow {
  launch: string
  /** What exactly is asked. */
  ask: string | null
}
interface ItemRow {
  mark: string
  href: string
  text: string
}
interface ItemGroup {
  row: TaskRow
  items: ItemRow[]
}
interface LaunchTask {
  href: string
  launch: string
  ask: string
}

/** What launches ask of one person. */
export interface MyTasks {
  launches: LaunchTask[]
  own: TaskRow[]
  /** My items in other people's gates that are waited for now. */
  items: ItemGroup[]
  /** My items in gates that wait for other gates: they can be worked on already. */
  later: ItemGroup[]
  others: TaskRow[]
  done: TaskRow[]
}

/** What these launches ask of the person who reads the page. */
export function myTasks(request: PageRequest, views: readonly LaunchView[]): MyTasks {
  const turn: MyTasks = { launches: [], own: [], items: [], later: [], others: [], done: [] }
  if (request.actor.permission === 'auditor') return turn
  for (const view of views) {
    turn.launches.push(...launchTaskRows(request, view))
    if (asksOfPeople(view.launch)) for (const { id } of view.launch.definition.gates) sort(request, view, id, turn)
  }
  return turn
}

function sort(request: PageRequest, view: LaunchView, id: string, turn: MyTasks): void {
  const { w, actor } = request
  const { definition, gate } = gateOf(view.launch, id)
  const roles = rolesOf(view.launch, actor.id)
  const isOwn = [definition.owner, ...definition.signers].some((role) => roles.includes(role))
  const hasItems = itemsOf(definition, gate.context).some((item) => item.required && roles.includes(item.owner))
  const mine = waitingFor(view.launch, id).filter(({ people }) => people.includes(actor.id))
  // A waiver may be mine to grant where I have nothing else to do.
  const isMineNow = mine.some(goesBeforeNeeds)
  if (isNotNeeded(gate) || !(isOwn || hasItems || isMineNow)) return
  const ask = actor.permission === 'member' ? myTaskPhrase(w, view, id, actor.id) : null
  const row: TaskRow = {
    ...gateRow(w, view, id),
    launch: launchTitle(view),
    ask,
  }
  const items = mine
    .flatMap((each) => each.items)
    .map((item) => ({
      mark: isStale(itemStateOf(gate.context, item)) ? 'needs-recheck' : 'not-started',
      href: `${gateHref(view, id)}#item-${item}`,
      text: w.item(view, id, item),
    }))
  if (ask !== null && peopleWithTask(view.launch, id).has(actor.id)) {
    if (isOwn || isMineNow) turn.own.push(row)
    else turn.items.push({ row, items })
  } else if (ask !== null && items.length > 0) turn.later.push({ row, items })
  else if (isReady(definition, gate)) turn.done.push(row)
  else turn.others.push(row)
}

/** What a launch itself asks of its lead, its sponsor and those who say which build it is. */
function launchTaskRows({ w, actor, now }: PageRequest, view: LaunchView): LaunchTask[] {
  const { launch } = view
  const href = `/launches/${launch.launch}`
  return launchTasks(launch, actor, now).map((type) => ({ href, launch: launchTitle(view), ask: w.command(type) }))
}

/** Each is read and drawn with its gates, so a page shows only so many of a person's launches. */
const launchesOnPage = 15

export const launchTitle = (view: LaunchView): string => view.text(view.launch.context.title) ?? view.launch.launch

export async function showMyTasks(request: PageRequest, res: Response): Promise<void> {
  const { w, now, services, actor } = request
  const { lists } = services.store
  const pages = pagesOf(request, '/', await lists.countLaunchesOf(actor.id), launchesOnPage)
  const views = await readViews(services, await lists.launchesOf(actor.id, pages.offset, launchesOnPage), now)
  const turn = myTasks(request, views)
  const mine = views.filter(({ launch }) => rolesOf(launch, actor.id).length > 0)
  const already = turn.later.reduce((sum, { items }) => sum + items.length, 0)
  const title =
    request.tasks === 0 && already > 0
      ? w.t('turn.can-be-done', { count: already })
      : w.t(turn.launches.length > 0 ? 'turn.waits' : 'page.gates-wait-for-you', { count: request.tasks })
  const body = render('my-tasks/page', {
    title,
    words: {
      own: w.t('turn.your-gates'),
      launches: w.t('page.launches'),
      items: w.t('turn.your-items'),
      others: w.t('turn.others', { count: turn.others.length }),
      done: w.t('turn.done', { count: turn.done.length }),
      yours: w.t('turn.your-launches'),
      due: w.t('gate.due'),
      overdue: w.t('ui.overdue'),
      all: w.t('turn.all-launches'),
    },
    turn,
    items: [...turn.items, ...turn.later],
    empty: request.tasks + already > 0 ? null : emptyOf(request, mine),
    pages,
    launches: mine.map((view) => ({
      href: `/launches/${view.launch.launch}`,
      title: launchTitle(view),
      summary: launchSummary(request, view),
      target: {
        label: w.t('ui.target'),
        time: planned(w, view.launch.context.targetAt, now, view.launch.context.timeZone),
      },
    })),
  })
  const html = renderPage(request, {
    title,
    current: 'my-turn',
    crumbs: [],
    live: null,
    hasBar: false,
    zone: null,
    body,
  })
  sendPage(res, html)
}

/** Three kinds of nothing: no role, all done, nobody has asked yet. */
function emptyOf({ w, now }: PageRequest, mine: LaunchView[]): { title: string; text: string } {
  if (mine.length === 0) return { title: w.t('ui.you-have-no-role-yet'), text: w.t('turn.no-role') }
  const next = mine
    .flatMap((view) => verdict(view.launch, now, { build: 'current' }).blockers.map((blocker) => ({ view, blocker })))
    .find(({ view, blocker }) => blocker.gate !== null && blocker.waitingFor.length > 0 && isPreparing(view.launch))
  const [person] = next?.blocker.waitingFor ?? []
  if (!next || person === undefined)
    return { title: w.t('ui.nothing-waits-for-you-yet'), text: w.t('turn.nothing-yet') }
  const gate = w.gate(next.view, next.blocker.gate ?? '')
  return { title: w.t('ui.all-done'), text: w.t('page.next-is', { person: w.person(next.view, person), gate }) }
}
