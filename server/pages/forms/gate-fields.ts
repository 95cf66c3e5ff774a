import type { WholeGateCommandType } from '../../../machines/commands.ts'
import { gateOf, isTicked, isWaived, itemStateOf, itemsOf, rolesThatGrant } from '../../../machines/reading/queries.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import type { PageRequest } from '../request/page-request.ts'
import type { Choice, FieldSpec } from './form.ts'

/** Fields and consequences of the commands about a gate as a whole. */

/** Those whose form is built from this file; the others have a form of their own on the page. */
export type GateFormType = Exclude<WholeGateCommandType, 'gate.addItem' | 'gate.assign' | 'gate.comment'>

/**
 * The forms in the order of their buttons. `isMain`: the first of these that can be done is the page's main action. `isAlternative`: the
 * alternative to the main action, such as Request changes beside Sign off. `isWork`: mentioned behind "More" when only another state of the gate allows it.
 */
export const gateForms: Record<GateFormType, { isMain?: true; isAlternative?: true; isWork?: true }> = {
  'gate.signOff': { isMain: true, isWork: true },
  'gate.unblock': { isMain: true },
  'gate.grantWaiver': { isMain: true },
  'gate.submit': { isMain: true, isWork: true },
  'gate.complete': { isMain: true, isWork: true },
  'gate.declineWaiver': { isAlternative: true },
  'gate.return': { isAlternative: true, isWork: true },
  'gate.withdraw': { isWork: true },
  'gate.reopen': { isWork: true },
  'gate.block': {},
  'gate.requestWaiver': {},
  'gate.require': {},
  'gate.notNeeded': {},
}
export const gateFormTypes = Object.keys(gateForms) as GateFormType[]
export const isGateFormType = (type: string): type is GateFormType => Object.hasOwn(gateForms, type)

/** The fields of a command's form. A new command does not compile until it has its fields, or none. */
export function fieldsOfCommand(
  { w, now }: PageRequest,
  view: LaunchView,
  id: string,
  type: GateFormType,
): FieldSpec[] {
  const { definition } = gateOf(view.launch, id)
  const reason: FieldSpec = { kind: 'textarea', name: 'reason', label: w.t('page.reason'), required: true }
  switch (type) {
    case 'gate.block':
      return [{ ...reason, label: w.t('blocker-form.what') }]
    case 'gate.notNeeded':
      return [reason]
    case 'gate.return':
    case 'gate.reopen': {
      const choices = tickedItems(w, view, id)
      const again: FieldSpec = { kind: 'checks', name: 'items', label: w.t('form.items-again'), choices }
      return [reason, ...(choices.length > 0 ? [again] : [])]
    }
    case 'gate.signOff':
      return [{ kind: 'textarea', name: 'statement', label: w.t('form.statement') }]
    case 'gate.unblock':
      return [{ kind: 'textarea', name: 'note', label: w.t('blocker-form.how') }]
    case 'gate.withdraw':
    case 'gate.declineWaiver':
      return [{ ...reason, label: w.t('form.reason-optional'), required: false }]
    case 'gate.requestWaiver': {
      const { timeZone } = view.launch.context
      const { waiverLimit } = view.launch.definition
      const latest = w.dateTime(now + waiverLimit, timeZone, now)
      const mitigation = definition.critical ? 'waiver-form.mitigation' : 'waiver-form.mitigation-optional'
      return [
        reason,
        {
          kind: 'datetime-local',
          name: 'until',
          label: w.t('waiver-form.until'),
          required: true,
          hint: w.t('waiver-form.until-hint', { zone: zoneName(timeZone), duration: w.duration(waiverLimit), latest }),
        },
        {
          kind: 'textarea',
          name: 'mitigation',
          label: w.t(mitigation),
          required: definition.critical,
          hint: w.t('waiver-form.mitigation-hint'),
        },
      ]
    }
    case 'gate.submit':
    case 'gate.complete':
    case 'gate.grantWaiver':
    case 'gate.require':
      return []
  }
}

function tickedItems(w: PageRequest['w'], view: LaunchView, id: string): Choice[] {
  const { definition, gate } = gateOf(view.launch, id)
  return itemsOf(definition, gate.context)
    .filter((item) => isTicked(itemStateOf(gate.context, item.id)))
    .map((item) => ({ value: item.id, label: w.item(view, id, item.id), checked: false }))
}

export const zoneName = (zone: string): string => zone.replaceAll('_', ' ')

/** What follows from one of these commands by its nature, before the engine is asked. */
export function followsFromCommand(
  { w, now }: PageRequest,
  view: LaunchView,
  id: string,
  type: GateFormType,
): string[] {
  const { definition, gate } = gateOf(view.launch, id)
  const zone = view.launch.context.timeZone
  const { waiver, waiverRequest } = gate.context
  if (type === 'gate.block') return [w.t('blocker-form.follows')]
  if (type === 'gate.notNeeded') return [w.t('scope-form.gate-follows')]
  if (type === 'gate.grantWaiver' && waiverRequest)
    return [w.t('waiver-form.grant-follows', { until: w.dateTime(waiverRequest.until, zone, now) })]
  if (type === 'gate.reopen' && isWaived(gate)) return [w.t('effect.waiver-ends', { gate: w.gate(view, id) })]
  if (type !== 'gate.requestWaiver') return []
  const roles = w.list(rolesThatGrant(view.launch, definition).map((role) => w.role(view, role)))
  return [
    w.t('waiver-form.follows', { roles }),
    ...(isWaived(gate) && waiver ? [w.t('waiver-form.extends', { until: w.dateTime(waiver.until, zone, now) })] : []),
    ...(waiverRequest ? [w.t('waiver-form.replaces', { person: w.person(view, waiverRequest.by) })] : []),
  ]
}
