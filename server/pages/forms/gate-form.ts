import type { Target } from '../../../machines/reading/obstacle.ts'
import { gateOf, isWaived } from '../../../machines/reading/queries.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import { describeEffects, sampleCommand } from '../confirm/simulate.ts'
import type { PageRequest } from '../request/page-request.ts'
import { commandsHref } from './commands-href.ts'
import type { Form, FormMaker } from './form.ts'
import { fieldsOfCommand, followsFromCommand, type GateFormType } from './gate-fields.ts'

/** Something that is tried on the gate as a whole: a command, and of a signature the role that it is given for. */
export interface GateAttempt extends Pick<Target, 'as'> {
  type: GateFormType
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
    action: commandsHref(view, id),
    hidden: { type, gate: id, as: as ?? null, ifVersion: version },
    intro: gateCommandEffects(request, view, id, attempt),
    fields: fieldsOfCommand(request, view, id, type),
    buttons: [{ label: gateCommandLabel(request, view, id, attempt), about: w.gate(view, id), main: isMain }],
  })
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
