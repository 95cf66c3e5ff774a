import { personBy } from './directory.ts'
import { operator, personAuthor } from './entry.ts'
import type { Change, InstallationRuling, Known } from './known.ts'
import type { Person, Session } from './records.ts'

/** The rules about sessions in the browser. */

/** Of one person; the oldest ends when one more begins. */
const mostSessions = 20

/** What a log calls a session. */
export const sessionName = ({ hash }: Pick<Session, 'hash'>): string => hash.slice(0, 16)

export const endSessions = (sessions: readonly Session[]): Change[] =>
  sessions.map(({ hash }) => ({ remove: 'sessions', hash }))

/** Somebody proved who they are. The session that their browser had before ends. */
export function startSession(
  known: Known<{ sessionsOf: string; session: string }>,
  session: Session,
): InstallationRuling {
  const person = personBy(known, session.person)
  if (person === undefined) return { accepted: false, reason: 'unknown-person' }
  if (!person.active) return { accepted: false, reason: 'inactive-person' }
  const { pseudonym } = person
  const others = [...known.sessionsOf].sort((a, b) => b.createdAt - a.createdAt).slice(mostSessions - 1)
  return {
    accepted: true,
    entries: [
      {
        action: 'session.start',
        actor: personAuthor(person),
        data: { person: pseudonym, session: sessionName(session), method: session.method },
      },
    ],
    changes: [
      ...endSessions(known.session === null ? others : [known.session, ...others]),
      { put: 'sessions', row: session },
    ],
  }
}

/** Sign-out, or the end of a session on another device. Of somebody else's session it says that there is none. */
export function endSession(known: Known<{ session: string }>, by: Person): InstallationRuling {
  const { session } = known
  if (session === null || session.person !== by.id) return { accepted: false, reason: 'unknown-session' }
  const author = personAuthor(by)
  return {
    accepted: true,
    entries: [{ action: 'session.end', actor: author, data: { person: by.pseudonym, session: sessionName(session) } }],
    changes: endSessions([session]),
  }
}

/** Every session of this person but one; nothing happens where there is no other. */
export function endOtherSessions(
  { sessionsOf }: Known<{ sessionsOf: string }>,
  by: Person,
  kept: string | null,
): InstallationRuling {
  const others = sessionsOf.filter(({ hash }) => hash !== kept)
  const author = personAuthor(by)
  return {
    accepted: true,
    entries: others.map((session) => ({
      action: 'session.end',
      actor: author,
      data: { person: by.pseudonym, session: sessionName(session) },
    })),
    changes: endSessions(others),
  }
}

/** The database was restored from a backup that was made at this instant. Whoever signed out since must not be signed in again. */
export function restoreInstallation(
  { everySession }: Known<{ everySession: true }>,
  madeAt: string,
): InstallationRuling {
  return {
    accepted: true,
    entries: [{ action: 'installation.restore', actor: operator, data: { madeAt } }],
    changes: endSessions(everySession),
  }
}
