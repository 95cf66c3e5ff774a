import type { PersonWish } from '../../../machines/installation/people.ts'
import type { Person } from '../../../machines/installation/records.ts'
import type { Words } from '../../words/index.ts'
import { emailError, nameError } from '../forms/field-checks.ts'
import type { FieldSpec, FormSpec, Typed } from '../forms/form.ts'
import { textOf, valuesOf } from './frame.ts'

/** The form with a person's name, address, default roles and permissions. */

export const personFields = ['name', 'email', 'roles', 'permissions', 'requestKey']

type Titles = ReadonlyMap<string, string>

export function personForm(w: Words, person: Person, titles: Titles): FormSpec {
  return {
    name: 'person',
    action: `/admin/people/${person.id}`,
    hidden: {},
    fields: [
      { kind: 'text', name: 'name', label: w.t('admin.person.name'), value: person.name, required: true },
      { kind: 'text', name: 'email', label: w.t('admin.person.email'), value: person.email, required: true },
      rolesField(w, titles, person.roles),
      permissionsField(w, person),
    ],
    intro: [],
    buttons: [{ label: w.t('admin.person.save'), main: true }],
  }
}

/** Every role of every pipeline, and what the person has already, known or not. */
export function rolesField(w: Words, titles: Titles, chosen: readonly string[]): FieldSpec {
  const unknown = chosen.filter((role) => !titles.has(role))
  const all = [...titles, ...unknown.map((role): [string, string] => [role, role])]
  return {
    kind: 'checks',
    name: 'roles',
    label: w.t('admin.person.roles'),
    choices: all.map(([value, label]) => ({ value, label, checked: chosen.includes(value) })),
  }
}

export function permissionsField(w: Words, { admin, auditor }: Pick<Person, 'admin' | 'auditor'>): FieldSpec {
  return {
    kind: 'checks',
    name: 'permissions',
    label: w.t('admin.person.permissions'),
    choices: [
      { value: 'admin', label: w.t('admin.person.admin'), checked: admin },
      { value: 'auditor', label: w.t('admin.person.auditor'), checked: auditor },
    ],
  }
}

/** What the form says, or what is wrong with it, field by field. `kept` are roles that may stay although no pipeline has them. */
export function readPersonForm(
  w: Words,
  typed: Typed,
  titles: Titles,
  kept: readonly string[],
): { wish: PersonWish; errors: Record<string, string> } {
  const [name, email] = [textOf(typed.name), textOf(typed.email)]
  const { given, errors } = readGiven(w, typed, titles, kept)
  const wrong = { name: nameError(w, name), email: emailError(w, email) }
  if (wrong.name !== undefined) errors.name = wrong.name
  if (wrong.email !== undefined) errors.email = wrong.email
  return { wish: { name, email, ...given }, errors }
}

/** Roles and permissions alone. */
export function readGiven(
  w: Words,
  typed: Typed,
  titles: Titles,
  kept: readonly string[],
): { given: Pick<PersonWish, 'roles' | 'admin' | 'auditor'>; errors: Record<string, string> } {
  const [roles, permissions] = [valuesOf(typed.roles), valuesOf(typed.permissions)]
  const errors: Record<string, string> = {}
  const unknown = roles.filter((role) => !titles.has(role) && !kept.includes(role))
  if (unknown.length > 0) errors.roles = w.t('admin.person.bad-role', { roles: w.list(unknown) })
  if (permissions.some((each) => each !== 'admin' && each !== 'auditor')) errors.permissions = w.t('form.not-accepted')
  return { given: { roles, admin: permissions.includes('admin'), auditor: permissions.includes('auditor') }, errors }
}
