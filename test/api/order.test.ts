import supertest from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createLaunch, openShop, type Shop, writesNothing } from '../support/shop.ts'

/** A request that is wrong in several ways hears of the first in the promised order: 401, 404, 422, 403, 428, 412, 409. */

let shop: Shop
let reader: string
beforeAll(async () => {
  shop = await openShop()
  await createLaunch(shop, 'hello')
  await shop.send('priya', 'hello', { type: 'launch.start' }).expect(200)
  reader = await shop.token('priya', ['status:read'])
})
afterAll(() => shop.close())

const hello = '/api/v1/launches/hello'
type Method = 'get' | 'post' | 'put'
/** `lacking` is a token without the scope; every address is asked with a parameter it does not have. */
const addresses: [Method, string, object | undefined][] = [
  ['get', '/api/v1/people', undefined],
  ['get', '/api/v1/launches', undefined],
  ['get', hello, undefined],
  ['get', `${hello}/entries`, undefined],
  ['get', `${hello}/events`, undefined],
  ['get', `${hello}/log/entries.jsonl`, undefined],
  ['get', `${hello}/log/entries/0`, undefined],
  ['put', `${hello}/candidate`, { version: '1' }],
  ['post', `${hello}/commands`, { type: 'launch.start' }],
  [
    'post',
    '/api/v1/launches',
    { pipeline: 'first-look', slug: 'new-one', title: 'N', targetAt: '2026-12-01T00:00:00Z', timeZone: 'UTC' },
  ],
]
const ask = (method: Method, path: string, token: string | null, body?: object) => {
  const request = supertest(shop.app.handler)[method](path)
  if (token !== null) request.set('Authorization', `Bearer ${token}`)
  return body === undefined ? request : request.send(body)
}

describe.each(addresses)('%s %s', (method, path, body) => {
  const status = async (token: string | null, query = '', sent = body, address = path) =>
    (await writesNothing(shop, 'hello', () => ask(method, `${address}${query}`, token, sent))).status

  test('401 before 404 and 422', async () => {
    expect(await status(null, '?fast=1')).toBe(401)
    expect(await status(null, '', body, path.replace('hello', 'nowhere'))).toBe(401)
  })

  test('404 before 422 and 403', async () => {
    if (!path.includes('hello')) return expect(await status(reader)).toBe(403)
    const nowhere = path.replace('hello', 'nowhere')
    expect(await status(reader, '?fast=1', body && { nonsense: true }, nowhere)).toBe(404)
  })

  test('422 before 403', async () => {
    expect(await status(reader, '?fast=1')).toBe(422)
    if (body !== undefined) expect(await status(reader, '', { ...body, nonsense: true })).toBe(422)
    expect(await status(reader)).toBe(403)
  })

  test('an Idempotency-Key that cannot be one is 422, before 403', async () => {
    if (method === 'get') return expect(await status(reader)).toBe(403)
    const request = ask(method, path, reader, body).set('Idempotency-Key', 'a b')
    expect((await writesNothing(shop, 'hello', () => request)).status).toBe(422)
  })
})

test('a build that is malformed is 422, before 403', async () => {
  const { status, body } = await ask('put', `${hello}/candidate`, reader, { version: 7 })
  expect([status, body.errors?.[0]?.pointer]).toEqual([422, '/version'])
})

test('403 before 428, 428 before 412, 412 before 409', async () => {
  const submit = { type: 'gate.submit', gate: 'payment-gateway' }
  const status = async (who: string, command: object) =>
    (await writesNothing(shop, 'hello', () => shop.send(who, 'hello', command))).status
  expect(await status('chloe', submit)).toBe(403)
  expect(await status('tom', submit)).toBe(428)
  await shop.send('tom', 'hello', { type: 'gate.block', gate: 'payment-gateway', reason: 'Look' }).expect(200)
  expect(await status('tom', { ...submit, ifVersion: 1 })).toBe(412)
  expect(await status('tom', { ...submit, ifVersion: await shop.version('hello') })).toBe(409)
})

describe('the list of launches', () => {
  const slugs = async (query: string) =>
    (await shop.get('priya', `/api/v1/launches?${query}`).expect(200)).body.launches.map(
      ({ slug }: { slug: string }) => slug,
    )
  beforeAll(async () => {
    await createLaunch(shop, 'corner', 'pop-up')
    await shop.send('priya', 'corner', { type: 'launch.assignRole', role: 'ecommerce-sme', person: 'marta' })
  })

  test('is filtered by state, role and person; both together mean that person in that role', async () => {
    expect(await slugs('state=draft')).toEqual(['corner'])
    expect(await slugs('person=chloe')).toContain('hello')
    expect(await slugs('person=chloe&role=content-team')).toContain('hello')
    expect(await slugs('person=chloe&role=backend-developer')).toEqual([])
    expect(await slugs('role=nothing')).toEqual([])
    expect(await slugs('person=nobody')).toEqual([])
  })

  test('names the last one given as next, and null on the last page', async () => {
    const page = async (query: string) => (await shop.get('priya', `/api/v1/launches?${query}`).expect(200)).body
    const first = await page('limit=1')
    expect([first.launches.length, first.next]).toEqual([1, 'corner'])
    const last = await page('limit=1&after=corner')
    expect([last.launches[0].slug, last.next]).toEqual(['hello', null])
  })

  test('of entries names the last seq, and null only on an empty page', async () => {
    const version = await shop.version('hello')
    const page = async (after: number) => (await shop.get('priya', `${hello}/entries?after=${after}`)).body
    expect((await page(-1)).next).toBe(version - 1)
    expect(await page(version - 1)).toEqual({ entries: [], next: null })
  })
})
