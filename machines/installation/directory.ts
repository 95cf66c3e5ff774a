import type { Actor } from '../entry.ts'
import type { Author } from './entry.ts'
import type { Installation } from './known.ts'
import type { Person } from './records.ts'

/** Questions about the people of the installation that several rules ask. */

type People = Pick<Installation, 'people'>

/** Whether this author may administer the installation: an active administrator, or who has the command line. */
export function mayAdminister({ people }: People, by: Author): boolean {
  if (by.kind === 'operator' || by.kind === 'engine') return true
  return by.kind === 'person' && people.some((each) => each.pseudonym === by.id && each.admin && each.active)
}

export const personBy = ({ people }: People, id: string): Person | undefined => people.find((each) => each.id === id)

/**
 * Whether this actor may read the log of the installation and what auditors find in all launches: every service and person
 * but members. What a token allows is judged apart, by its scopes.
 */
export const mayAudit = ({ kind, permission }: Pick<Actor, 'kind' | 'permission'>): boolean =>
  kind === 'service' || permission !== 'member'

/** Nobody has two addresses, and the case of letters does not tell two apart. */
export const personByEmail = ({ people }: People, email: string): Person | undefined =>
  people.find((each) => each.email.toLowerCase() === email.toLowerCase())

/** Whether this person's name, address and texts were deleted. */
export const isErased = ({ profiles }: Pick<Installation, 'profiles'>, id: string): boolean =>
  (profiles.get(id)?.erasedAt ?? null) !== null

/** The people who may administer, as long as there is one. */
const activeAdmins = ({ people }: People) => people.filter(({ admin, active }) => admin && active)

/** Whether the installation would be left without an administrator if this person were none. */
export function isLastAdmin(known: People, id: string): boolean {
  const admins = activeAdmins(known)
  return admins.length === 1 && admins[0]?.id === id
}

type Permissions = Pick<Person, 'roles' | 'admin' | 'auditor'>

/** Whether a change takes something away, so that the person has to sign in again. An auditor is one who may less. */
export const losesPermission = (before: Permissions, after: Permissions): boolean =>
  before.roles.some((role) => !after.roles.includes(role)) ||
  (before.admin && !after.admin) ||
  before.auditor !== after.auditor
