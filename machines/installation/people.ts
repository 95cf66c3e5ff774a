import { isLastAdmin, mayAdminister, personBy } from './directory.ts'
import type { Author } from './entry.ts'
import type { InstallationRuling, Known, SealedPerson } from './known.ts'
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
export function addPerson(known: Known, person: Person, { name, email }: SealedPerson, by: Author): InstallationRuling {
  if (!mayAdminister(known, by)) return { accepted: false, reason: 'not-admin' }
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
