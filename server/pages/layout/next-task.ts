import { hasTask, nextTaskOf } from '../../../machines/reading/tasks.ts'
import { readViews } from '../../launches/launch-lists.ts'
import { launchTitle } from '../../launches/launch-title.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import type { Notice, PageRequest } from '../request/page-request.ts'
import { gateHref } from './gate-row.ts'
import { myTaskPhrase } from './waiting-phrases.ts'

/**
 * The person's next task: on this gate, else in this launch, else in another one. It reads nothing while this
 * launch has a task or the person has none at all, as an administrator; else an index entry and one launch.
 */
export async function nextForMe(request: PageRequest, view: LaunchView, gate: string | null): Promise<Notice['saved']> {
  const { w, actor } = request
  if (gate !== null && hasTask(view.launch, gate, actor)) {
    const task = myTaskPhrase(w, view, gate, actor.id)
    if (task !== null) return { next: w.t('state.next-here', { task }), href: null }
  }
  return (
    nextIn(request, view) ?? (await nextElsewhere(request, view)) ?? { next: w.t('state.nothing-next'), href: null }
  )
}

function nextIn({ w, actor, now }: PageRequest, view: LaunchView): Notice['saved'] {
  const next = nextTaskOf(view.launch, actor, now)
  if (next === null) return null
  const isGate = next.kind === 'gate'
  const task = isGate ? w.gate(view, next.gate) : w.command(next.task)
  const href = isGate ? gateHref(view, next.gate) : `/launches/${view.launch.launch}`
  return { next: w.t('state.next', { task, launch: launchTitle(view) }), href }
}

async function nextElsewhere(request: PageRequest, here: LaunchView): Promise<Notice['saved']> {
  const { services, actor, now, tasks } = request
  if (tasks === 0) return null
  // Launches with a task for this person come first.
  const found = await services.store.lists.launchesOf(actor.id, 0, 2)
  const [slug] = found.filter((each) => each !== here.launch.launch)
  if (slug === undefined) return null
  const [view] = await readViews(services, [slug], now)
  return view ? nextIn(request, view) : null
}
