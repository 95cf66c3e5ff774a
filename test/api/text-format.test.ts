import supertest from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { StoreUnavailable } from '../../db/store.ts'
import { content, decisionSent, decisionSigned, does, payment } from '../support/hello.ts'
import { createLaunch, openShop, type Shop } from '../support/shop.ts'

/** What status and deploy say beside their JSON: the decision as a header, the page's address, and `?format=text`. */

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
  await createLaunch(shop, 'hello')
  await shop.send('priya', 'hello', { type: 'launch.start' }).expect(200)
})
afterAll(() => shop.close())

const hello = '/api/v1/launches/hello'
const page = 'http://localhost:3000/launches/hello'
const text = (path = `${hello}/deploy?format=text`, who: string | null = 'ci') => shop.get(who, path)
const linesOf = (answer: { text: string }) => answer.text.split('\n')

async function decisions(expected: string, deploy: number) {
  const token = await shop.token('ci')
  for (const method of ['get', 'post', 'head'] as const)
    for (const [path, status] of [
      ['status', 200],
      ['deploy', deploy],
      ['deploy?format=text', deploy],
    ] as const) {
      const answer = await supertest(shop.app.handler)
        [method](`${hello}/${path}`)
        .set('Authorization', `Bearer ${token}`)
      expect([method, path, answer.status, answer.headers['launchgate-decision']]).toEqual([
        method,
        path,
        status,
        expected,
      ])
    }
}

describe('the decision', () => {
  test('stands in a header of status and deploy, also for HEAD and POST', async () => {
    await decisions('wait', 423)
    await shop.send('helen', 'hello', { type: 'launch.hold', reason: 'The bank is down' }).expect(200)
    await decisions('hold', 423)
    await shop.send('helen', 'hello', { type: 'launch.release' }).expect(200)
    const tag = (await shop.get('ci', `${hello}/status`)).headers.etag ?? ''
    const same = await shop.get('ci', `${hello}/status`).set('If-None-Match', tag).expect(304)
    expect(same.headers['launchgate-decision']).toBe('wait')
  })

  test('is missing where there is none', async () => {
    for (const [path, status] of [
      ['deploy?candidate=', 422],
      ['status?fast=1', 422],
      ['deploy?format=xml', 422],
    ] as const)
      expect((await shop.get('ci', `${hello}/${path}`).expect(status)).headers['launchgate-decision']).toBeUndefined()
    const missing = await shop.get('ci', '/api/v1/launches/nowhere/deploy').expect(404)
    expect(missing.headers['launchgate-decision']).toBeUndefined()
    expect((await shop.get(null, `${hello}/deploy`).expect(401)).headers['launchgate-decision']).toBeUndefined()
  })
})

test('the JSON carries the address of the page, under BASE_URL', async () => {
  expect((await shop.get('ci', `${hello}/status`)).body.url).toBe(page)
  const { body } = await shop.get('ci', `${hello}/deploy`).expect(423)
  expect(body).toMatchObject({ url: page, title: 'Locked' })
  const status = (await shop.get('ci', `${hello}/status`)).body
  expect(Object.keys(body)).toEqual(expect.arrayContaining(Object.keys(status)))
})

test('POST asks like GET, whatever stands in its body', async () => {
  const token = await shop.token('ci')
  const post = (body: string, type: string) =>
    supertest(shop.app.handler)
      .post(`${hello}/status`)
      .set({ Authorization: `Bearer ${token}`, 'Content-Type': type })
      .send(body)
  const bodies = [
    ['', 'text/plain'],
    ['{"not json', 'application/json'],
    ['x'.repeat(200_000), 'application/octet-stream'],
  ] as const
  for (const [body, type] of bodies)
    expect((await post(body, type).expect(200)).body).toMatchObject({ launch: 'hello', decision: 'wait' })
  await shop.post('ci', `${hello}/status?fast=1`).expect(422)
  await shop.post(null, `${hello}/status`).expect(401)
})

describe('the answer as text', () => {
  test('is the summary, a line for each blocker and the address, with no line twice', async () => {
    expect(linesOf(await text().expect(423))).toEqual([
      'Not ready: 3 of 3 gates still open',
      expect.stringMatching(/Content.*Chloe Martin\.$/),
      expect.stringMatching(/Payment gateway.*Tom Becker\.$/),
      expect.stringMatching(/Go\/no-go.*Priya Nair\.$/),
      page,
      '',
    ])
    await shop.send('helen', 'hello', { type: 'launch.hold', reason: 'The bank is down' }).expect(200)
    const held = linesOf(await text().expect(423))
    expect(new Set(held).size).toBe(held.length)
    expect(held[0]).toContain('The bank is down')
    expect(held.filter((line) => line.includes('The bank is down'))).toHaveLength(1)
    expect(held.slice(-2)).toEqual([page, ''])
    await shop.send('helen', 'hello', { type: 'launch.release' }).expect(200)
  })

  test('names the role where nobody holds it', async () => {
    await shop
      .send('priya', 'hello', { type: 'launch.unassignRole', role: 'content-team', person: 'chloe' })
      .expect(200)
    expect((await text().expect(423)).text).toMatch(/^.*Content.*Content\.$/m)
    await shop.send('priya', 'hello', { type: 'launch.assignRole', role: 'content-team', person: 'chloe' }).expect(200)
  })

  test('is asked for by POST too', async () => {
    const { headers } = await shop.post('ci', `${hello}/deploy?format=text`).expect(423)
    expect(headers['content-type']).toMatch(/^text\/plain/)
  })
})

describe('an error of the text format is one sentence of text', () => {
  const oneSentence = async (answer: Promise<{ headers: Record<string, string>; text: string; status: number }>) => {
    const { headers, text: said, status } = await answer
    expect(headers['content-type']).toMatch(/^text\/plain/)
    expect(said).toMatch(/^[^\n{]+\n$/)
    expect(headers['launchgate-decision']).toBeUndefined()
    return { status, headers }
  }

  test.each([
    ['an unknown launch', '/api/v1/launches/nope/deploy?format=text', 404],
    ['no launch at all', '/api/v1/launches/%zz/deploy?format=text', 404],
    ['a name that would add a line', '/api/v1/launches/a%0aReady%20to%20launch./deploy?format=text', 404],
    ['an unknown parameter', `${hello}/deploy?format=text&fast=1`, 422],
    ['a format twice', `${hello}/deploy?format=text&format=json`, 422],
    ['an address that is too long', `${hello}/deploy?format=text&candidate=${'9'.repeat(2100)}`, 413],
  ])('%s', async (_, path, status) => {
    expect((await oneSentence(text(path))).status).toBe(status)
  })

  test('no token, a wrong method, a lacking scope', async () => {
    const none = await oneSentence(text(`${hello}/deploy?format=text`, null))
    expect([none.status, none.headers['www-authenticate']]).toEqual([401, expect.stringContaining('Basic')])
    const method = await oneSentence(shop.put('ci', `${hello}/deploy?format=text`, {}))
    expect([method.status, method.headers.allow]).toEqual([405, 'GET, HEAD, POST'])
    const reader = await shop.token('tom', ['launch:read'])
    expect((await oneSentence(text(`${hello}/deploy?format=text`, reader))).status).toBe(403)
  })

  test('a fault, and a database that does not answer', async () => {
    const { load } = shop.store
    const failing = async (error: Error) => {
      shop.store.load = () => Promise.reject(error)
      try {
        return await oneSentence(text())
      } finally {
        shop.store.load = load
      }
    }
    expect((await failing(new Error('a fault'))).status).toBe(500)
    const busy = await failing(new StoreUnavailable('nothing', 'busy'))
    expect([busy.status, busy.headers['retry-after']]).toEqual([503, expect.stringMatching(/^\d+$/)])
  })

  test('but JSON where text was not asked for', async () => {
    const { headers } = await text('/api/v1/launches/nope/deploy').expect(404)
    expect(headers['content-type']).toContain('application/problem+json')
    const status = await text('/api/v1/launches/nope/status?format=text').expect(404)
    expect(status.headers['content-type']).toContain('application/problem+json')
  })
})

test('go: the yes and the address', async () => {
  await does(shop, 'hello', ...content, ...payment, ...decisionSent, decisionSigned)
  expect(linesOf(await text().expect(200))).toEqual(['Ready to launch', page, ''])
  await decisions('go', 200)
  for (const condition of ['*', 'W/"x"']) {
    const { headers } = await shop.get('ci', `${hello}/deploy`).set('If-None-Match', condition).expect(200)
    expect(headers.etag).toBeUndefined()
  }
})
