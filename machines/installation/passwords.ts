import { personBy } from './directory.ts'
import { personAuthor } from './entry.ts'
import type { InstallationAccepted, InstallationReason, InstallationRuling, Known } from './known.ts'
import { refusalToOpen, useLink } from './links.ts'
import { queueMail } from './mails.ts'
import type { Mail, Password, Person, Session } from './records.ts'
import { endSessions, startSession } from './sessions.ts'

/** The rules about passwords. A new password ends all sessions of its person. */

/** Somebody who is signed in chooses a new one; `verified` is the hash that the present one was compared with, null where there was none. */
export function changePassword(
  known: Known<{ password: string; sessionsOf: string; session: string }>,
  {
    password,
    session,
    verified,
    mail,
  }: { password: Password; session: Session; verified: string | null; mail: Mail | null },
): InstallationRuling {
  const person = personBy(known, password.person)
  if (person === undefined) return { accepted: false, reason: 'unknown-person' }
  if (!person.active) return { accepted: false, reason: 'inactive-person' }
  if ((known.password?.hash ?? null) !== verified) return { accepted: false, reason: 'sign-in-failed' }
  const started = startSession({ ...known, sessionsOf: [] }, session)
  if (!started.accepted) return started
  const changed = newPassword(person, password, known.sessionsOf, 'person', mail)
  return {
    accepted: true,
    entries: [...changed.entries, ...started.entries],
    changes: [...changed.changes, ...started.changes],
  }
}

/** Whoever has the link chooses a password for its person. It works once. */
export function choosePassword(
  known: Known<{ link: string; sessionsOf: string }>,
  { password, mail, accountKey }: { password: Password; mail: Mail | null; accountKey: string },
  at: number,
): InstallationRuling {
  const { link } = known
  const reason = refusalOfPasswordLink(known, at)
  const person = link?.person ? personBy(known, link.person) : undefined
  if (reason !== null) return { accepted: false, reason }
  if (link === null || person === undefined || person.id !== password.person)
    return { accepted: false, reason: 'unknown-link' }
  const changed = newPassword(person, password, known.sessionsOf, 'link', mail)
  return {
    ...changed,
    changes: [...changed.changes, useLink(link, at), { remove: 'limits', key: accountKey }],
  }
}

/** Why nobody can choose a password by this link; null if its person can. */
export function refusalOfPasswordLink(known: Known<{ link: string }>, at: number): InstallationReason | null {
  const refusal = refusalToOpen(known.link, 'password', at)
  if (refusal !== null) return refusal
  return personBy(known, known.link?.person ?? '')?.active ? null : 'inactive-person'
}

function newPassword(
  person: Person,
  password: Password,
  sessions: readonly Session[],
  by: 'person' | 'link',
  mail: Mail | null,
): InstallationAccepted {
  return {
    accepted: true,
    entries: [{ action: 'password.change', actor: personAuthor(person), data: { person: person.pseudonym, by } }],
    changes: [{ put: 'passwords', row: password }, ...endSessions(sessions), ...queueMail(mail)],
  }
}
