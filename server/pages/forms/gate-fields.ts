import type { PersonCommandType } from '../../../machines/commands.ts'
import { gateOf, isWaived, rolesThatGrant } from '../../../machines/reading/queries.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import type { PageRequest } from '../request/page-request.ts'
import type { FieldSpec } from './form.ts'

/** Fields and consequences of gate commands that only one command has. */

/** The fields of these commands; null for any other. */
export function fieldsOfCommand(
  { w, now }: PageRequest,
  view: LaunchView,
  id: string,
  type: PersonCommandType,
): FieldSpec[] | null {
  const { definition } = gateOf(view.launch, id)
  const reason: FieldSpec = { kind: 'textarea', name: 'reason', label: w.t('page.reason'), required: true }
  switch (type) {
    case 'gate.block':
      return [{ ...reason, label: w.t('blocker-form.what') }]
    case 'gate.notNeeded':
      return [reason]
    case 'gate.unblock':
      return [{ kind: 'textarea', name: 'note', label: w.t('blocker-form.how') }]
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
    default:
      return null
  }
}

export const zoneName = (zone: string): string => zone.replaceAll('_', ' ')

/** What follows from one of these commands by its nature, before the engine is asked. */
export function followsFromCommand(
  { w, now }: PageRequest,
  view: LaunchView,
  id: string,
  type: PersonCommandType,
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
