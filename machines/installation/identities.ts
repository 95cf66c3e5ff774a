import type { Commitment } from '../commitment.ts'
import { isLastAdmin, losesPermission, personBy, personByEmail } from './directory.ts'
import { engine, type InstallationDraft, personAuthor } from './entry.ts'
import { addInvited, type Newcomer } from './invite-acceptance.ts'
import type { Change, InstallationRuling, Known, SealedPerson } from './known.ts'
import { addedPerson } from './people.ts'
import type { Identity, Person, Session } from './records.ts'
import { endSessions, startSession } from './sessions.ts'

/** The rules about people who sign in at an OpenID provider: issuer and subject say who they are, their groups what they may do. */

/** What somebody's groups give them now. */
export type Granted = Pick<Person, 'roles' | 'admin' | 'auditor'>

export interface NewIdentity {
  issuer: string
  subject: string
  /** Issuer and subject as the log holds them. */
  sealed: Commitment
  granted: Granted
}

type Rows = { identity: { issuer: string; subject: string }; session: string }

/**
 * What came from groups is replaced; what was given by hand stays. Sessions end where something was taken away. The last administrator
 * stays one until there is another.
 */
export function signInWithIdentity(
  known: Known<Rows & { sessionsOf: string }>,
  granted: Granted,
  session: Session,
  at: number,
): InstallationRuling {
  const { identity } = known
  if (identity === null || identity.person !== session.person) return { accepted: false, reason: 'unknown-identity' }
  const before = personBy(known, identity.person)
  if (before === undefined) return { accepted: false, reason: 'unknown-person' }
  if (!before.active) return { accepted: false, reason: 'inactive-person' }
  const { person, given } = regrant(before, identity, granted, isLastAdmin(known, before.id))
  const ended = losesPermission(before, person) ? known.sessionsOf : []
  const started = startSession(
    { ...known, sessionsOf: known.sessionsOf.filter((each) => !ended.includes(each)) },
    session,
  )
  if (!started.accepted) return started
  const change: Change = { put: 'people', row: person }
  const isChanged = !hasSame(before, person)
  return {
    accepted: true,
    entries: [...(isChanged ? [changed(person)] : []), ...started.entries],
    changes: [
      ...(isChanged ? [change] : []),
      { put: 'identities', row: { ...identity, ...given, lastUsedAt: at } },
      ...endSessions(ended),
      ...started.changes,
    ],
  }
}

/** Somebody whom nobody has invited, and whose groups give them something. Nobody is found by their email address. */
export function joinWithIdentity(
  known: Known<Rows>,
  newcomer: Omit<Person, 'roles' | 'admin' | 'auditor' | 'active'>,
  from: NewIdentity,
  sealed: SealedPerson,
  session: Session,
  at: number,
): InstallationRuling {
  const { granted } = from
  if (known.identity !== null) return { accepted: false, reason: 'unknown-identity' }
  if (isNothing(granted)) return { accepted: false, reason: 'no-matching-group' }
  if (personByEmail(known, newcomer.email) !== undefined) return { accepted: false, reason: 'email-in-use' }
  const person: Person = { ...newcomer, ...granted, roles: [...granted.roles], active: true }
  const started = startSession({ ...known, people: [person], sessionsOf: [] }, session)
  if (!started.accepted) return started
  const joined = addedPerson(person, sealed)
  return {
    accepted: true,
    entries: [...joined.entries, linked(person, from), ...started.entries],
    changes: [
      ...joined.changes,
      { add: 'identities', row: identityOf(person.id, from, granted, at) },
      ...started.changes,
    ],
  }
}

/** Whoever has the link of an invite, and the email address that it was sent to, gets what the inviter chose and what their groups give. */
export function acceptInviteWithIdentity(
  known: Known<Rows & { invite: string }>,
  newcomer: Newcomer,
  from: NewIdentity,
  verifiedEmail: string | null,
  sealed: SealedPerson,
  session: Session,
  at: number,
): InstallationRuling {
  if (known.identity !== null) return { accepted: false, reason: 'unknown-identity' }
  const joined = addInvited(known, newcomer, sealed, at)
  if (!joined.accepted) return joined
  if (joined.invite.email.toLowerCase() !== verifiedEmail?.toLowerCase())
    return { accepted: false, reason: 'invite-for-other-email' }
  const { person, given } = regrant(joined.person, { roles: [], admin: false, auditor: false }, from.granted, false)
  const started = startSession({ ...known, people: [person], sessionsOf: [] }, session)
  if (!started.accepted) return started
  const change: Change = { put: 'people', row: person }
  const isChanged = !hasSame(joined.person, person)
  return {
    accepted: true,
    // The session begins last: becoming an auditor would end it.
    entries: [...joined.entries, linked(person, from), ...(isChanged ? [changed(person)] : []), ...started.entries],
    changes: [
      ...joined.changes,
      ...(isChanged ? [change] : []),
      { add: 'identities', row: identityOf(person.id, from, given, at) },
      ...started.changes,
    ],
  }
}

/**
 * The person with what their groups give now, and how much of it counts as given by groups: what they had by hand stays theirs when a
 * group that gives the same ends.
 */
function regrant(
  person: Person,
  before: Granted,
  granted: Granted,
  isLast: boolean,
): { person: Person; given: Granted } {
  const byHand = person.roles.filter((role) => !before.roles.includes(role))
  const given = {
    roles: granted.roles.filter((role) => !byHand.includes(role)),
    // Of the last administrator the permission stays one of groups, so that it ends once there is another.
    admin: (person.admin && before.admin && isLast) || (granted.admin && !(person.admin && !before.admin)),
    auditor: granted.auditor && !(person.auditor && !before.auditor),
  }
  return {
    person: {
      ...person,
      roles: [...byHand, ...given.roles],
      admin: given.admin || (person.admin && !before.admin),
      auditor: given.auditor || (person.auditor && !before.auditor),
    },
    given,
  }
}

const isNothing = ({ roles, admin, auditor }: Granted): boolean => roles.length === 0 && !admin && !auditor

const hasSame = (before: Granted, after: Granted): boolean =>
  !losesPermission(before, after) && !losesPermission(after, before)

const changed = ({ pseudonym, roles, admin, auditor }: Person): InstallationDraft => ({
  action: 'person.change',
  actor: engine,
  data: { person: pseudonym, roles: [...roles], admin, auditor },
})

const linked = (person: Person, { sealed }: NewIdentity): InstallationDraft => ({
  action: 'identity.add',
  actor: personAuthor(person),
  data: { person: person.pseudonym, identity: sealed },
})

const identityOf = (person: string, { issuer, subject }: NewIdentity, given: Granted, at: number): Identity => ({
  issuer,
  subject,
  person,
  roles: [...given.roles],
  admin: given.admin,
  auditor: given.auditor,
  lastUsedAt: at,
})
