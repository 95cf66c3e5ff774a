import type { PersonCommandType } from '../../../machines/commands.ts'
import { obstacle } from '../../../machines/reading/obstacle.ts'
import { isDraft, isOver } from '../../../machines/reading/queries.ts'
import { launchTasks } from '../../../machines/reading/tasks.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import { confirmationHref } from '../confirm/confirmations.ts'
import { wouldChangeNothing } from '../confirm/simulate.ts'
import { type Action, formAction, linkAction } from '../forms/action.ts'
import type { FormMaker } from '../forms/form.ts'
import { launchForm, mainLaunchCommands } from '../forms/launch-form.ts'
import type { PageRequest } from '../request/page-request.ts'

/** What this person can do with a launch as a whole. What they could never do is not among it. */
export interface LaunchActions {
  /** The one main action; its form is there at once. */
  main: Action | null
  /** At most two, as text links; `hasBorder` makes the one that the launch waits for a button. */
  others: (Action & { hasBorder: boolean })[]
  /** In the fold "More", with what is rarely used. */
  more: Action[]
  notNow: { label: string; reason: string }[]
  /** What only another state of the launch allows: told behind "More", never by itself. */
  otherState: { label: string; reason: string }[]
}

const ready: readonly PersonCommandType[] = [
  'launch.start',
  'launch.launch',
  'launch.rollBack',
  'launch.setCandidate',
  'launch.hold',
  'launch.release',
  'launch.archive',
  'launch.schedule',
  'launch.setPublicStatus',
  'launch.cancel',
]
const rare: readonly PersonCommandType[] = ['launch.schedule', 'launch.setPublicStatus', 'launch.cancel']

/** Each command of the launch in its place: what can be done, and why what is worth a word cannot. */
export function launchActions(request: PageRequest, view: LaunchView, maker: FormMaker): LaunchActions {
  const { w, actor, now } = request
  const { launch } = view
  const actions: LaunchActions = { main: null, others: [], more: [], notNow: [], otherState: [] }
  const asked = launchTasks(launch, actor, now)
  const all: { type: PersonCommandType; act: Action }[] = []
  for (const type of ready) {
    const label = w.command(type)
    const against = obstacle(launch, { type }, actor, now)
    // Is shown as one of the reader's steps (see steps.ts).
    if (type === 'launch.setCandidate' && asked.includes(type)) continue
    // A launch that is in the archive is there already.
    if (against?.never || wouldChangeNothing(view, { type })) continue
    if (against) {
      const told = { label, reason: w.reason(against.reason, view) }
      if (against.reason.code !== 'wrong-launch-state') actions.notNow.push(told)
      // Of what only another state could allow, going live alone is worth a word: it is what all of this is for.
      else if (type === 'launch.launch' && !isDraft(launch) && !isOver(launch)) actions.otherState.push(told)
      continue
    }
    const href = confirmationHref(request, view, { type })
    const act = href === null ? formAction(label, launchForm(request, view, type, maker)) : linkAction(label, href)
    if (mainLaunchCommands.includes(type)) actions.main = act
    else all.push({ type, act })
  }
  const usual = all.filter(({ type }) => !rare.includes(type)).slice(0, 2)
  actions.others = usual.map(({ type, act }) => ({ ...act, hasBorder: type === 'launch.release' }))
  actions.more = all.filter((each) => !usual.includes(each)).map(({ act }) => act)
  return actions
}

/** Whether there is anything to show of them. */
export const hasActions = ({ main, others, more, notNow, otherState }: LaunchActions): boolean =>
  main !== null || [...others, ...more, ...notNow, ...otherState].length > 0
