import { isLeft } from '../../../machines/reading/absent.ts'
import { impossibleFourEyes } from '../../../machines/reading/four-eyes.ts'
import { obstacle } from '../../../machines/reading/obstacle.ts'
import { holdersOf, isDraft, isOver } from '../../../machines/reading/queries.ts'
import { absentIn } from '../../launches/present-people.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import type { Words } from '../../words/index.ts'
import { commandsHref } from '../forms/commands-href.ts'
import { type Choice, choice, type Form, type FormMaker } from '../forms/form.ts'
import type { PageRequest } from '../request/page-request.ts'

/** Who holds which role, changed by who may: the lead most of them, the sponsor and an administrator those of lead and sponsor. */
export interface PeopleActions {
  add: Form | null
  remove: Form | null
  /** Whether the fold is open, because one of its forms was refused. */
  isOpen: boolean
  /** For people who can assign roles: roles that nobody active holds, and a gate that can no longer be signed by different people. */
  toMend: { text: string; href: string }[]
}

const addHref = '#launch-assignRole-role'

/** Nobody is chosen by accident. */
const nobody = (w: Words): Choice => choice('', w.t('form.choose'))

export function peopleActions(request: PageRequest, view: LaunchView, maker: FormMaker): PeopleActions {
  const { w } = request
  const { launch } = view
  const adds = rolesFor(request, view, 'launch.assignRole')
  const removes = rolesFor(request, view, 'launch.unassignRole').flatMap((role) =>
    holdersOf(launch, role).flatMap((pseudonym) => {
      const person = view.names.person(pseudonym)
      if (!person) return []
      return choice(
        `${role} ${person.id}`,
        w.t('people.as', { person: w.person(view, pseudonym), role: w.role(view, role) }),
      )
    }),
  )
  const clash = adds.length === 0 || isDraft(launch) || isOver(launch) ? null : impossibleFourEyes(launch)
  const add = adds.length === 0 ? null : addForm(request, view, adds, maker)
  const remove = removes.length === 0 ? null : removeForm(request, view, removes, maker)
  return {
    add,
    remove,
    isOpen: [add, remove].some((form) => form !== null && form.refusal !== null),
    toMend: [
      ...goneFrom(w, view, adds),
      ...(clash === null
        ? []
        : [{ text: w.reason({ code: 'four-eyes-impossible', params: { ...clash } }, view), href: addHref }]),
    ],
  }
}

/** One sentence for each person, however many roles nobody else holds. */
function goneFrom(w: Words, view: LaunchView, roles: readonly string[]): PeopleActions['toMend'] {
  const isAbsent = absentIn(view.names)
  const left = new Map<string, string[]>()
  for (const role of roles.filter((each) => isLeft(view.launch, each, isAbsent)))
    for (const person of holdersOf(view.launch, role))
      left.set(person, [...(left.get(person) ?? []), w.role(view, role)])
  return [...left].map(([person, roles]) => ({
    text: w.t('people.gone', { person: w.person(view, person), roles: w.list(roles) }),
    href: addHref,
  }))
}

function rolesFor(
  { actor, now }: PageRequest,
  { launch }: LaunchView,
  type: 'launch.assignRole' | 'launch.unassignRole',
): string[] {
  return launch.definition.roles.filter((role) => obstacle(launch, { type, role }, actor, now) === null)
}

function addForm({ w }: PageRequest, view: LaunchView, roles: string[], maker: FormMaker): Form {
  const people = view.names.people.filter(({ active, auditor }) => active && !auditor)
  const type = 'launch.assignRole'
  return maker.make({
    name: 'launch-assignRole',
    action: commandsHref(view),
    hidden: { type },
    fields: [
      {
        kind: 'select',
        name: 'role',
        label: w.t('people.role'),
        required: true,
        choices: [nobody(w), ...roles.map((role) => choice(role, w.role(view, role)))],
      },
      {
        kind: 'select',
        name: 'person',
        label: w.t('people.person'),
        required: true,
        choices: [nobody(w), ...people.map((person) => choice(person.id, person.name))],
      },
    ],
    buttons: [{ label: w.command(type) }],
  })
}

function removeForm({ w }: PageRequest, view: LaunchView, choices: Choice[], maker: FormMaker): Form {
  const type = 'launch.unassignRole'
  return maker.make({
    name: 'launch-unassignRole',
    action: commandsHref(view),
    hidden: { type },
    intro: [w.t('people.remove-follows')],
    fields: [
      { kind: 'select', name: 'who', label: w.t('people.who'), required: true, choices: [nobody(w), ...choices] },
    ],
    buttons: [{ label: w.command(type) }],
  })
}
