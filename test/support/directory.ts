import type { Person, Service, Session, Token } from '../../db/directory.ts'
import { seal, sealPerson } from '../../db/seal.ts'
import type { Store } from '../../db/store.ts'
import { operator } from '../../machines/installation/entry.ts'
import type { InstallationReason } from '../../machines/installation/known.ts'
import * as people from '../../machines/installation/people.ts'
import * as sessions from '../../machines/installation/sessions.ts'
import * as tokens from '../../machines/installation/tokens.ts'

/** Puts people, services, tokens and sessions into a directory as the command line would, with the values that a test has chosen. */

/** Null once it was done. */
type Refusal = Promise<InstallationReason | null>

export async function putPerson(store: Store, person: Person, at = 0): Refusal {
  const { sealed, texts } = sealPerson(person)
  return why(
    await store.installation.change({
      at,
      asked: {},
      texts,
      decide: (known) => people.addPerson(known, person, sealed, operator),
    }),
  )
}

export async function deactivate(store: Store, id: string, at: number): Refusal {
  const asked = { sessionsOf: id, tokensOf: id }
  return why(
    await store.installation.change({
      at,
      asked,
      texts: [],
      decide: (known, now) => people.deactivatePerson(known, id, operator, now),
    }),
  )
}

/** The service of this name, with this pseudonym if it is new. */
export async function putService(store: Store, name: string, pseudonym: string): Promise<Service> {
  const [service, text] = [{ name, pseudonym }, seal(name)]
  const decide = (known: Parameters<typeof tokens.addService>[0]) =>
    tokens.addService(known, service, text.commitment, operator)
  await store.installation.change({ at: 0, asked: {}, texts: [text], decide })
  return (await store.directory.services()).find((each) => each.name === name) ?? service
}

export async function putToken(store: Store, token: Token): Refusal {
  return why(
    await store.installation.change({
      at: 0,
      asked: {},
      texts: [],
      decide: (known) => tokens.addToken(known, token, operator),
    }),
  )
}

export async function revoke(store: Store, id: string, at: number): Refusal {
  return why(
    await store.installation.change({
      at,
      asked: { token: id },
      texts: [],
      decide: (known, now) => tokens.revokeToken(known, operator, now),
    }),
  )
}

export async function putSession(store: Store, session: Session): Refusal {
  const asked = { sessionsOf: session.person, session: '' }
  return why(
    await store.installation.change({
      at: session.createdAt,
      asked,
      texts: [],
      decide: (known) => sessions.startSession(known, session),
    }),
  )
}

export async function dropSession(store: Store, hash: string, by: Person): Refusal {
  return why(
    await store.installation.change({
      at: 0,
      asked: { session: hash },
      texts: [],
      decide: (known) => sessions.endSession(known, by),
    }),
  )
}

const why = (outcome: { kind: 'accepted' } | { kind: 'refused'; reason: InstallationReason }) =>
  outcome.kind === 'refused' ? outcome.reason : null
