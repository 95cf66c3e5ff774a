import type supertest from 'supertest'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createToken } from '../../server/auth/tokens.ts'
import { readConfig } from '../../server/config.ts'
import { visitor } from '../pages/visitor.ts'
import { type Listening, listening } from '../support/halfway.ts'
import { createLaunch, openShop, type Shop, writesNothing } from '../support/shop.ts'

/** WRITES_PER_MINUTE: accepted writes of one caller, through the API and the pages together. */

let shop: Shop
let listens: Listening | undefined
beforeEach(async () => {
  shop = await openShop({ WRITES_PER_MINUTE: '4', LAUNCHGATE_DEMO: '1' })
  await createLaunch(shop, 'hello')
  // These two are Priya's.
  await shop.send('priya', 'hello', { type: 'launch.start' }).expect(200)
})
afterEach(async () => {
  await listens?.close()
  listens = undefined
  await shop.close()
})

const comment = { type: 'gate.comment', gate: 'content', text: 'Something' }
const say = (who: string) => shop.send(who, 'hello', comment)
const tooMany = async (answer: Promise<supertest.Response>) => {
  const { status, headers, body } = await writesNothing(shop, 'hello', () => answer)
  expect([status, body.code]).toEqual([429, 'too-many'])
  expect(Number(headers['retry-after'])).toBeGreaterThanOrEqual(1)
  expect(Number(headers['retry-after'])).toBeLessThanOrEqual(60)
}

describe('with a limit', () => {
  test('of four, the fifth write of a person is refused, by whatever token or page; others go on', async () => {
    const scopes = ['launch:write'] as const
    const { token } = await createToken(shop.store, { person: 'priya', scopes }, shop.now)
    const page = await visitor(shop, 'priya')
    await say('priya').expect(200)
    await page.post('/launches/hello/commands', comment).expect(303)
    await tooMany(say('priya'))
    await tooMany(shop.send(token, 'hello', comment))
    await tooMany(shop.put('priya', '/api/v1/launches/hello/candidate', { version: '1' }))
    const refused = await writesNothing(shop, 'hello', () => page.post('/launches/hello/commands', comment))
    expect(refused.status).toBe(429)
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
    expect(refused.text).toContain('too many changes')
    expect(refused.text, 'what was typed comes back').toContain('Something')

    await say('tom').expect(200)
    await shop.put('ci', '/api/v1/launches/hello/candidate', { version: '1' }).expect(200)
    await shop.get('priya', '/api/v1/launches/hello').expect(200)
    await shop.post('priya', '/api/v1/launches/hello/status').expect(200)
    await shop.post('priya', '/api/v1/launches/hello/deploy').expect(423)
  })

  test('only what was accepted and wrote something counts', async () => {
    for (let each = 0; each < 6; each += 1) {
      await shop.send('tom', 'hello', { ...comment, text: '' }).expect(422)
      await shop.send('tom', 'hello', { type: 'launch.hold', reason: 'Wait' }).expect(403)
      await shop.send('tom', 'nowhere', comment).expect(404)
    }
    for (let each = 0; each < 6; each += 1) await say('tom').set('Idempotency-Key', 'once').expect(200)
    for (let each = 0; each < 3; each += 1) await say('tom').expect(200)
    await tooMany(say('tom'))
  })

  test('requests side by side do not pass it together', async () => {
    const statuses = (await Promise.all(Array.from({ length: 12 }, () => say('chloe')))).map(({ status }) => status)
    expect(statuses.filter((status) => status === 200)).toHaveLength(4)
    expect(statuses.filter((status) => status === 429)).toHaveLength(8)
  })

  test('the refusal comes before the body', async () => {
    listens = await listening(shop)
    for (let each = 0; each < 4; each += 1) await say('chloe').expect(200)
    const headers = {
      Authorization: `Bearer ${await shop.token('chloe')}`,
      'Content-Type': 'application/json',
      'Content-Length': '1000',
    }
    const { answer } = listens.halfway('/api/v1/launches/hello/commands', headers, '{')
    expect((await answer).status).toBe(429)
  })

  test('a client that leaves half-way gives its room back', async () => {
    listens = await listening(shop)
    const headers = {
      Authorization: `Bearer ${await shop.token('chloe')}`,
      'Content-Type': 'application/json',
      'Content-Length': '1000',
    }
    const left = Array.from({ length: 4 }, () => listens?.halfway('/api/v1/launches/hello/commands', headers, '{'))
    await expect.poll(async () => (await say('chloe')).status).toBe(429)
    for (const each of left) each?.abort()
    await expect.poll(async () => (await say('chloe')).status).toBe(200)
  })
})

describe('the setting', () => {
  test('is unset by default, and then nothing is limited', async () => {
    expect(readConfig({}).writesPerMinute).toBeNull()
    expect(readConfig({ WRITES_PER_MINUTE: '' }).writesPerMinute).toBeNull()
    const free = await openShop()
    await createLaunch(free, 'hello')
    for (let each = 0; each < 70; each += 1) await free.send('tom', 'hello', comment).expect(200)
    await free.close()
  })

  test.each(['0', '-1', '1.5', 'many', '10000000'])('%s stops the start', (value) => {
    expect(() => readConfig({ WRITES_PER_MINUTE: value })).toThrow(
      `Invalid WRITES_PER_MINUTE "${value}": expected a whole number from 1 to 1000000, or nothing.`,
    )
  })
})
