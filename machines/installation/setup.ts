import type { Commitment } from '../commitment.ts'
import { nobody, personAuthor } from './entry.ts'
import type { Change, InstallationRefused, InstallationRuling, Known, SealedPerson } from './known.ts'
import { countTry, wrongSetupCodes } from './limits.ts'
import { refusalToOpen, useLink } from './links.ts'
import { addedPerson } from './people.ts'
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
  run: FirstRun,
  { organization, ...sealed }: SealedPerson & { organization: Commitment },
  at: number,
): InstallationRuling {
  const refusal = checkSetupCode(known, at)
  if (refusal !== null) return refusal
  const { person, password, session, language, timeZone } = run
  const started = startSession({ ...known, people: [person] }, session)
  if (!started.accepted) return started
  const added = addedPerson(person, sealed)
  return {
    accepted: true,
    entries: [
      ...added.entries,
      {
        action: 'setup.complete',
        actor: personAuthor(person),
        data: { person: person.pseudonym, organization, language, timeZone },
      },
      ...started.entries,
    ],
    changes: [
      ...added.changes,
      { add: 'passwords', row: password },
      ...settingsOf(run),
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
): InstallationRefused | null {
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
