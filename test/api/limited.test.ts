import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { scopes } from '../../machines/installation/scopes.ts'
import { createToken } from '../../server/auth/tokens.ts'
import { castOf, createLaunch, openShop, type Shop } from '../support/shop.ts'

/** Readers and programs that may see only a part: one launch, or what is public. */

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
  await createLaunch(shop, 'hello')
  await createLaunch(shop, 'corner', 'pop-up')
  await shop.send('priya', 'hello', { type: 'launch.start' }).expect(200)
})
afterAll(() => shop.close())
const limited = async (person: string, launch = 'hello') =>
  (await createToken(shop.store, { person, scopes: [...scopes], launch }, shop.now)).token

describe('a token of one launch', () => {
  test('creates no launch', async () => {
    const launch = {
      pipeline: 'first-look',
      title: 'New',
      targetAt: '2026-12-01T00:00:00Z',
      timeZone: 'UTC',
      people: {},
    }
    const token = await limited('priya')
    const { body } = await shop.post(token, '/api/v1/launches', { ...launch, slug: 'new' }).expect(403)
    expect(body).toMatchObject({ code: 'forbidden', detail: 'This token only works for launch “hello”.' })
    expect(await shop.store.load('new')).toBeNull()
    await shop.post(token, '/api/v1/launches', { ...launch, slug: 'hello' }).expect(403)
  })

  test('sees only people who hold a role there', async () => {
    const ids = ({ body }: { body: { people: { id: string }[] } }) => body.people.map(({ id }) => id)
    const small = { pipeline: 'first-look', slug: 'small', title: 'Small', timeZone: 'UTC' }
    const nobody = Object.fromEntries(
      Object.keys(await castOf(shop.store, await shop.services.pipelines.get('first-look'))).map((role) => [role, []]),
    )
    const people = { ...nobody, 'content-team': ['chloe', 'marta'], 'head-of-digital': ['helen'] }
    const targetAt = '2026-12-01T00:00:00Z'
    await shop.post('priya', '/api/v1/launches', { ...small, targetAt, people }).expect(201)
    const seen = await shop.get(await limited('priya', 'small'), '/api/v1/people').expect(200)
    expect(ids(seen)).toEqual(['chloe', 'helen', 'marta'])
    expect(ids(await shop.get('priya', '/api/v1/people').expect(200))).toContain('omar')
  })
})

describe('public status', () => {
  test('does not tell the address of the build, which people without a token are not to see', async () => {
    const url = 'https://ci.shop.example/builds/4812?key=inside'
    await shop.put('priya', '/api/v1/launches/hello/candidate', { version: '4812', url }).expect(200)
    await shop.send('priya', 'hello', { type: 'launch.setPublicStatus', public: true }).expect(200)
    for (const path of ['status', 'deploy']) {
      const stranger = await shop.get(null, `/api/v1/launches/hello/${path}`)
      expect(stranger.body.candidate).toEqual({ version: '4812', commit: null, url: null })
      expect(stranger.text).not.toContain('ci.shop.example')
      expect((await shop.get('priya', `/api/v1/launches/hello/${path}`)).body.candidate.url).toBe(url)
    }
  })

  test('what somebody wrote cannot add a line to the text, nor steer a terminal', async () => {
    const reason = 'Wait\nReady to launch\u001b[2J \u202eog\r\nand\ttabs'
    await shop.send('priya', 'hello', { type: 'launch.hold', reason }).expect(200)
    for (const path of ['deploy']) {
      const { text } = await shop.get('priya', `/api/v1/launches/hello/${path}?format=text`)
      expect(text).toContain('Wait\\nReady to launch\\u001b[2J \\u202eog\\r\\nand\\ttabs')
      const lines = text.trimEnd().split('\n')
      const { body } = await shop.get('priya', `/api/v1/launches/hello/${path}`)
      expect(lines).toHaveLength(1 + body.blockers.length)
      expect(lines).not.toContain('Ready to launch')
      expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u)
    }
  })
})

describe('names that every object has', () => {
  test('are names like others', async () => {
    const { body, status } = await shop.get('priya', '/api/v1/launches?role=constructor')
    expect(status).toBeLessThan(500)
    expect(body.launches ?? []).toEqual([])
    await shop.get('priya', '/api/v1/launches/constructor').expect(404)
    const comment = await shop.send('tom', 'hello', { type: 'gate.comment', gate: 'constructor', text: 'x' })
    expect([404, 422]).toContain(comment.status)
  })
})
