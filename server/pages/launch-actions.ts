import type { PersonCommandType } from '../../machines/commands.ts'
import { isDraft, isOver } from '../../machines/queries.ts'
import { obstacle } from '../../machines/why-not.ts'
import type { LaunchView } from '../read-launch.ts'
import { endingPath } from './ending-pages.ts'
import type { FieldAsk, Form, FormMaker } from './forms.ts'
import type { Act } from './gate-acts.ts'
import { toLocal } from './local-time.ts'
import type { Visit } from './visit.ts'

/** What this person can do with a launch as a whole. What they could never do is not among it. */
export interface LaunchActions {
  main: Form | null
  /** To the page that says what will follow. */
  goLive: Link | null
  /** At most two, of forms and links. */
  others: Act[]
  links: Link[]
  more: { acts: Act[]; links: Link[]; open: boolean }
  notNow: { label: string; reason: string }[]
}

interface Link {
  href: string
  label: string
}

const inOrder: readonly PersonCommandType[] = [
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

export function launchActions(visit: Visit, view: LaunchView, maker: FormMaker): LaunchActions {
  const { w, actor, now } = visit
  const { launch } = view
  const href = `/launches/${launch.launch}`
  const more = { acts: [], links: [], open: false }
  const actions: LaunchActions = { main: null, goLive: null, others: [], links: [], more, notNow: [] }
  const acts: Act[] = []
  for (const type of inOrder) {
    const label = w.command(type)
    const against = obstacle(launch, { type }, actor, now)
    // What is in the archive is there already.
    if (against?.never || (type === 'launch.archive' && launch.context.archived)) continue
    if (against) {
      // What only another state of the launch could allow is no action of this one.
      const isTold =
        type === 'launch.launch' ? !isDraft(launch) && !isOver(launch) : against.reason.code !== 'wrong-launch-state'
      if (isTold) actions.notNow.push({ label, reason: w.reason(against.reason, view) })
      continue
    }
    if (type === 'launch.launch') actions.goLive = { href: `${href}/go-live`, label }
    else if (type === 'launch.rollBack') actions.links.push({ href: `${href}/${endingPath[type]}`, label })
    else if (type === 'launch.cancel') actions.more.links.push({ href: `${href}/${endingPath[type]}`, label })
    else {
      const form = formOf(visit, view, type, maker)
      if (type === 'launch.start') actions.main = form
      else acts.push({ form, label, open: form.refusal !== null })
    }
  }
  const room = 2 - actions.links.length
  actions.others = acts.slice(0, room)
  actions.more.acts = acts.slice(room)
  actions.more.open = actions.more.acts.some(({ open }) => open)
  return actions
}

function formOf({ w }: Visit, view: LaunchView, type: PersonCommandType, maker: FormMaker): Form {
  const isPublic = view.launch.context.public
  return maker.make({
    name: type.replace('.', '-'),
    action: `/launches/${view.launch.launch}/commands`,
    hidden: {
      type,
      ...(type === 'launch.setPublicStatus' ? { public: String(!isPublic) } : {}),
      ...(type === 'launch.schedule' ? asShown(view) : {}),
    },
    intro: introOf({ w }, view, type),
    fields: fieldsOf({ w }, view, type),
    buttons: [{ label: buttonOf({ w }, view, type), main: type === 'launch.start' }],
  })
}

/** The plan of the launch as the fields of its form hold it. */
function planOf(view: LaunchView) {
  const { title, timeZone, targetAt, window } = view.launch.context
  return {
    title: view.text(title) ?? '',
    targetAt: toLocal(targetAt, timeZone),
    timeZone,
    'window.opensAt': window === null ? '' : toLocal(window.opensAt, timeZone),
    'window.closesAt': window === null ? '' : toLocal(window.closesAt, timeZone),
  }
}

/** What stood in the fields goes along, so that only what was changed is asked for. */
const asShown = (view: LaunchView): Record<string, string> =>
  Object.fromEntries(Object.entries(planOf(view)).map(([name, value]) => [`was.${name}`, value]))

function buttonOf({ w }: Pick<Visit, 'w'>, view: LaunchView, type: PersonCommandType): string {
  if (type === 'launch.schedule') return w.t('form.save')
  if (type !== 'launch.setPublicStatus') return w.command(type)
  return w.t(view.launch.context.public ? 'launch.make-private' : 'launch.make-public')
}

function introOf({ w }: Pick<Visit, 'w'>, view: LaunchView, type: PersonCommandType): string[] {
  if (type === 'launch.start') return [w.t('launch.start-follows')]
  if (type === 'launch.hold') return [w.t('launch.hold-follows')]
  if (type === 'launch.release') return [w.t('launch.release-follows')]
  if (type === 'launch.setCandidate') return [w.t('launch.build-follows')]
  if (type === 'launch.archive') return [w.t('launch.archive-follows')]
  if (type === 'launch.schedule') return [w.t('schedule.follows')]
  return [w.t(view.launch.context.public ? 'page.public' : 'page.private')]
}

function fieldsOf({ w }: Pick<Visit, 'w'>, view: LaunchView, type: PersonCommandType): FieldAsk[] {
  if (type === 'launch.hold') return [{ kind: 'textarea', name: 'reason', label: w.t('page.reason'), required: true }]
  if (type === 'launch.release') return [{ kind: 'textarea', name: 'note', label: w.t('form.note-optional') }]
  if (type === 'launch.schedule') {
    const plan = planOf(view)
    const time = (name: keyof typeof plan, label: string, hint: string | null = null): FieldAsk => ({
      kind: 'datetime-local',
      name,
      label,
      value: plan[name],
      hint,
    })
    return [
      { kind: 'text', name: 'title', label: w.t('page.title'), value: plan.title, required: true },
      { ...time('targetAt', w.t('ui.target')), required: true },
      {
        kind: 'text',
        name: 'timeZone',
        label: w.t('ui.time-zone'),
        value: plan.timeZone,
        hint: w.t('schedule.zone-hint'),
        required: true,
      },
      time('window.opensAt', w.t('schedule.opens')),
      time('window.closesAt', w.t('schedule.closes'), w.t('schedule.window-hint')),
    ]
  }
  if (type !== 'launch.setCandidate') return []
  return [
    { kind: 'text', name: 'version', label: w.t('page.version'), required: true, hint: w.t('form.version-hint') },
    { kind: 'text', name: 'commit', label: w.t('form.commit-optional') },
    { kind: 'url', name: 'url', label: w.t('form.address-optional') },
  ]
}
