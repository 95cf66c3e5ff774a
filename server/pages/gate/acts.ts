import type { PersonCommandType } from '../../../machines/commands.ts'
import { obstacle } from '../../../machines/reading/obstacle.ts'
import { gateOf, holdersOf, isDraft, isWaived, rolesThatGrant } from '../../../machines/reading/queries.ts'
import type { Waiver } from '../../../machines/state.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import type { Words } from '../../words/index.ts'
import { type Action, formAction } from '../forms/action.ts'
import type { Choice, FieldSpec, Form, FormMaker } from '../forms/form.ts'
import type { PageRequest } from '../request/page-request.ts'

/** The acts of a gate besides its work: problems, waivers, what is asked at all, and whom the page waits for. */

const choice = (value: string, label: string): Choice => ({ value, label, checked: false })

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
      return [{ ...reason, label: w.t('problem-form.what') }]
    case 'gate.notNeeded':
      return [reason]
    case 'gate.unblock':
      return [{ kind: 'textarea', name: 'note', label: w.t('problem-form.how') }]
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
  if (type === 'gate.block') return [w.t('problem-form.follows')]
  if (type === 'gate.notNeeded') return [w.t('scope-form.gate-follows')]
  if (type === 'gate.grantWaiver' && waiverRequest)
    return [w.t('waiver-form.grant-follows', { until: w.dateTime(waiverRequest.until, zone, now) })]
  if (type === 'gate.reopen' && isWaived(gate)) return [w.t('foresee.waiver-ends', { gate: w.gate(view, id) })]
  if (type !== 'gate.requestWaiver') return []
  const roles = w.list(rolesThatGrant(view.launch, definition).map((role) => w.role(view, role)))
  return [
    w.t('waiver-form.follows', { roles }),
    ...(isWaived(gate) && waiver ? [w.t('waiver-form.extends', { until: w.dateTime(waiver.until, zone, now) })] : []),
    ...(waiverRequest ? [w.t('waiver-form.replaces', { person: w.person(view, waiverRequest.by) })] : []),
  ]
}

/** The terms of a waiver, granted or asked for, as lines to read. */
export function termsOf(w: Words, view: LaunchView, terms: Waiver): string[] {
  const zone = view.launch.context.timeZone
  const mitigation = terms.mitigation === null ? null : (view.text(terms.mitigation) ?? w.t('evidence.erased'))
  return [
    w.t('waiver.until', { until: w.dateTimeOffset(terms.until, zone) }),
    mitigation === null ? w.t('waiver.no-mitigation') : w.t('waiver.mitigation', { text: mitigation }),
  ]
}

/** An item that nobody foresaw; null for who may not add one now. */
export function addItemAction(request: PageRequest, view: LaunchView, id: string, maker: FormMaker): Action | null {
  const { w, actor, now } = request
  const { launch } = view
  if (obstacle(launch, { type: 'gate.addItem', gate: id }, actor, now)) return null
  const { definition } = gateOf(launch, id)
  // Who signs a gate gives none of its evidence.
  const roles = launch.definition.roles.filter((role) => !definition.signers.includes(role))
  const bound = { kind: 'number', onlyNumber: true } as const
  const form = maker.make({
    name: 'gate-addItem',
    action: `/launches/${launch.launch}/commands`,
    hidden: { type: 'gate.addItem', gate: id },
    intro: [w.t('add-item.follows')],
    fields: [
      { kind: 'text', name: 'title', label: w.t('add-item.title'), hint: w.t('add-item.title-hint'), required: true },
      {
        kind: 'select',
        name: 'owner',
        label: w.t('add-item.owner'),
        value: definition.owner,
        choices: roles.map((role) => choice(role, holdersLine(w, view, role))),
      },
      {
        kind: 'select',
        name: 'asks.kind',
        label: w.t('add-item.asks'),
        value: 'none',
        choices: (['none', 'note', 'link', 'file', 'number'] as const).map((kind) => choice(kind, w.kind(kind))),
      },
      { ...bound, name: 'asks.min', label: w.t('add-item.least') },
      { ...bound, name: 'asks.max', label: w.t('add-item.most') },
      {
        kind: 'text',
        onlyNumber: true,
        name: 'asks.unit',
        label: w.t('add-item.unit'),
        hint: w.t('add-item.unit-hint'),
      },
      {
        kind: 'check',
        name: 'required',
        label: '',
        choices: [{ value: 'true', label: w.t('add-item.required'), checked: true }],
      },
    ],
    buttons: [{ label: w.command('gate.addItem') }],
  })
  return formAction(w.command('gate.addItem'), form)
}

/** A role with the people who hold it. */
export function holdersLine(w: Words, view: LaunchView, role: string): string {
  const people = holdersOf(view.launch, role).map((person) => w.person(view, person))
  const title = w.role(view, role)
  return people.length === 0 ? title : w.t('role.held-by', { role: title, people: w.list(people) })
}

/** Whom of its owners the gate waits for; null for who may not say, and where there is nobody to choose between. */
export function assignAction(request: PageRequest, view: LaunchView, id: string, maker: FormMaker): Action | null {
  const { w, actor, now } = request
  const { launch } = view
  if (obstacle(launch, { type: 'gate.assign', gate: id }, actor, now)) return null
  const { definition, gate } = gateOf(launch, id)
  const people = holdersOf(launch, definition.owner).flatMap((pseudonym) => view.names.person(pseudonym) ?? [])
  if (people.length === 0) return null
  const chosen = people.find(({ pseudonym }) => pseudonym === gate.context.person)
  const form = maker.make({
    name: 'gate-assign',
    action: `/launches/${launch.launch}/commands`,
    hidden: { type: 'gate.assign', gate: id },
    fields: [
      {
        kind: 'select',
        name: 'person',
        label: w.t('assign.who'),
        value: chosen?.id ?? '',
        choices: [choice('', w.t('assign.nobody')), ...people.map((each) => choice(each.id, each.name))],
        hint: w.t('assign.hint', { role: w.role(view, definition.owner) }),
      },
    ],
    buttons: [{ label: w.command('gate.assign') }],
  })
  return formAction(w.command('gate.assign'), form)
}

/** Taking one item out of what is asked, or back in; null where neither can be done. */
export function itemScopeForm(
  { w }: PageRequest,
  view: LaunchView,
  at: { gate: string; item: string },
  type: 'gate.itemNotNeeded' | 'gate.requireItem',
  maker: FormMaker,
): Form {
  const leavesOut = type === 'gate.itemNotNeeded'
  const follows = isDraft(view.launch) ? 'scope-form.item-follows-draft' : 'scope-form.item-follows'
  return maker.make({
    name: `${type.replace('.', '-')}-${at.item}`,
    action: `/launches/${view.launch.launch}/commands`,
    hidden: { type, ...at },
    intro: leavesOut ? [w.t(follows)] : [],
    fields: leavesOut ? [{ kind: 'textarea', name: 'reason', label: w.t('page.reason'), required: true }] : [],
    buttons: [{ label: w.command(type), about: w.item(view, at.gate, at.item) }],
  })
}
