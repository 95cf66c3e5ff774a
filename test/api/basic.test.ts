import supertest from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createToken } from '../../server/auth/tokens.ts'
import { revoke } from '../support/directory.ts'
import { createLaunch, openShop, type Shop, writesNothing } from '../support/shop.ts'

/** Basic authentication: the token is the password, for clients that can put credentials only into a URL. */

let shop: Shop
let token: string
beforeAll(async () => {
  shop = await openShop()
  token = await shop.token('ci')
  await createLaunch(shop, 'hello')
  await shop.send('priya', 'hello', { type: 'launch.start' }).expect(200)
})
afterAll(() => shop.close())

const hello = '/api/v1/launches/hello'
const base64 = (text: string) => Buffer.from(text).toString('base64')
const basic = (user: string, password: string) => `Basic ${base64(`${user}:${password}`)}`
const get = (path: string, authorization: string) =>
  supertest(shop.app.handler).get(path).set('Authorization', authorization)

describe('Basic is taken wherever Bearer is', () => {
  test.each([
    ['x', 'any user name'],
    ['', 'an empty user name'],
    ['박준', 'a user name that is not ASCII'],
    ['lg_no_token', 'a user name that looks like a token'],
  ])('with %j as the user: %s', async (user) => {
    await get(`${hello}/status`, basic(user, token)).expect(200)
    await get(`${hello}/deploy`, basic(user, token)).expect(423)
  })

  test('for reading, for writing and for figures', async () => {
    const priya = basic('priya', await shop.token('priya'))
    for (const path of ['/api/v1/people', '/api/v1/launches', hello, `${hello}/entries`, `${hello}/log/entries.jsonl`])
      await get(path, priya).expect(200)
    await supertest(shop.app.handler)
      .put(`${hello}/candidate`)
      .set('Authorization', priya)
      .send({ version: '4812' })
      .expect(200)
    const open = await openShop({ HOST: '0.0.0.0', BASE_URL: 'https://launch.example.com' })
    await supertest(open.app.handler)
      .get('/metrics')
      .set('Host', 'launch.example.com')
      .set('Authorization', basic('', await open.token('ci')))
      .expect(200)
    await open.close()
  })

  test('in each way of writing base64', async () => {
    // A user name whose base64 has "+" and "/" in one alphabet and "-" and "_" in the other.
    const pair = Buffer.concat([Buffer.from([0xfb, 0xff, 0xbf]), Buffer.from(`:${token}`)])
    const standard = pair.toString('base64')
    expect(standard).toMatch(/[+/]/)
    for (const credentials of [standard, standard.replace(/=+$/, ''), pair.toString('base64url')])
      await get(`${hello}/status`, `Basic ${credentials}`).expect(200)
    for (const scheme of ['basic', 'BASIC']) await get(`${hello}/status`, `${scheme}   ${standard}`).expect(200)
  })

  test('as curl sends it for a URL with credentials', async () => {
    const { username, password } = new URL(`http://x:${token}@localhost/`)
    await get(`${hello}/status`, basic(username, password)).expect(200)
  })
})

describe('401, with both ways to send a token', () => {
  const wrong: [string, () => string][] = [
    ['no colon', () => `Basic ${base64(token)}`],
    ['the token as the user name', () => basic(token, '')],
    ['a colon too many', () => basic('x', `:${token}`)],
    ['a space after the token', () => basic('x', `${token} `)],
    ['something that is not base64', () => `Basic x:${token}`],
    ['base64 of an impossible length', () => 'Basic abcde'],
    ['nothing', () => 'Basic'],
    ['nothing but blanks', () => 'Basic   '],
    ['a wrong token', () => basic('x', `${token.slice(0, -1)}${token.endsWith('a') ? 'b' : 'a'}`)],
    ['another scheme', () => `Digest ${base64(`x:${token}`)}`],
    ['Bearer with Basic’s value', () => `Bearer ${base64(`x:${token}`)}`],
    ['Basic with Bearer’s value', () => `Basic ${token}`],
  ]
  test.each(wrong)('%s', async (_, header) => {
    const { headers, body } = await get(`${hello}/status`, header()).expect(401)
    expect(body.code).toBe('unauthenticated')
    expect(headers['www-authenticate']).toBe('Bearer realm="launchgate", Basic realm="launchgate", charset="UTF-8"')
    await get(`${hello}/deploy`, header()).expect(401)
  })

  test('a revoked token', async () => {
    const made = await createToken(shop.store, { person: 'tom', scopes: ['status:read'] }, shop.now)
    await get(`${hello}/status`, basic('', made.token)).expect(200)
    await revoke(shop.store, made.record.id, shop.now)
    await get(`${hello}/status`, basic('', made.token)).expect(401)
  })
})

describe('a browser that remembers Basic', () => {
  const comment = { type: 'gate.comment', gate: 'content', text: 'Something' }
  const post = async (headers: Record<string, string>) =>
    supertest(shop.app.handler)
      .post(`${hello}/commands`)
      .set({ Authorization: basic('chloe', await shop.token('chloe')), ...headers })
      .send(comment)

  test.each([
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
    { Origin: 'https://evil.example' },
    { Origin: 'null' },
  ])('changes nothing for a page of another site: %j', async (headers) => {
    const answer = await writesNothing(shop, 'hello', () => post(headers))
    expect([answer.status, answer.body.code]).toEqual([403, 'forbidden'])
  })

  test.each([{}, { 'Sec-Fetch-Site': 'none' }, { Origin: 'http://localhost:3000' }])(
    'is taken where it is a program or our own page: %j',
    async (headers) => expect((await post(headers)).status).toBe(200),
  )
})

describe('the ETag', () => {
  const tag = async (path: string, authorization: string) => (await get(path, authorization).expect(200)).headers.etag
  test('is one for all tokens of a person, and another for everybody else', async () => {
    const scopes = ['status:read', 'launch:read'] as const
    const tokenOf = async (person: string) => (await createToken(shop.store, { person, scopes }, shop.now)).token
    const [first, second, other] = [await tokenOf('tom'), await tokenOf('tom'), await tokenOf('sam')]
    for (const path of [`${hello}/status`, hello]) {
      const own = await tag(path, `Bearer ${first}`)
      expect(own).toMatch(/^W\/"/)
      expect(await tag(path, basic('x', first))).toBe(own)
      expect(await tag(path, `Bearer ${second}`)).toBe(own)
      expect(await tag(path, `Bearer ${other}`)).not.toBe(own)
      expect(await tag(path, basic('x', other))).not.toBe(own)
    }
  })

  test('has nothing of the token in it', async () => {
    const own = await tag(`${hello}/status`, `Bearer ${token}`)
    for (const part of token.split('_').slice(1)) expect(own).not.toContain(part)
    expect(own).not.toContain(token.slice(0, 12))
  })

  test.each([(own: string) => own, (own: string) => own.slice(2), (own: string) => `"other", ${own}`, () => '*'])(
    'is compared as RFC 9110 says (%#)',
    async (conditionOf) => {
      for (const path of [`${hello}/status`, hello]) {
        const priya = `Bearer ${await shop.token('priya')}`
        const own = (await tag(path, priya)) ?? ''
        const same = await get(path, priya).set('If-None-Match', conditionOf(own)).expect(304)
        expect(same.headers.etag).toBe(own)
        await get(path, priya).set('If-None-Match', 'W/"other"').expect(200)
      }
    },
  )
})
