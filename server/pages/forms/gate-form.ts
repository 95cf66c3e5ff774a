import type { PersonCommandType } from '../../../machines/commands.ts'
import { gateOf, isTicked, isWaived, itemStateOf, itemsOf } from '../../../machines/reading/queries.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import { describeEffects, sampleCommand } from '../confirm/simulate.ts'
import type { PageRequest } from '../request/page-request.ts'
import type { Choice, FieldSpec, Form, FormMaker } from './form.ts'
import { fieldsOfCommand, followsFromCommand } from './gate-fields.ts'

/** Something that is tried on the gate as a whole: a command, and of a signature the role that it is given for. */
export interface GateAttempt {
  type: PersonCommandType
  as?: string
}

export function gateCommandLabel(
  { w, actor }: PageRequest,
  view: LaunchView,
  id: string,
  { type, as }: GateAttempt,
): string {
  const { gate } = gateOf(view.launch, id)
  if (as !== undefined) return w.t('page.sign-as', { role: w.role(view, as) })
  if (type === 'gate.requestWaiver' && isWaived(gate)) return w.t('waiver-form.extend')
  if (type === 'gate.declineWaiver' && gate.context.waiverRequest?.by === actor.id) return w.t('waiver-form.take-back')
  if (type === 'gate.notNeeded') return w.t('scope-form.gate-out')
  if (type === 'gate.require') return w.t('scope-form.gate-back')
  return w.command(type)
}

/** The form of one act on the gate as a whole. */
export function gateForm(
  request: PageRequest,
  view: LaunchView,
  id: string,
  attempt: GateAttempt,
  maker: FormMaker,
  isMain: boolean,
): Form {
  const { type, as } = attempt
  const { w } = request
  const { version } = gateOf(view.launch, id).gate
  return maker.make({
    name: [type.replace('.', '-'), ...(as === undefined ? [] : [as])].join('-'),
    action: `/launches/${view.launch.launch}/commands`,
    hidden: { type, gate: id, as: as ?? null, ifVersion: version },
    intro: gateCommandEffects(request, view, id, attempt),
    fields: fieldsOf(request, view, id, type),
    buttons: [{ label: gateCommandLabel(request, view, id, attempt), about: w.gate(view, id), main: isMain }],
  })
}

function fieldsOf(request: PageRequest, view: LaunchView, id: string, type: PersonCommandType): FieldSpec[] {
  const { w } = request
  const ofAct = fieldsOfCommand(request, view, id, type)
  if (ofAct) return ofAct
  const reason = { kind: 'textarea', name: 'reason', label: w.t('page.reason') } as const
  if (type === 'gate.signOff') return [{ kind: 'textarea', name: 'statement', label: w.t('form.statement') }]
  if (type === 'gate.withdraw') return [{ ...reason, label: w.t('form.reason-optional') }]
  if (type !== 'gate.return' && type !== 'gate.reopen') return []
  const choices = tickedItems({ w }, view, id)
  const again: FieldSpec = { kind: 'checks', name: 'items', label: w.t('form.items-again'), choices }
  return [{ ...reason, required: true }, ...(choices.length > 0 ? [again] : [])]
}

function tickedItems({ w }: Pick<PageRequest, 'w'>, view: LaunchView, id: string): Choice[] {
  const { definition, gate } = gateOf(view.launch, id)
  return itemsOf(definition, gate.context)
    .filter((item) => isTicked(itemStateOf(gate.context, item.id)))
    .map((item) => ({ value: item.id, label: w.item(view, id, item.id), checked: false }))
}

/** What would follow, before it is pressed. */
export function gateCommandEffects(
  request: PageRequest,
  view: LaunchView,
  id: string,
  { type, as }: GateAttempt,
): string[] {
  const command = sampleCommand(view, { type, gate: id, ...(as === undefined ? {} : { as }) })
  return [
    ...followsFromCommand(request, view, id, type),
    ...(command === null ? [] : describeEffects(request, view, command)),
  ]
}
