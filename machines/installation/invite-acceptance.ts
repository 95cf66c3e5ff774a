import type { Author } from './entry.ts'
import type { InstallationReason, InstallationRuling, Known, SealedPerson } from './known.ts'
import { newProfile } from './people.ts'
import type { Invite, Password, Person, Session } from './records.ts'
import { startSession } from './sessions.ts'

/** The rules about accepting an invitation. */

/** Why nobody can accept this invitation; null if the person whom it is for can. */
export function refusalOfInvite(known: Known<{ invite: string }>, at: number): InstallationReason | null {
  const { invite, people } = known
  if (invite === null) return 'wrong-invite'
  if (invite.revokedAt !== null) return 'revoked-invite'
  if (invite.acceptedAt !== null) return 'used-invite'
  if (invite.expiresAt <= at) return 'expired-invite'
  return people.some(({ email }) => email.toLowerCase() === invite.email.toLowerCase()) ? 'used-invite' : null
}

/** Who is invited gets the address, the roles and the permissions that the inviter chose, whatever else was sent. */
export const personOfInvite = (
  { email, roles, admin, auditor }: Invite,
  { id, pseudonym, name }: Pick<Person, 'id' | 'pseudonym' | 'name'>,
): Person => ({ id, pseudonym, name, email, roles: [...roles], admin, auditor, active: true })

/** The person, how they sign in, and their session. `password` is null for somebody who came through an OpenID provider. */
export function acceptInvite(
  known: Known<{ invite: string; session: string }>,
  newcomer: Pick<Person, 'id' | 'pseudonym' | 'name'>,
  { password, session }: { password: Password | null; session: Session },
  { name, email }: SealedPerson,
  at: number,
): InstallationRuling {
  const reason = refusalOfInvite(known, at)
  if (reason !== null) return { accepted: false, reason }
  const { invite } = known
  if (invite === null) return { accepted: false, reason: 'wrong-invite' }
  const person = personOfInvite(invite, newcomer)
  const started = startSession({ ...known, people: [person], sessionsOf: [] }, session)
  if (!started.accepted) return started
  const { pseudonym, roles, admin, auditor } = person
  const author: Author = { id: pseudonym, kind: 'person' }
  return {
    accepted: true,
    entries: [
      {
        action: 'person.add',
        actor: author,
        data: { person: pseudonym, name, email, roles: [...roles], admin, auditor },
      },
      { action: 'invite.accept', actor: author, data: { invite: invite.id, person: pseudonym } },
      ...started.entries,
    ],
    changes: [
      { add: 'people', row: person },
      { add: 'profiles', row: newProfile(person.id) },
      ...(password === null ? [] : [{ add: 'passwords' as const, row: password }]),
      { put: 'invites', row: { ...invite, acceptedAt: at } },
      ...started.changes,
    ],
  }
}
