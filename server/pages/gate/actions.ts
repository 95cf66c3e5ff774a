import { obstacle } from '../../../machines/reading/obstacle.ts'
import { gateOf } from '../../../machines/reading/queries.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import { confirmationHref } from '../confirm/confirmations.ts'
import { type Action, formAction, linkAction } from '../forms/action.ts'
import { commandsHref } from '../forms/commands-href.ts'
import type { Form, FormMaker } from '../forms/form.ts'
import { type GateFormType, gateForms, gateFormTypes } from '../forms/gate-fields.ts'
import { type GateAttempt, gateCommandEffects, gateCommandLabel, gateForm } from '../forms/gate-form.ts'
import type { PageRequest } from '../request/page-request.ts'
import { addItemAction, assignAction } from './other-actions.ts'

/** What this person can do with a gate as a whole, without what they may never do. */
export interface GateActions {
  /** The one main action, and what it leads to. `short` is its label without the role, where there is only one to choose. */
  main: { action: Action; short: string; follows: string } | null
  /** The main action while it cannot be done. */
  blocked: Unavailable | null
  /** Such as Request changes beside Sign off. */
  alternatives: Action[]
  others: Action[]
  unavailable: Unavailable[]
}

interface Unavailable {
  label: string
  reason: string
}

export function gateActions(request: PageRequest, view: LaunchView, id: string, maker: FormMaker): GateActions {
  const { w, actor, now } = request
  const { launch } = view
  const actions: GateActions = { main: null, blocked: null, alternatives: [], others: [], unavailable: [] }
  const offered: { attempt: GateAttempt; action: Action }[] = []
  const otherState: Unavailable[] = []
  for (const attempt of attemptsOn(view, id)) {
    const { type } = attempt
    const label = gateCommandLabel(request, view, id, attempt)
    const against = obstacle(launch, { gate: id, ...attempt }, actor, now)
    if (against === null) {
      const isMain = gateForms[type].isMain === true && !offered.some(({ attempt }) => gateForms[attempt.type].isMain)
      offered.push({ attempt, action: actionFor(request, view, id, attempt, maker, isMain) })
    } else if (!against.never) {
      const { code } = against.reason
      const reason = w.reason(against.reason, view)
      const isOtherState = code === 'wrong-gate-state'
      if (isFinish(type) && !isOtherState) actions.blocked = { label, reason }
      else if (isOtherState && gateForms[type].isWork) otherState.push({ label, reason })
      else if (!unsaid.includes(code)) actions.unavailable.push({ label, reason })
    }
  }
  const main = offered.find(({ attempt }) => gateForms[attempt.type].isMain)
  if (main) {
    const { attempt, action } = main
    const isOnlySignOff = attempt.as !== undefined && offered.filter(({ attempt: { as } }) => as).length === 1
    const short = isOnlySignOff ? w.command(attempt.type) : action.label
    actions.main = { action, short, follows: w.sentences(gateCommandEffects(request, view, id, attempt)) }
  }
  const isAlternative = ({ attempt }: (typeof offered)[number]) =>
    main !== undefined && gateForms[attempt.type].isAlternative
  const rest = offered.filter((each) => each !== main && !isAlternative(each))
  actions.alternatives = offered.filter(isAlternative).map(({ action }) => action)
  const scope = [addItemAction(request, view, id, maker), assignAction(request, view, id, maker)]
  actions.others = [...rest.map(({ action }) => action), ...scope.filter((action) => action !== null)]
  actions.unavailable.push(...otherState)
  return actions
}

/** Either sending or completing, whichever this gate has, and one sign-off for each role that signs it. */
function attemptsOn(view: LaunchView, id: string): GateAttempt[] {
  const { signers } = gateOf(view.launch, id).definition
  const finish = signers.length > 0 ? 'gate.submit' : 'gate.complete'
  return gateFormTypes
    .filter((type) => !isFinish(type) || type === finish)
    .flatMap((type): GateAttempt[] => (type === 'gate.signOff' ? signers.map((as) => ({ type, as })) : [{ type }]))
}

const isFinish = (type: GateFormType): boolean => type === 'gate.submit' || type === 'gate.complete'
/** Reasons that are not shown: the action belongs to another state. */
const unsaid: readonly string[] = ['wrong-gate-state', 'wrong-launch-state', 'waiver-not-asked', 'scope-after-start']

/** A link to a confirmation page, or a form. The main action has its consequences beside its button, not in its form. */
function actionFor(
  request: PageRequest,
  view: LaunchView,
  id: string,
  attempt: GateAttempt,
  maker: FormMaker,
  isMain: boolean,
): Action {
  const label = gateCommandLabel(request, view, id, attempt)
  const href = confirmationHref(request, view, { gate: id, ...attempt })
  if (href !== null) return linkAction(label, href)
  const form = gateForm(request, view, id, attempt, maker, isMain)
  return formAction(label, isMain ? { ...form, intro: [] } : form)
}

/** A comment on the gate; null for people who may not write one. */
export function commentForm(request: PageRequest, view: LaunchView, id: string, maker: FormMaker): Form | null {
  const { w, actor, now } = request
  if (obstacle(view.launch, { type: 'gate.comment', gate: id }, actor, now) !== null) return null
  return maker.make({
    name: 'gate-comment',
    action: commandsHref(view, id),
    hidden: { type: 'gate.comment', gate: id },
    fields: [{ kind: 'textarea', name: 'text', label: w.t('page.comment'), required: true, isShort: true }],
    buttons: [{ label: w.command('gate.comment') }],
  })
}
