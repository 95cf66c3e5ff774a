import type { Commitment } from '../commitment.ts'
import { personBy } from './directory.ts'
import { type Author, type InstallationDraft, personAuthor } from './entry.ts'
import type { Change, InstallationRuling, Known } from './known.ts'
import type { Person, Service, Token } from './records.ts'
import { isScope, serviceMay } from './scopes.ts'

/** The rules about services, and about the tokens of people and services. */

/** Whether a token still works. */
export const isLive = ({ revokedAt, expiresAt }: Token, at: number): boolean => revokedAt === null && expiresAt > at

export const revokeTokens = (tokens: readonly Token[], at: number): Change[] =>
  tokens
    .filter(({ revokedAt }) => revokedAt === null)
    .map((token) => ({ put: 'tokens', row: { ...token, revokedAt: at } }))

/** A service of this name, if there is none yet. The name that its log entry has is sealed. */
export function addService(known: Known, service: Service, name: Commitment, by: Author): InstallationRuling {
  if (known.services.some((each) => each.name === service.name)) return { accepted: false, reason: 'already-done' }
  return {
    accepted: true,
    entries: [{ action: 'service.add', actor: by, data: { service: service.pseudonym, name } }],
    changes: [{ add: 'services', row: service }],
  }
}

/** Whose it is must be there, and active. A service has no scope by which a person vouches. */
export function addToken(known: Known, token: Token, by: Author): InstallationRuling {
  const person = token.person === null ? undefined : personBy(known, token.person)
  if (token.person !== null && person === undefined) return { accepted: false, reason: 'unknown-person' }
  if (person?.active === false) return { accepted: false, reason: 'inactive-person' }
  const holder = person ?? known.services.find(({ name }) => name === token.service)
  if (holder === undefined) return { accepted: false, reason: 'unknown-service' }
  if (person === undefined && !token.scopes.every((scope) => isScope(scope) && serviceMay(scope)))
    return { accepted: false, reason: 'not-for-services' }
  const created: InstallationDraft = {
    action: 'token.create',
    actor: by,
    data: {
      token: token.id,
      holder: holder.pseudonym,
      scopes: [...token.scopes],
      launch: token.launch,
      expiresAt: new Date(token.expiresAt).toISOString(),
    },
  }
  return { accepted: true, entries: [created], changes: [{ add: 'tokens', row: token }] }
}

/** The first revocation is the one that counts. */
export function revokeToken(known: Known<{ token: string }>, by: Author, at: number): InstallationRuling {
  const { token } = known
  if (token === null) return { accepted: false, reason: 'unknown-token' }
  if (token.revokedAt !== null) return { accepted: false, reason: 'already-done' }
  return {
    accepted: true,
    entries: [{ action: 'token.revoke', actor: by, data: { token: token.id } }],
    changes: revokeTokens([token], at),
  }
}

/** A person revokes a token of theirs. Of anybody else's it says that there is none. */
export function revokeOwnToken(known: Known<{ token: string }>, by: Person, at: number): InstallationRuling {
  if (known.token?.person !== by.id) return { accepted: false, reason: 'unknown-token' }
  return revokeToken(known, personAuthor(by), at)
}
