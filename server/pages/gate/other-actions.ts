import { obstacle } from '../../../machines/reading/obstacle.ts'
import { gateOf, holdersOf, isDraft } from '../../../machines/reading/queries.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import type { Words } from '../../words/index.ts'
import { type Action, formAction } from '../forms/action.ts'
import { commandsHref } from '../forms/commands-href.ts'
import type { Form, FormMaker } from '../forms/form.ts'
import { choice } from '../forms/form.ts'
import type { PageRequest } from '../request/page-request.ts'

/** Actions that change what a gate asks and of whom: add an item, assign a person, change the scope. */

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
    action: commandsHref(view, id),
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
        label: w.t('add-item.evidence'),
        value: 'none',
        choices: (['none', 'note', 'link', 'file', 'number'] as const).map((kind) => choice(kind, w.kind(kind))),
      },
      { ...bound, name: 'asks.min', label: w.t('add-item.minimum') },
      { ...bound, name: 'asks.max', label: w.t('add-item.maximum') },
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
    action: commandsHref(view, id),
    hidden: { type: 'gate.assign', gate: id },
    fields: [
      {
        kind: 'select',
        name: 'person',
        label: w.t('assign.who'),
        value: chosen?.id ?? '',
        choices: [choice('', w.t('assign.no-one')), ...people.map((each) => choice(each.id, each.name))],
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
    action: commandsHref(view, at.gate),
    hidden: { type, ...at },
    intro: leavesOut ? [w.t(follows)] : [],
    fields: leavesOut ? [{ kind: 'textarea', name: 'reason', label: w.t('page.reason'), required: true }] : [],
    buttons: [{ label: w.command(type), about: w.item(view, at.gate, at.item) }],
  })
}
