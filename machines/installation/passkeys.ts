import { personBy } from './directory.ts'
import { personAuthor } from './entry.ts'
import type { InstallationRuling, Known } from './known.ts'
import type { Passkey, Person, Session } from './records.ts'
import { startSession } from './sessions.ts'

/** The rules about passkeys: a second way in for those who add one. */

/** Of one person. */
const mostPasskeys = 20

/** What a log calls a passkey: the beginning of its id. */
export const passkeyName = ({ id }: Pick<Passkey, 'id'>): string => id.slice(0, 16)

/** Its owner has proved that it is theirs. An id that anybody has already is refused. */
export function addPasskey(
  known: Known<{ passkey: string; passkeysOf: string }>,
  passkey: Passkey,
): InstallationRuling {
  const person = personBy(known, passkey.person)
  if (person === undefined) return { accepted: false, reason: 'unknown-person' }
  if (!person.active) return { accepted: false, reason: 'inactive-person' }
  if (known.passkey !== null) return { accepted: false, reason: 'taken' }
  if (known.passkeysOf.length >= mostPasskeys) return { accepted: false, reason: 'too-many-passkeys' }
  const author = personAuthor(person)
  return {
    accepted: true,
    entries: [
      {
        action: 'passkey.add',
        actor: author,
        data: { person: person.pseudonym, passkey: passkeyName(passkey) },
      },
    ],
    changes: [{ add: 'passkeys', row: passkey }],
  }
}

/** Of somebody else's passkey it says that there is none. */
export function removePasskey({ passkey }: Known<{ passkey: string }>, by: Person): InstallationRuling {
  if (passkey === null || passkey.person !== by.id) return { accepted: false, reason: 'unknown-passkey' }
  const author = personAuthor(by)
  return {
    accepted: true,
    entries: [
      { action: 'passkey.remove', actor: author, data: { person: by.pseudonym, passkey: passkeyName(passkey) } },
    ],
    changes: [{ remove: 'passkeys', id: passkey.id }],
  }
}

/**
 * The signature of the passkey is right, and `counter` is what its authenticator counts now. One that has counted further before may
 * have a copy (Web Authentication Level 3 section 6.1.1). Those that don't count say 0 for ever.
 */
export function signInWithPasskey(
  known: Known<{ passkey: string; sessionsOf: string; session: string }>,
  session: Session,
  counter: number,
  at: number,
): InstallationRuling {
  const { passkey } = known
  if (passkey === null || passkey.person !== session.person) return { accepted: false, reason: 'unknown-passkey' }
  const counts = counter > 0 || passkey.counter > 0
  if (counts && counter <= passkey.counter) return { accepted: false, reason: 'passkey-counter' }
  const started = startSession(known, session)
  if (!started.accepted) return started
  return {
    ...started,
    changes: [...started.changes, { put: 'passkeys', row: { ...passkey, counter, lastUsedAt: at } }],
  }
}
