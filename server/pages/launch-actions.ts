import type { PersonCommandType } from '../../machines/commands.ts'
import { isDraft, isOver } from '../../machines/queries.ts'
import { obstacle } from '../../machines/why-not.ts'
import type { LaunchView } from '../read-launch.ts'
import type { FieldAsk, Form, FormMaker } from './forms.ts'
import type { Visit } from './visit.ts'

/** What this person can do with a launch as a whole. What they could never do is not among it. */
export interface LaunchActions {
  main: Form | null
  /** To the page that says what will follow. */
  goLive: { href: string; label: string } | null
  others: { form: Form; label: string; open: boolean }[]
  notNow: { label: string; reason: string }[]
}

export function launchActions(visit: Visit, view: LaunchView, maker: FormMaker): LaunchActions {
  const { w, actor, now } = visit
  const { launch } = view
  const actions: LaunchActions = { main: null, goLive: null, others: [], notNow: [] }
  const types: PersonCommandType[] = [
    'launch.start',
    'launch.launch',
    'launch.setCandidate',
    'launch.hold',
    'launch.release',
    'launch.setPublicStatus',
  ]
  for (const type of types) {
    const label = w.command(type)
    const against = obstacle(launch, { type }, actor, now)
    if (against?.never) continue
    if (against) {
      // What only another state of the launch could allow is no action of this one.
      const isTold = type === 'launch.launch' ? !isDraft(launch) && !isOver(launch) : against.reason.code !== 'wrong-launch-state'
      if (isTold) actions.notNow.push({ label, reason: w.reason(against.reason, view) })
      continue
    }
    if (type === 'launch.launch') {
      actions.goLive = { href: `/launches/${launch.launch}/go-live`, label }
      continue
    }
    const form = formOf(visit, view, type, maker)
    if (type === 'launch.start') actions.main = form
    else actions.others.push({ form, label, open: form.refusal !== null })
  }
  return actions
}

function formOf({ w }: Visit, view: LaunchView, type: PersonCommandType, maker: FormMaker): Form {
  const isPublic = view.launch.context.public
  return maker.make({
    name: type.replace('.', '-'),
    action: `/launches/${view.launch.launch}/commands`,
    hidden: { type, ...(type === 'launch.setPublicStatus' ? { public: String(!isPublic) } : {}) },
    intro: introOf({ w }, view, type),
    fields: fieldsOf({ w }, type),
    buttons: [{ label: buttonOf({ w }, view, type), main: type === 'launch.start' }],
  })
}

function buttonOf({ w }: Pick<Visit, 'w'>, view: LaunchView, type: PersonCommandType): string {
  if (type !== 'launch.setPublicStatus') return w.command(type)
  return w.t(view.launch.context.public ? 'launch.make-private' : 'launch.make-public')
}

function introOf({ w }: Pick<Visit, 'w'>, view: LaunchView, type: PersonCommandType): string[] {
  if (type === 'launch.start') return [w.t('launch.start-follows')]
  if (type === 'launch.hold') return [w.t('launch.hold-follows')]
  if (type === 'launch.release') return [w.t('launch.release-follows')]
  if (type === 'launch.setCandidate') return [w.t('launch.build-follows')]
  return [w.t(view.launch.context.public ? 'page.public' : 'page.private')]
}

function fieldsOf({ w }: Pick<Visit, 'w'>, type: PersonCommandType): FieldAsk[] {
  if (type === 'launch.hold') return [{ kind: 'textarea', name: 'reason', label: w.t('page.reason'), required: true }]
  if (type === 'launch.release') return [{ kind: 'textarea', name: 'note', label: w.t('form.note-optional') }]
  if (type !== 'launch.setCandidate') return []
  return [
    { kind: 'text', name: 'version', label: w.t('page.version'), required: true, hint: w.t('form.version-hint') },
    { kind: 'text', name: 'commit', label: w.t('form.commit-optional') },
    { kind: 'url', name: 'url', label: w.t('form.address-optional') },
  ]
}
