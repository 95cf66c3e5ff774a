import supertest from 'supertest'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { putSession } from '../support/directory.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { visitor } from './visitor.ts'

/** Signing in to the demo: how often from one address, and how many sessions a person has. */

let shop: Shop
beforeEach(async () => {
  shop = await openShop({ LAUNCHGATE_DEMO: '1' })
})
afterEach(() => shop.close())

const most = 60
const signIn = (fields: object = { person: 'priya' }) =>
  supertest(shop.app.handler).post('/sign-in').set('Sec-Fetch-Site', 'same-origin').type('form').send(fields)

describe('one address', () => {
  test('signs in sixty times in a minute; then it is told when to come again, on the same page', async () => {
    for (let each = 0; each < most; each += 1) await signIn(each % 2 ? {} : { person: 'priya' })
    const refused = await signIn({ person: 'tom', 'typed.reason': 'What I typed' })
    expect(refused.status).toBe(429)
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
    expect(refused.headers['content-type']).toContain('text/html')
    expect(refused.text).toContain('Too many sign-ins from this address. Wait a minute, then try again.')
    expect(refused.text, 'what was typed is carried on').toContain('What I typed')
    expect(refused.headers['set-cookie']).toBeUndefined()
    await supertest(shop.app.handler).get('/sign-in').expect(200)
  })
})

describe('sessions', () => {
  const works = async (cookie: string) =>
    (await supertest(shop.app.handler).get('/launches').set('Cookie', cookie)).status === 200

  test('of one person are twenty; the oldest ends when one more begins, and nobody else’s does', async () => {
    const tom = await visitor(shop, 'tom')
    const priya: string[] = []
    for (let each = 0; each < 22; each += 1) {
      shop.now += 1000
      priya.push((await visitor(shop, 'priya')).cookie)
    }
    const alive = await Promise.all(priya.map(works))
    expect(alive).toEqual([false, false, ...Array.from({ length: 20 }, () => true)])
    expect(await works(tom.cookie)).toBe(true)
  })

  test('that have ended by age are removed at the next sign-in', async () => {
    const { directory } = shop.store
    const day = 86_400_000
    const old = (hash: string, seen: number, created: number) =>
      putSession(shop.store, {
        hash,
        person: 'tom',
        method: 'list',
        device: '',
        seenAt: shop.now - seen,
        createdAt: shop.now - created,
      })
    await old('idle', day, day)
    await old('long', 1000, 8 * day)
    await old('alive', 1000, 2 * day)
    await visitor(shop, 'priya')
    const left = await Promise.all(['idle', 'long', 'alive'].map((hash) => directory.session(hash)))
    expect(left.map((session) => session?.hash ?? null)).toEqual([null, null, 'alive'])
  })
})
