import express from 'express'
import supertest from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkResponses, responseError, type SentResponse } from '../support/check-responses.ts'
import { takeResponseErrors } from '../support/response-errors.ts'
import { createLaunch, openShop, type Shop } from '../support/shop.ts'

/** Every JSON response of every test is compared with its schema. Here: that this finds what is wrong. */

let shop: Shop
let launch: Record<string, unknown>
let locked: Record<string, unknown>
beforeAll(async () => {
  shop = await openShop()
  await createLaunch(shop, 'hello')
  launch = (await shop.get('priya', '/api/v1/launches/hello').expect(200)).body
  locked = (await shop.get('priya', '/api/v1/launches/hello/deploy').expect(423)).body
})
afterAll(() => shop.close())

const sent = (body: unknown, more: Partial<SentResponse> = {}): SentResponse => ({
  method: 'GET',
  url: '/api/v1/launches/hello',
  status: 200,
  type: 'application/json; charset=utf-8',
  text: JSON.stringify(body),
  ...more,
})
const sentLocked = (body: unknown, more: Partial<SentResponse> = {}) =>
  sent(body, { url: '/api/v1/launches/hello/deploy?wait=1', status: 423, type: 'application/problem+json', ...more })

test('what the server sent is right', () => {
  expect(responseError(sent(launch))).toBeNull()
  expect(responseError(sentLocked(locked))).toBeNull()
})

describe('a wrong body is found:', () => {
  const gates = (change: object) => [{ ...Object(Array.isArray(launch.gates) ? launch.gates[0] : null), ...change }]
  test.each<[string, () => SentResponse, string]>([
    ['a field that nobody described', () => sent({ ...launch, budget: 3 }), 'Unrecognized key: "budget"'],
    ['one inside a gate', () => sent({ ...launch, gates: gates({ budget: 3 }) }), 'gates[0]'],
    ['a missing field', () => sent({ ...launch, zone: undefined, timeZone: undefined }), 'timeZone'],
    ['a time without milliseconds', () => sent({ ...launch, targetAt: '2026-12-01T02:00:00Z' }), 'targetAt'],
    ['a time with an offset', () => sent({ ...launch, targetAt: '2026-12-01T10:00:00.000+08:00' }), 'targetAt'],
    ['a state that is none', () => sent({ ...launch, state: 'open' }), 'state'],
    ['an action that is none', () => sent({ ...launch, can: ['launch.explode'] }), 'can[0]'],
    ['a problem without its request', () => sentLocked({ ...locked, request: undefined }), 'request'],
    ['a problem whose code has another status', () => sentLocked({ ...locked, code: 'refused' }), 'code'],
    ['a status with the body of another', () => sent(locked, { status: 423 }), 'has no schema'],
    ['a status without a schema', () => sent(launch, { status: 201 }), 'has no schema'],
    ['a method without a schema', () => sent(launch, { method: 'PUT' }), 'has no schema'],
    ['an address without a schema', () => sent(launch, { url: '/api/v1/launches/hello/budget' }), 'has no schema'],
    ['a code that is not listed', () => sentLocked(problem('refused', 409), { status: 409 }), 'refused is not listed'],
  ])('%s', (_, make, why) => expect(responseError(make())).toContain(why))
})

const problem = (code: string, status: number) => ({
  type: 'about:blank',
  title: 'Conflict',
  status,
  detail: 'No.',
  code,
  request: 'q_1',
})

test('a server that sends one is reported, without the test asking for it', async () => {
  const wrong = express()
    .get('/api/v1/people', (_req, res) => void res.json({ people: [], next: null, total: 0 }))
    .get('/people', (_req, res) => void res.json({ total: 0 }))
  await supertest(checkResponses(wrong)).get('/api/v1/people').expect(200)
  await supertest(checkResponses(wrong)).get('/people').expect(200)
  expect(takeResponseErrors()).toEqual([expect.stringMatching(/^GET \/api\/v1\/people 200: .*"total"/)])
})
