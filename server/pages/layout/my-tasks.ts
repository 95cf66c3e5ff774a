import {
  gateOf,
  isNotNeeded,
  isReady,
  isStale,
  itemStateOf,
  itemsOf,
  rolesOf,
} from '../../../machines/reading/queries.ts'
import { asksOfPeople, launchTasks, peopleWithTask } from '../../../machines/reading/tasks.ts'
import { goesBeforeNeeds, waitingFor } from '../../../machines/reading/waiting.ts'
import { launchTitle } from '../../launches/launch-title.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import type { PageRequest } from '../request/page-request.ts'
import { type GateRow, gateHref, gateRow } from './gate-row.ts'
import { type ShownText, shownText } from './shown-text.ts'
import { myTaskPhrase } from './waiting-phrases.ts'

export interface TaskRow extends GateRow {
  launch: ShownText
  /** What exactly is asked. */
  task: string | null
}

interface ItemRow {
  mark: string
  href: string
  text: string
  lang: string | null
}

interface ItemGroup {
  row: TaskRow
  items: ItemRow[]
}

interface LaunchTask {
  href: string
  launch: ShownText
  task: string
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
  const tasks: MyTasks = { launches: [], own: [], items: [], later: [], others: [], done: [] }
  if (request.actor.permission === 'auditor') return tasks
  for (const view of views) {
    tasks.launches.push(...launchTaskRows(request, view))
    if (asksOfPeople(view.launch)) for (const { id } of view.launch.definition.gates) sort(request, view, id, tasks)
  }
  return tasks
}

function sort(request: PageRequest, view: LaunchView, id: string, tasks: MyTasks): void {
  const { w, actor } = request
  const { definition, gate } = gateOf(view.launch, id)
  const roles = rolesOf(view.launch, actor.id)
  const isOwn = [definition.owner, ...definition.signers].some((role) => roles.includes(role))
  const hasItems = itemsOf(definition, gate.context).some((item) => item.required && roles.includes(item.owner))
  const mine = waitingFor(view.launch, id).filter(({ people }) => people.includes(actor.id))
  // A waiver may be mine to grant where I have nothing else to do.
  const isMineNow = mine.some(goesBeforeNeeds)
  if (isNotNeeded(gate) || !(isOwn || hasItems || isMineNow)) return
  const task = actor.permission === 'member' ? myTaskPhrase(w, view, id, actor.id) : null
  const row: TaskRow = {
    ...gateRow(w, view, id),
    launch: shownText(w, launchTitle(view)),
    task,
  }
  const items = mine
    .flatMap((each) => each.items)
    .map((item) => ({
      mark: isStale(itemStateOf(gate.context, item)) ? 'needs-recheck' : 'not-started',
      href: `${gateHref(view, id)}#item-${item}`,
      ...shownText(w, w.item(view, id, item)),
    }))
  if (task !== null && peopleWithTask(view.launch, id).has(actor.id)) {
    if (isOwn || isMineNow) tasks.own.push(row)
    else tasks.items.push({ row, items })
  } else if (task !== null && items.length > 0) tasks.later.push({ row, items })
  else if (isReady(definition, gate)) tasks.done.push(row)
  else tasks.others.push(row)
}

/** What a launch itself asks of its lead, its sponsor and those who say which build it is. */
function launchTaskRows({ w, actor, now }: PageRequest, view: LaunchView): LaunchTask[] {
  const { launch } = view
  const href = `/launches/${launch.launch}`
  return launchTasks(launch, actor, now).map((type) => ({
    href,
    launch: shownText(w, launchTitle(view)),
    task: w.command(type),
  }))
}
