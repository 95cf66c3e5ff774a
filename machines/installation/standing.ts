import type { InstallationData } from './entry.ts'
import type { Person, Service, Session, Token } from './records.ts'
import { sessionName } from './sessions.ts'

/** Who may do what in the installation, who is signed in, and which launches there are, as its rows or its log say it. */
export type Standing = InstallationData<'installation.begin'>

/** The rows that say it. */
export interface StandingRows {
  people: readonly Person[]
  services: readonly Service[]
  tokens: readonly Token[]
  sessions: readonly Session[]
  launches: readonly string[]
}

/** As the rows say it; in the order of pseudonyms, ids, names of sessions and slugs. */
export function standingOf({ people, services, tokens, sessions, launches }: StandingRows): Standing {
  const pseudonyms = new Map(people.map(({ id, pseudonym }) => [id, pseudonym]))
  const holders = new Map([
    ...people.map(({ id, pseudonym }): [string, string] => [`person ${id}`, pseudonym]),
    ...services.map(({ name, pseudonym }): [string, string] => [`service ${name}`, pseudonym]),
  ])
  return {
    people: [...people]
      .sort((a, b) => order(a.pseudonym, b.pseudonym))
      .map(({ pseudonym, roles, admin, auditor, active }) => ({
        person: pseudonym,
        roles: [...roles],
        admin,
        auditor,
        active,
      })),
    services: services.map(({ pseudonym }) => pseudonym).sort(order),
    tokens: [...tokens].sort((a, b) => order(a.id, b.id)).map((token) => grantOf(token, holders)),
    sessions: [...sessions]
      .sort((a, b) => order(a.hash, b.hash))
      .map((session) => ({
        person: pseudonyms.get(session.person) ?? '',
        session: sessionName(session),
        method: session.method,
        startedAt: new Date(session.createdAt).toISOString(),
      })),
    launches: [...launches].sort(order),
  }
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function grantOf(token: Token, holders: ReadonlyMap<string, string>): Standing['tokens'][number] {
  const holder = token.person === null ? `service ${token.service}` : `person ${token.person}`
  return {
    token: token.id,
    holder: holders.get(holder) ?? '',
    scopes: [...token.scopes],
    launch: token.launch,
    expiresAt: new Date(token.expiresAt).toISOString(),
    revoked: token.revokedAt !== null,
  }
}
