import type { InstallationData } from './entry.ts'
import type { Person, Service, Token } from './records.ts'

/** Who may do what in the installation, as its rows or its log say it. */
export type Standing = InstallationData<'installation.begin'>

/** As the rows say it; in the order of pseudonyms and ids. */
export function standingOf(
  people: readonly Person[],
  services: readonly Service[],
  tokens: readonly Token[],
): Standing {
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
