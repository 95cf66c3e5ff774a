import { expect, test } from 'vitest'
import { scopes } from '../../../machines/installation/scopes.ts'
import { addToken } from '../../../machines/installation/tokens.ts'
import { as, knownOf } from './cast.ts'

const ci = { name: 'ci', pseudonym: 's_ci' }
const known = { ...knownOf(), services: [ci] }

const token = (holder: { person: string } | { service: string }, scope: string) => ({
  id: 'abcdefghijk',
  secretHash: '',
  person: 'person' in holder ? holder.person : null,
  service: 'service' in holder ? holder.service : null,
  scopes: ['status:read', scope],
  launch: null,
  createdAt: 0,
  expiresAt: 1000,
  revokedAt: null,
  lastUsedAt: null,
})

/** What a service reports and asks. */
const forServices = ['status:read', 'launch:read', 'audit:read', 'evidence:write', 'candidate:write']

test.each(scopes.map((scope) => [scope, forServices.includes(scope)] as const))(
  'a service with %s: %s',
  (scope, may) => {
    const ruling = addToken(known, token({ service: 'ci' }, scope), as('ada'))
    expect(ruling).toMatchObject(may ? { accepted: true } : { accepted: false, reason: 'not-for-services' })
  },
)

test.each([...scopes])('a person with %s', (scope) => {
  expect(addToken(known, token({ person: 'tom' }, scope), as('tom'))).toMatchObject({ accepted: true })
})

test('a service with a scope that does not exist', () => {
  const ruling = addToken(known, token({ service: 'ci' }, 'launch:all'), as('ada'))
  expect(ruling).toEqual({ accepted: false, reason: 'not-for-services' })
})
