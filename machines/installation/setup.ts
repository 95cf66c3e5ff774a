import type { Commitment } from '../commitment.ts'
import { type Author, nobody } from './entry.ts'
import type { Change, InstallationRuling, Known, SealedPerson } from './known.ts'
import { countTry, wrongSetupCodes } from './limits.ts'
import { refusalToOpen, useLink } from './links.ts'
import { newProfile } from './people.ts'
import type { Password, Person, Session } from './records.ts'
import { startSession } from './sessions.ts'
import { settingNames } from './settings.ts'

/** The rule about the first run: who has the code from the console becomes the first administrator, and there is only one. */

export interface FirstRun {
  person: Person
  password: Password
  session: Session
  organization: string
  language: string
  timeZone: string
}

export const setupTry = { key: 'setup', terms: wrongSetupCodes }

type Rows = { link: string; limits: readonly string[]; sessionsOf: string; session: string }

/** Everything at once, or nothing but the count of a wrong code. */
export function setUp(
  known: Known<Rows>,
  first: FirstRun,
  sealed: SealedPerson & { organization: Commitment },
  at: number,
): InstallationRuling {
  const refusal = checkSetupCode(known, at)
  if (refusal !== null) return refusal
  const { person, password, session } = first
  const started = startSession({ ...known, people: [person] }, session)
  if (!started.accepted) return started
  const author: Author = { id: person.pseudonym, kind: 'person' }
  const { pseudonym, roles, admin, auditor } = person
  const { name, email, organization } = sealed
  const { language, timeZone } = first
  return {
    accepted: true,
    entries: [
      {
        action: 'person.add',
        actor: author,
        data: { person: pseudonym, name, email, roles: [...roles], admin, auditor },
      },
      { action: 'setup.complete', actor: author, data: { person: pseudonym, organization, language, timeZone } },
      ...started.entries,
    ],
    changes: [
      { add: 'people', row: person },
      { add: 'profiles', row: newProfile(person.id) },
      { add: 'passwords', row: password },
      ...settingsOf(first),
      ...(known.link === null ? [] : [useLink(known.link, at)]),
      { remove: 'limits', key: setupTry.key },
      ...started.changes,
    ],
  }
}

/** Null if the code opens the form. A wrong one counts, and after some of them the right one is not taken either, for a while. */
export function checkSetupCode(
  known: Known<{ link: string; limits: readonly string[] }>,
  at: number,
): Extract<InstallationRuling, { accepted: false }> | null {
  if (known.people.length > 0) return { accepted: false, reason: 'set-up-already' }
  const counted = countTry(known, [setupTry], at)
  if (!counted.accepted) return counted
  const why = refusalToOpen(known.link, 'setup', at)
  if (why === null) return null
  // A code that was right once is no guess.
  const isGuess = why === 'unknown-link'
  const reason = isGuess ? 'wrong-code' : 'expired-code'
  return {
    accepted: false,
    reason,
    entries: [{ action: 'setup.fail', actor: nobody, data: { why: reason } }],
    changes: isGuess ? counted.changes : [],
  }
}

function settingsOf({ organization, language, timeZone }: FirstRun): Change[] {
  return [
    { put: 'settings', row: { name: settingNames.organization, value: organization } },
    { put: 'settings', row: { name: settingNames.language, value: language } },
    { put: 'settings', row: { name: settingNames.timeZone, value: timeZone } },
  ]
}
