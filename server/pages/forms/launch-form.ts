import type { PersonCommandType } from '../../../machines/commands.ts'
import { pageBasis } from '../../../machines/reading/outdated-launch-page.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import { describeEffects, sampleCommand } from '../confirm/simulate.ts'
import type { PageRequest } from '../request/page-request.ts'
import { commandsHref } from './commands-href.ts'
import type { FieldSpec, Form, FormMaker } from './form.ts'
import { toLocal } from './local-time.ts'

export const mainLaunchCommands: readonly PersonCommandType[] = ['launch.start', 'launch.launch']

/** The form of one act on the launch as a whole. */
export function launchForm(request: PageRequest, view: LaunchView, type: PersonCommandType, maker: FormMaker): Form {
  const { public: isPublic, candidate } = view.launch.context
  return maker.make({
    name: type.replace('.', '-'),
    action: commandsHref(view),
    hidden: {
      type,
      seen: seenNow(view, type),
      ...(type === 'launch.setPublicStatus' ? { public: String(!isPublic) } : {}),
      ...(type === 'launch.schedule' ? asShown(view) : {}),
      ...(type === 'launch.launch' ? { candidate: candidate?.version ?? null } : {}),
    },
    intro: introOf(request, view, type),
    fields: fieldsOf(request, view, type),
    buttons: [{ label: buttonOf(request, view, type), main: mainLaunchCommands.includes(type) }],
  })
}

/** What this command goes by as the page shows it, and at which version; null where it goes by nothing. */
function seenNow({ launch }: LaunchView, type: PersonCommandType): string | null {
  const basis = pageBasis(launch, type)
  return basis === null ? null : `${launch.version} ${basis}`
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

function buttonOf({ w }: Pick<PageRequest, 'w'>, view: LaunchView, type: PersonCommandType): string {
  if (type === 'launch.schedule') return w.t('form.save')
  if (type !== 'launch.setPublicStatus') return w.command(type)
  return w.t(view.launch.context.public ? 'launch.make-private' : 'launch.make-public')
}

/** What follows, before it is pressed. */
function introOf(request: PageRequest, view: LaunchView, type: PersonCommandType): string[] {
  const { w } = request
  const candidate = view.launch.context.candidate?.version
  const command = sampleCommand(view, { type })
  const follows = command === null ? [] : describeEffects(request, view, command)
  switch (type) {
    case 'launch.start':
      return [w.t('launch.start-follows')]
    case 'launch.launch':
      return [
        candidate === undefined ? w.t('launch.live-follows') : w.t('launch.live-follows-build', { candidate }),
        w.t('launch.live-gates'),
      ]
    case 'launch.rollBack':
      return [
        candidate === undefined
          ? w.t('launch.roll-back-follows')
          : w.t('launch.roll-back-follows-build', { candidate }),
        w.t('launch.roll-back-again'),
        ...(view.launch.context.archived ? [w.t('launch.roll-back-unarchived')] : []),
        ...follows,
      ]
    case 'launch.cancel':
      return [w.t('launch.cancel-follows'), w.t('launch.cancel-final')]
    case 'launch.hold':
      return [w.t('launch.hold-follows')]
    case 'launch.release':
      return follows.length > 0 ? follows : [w.t('launch.release-follows')]
    case 'launch.setCandidate':
      return [w.t('launch.build-follows'), ...follows]
    case 'launch.archive':
      return [w.t('launch.archive-follows')]
    case 'launch.schedule':
      return [w.t('schedule.follows')]
    default:
      return [w.t(view.launch.context.public ? 'page.public' : 'page.private')]
  }
}

function fieldsOf({ w }: Pick<PageRequest, 'w'>, view: LaunchView, type: PersonCommandType): FieldSpec[] {
  if (type === 'launch.hold' || type === 'launch.rollBack' || type === 'launch.cancel')
    return [{ kind: 'textarea', name: 'reason', label: w.t('page.reason'), required: true }]
  if (type === 'launch.release') return [{ kind: 'textarea', name: 'note', label: w.t('form.note-optional') }]
  if (type === 'launch.schedule') {
    const plan = planOf(view)
    const time = (name: keyof typeof plan, label: string, hint: string | null = null): FieldSpec => ({
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
