import { isErased, isLastAdmin, losesPermission, mayAdminister, personBy, personByEmail } from './directory.ts'
import { type Author, personAuthor } from './entry.ts'
import type { InstallationAccepted, InstallationRuling, Known, SealedPerson } from './known.ts'
import type { Person, Profile } from './records.ts'
import { endSessions } from './sessions.ts'
import { revokeTokens } from './tokens.ts'

/** The rules about people: who is in the directory, with which permissions. */

export const newProfile = (person: string): Profile => ({
  person,
  language: null,
  timeZone: null,
  theme: 'system',
  firstSteps: true,
  erasedAt: null,
})

/** The store refuses an id, pseudonym or address that somebody else has. */
export function addPerson(known: Known, person: Person, sealed: SealedPerson, by: Author): InstallationRuling {
  return mayAdminister(known, by) ? addedPerson(person, sealed, by) : { accepted: false, reason: 'not-admin' }
}

/** The entry and the rows of somebody who is new. */
export function addedPerson(
  person: Person,
  { name, email }: SealedPerson,
  by: Author = personAuthor(person),
): InstallationAccepted {
  const { pseudonym, roles, admin, auditor } = person
  return {
    accepted: true,
    entries: [
      { action: 'person.add', actor: by, data: { person: pseudonym, name, email, roles: [...roles], admin, auditor } },
    ],
    changes: [
      { add: 'people', row: person },
      { add: 'profiles', row: newProfile(person.id) },
    ],
  }
}

/** What of a person an administrator may change. */
export type PersonWish = Pick<Person, 'name' | 'email' | 'roles' | 'admin' | 'auditor'>

/**
 * A change of name, address, default roles and permissions; where all of them are as before, nothing is written. The sessions of somebody
 * who loses a role or a permission end. `sealed` are the new name and address.
 */
export function changePerson(
  known: Known<{ sessionsOf: string }>,
  id: string,
  wish: PersonWish,
  sealed: SealedPerson,
  by: Author,
): InstallationRuling {
  if (!mayAdminister(known, by)) return { accepted: false, reason: 'not-admin' }
  const person = personBy(known, id)
  if (person === undefined) return { accepted: false, reason: 'unknown-person' }
  if (isErased(known, id)) return { accepted: false, reason: 'erased' }
  if (!wish.admin && isLastAdmin(known, id)) return { accepted: false, reason: 'last-admin' }
  const holder = personByEmail(known, wish.email)
  if (holder !== undefined && holder.id !== id) return { accepted: false, reason: 'email-in-use' }
  const { name, email, admin, auditor } = wish
  const roles = [...new Set(wish.roles)]
  const isRenamed = name !== person.name
  const isReaddressed = email !== person.email
  const loses = losesPermission(person, { roles, admin, auditor })
  const gains = roles.some((role) => !person.roles.includes(role)) || (admin && !person.admin)
  if (!isRenamed && !isReaddressed && !loses && !gains) return { accepted: true, entries: [], changes: [] }
  const data = {
    person: person.pseudonym,
    roles,
    admin,
    auditor,
    ...(isRenamed ? { name: sealed.name } : {}),
    ...(isReaddressed ? { email: sealed.email } : {}),
  }
  return {
    accepted: true,
    entries: [{ action: 'person.change', actor: by, data }],
    changes: [
      { put: 'people', row: { ...person, name, email, roles, admin, auditor } },
      ...(loses ? endSessions(known.sessionsOf) : []),
    ],
  }
}

/** Somebody who was deactivated may sign in again, with the roles that they had. */
export function activatePerson(known: Known, id: string, by: Author): InstallationRuling {
  if (!mayAdminister(known, by)) return { accepted: false, reason: 'not-admin' }
  const person = personBy(known, id)
  if (person === undefined) return { accepted: false, reason: 'unknown-person' }
  if (isErased(known, id)) return { accepted: false, reason: 'erased' }
  if (person.active) return { accepted: false, reason: 'already-done' }
  return {
    accepted: true,
    entries: [{ action: 'person.activate', actor: by, data: { person: person.pseudonym } }],
    changes: [{ put: 'people', row: { ...person, active: true } }],
  }
}

/** They are active no more: their sessions end and their tokens are revoked. What they did, and their roles in launches, stay. */
export function deactivatePerson(
  known: Known<{ sessionsOf: string; tokensOf: string }>,
  id: string,
  by: Author,
  at: number,
): InstallationRuling {
  if (!mayAdminister(known, by)) return { accepted: false, reason: 'not-admin' }
  const person = personBy(known, id)
  if (person === undefined) return { accepted: false, reason: 'unknown-person' }
  if (!person.active) return { accepted: false, reason: 'already-done' }
  if (isLastAdmin(known, id)) return { accepted: false, reason: 'last-admin' }
  return {
    accepted: true,
    entries: [{ action: 'person.deactivate', actor: by, data: { person: person.pseudonym } }],
    changes: [
      { put: 'people', row: { ...person, active: false } },
      ...endSessions(known.sessionsOf),
      ...revokeTokens(known.tokensOf, at),
    ],
  }
}
