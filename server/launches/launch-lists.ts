import { isDamage, type LaunchLists, type ListedLaunch, type ListedLaunches, type ListFilter } from '../../db/store.ts'
import { asOf } from '../../machines/due.ts'
import type { Actor } from '../../machines/entry.ts'
import { type IsAbsent, verdictWithoutAbsent } from '../../machines/reading/absent.ts'
import { type Glance, glanceOf } from '../../machines/reading/glance.ts'
import { countTasks } from '../../machines/reading/tasks.ts'
import { verdict } from '../../machines/reading/verdict.ts'
import type { LaunchState } from '../../machines/state.ts'
import type { Services } from '../services.ts'
import { absentIn } from './present-people.ts'
import { type LaunchView, readLaunch, readNames } from './read-launch.ts'

/** What lists and badges show, from indexed rows; launches that time alone has changed since are judged anew, so that no count is ever late. */

/** The clock worker writes such rows anew each second, so there are more only when it cannot write. */
const mostExpired = 1000

/** The launches, as of `now`, that time alone has changed since their rows were written. One that cannot be read is left out. */
export async function readExpired({ store }: Pick<Services, 'store'>, now: number): Promise<LaunchState[]> {
  const launches: LaunchState[] = []
  for (const slug of await store.lists.expired(now, mostExpired)) {
    const stored = await store.load(slug).catch(onlyDamaged)
    if (stored) launches.push(asOf(stored, now))
  }
  return launches
}

/** How many tasks this actor has now in all launches. Costs two reads of an index, whatever there is. */
export async function countTasksOf(services: Pick<Services, 'store'>, actor: Actor, now: number): Promise<number> {
  if (actor.permission !== 'member') return 0
  const { lists } = services.store
  let count = await lists.countTasks(actor.id)
  for (const launch of await readExpired(services, now))
    count += (countTasks(launch, now).get(actor.id) ?? 0) - (await lists.tasksIn(launch.launch, actor.id))
  return count
}

/** How many launches are in each state as of now. */
export async function countLaunches(services: Pick<Services, 'store' | 'clock'>): Promise<ReadonlyMap<string, number>> {
  const { lists } = services.store
  const counts = await lists.countByState()
  for (const { launch, state } of await readExpired(services, services.clock())) {
    const written = await lists.state(launch)
    if (written !== null) counts.set(written, (counts.get(written) ?? 0) - 1)
    counts.set(state, (counts.get(state) ?? 0) + 1)
  }
  return counts
}

/** A row of a list as of now. */
export interface LaunchRow extends Omit<ListedLaunch, 'glance' | 'nextChangeAt'> {
  glance: Glance
}

/** The launches of a page of a list, and how many the whole of it has. */
export interface ListPage {
  rows: LaunchRow[]
  count: number
}

/**
 * A page of a list as of `now`, from its rows alone; a launch whose row has expired or cannot be read, or that waits for somebody who was
 * deactivated since, is judged anew. One that cannot be read then is logged and left out: it hides no other. A page that does not exist
 * is the nearest that does.
 */
export async function readListed(
  services: Services,
  filter: ListFilter,
  page: { number: number; length: number },
  now: number,
): Promise<ListPage> {
  const { launches, count } = await nearestPage(services.store.lists, filter, page)
  const isAbsent = absentIn(await readNames(services))
  const rows: LaunchRow[] = []
  for (const { launch, title, targetAt, nextChangeAt, glance: written } of launches) {
    const isTrue = (nextChangeAt === null || nextChangeAt > now) && !written?.waiting.some(isAbsent)
    const glance = (isTrue ? written : null) ?? (await judgeAnew(services, launch, now, isAbsent))
    if (glance !== null) rows.push({ launch, title, targetAt, glance })
  }
  return { rows, count }
}

async function nearestPage(
  lists: LaunchLists,
  filter: ListFilter,
  { number, length }: { number: number; length: number },
): Promise<ListedLaunches> {
  const found = await lists.listed(filter, (number - 1) * length, length)
  const last = Math.max(1, Math.ceil(found.count / length))
  return number <= last ? found : lists.listed(filter, (last - 1) * length, length)
}

async function judgeAnew(services: Services, slug: string, now: number, isAbsent: IsAbsent): Promise<Glance | null> {
  const stored = await services.store.load(slug).catch((error: unknown) => {
    onlyDamaged(error)
    warnOmitted(services, slug, error)
    return null
  })
  if (stored === null) return null
  const launch = asOf(stored, now)
  return glanceOf(launch, verdictWithoutAbsent(launch, verdict(launch, now, { build: 'current' }), isAbsent))
}

const warnOmitted = (services: Services, launch: string, err: unknown): void =>
  services.log.warn({ err, launch }, 'launch omitted from a list: it can’t be read')

/** These launches as of `now`, in their order; one that is damaged is logged and left out: it hides no other. */
export function readViews(services: Services, slugs: readonly string[], now: number): Promise<LaunchView[]> {
  return readReadable(services, slugs, now, (launch, err) => warnOmitted(services, launch, err))
}

/** The same, with `onDamaged` called for each launch that cannot be read. */
export async function readReadable(
  services: Services,
  slugs: readonly string[],
  now: number,
  onDamaged: (launch: string, error: unknown) => void,
): Promise<LaunchView[]> {
  const views: LaunchView[] = []
  for (const slug of slugs) {
    const view = await readLaunch(services, slug, now).catch((error: unknown) => {
      onlyDamaged(error)
      onDamaged(slug, error)
      return null
    })
    if (view) views.push(view)
  }
  return views
}

function onlyDamaged(error: unknown): null {
  if (isDamage(error)) return null
  throw error
}
