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

/** What this person can do with a gate as a whole. What they could never do is not among it. */
export interface GateActions {
  /** The one main action, in the bar at the foot; its form stands in the page when it has fields. */
  main: Main | null
  /** Whether one of the acts behind "More" was refused. */
  moreOpen: boolean
  /** The main action when something is in its way. */
  blocked: { label: string; reason: string } | null
  /** At most two. */
  others: Action[]
  more: Action[]
  notNow: { label: string; reason: string }[]
  /** What only another state of the gate allows: told behind "More", never by itself. */
  otherState: { label: string; reason: string }[]
  comment: Form | null
  /** They stand where they are looked for: below the items, and beside the owner. */
  addItem: Action | null
  assign: Action | null
}

/** `follows`: what comes of it, told beside the button. */
interface Main {
  action: Action
  inBar: boolean
  follows: string
}

export function gateActions(request: PageRequest, view: LaunchView, id: string, maker: FormMaker): GateActions {
  const { w, actor, now } = request
  const { launch } = view
  const { definition } = gateOf(launch, id)
  const actions: GateActions = {
    main: null,
    moreOpen: false,
    blocked: null,
    others: [],
    more: [],
    notNow: [],
    otherState: [],
    comment: null,
    addItem: addItemAction(request, view, id, maker),
    assign: assignAction(request, view, id, maker),
  }
  const finish = definition.signers.length > 0 ? 'gate.submit' : 'gate.complete'
  const attempts = gateFormTypes
    .filter((type) => !isFinish(type) || type === finish)
    .flatMap((type): GateAttempt[] =>
      type === 'gate.signOff' ? definition.signers.map((as) => ({ type, as })) : [{ type }],
    )
  const all: Action[] = []
  for (const attempt of attempts) {
    const { type } = attempt
    const label = gateCommandLabel(request, view, id, attempt)
    const probe = { gate: id, ...attempt }
    const against = obstacle(launch, probe, actor, now)
    if (against?.never) continue
    if (against) {
      const reason = w.reason(against.reason, view)
      const isOtherState = against.reason.code === 'wrong-gate-state'
      if (type === finish && !isOtherState) actions.blocked = { label, reason }
      else if (isOtherState && gateForms[type].isWork) actions.otherState.push({ label, reason })
      else if (!unsaid.includes(against.reason.code)) actions.notNow.push({ label, reason })
      continue
    }
    const isMain = gateForms[type].isMain && actions.main === null
    const href = confirmationHref(request, view, probe)
    if (href !== null) {
      const action = linkAction(label, href)
      if (isMain)
        actions.main = { action, inBar: true, follows: gateCommandEffects(request, view, id, attempt).join(' ') }
      else all.push(action)
      continue
    }
    const form = gateForm(request, view, id, attempt, maker, isMain)
    const action = formAction(label, form)
    if (isMain) actions.main = { action, inBar: form.fields.length === 0, follows: form.intro.join(' ') }
    else all.push(action)
  }
  actions.others = all.slice(0, 2)
  actions.more = all.slice(2)
  actions.moreOpen = actions.more.some(({ open }) => open)
  if (obstacle(launch, { type: 'gate.comment', gate: id }, actor, now) === null)
    actions.comment = commentForm(request, view, id, maker)
  return actions
}

const isFinish = (type: GateFormType): boolean => type === 'gate.submit' || type === 'gate.complete'
/** What only another state could allow is no action of this one, and goes without saying. */
const unsaid: readonly string[] = ['wrong-gate-state', 'wrong-launch-state', 'waiver-not-asked', 'scope-after-start']

function commentForm({ w }: PageRequest, view: LaunchView, id: string, maker: FormMaker): Form {
  return maker.make({
    name: 'gate-comment',
    action: commandsHref(view, id),
    hidden: { type: 'gate.comment', gate: id },
    fields: [{ kind: 'textarea', name: 'text', label: w.t('page.comment'), required: true }],
    buttons: [{ label: w.command('gate.comment') }],
  })
}
