import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../../db/store.ts'
import { scopes, serviceMay } from '../../../machines/installation/scopes.ts'
import { addPerson } from '../../../server/auth/people.ts'
import { authenticate, createToken, TokenRefused, type TokenWish } from '../../../server/auth/tokens.ts'
import { addCast } from '../../../server/demo/seed.ts'
import { sqlitePlace } from '../../db/sqlite-place.ts'
import { putToken, revoke } from '../../support/directory.ts'

const monday = Date.parse('2026-11-23T09:00:00.000Z')
const hour = 3_600_000
const day = 24 * hour

let place: Awaited<ReturnType<typeof sqlitePlace>>
let store: Store

beforeEach(async () => {
  place = await sqlitePlace()
  store = await place.open()
  await addCast(store, monday)
})
afterEach(async () => {
  await store.close()
  await place.remove()
})

const caller = (token: string, now = monday) => authenticate(store, `Bearer ${token}`, now)

describe('a token that was made', () => {
  it('is a person for 90 days, and then nobody', async () => {
    const { token } = await createToken(store, { person: 'tom', scopes: ['launch:read'] }, monday)
    expect(token).toMatch(/^lg_[0-9A-Za-z]{11}_[0-9A-Za-z]{49}$/)
    expect(await caller(token)).toMatchObject({ kind: 'person', person: { id: 'tom' }, token: { launch: null } })
    expect(await caller(token, monday + 90 * day - 1)).not.toBeNull()
    expect(await caller(token, monday + 90 * day)).toBeNull()
  })

  it('is a service, which is made once and keeps its pseudonym', async () => {
    const wish = { service: 'backup-ci', scopes: ['evidence:write'] } as const
    const [first, second] = [await createToken(store, wish, monday), await createToken(store, wish, monday)]
    const services = await store.directory.services()
    expect(services.map(({ name }) => name)).toEqual(['backup-ci'])
    for (const { token } of [first, second])
      expect(await caller(token)).toMatchObject({ kind: 'service', service: services[0] })
  })

  it('is nowhere to be found again: only its hash is kept', async () => {
    const { token } = await createToken(store, { person: 'tom', scopes: ['launch:read'] }, monday)
    const secret = token.slice('lg_'.length + 12, -6)
    expect(secret).toHaveLength(43)
    expect(JSON.stringify(await store.directory.tokens())).not.toContain(secret)
  })

  it('that may sign lives 24 hours', async () => {
    const { token } = await createToken(store, { person: 'ana', scopes: ['sign:write'] }, monday)
    expect(await caller(token, monday + day - 1)).not.toBeNull()
    expect(await caller(token, monday + day)).toBeNull()
  })

  it('may be limited to one launch, which must be there', async () => {
    await expect(
      createToken(store, { person: 'tom', scopes: ['launch:read'], launch: 'nowhere' }, monday),
    ).rejects.toThrow('Launch "nowhere" not found.')
    expect(await store.directory.tokens()).toEqual([])
  })
})

describe('nobody is let in', () => {
  it('whose token was revoked', async () => {
    const { token, record } = await createToken(store, { person: 'tom', scopes: ['launch:read'] }, monday)
    await revoke(store, record.id, monday)
    expect(await caller(token)).toBeNull()
  })

  it('who is no longer active', async () => {
    const { token } = await createToken(store, { person: 'tom', scopes: ['launch:read'] }, monday)
    await place.tamper(`update people set active = 0 where id = 'tom'`)
    expect(await caller(token)).toBeNull()
  })

  it('who mistyped a letter anywhere, without a question to the database', async () => {
    const { token } = await createToken(store, { person: 'tom', scopes: ['launch:read'] }, monday)
    let asked = 0
    const counting: Store = Object.create(store, {
      directory: {
        value: {
          ...store.directory,
          heldToken: (id: string) => {
            asked += 1
            return store.directory.heldToken(id)
          },
        },
      },
    })
    for (let at = 3; at < token.length; at += 1) {
      if (token[at] === '_') continue
      const other = token[at] === 'x' ? 'y' : 'x'
      const mistyped = token.slice(0, at) + other + token.slice(at + 1)
      expect(await authenticate(counting, `Bearer ${mistyped}`, monday)).toBeNull()
    }
    expect(asked).toBe(0)
    expect(await authenticate(counting, `Bearer ${token}`, monday)).not.toBeNull()
    expect(asked).toBe(1)
  })

  it('who sends the well-formed token of another installation', async () => {
    const elsewhere = await sqlitePlace()
    const other = await elsewhere.open()
    await addCast(other, monday)
    const { token, record } = await createToken(other, { person: 'tom', scopes: ['launch:read'] }, monday)
    expect(await caller(token)).toBeNull()
    // The same id with another secret: the id alone opens nothing.
    const mine = await createToken(store, { person: 'ana', scopes: ['launch:read'] }, monday)
    await putToken(store, { ...record, secretHash: mine.record.secretHash })
    expect(await caller(token)).toBeNull()
    await other.close()
    await elsewhere.remove()
  })

  it.each([
    undefined,
    '',
    'Bearer',
    'Bearer ',
    'Basic dG9tOnRvbQ==',
    'Bearer lg_',
    'Bearer lg_a_b',
    'Bearer  lg_a_b c',
  ])('by the header %j', async (header) => expect(await authenticate(store, header, monday)).toBeNull())
})

it('notes when a token was last used, once a minute', async () => {
  const { token, record } = await createToken(store, { person: 'tom', scopes: ['launch:read'] }, monday)
  const lastUsed = async () => (await store.directory.token(record.id))?.lastUsedAt
  expect(await lastUsed()).toBeNull()
  await caller(token, monday)
  expect(await lastUsed()).toBe(monday)
  await caller(token, monday + 59_999)
  expect(await lastUsed()).toBe(monday)
  await caller(token, monday + 60_000)
  expect(await lastUsed()).toBe(monday + 60_000)
})

describe('a token is refused', () => {
  const refused: [string, TokenWish, RegExp][] = [
    ['without a scope', { person: 'tom', scopes: [] }, /at least one scope/],
    ['beyond 366 days', { person: 'tom', scopes: ['launch:read'], expires: 366 * day + 1 }, /366 days at most/],
    ['that signs beyond 24 hours', { person: 'ana', scopes: ['sign:write'], expires: day + 1 }, /24 hours at most/],
    ['that is over at once', { person: 'ana', scopes: ['launch:read'], expires: 0 }, /longer than zero/],
    ['for a person who is not there', { person: 'zoe', scopes: ['launch:read'] }, /Person "zoe" not found/],
    ['for a service that writes', { service: 'ci', scopes: ['launch:write'] }, /can’t have launch:write/],
    ['for a service that signs', { service: 'ci', scopes: ['status:read', 'sign:write'] }, /can’t have sign:write/],
    ['for a service without a proper name', { service: 'My CI', scopes: ['status:read'] }, /can’t be a service’s name/],
  ]
  it.each(refused)('%s', async (_, wish, sentence) => {
    const outcome = createToken(store, wish, monday)
    await expect(outcome).rejects.toBeInstanceOf(TokenRefused)
    await expect(outcome).rejects.toThrow(sentence)
    expect(await store.directory.tokens()).toEqual([])
    expect(await store.directory.services()).toEqual([])
  })

  it('but lives exactly as long as was asked up to the limit', async () => {
    const { record } = await createToken(store, { person: 'tom', scopes: ['launch:read'], expires: 366 * day }, monday)
    expect(record.expiresAt).toBe(monday + 366 * day)
  })
})

it('a service may do everything but change a launch and sign', () => {
  expect(scopes.filter(serviceMay)).toEqual([
    'status:read',
    'launch:read',
    'audit:read',
    'evidence:write',
    'candidate:write',
  ])
})

describe('the id of a person', () => {
  const blank = { roles: [], admin: false, auditor: false }
  it.each([
    ['Zoë Kravitz', 'zk@example.org', 'zoe'],
    ["O'Brien Pat", 'pat@example.org', 'o-brien'],
    ['황보라', 'bora.hwang@example.org', 'bora-hwang'],
    ['Émile', 'e@example.org', 'emile'],
  ])('of %s <%s> is %s', async (name, email, id) => {
    expect((await addPerson(store, { ...blank, name, email }, monday)).id).toBe(id)
  })

  it('gets a number when it is taken, but never when it was given', async () => {
    expect((await addPerson(store, { ...blank, name: 'Tom Long', email: 'tl@example.org' }, monday)).id).toBe('tom-2')
    expect((await addPerson(store, { ...blank, name: 'Tom Short', email: 'ts@example.org' }, monday)).id).toBe('tom-3')
    const before = await store.directory.people()
    await expect(addPerson(store, { ...blank, name: 'T', email: 't@example.org', id: 'tom' }, monday)).rejects.toThrow(
      /already in use/,
    )
    await expect(addPerson(store, { ...blank, name: 'Thomas', email: 'TOM@example.com' }, monday)).rejects.toThrow(
      /already in use/,
    )
    expect(await store.directory.people()).toEqual(before)
  })
})
