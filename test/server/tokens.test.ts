import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openStore } from '../../db/open-store.ts'
import type { Store } from '../../db/store.ts'
import {
  authenticate,
  createToken,
  type Scope,
  scopes,
  TokenRefused,
  type TokenWish,
} from '../../server/auth/tokens.ts'
import { addCast } from '../../server/demo.ts'

const monday = Date.parse('2026-11-23T09:00:00.000Z')
const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

let folder: string
let store: Store

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'launchgate-tokens-'))
  store = await openStore(`file:${join(folder, 'launchgate.db')}`)
  await addCast(store)
})

afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

const whose = async (token: string, now = monday) => {
  const caller = await authenticate(store, `Bearer ${token}`, now)
  return caller === null ? null : caller.kind === 'person' ? caller.person.id : caller.service.name
}

/** The token with one of its characters changed. */
function mistyped(token: string, at: number): string {
  const other = token[at] === 'A' ? 'B' : 'A'
  return token.slice(0, at) + other + token.slice(at + 1)
}

describe('a token that is good', () => {
  test('stands for its person, with its scopes in the order of the contract, for every launch', async () => {
    const { token, record } = await createToken(
      store,
      { person: 'tom', scopes: ['launch:read', 'status:read'] },
      monday,
    )
    expect(token).toMatch(/^lg_[0-9A-Za-z]{11}_[0-9A-Za-z]{49}$/)
    expect(record).toMatchObject({ person: 'tom', service: null, scopes: ['status:read', 'launch:read'], launch: null })
    expect(await authenticate(store, `Bearer ${token}`, monday)).toMatchObject({
      kind: 'person',
      person: { id: 'tom' },
      token: { id: record.id, scopes: ['status:read', 'launch:read'] },
    })
  })

  test('of a service makes the service once, under one pseudonym', async () => {
    const first = await createToken(store, { service: 'backup-ci', scopes: ['evidence:write'] }, monday)
    const second = await createToken(store, { service: 'backup-ci', scopes: ['status:read'] }, monday)
    const callers = [first, second].map(({ token }) => authenticate(store, `Bearer ${token}`, monday))
    const [one, two] = await Promise.all(callers)
    expect(one).toMatchObject({ kind: 'service', service: { name: 'backup-ci' } })
    expect(one?.kind === 'service' && two?.kind === 'service' && one.service.pseudonym).toBe(
      two?.kind === 'service' && two.service.pseudonym,
    )
    expect(await store.directory.services()).toHaveLength(1)
  })

  test('takes the word Bearer in any case, as RFC 7235 says', async () => {
    const { token } = await createToken(store, { person: 'tom', scopes: ['status:read'] }, monday)
    expect(await authenticate(store, `bearer ${token}`, monday)).not.toBeNull()
  })

  test('notes when it was used, once a minute', async () => {
    const { token, record } = await createToken(store, { person: 'tom', scopes: ['status:read'] }, monday)
    const lastUsed = async () => (await store.directory.token(record.id))?.lastUsedAt
    expect(await lastUsed()).toBeNull()
    await whose(token, monday + 1000)
    await whose(token, monday + 30_000)
    expect(await lastUsed()).toBe(monday + 1000)
    await whose(token, monday + 1000 + minute)
    expect(await lastUsed()).toBe(monday + 1000 + minute)
  })

  test('is kept only as a hash: its secret is nowhere in the files of the database', async () => {
    const { token, record } = await createToken(store, { person: 'tom', scopes: ['status:read'] }, monday)
    expect(await whose(token)).toBe('tom')
    const bytes = Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name))))
    const secretAndChecksum = token.split('_')[2] ?? ''
    expect(secretAndChecksum).toHaveLength(49)
    expect(bytes.includes(secretAndChecksum.slice(0, 43))).toBe(false)
    // What is kept is found in the same way, so the search does find.
    expect(bytes.includes(record.id)).toBe(true)
    expect(bytes.includes(record.secretHash)).toBe(true)
  })
})

describe('a token that is not good stands for nobody, and leaves no trace', () => {
  let token: string
  let id: string

  beforeEach(async () => {
    const made = await createToken(store, { person: 'tom', scopes: ['status:read'], expires: hour }, monday)
    token = made.token
    id = made.record.id
    expect(await whose(token)).toBe('tom')
  })

  const untouched = async () => expect((await store.directory.token(id))?.lastUsedAt).toBe(monday)

  test.each([
    ['no header', () => undefined],
    ['an empty header', () => ''],
    ['Bearer alone', () => 'Bearer '],
    ['another scheme', () => `Basic ${token}`],
    ['the token without its scheme', () => token],
    ['two tokens', () => `Bearer ${token} ${token}`],
    ['something after it', () => `Bearer ${token}.`],
    ['its last character missing', () => `Bearer ${token.slice(0, -1)}`],
    ['another prefix', () => `Bearer xx${token.slice(2)}`],
    ['its checksum wrong', () => `Bearer ${mistyped(token, token.length - 1)}`],
    ['its secret mistyped', () => `Bearer ${mistyped(token, 20)}`],
    ['its id mistyped', () => `Bearer ${mistyped(token, 5)}`],
  ])('%s', async (_name, header) => {
    expect(await authenticate(store, header(), monday + 2 * minute)).toBeNull()
    await untouched()
  })

  test('the secret of one token under the id of another, with a checksum that fits neither', async () => {
    const other = await createToken(store, { person: 'ada', scopes: [...scopes] }, monday)
    const [, , secret] = token.split('_')
    expect(await whose(`lg_${other.record.id}_${secret}`, monday + 2 * minute)).toBeNull()
    expect((await store.directory.token(other.record.id))?.lastUsedAt).toBeNull()
    await untouched()
  })

  test('well formed but of another installation', async () => {
    const elsewhere = await openStore(`file:${join(folder, 'elsewhere.db')}`)
    await addCast(elsewhere)
    const foreign = await createToken(elsewhere, { person: 'tom', scopes: ['status:read'] }, monday)
    expect(await authenticate(elsewhere, `Bearer ${foreign.token}`, monday)).not.toBeNull()
    await elsewhere.close()
    expect(await whose(foreign.token)).toBeNull()
  })

  test('a secret that belongs to no row, though the id and the checksum are right', async () => {
    const row = await store.directory.token(id)
    if (!row) throw new Error('the token is not there')
    const elsewhere = await openStore(`file:${join(folder, 'elsewhere.db')}`)
    await elsewhere.directory.addPerson(await person('tom'))
    await elsewhere.directory.addToken({ ...row, secretHash: '0'.repeat(64), lastUsedAt: null })
    expect(await authenticate(elsewhere, `Bearer ${token}`, monday)).toBeNull()
    expect((await elsewhere.directory.token(id))?.lastUsedAt).toBeNull()
    await elsewhere.close()
  })

  test('at the very millisecond of its expiry', async () => {
    expect(await whose(token, monday + hour - 1)).toBe('tom')
    expect(await whose(token, monday + hour)).toBeNull()
  })

  test('revoked, from then on', async () => {
    expect(await store.directory.revokeToken(id, monday + minute)).toBe(true)
    expect(await whose(token, monday + 2 * minute)).toBeNull()
    await untouched()
  })

  test('of somebody who was deactivated', async () => {
    const beside = new Database(join(folder, 'launchgate.db'))
    beside.prepare("update people set active = 0 where id = 'tom'").run()
    beside.close()
    expect(await whose(token, monday + 2 * minute)).toBeNull()
    await untouched()
  })
})

describe('a token that is not made', () => {
  const personOnly: Scope[] = ['launch:write', 'sign:write']

  const refused = async (wish: TokenWish, sentence: RegExp) => {
    const said = await createToken(store, wish, monday).catch((error: unknown) => error)
    expect(said).toBeInstanceOf(TokenRefused)
    expect(String(said)).toMatch(sentence)
    expect(await store.directory.tokens()).toEqual([])
    expect(await store.directory.services()).toEqual([])
  }

  test.each(personOnly)('a service never gets %s', async (scope) => {
    await refused({ service: 'ci', scopes: ['status:read', scope] }, new RegExp(scope))
  })

  test('without a scope', () => refused({ person: 'tom', scopes: [] }, /at least one scope/))
  test('for nobody we know', () => refused({ person: 'nobody', scopes: ['status:read'] }, /no person "nobody"/))
  test('for a launch that is not there', () =>
    refused({ person: 'tom', scopes: ['status:read'], launch: 'aurora' }, /no launch "aurora"/))
  test.each(['Backup CI', '', '../ci', 'c'.repeat(61)])('for a service called %j', (service) =>
    refused({ service, scopes: ['status:read'] }, /cannot be a service's name/),
  )
  test.each([0, -day, Number.NaN, Number.POSITIVE_INFINITY])('that lives %d ms', (expires) =>
    refused({ person: 'tom', scopes: ['status:read'], expires }, /live for some time/),
  )
  test('that lives more than 366 days', () =>
    refused({ person: 'tom', scopes: ['status:read'], expires: 366 * day + 1 }, /366 days/))
  test('that signs and lives more than 24 hours', () =>
    refused({ person: 'tom', scopes: ['sign:write'], expires: day + 1 }, /24 hours/))

  test('for somebody who is no longer active', async () => {
    await store.directory.addPerson({
      ...(await person('tom')),
      id: 'gone',
      pseudonym: 'p_gone',
      email: 'gone@example.com',
      active: false,
    })
    await refused({ person: 'gone', scopes: ['status:read'] }, /no longer active/)
  })
})

test.each<[string, Scope[], number | undefined, number]>([
  ['90 days when nothing is said', ['status:read'], undefined, 90 * day],
  ['24 hours when nothing is said and it signs', ['status:read', 'sign:write'], undefined, day],
  ['as long as was asked', ['status:read'], 30 * minute, 30 * minute],
  ['366 days at most', ['launch:write'], 366 * day, 366 * day],
  ['24 hours at most when it signs', ['sign:write'], day, day],
])('a token lives %s', async (_name, asked, expires, life) => {
  const { token, record } = await createToken(store, { person: 'tom', scopes: asked, expires }, monday)
  expect(record.expiresAt).toBe(monday + life)
  expect(await whose(token, monday + life - 1)).toBe('tom')
  expect(await whose(token, monday + life)).toBeNull()
})

async function person(id: string) {
  const found = await store.directory.person(id)
  if (!found) throw new Error(`${id} is not in the directory`)
  return found
}
