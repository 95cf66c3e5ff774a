import { personByEmail } from './directory.ts'
import { personAuthor } from './entry.ts'
import type {
  InstallationAccepted,
  InstallationReason,
  InstallationRefused,
  InstallationRuling,
  Known,
  SealedPerson,
} from './known.ts'
import { addedPerson } from './people.ts'
import type { Invite, Password, Person, Session } from './records.ts'
import { startSession } from './sessions.ts'

/** The rules about accepting an invite. */

/** Why nobody can accept this invite; null if the person whom it is for can. */
export function refusalOfInvite(known: Known<{ invite: string }>, at: number): InstallationReason | null {
  const { invite } = known
  if (invite === null) return 'wrong-invite'
  if (invite.revokedAt !== null) return 'revoked-invite'
  if (invite.acceptedAt !== null) return 'used-invite'
  if (invite.expiresAt <= at) return 'expired-invite'
  return personByEmail(known, invite.email) === undefined ? null : 'used-invite'
}

/** Who is invited gets the address, the roles and the permissions that the inviter chose, whatever else was sent. */
const personOfInvite = ({ email, roles, admin, auditor }: Invite, { id, pseudonym, name }: Newcomer): Person => ({
  id,
  pseudonym,
  name,
  email,
  roles: [...roles],
  admin,
  auditor,
  active: true,
})

/** Who accepts, as they call themselves. */
export type Newcomer = Pick<Person, 'id' | 'pseudonym' | 'name'>

/** The person, how they sign in, and their session. */
export function acceptInvite(
  known: Known<{ invite: string; session: string }>,
  newcomer: Newcomer,
  { password, session }: { password: Password; session: Session },
  sealed: SealedPerson,
  at: number,
): InstallationRuling {
  const joined = addInvited(known, newcomer, sealed, at)
  if (!joined.accepted) return joined
  const started = startSession({ ...known, people: [joined.person], sessionsOf: [] }, session)
  if (!started.accepted) return started
  return {
    accepted: true,
    entries: [...joined.entries, ...started.entries],
    changes: [...joined.changes, { add: 'passwords', row: password }, ...started.changes],
  }
}

/** The person alone, who has no way to sign in yet. */
export function addInvited(
  known: Known<{ invite: string }>,
  newcomer: Newcomer,
  sealed: SealedPerson,
  at: number,
): (InstallationAccepted & { person: Person; invite: Invite }) | InstallationRefused {
  const { invite } = known
  const reason = refusalOfInvite(known, at)
  if (invite === null || reason !== null) return { accepted: false, reason: reason ?? 'wrong-invite' }
  const person = personOfInvite(invite, newcomer)
  const joined = addedPerson(person, sealed)
  return {
    accepted: true,
    person,
    invite,
    entries: [
      ...joined.entries,
      { action: 'invite.accept', actor: personAuthor(person), data: { invite: invite.id, person: person.pseudonym } },
    ],
    changes: [...joined.changes, { put: 'invites', row: { ...invite, acceptedAt: at } }],
  }
}
