import type { Person, Service, Token } from '../../db/directory.ts'
import type { Actor } from '../../machines/entry.ts'
import type { Author } from '../../machines/installation/entry.ts'

/** Who makes a request: a person by their session or their own token, or a service by its token. */
export type Caller =
  | { kind: 'person'; person: Person; token: Token | null }
  | { kind: 'service'; service: Service; token: Token }

/** The caller as the rules see them: a pseudonym and a permission, no name. */
export function actorOf(caller: Caller): Actor {
  if (caller.kind === 'service')
    return { id: caller.service.pseudonym, kind: 'service', permission: 'member', defaultRoles: [] }
  const { person, token } = caller
  return {
    id: person.pseudonym,
    kind: 'person',
    permission: person.auditor ? 'auditor' : person.admin ? 'admin' : 'member',
    defaultRoles: person.roles,
    ...(token?.scopes.includes('sign:write') ? { via: 'token' as const } : {}),
  }
}

/** The caller as the author of an entry in the installation's log. */
export function authorOf(caller: Caller): Author {
  return caller.kind === 'service'
    ? { id: caller.service.pseudonym, kind: 'service' }
    : { id: caller.person.pseudonym, kind: 'person' }
}
