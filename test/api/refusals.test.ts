import type supertest from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createLaunch, openShop, type Shop } from '../support/shop.ts'

/** Every no of the API: its status, its code, its order, and that nothing was written. */

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
  await createLaunch(shop, 'hello')
  await createLaunch(shop, 'other')
  await shop.send('priya', 'hello', { type: 'launch.start' }).expect(200)
  await shop
    .send('tom', 'hello', {
      type: 'gate.tick',
      gate: 'payment-gateway',
      item: 'PAY-1',
      evidence: { kind: 'number', value: 0 },
    })
    .expect(200)
})
afterAll(() => shop.close())

const commands = '/api/v1/launches/hello/commands'
const submit = { type: 'gate.submit', gate: 'payment-gateway', ifVersion: 99 }

/** Sends it, and looks that the log is as long as before. */
async function refused(request: supertest.Test, status: number, code: string) {
  const before = await shop.version('hello')
  const answer = await request
  expect(answer.status).toBe(status)
  expect(answer.headers['content-type']).toContain('application/problem+json')
  expect(answer.body).toMatchObject({ status, code, type: 'about:blank' })
  expect(String(answer.body.detail)).toMatch(/\.$/)
  expect(await shop.version('hello'), 'nothing was written').toBe(before)
  return answer.body
}
const send = (who: string | null, command: object) => shop.post(who, commands, command)
const errors = (body: Record<string, unknown>) => (body.errors as { pointer: string }[]).map(({ pointer }) => pointer)

describe('who asks', () => {
  test.each([
    ['no token', null],
    ['a token nobody knows', 'lg_000000000000_0000000000000000000000000000000000000000000aaaaaaa'],
    ['not a token', 'hello'],
  ])('401: %s', async (_, token) => {
    const body = await refused(send(token, submit), 401, 'unauthenticated')
    expect(body.launch).toBeUndefined()
  })
  test('401 says how to come in, also for a launch that is not there', async () => {
    const answer = await shop.get(null, '/api/v1/launches/nowhere').expect(401)
    expect(answer.headers['www-authenticate']).toContain('Bearer')
    await shop.get(null, '/api/v1/launches/nowhere/deploy').expect(401)
    await shop.get(null, '/api/v1/launches/hello/deploy').expect(401)
  })
  test('a cookie is no token', async () => {
    await shop.get(null, '/api/v1/launches/hello').set('Cookie', 'launchgate=anything').expect(401)
  })
  test('404: no such launch, gate, item or address; a token of one launch sees no other', async () => {
    await shop.get('priya', '/api/v1/launches/nowhere').expect(404)
    await shop.get('priya', '/api/v1/launches/HELLO/deploy').expect(404)
    await refused(send('tom', { ...submit, gate: 'nowhere' }), 404, 'unknown')
    await refused(send('tom', { ...submit, gate: 'nowhere', force: true }), 404, 'unknown')
    await refused(send('helen', { type: 'gate.reopen', gate: 'content', reason: 'x', items: ['NOPE'] }), 404, 'unknown')
    await refused(send('tom', { type: 'gate.untick', gate: 'content', item: 'PAY-1' }), 404, 'unknown')
    await shop.get('priya', '/api/v1/nowhere').expect(404)
    const { createToken } = await import('../../server/auth/tokens.ts')
    const { token } = await createToken(
      shop.store,
      { person: 'tom', scopes: ['launch:read', 'launch:write'], launch: 'other' },
      shop.now,
    )
    await shop.get(token, '/api/v1/launches/other').expect(200)
    await shop.get(token, '/api/v1/launches/hello').expect(404)
    await refused(send(token, submit), 404, 'unknown')
    const list = await shop.get(token, '/api/v1/launches').expect(200)
    expect(list.body.launches.map(({ slug }: { slug: string }) => slug)).toEqual(['other'])
  })
})

describe('what is said', () => {
  test('an engine command is no command that anybody may send', async () => {
    for (const type of ['launch.unlock', 'launch.relock', 'gate.clear', 'gate.recheck', 'gate.lapse'])
      expect(errors(await refused(send('priya', { type, gate: 'content' }), 422, 'invalid'))).toContain('/type')
  })
  test('a field that is not known is named', async () => {
    expect(errors(await refused(send('tom', { ...submit, force: true }), 422, 'invalid'))).toEqual(['/force'])
    expect(
      errors(await refused(send('priya', { type: 'launch.hold', reason: 'x', ifVersion: 1 }), 422, 'invalid')),
    ).toEqual(['/ifVersion'])
  })
  test('a green report or a file cannot be typed', async () => {
    const evidence = { kind: 'junit', passed: 3, failed: 0, skipped: 0, flaky: 0, seconds: 1, sha256: 'aa' }
    await refused(send('tom', { type: 'gate.tick', gate: 'payment-gateway', item: 'PAY-1', evidence }), 422, 'invalid')
    await refused(
      send('tom', {
        type: 'gate.tick',
        gate: 'payment-gateway',
        item: 'PAY-1',
        evidence: { kind: 'file', name: 'x', sha256: 'aa' },
      }),
      422,
      'invalid',
    )
  })
  test('wrong types, over-long and blank texts', async () => {
    expect(errors(await refused(send('tom', { ...submit, ifVersion: 'three' }), 422, 'invalid'))).toEqual([
      '/ifVersion',
    ])
    expect(
      errors(
        await refused(send('chloe', { type: 'gate.comment', gate: 'content', text: 'x'.repeat(4001) }), 422, 'invalid'),
      ),
    ).toEqual(['/text'])
    expect(
      errors(await refused(send('chloe', { type: 'gate.comment', gate: 'content', text: '   ' }), 422, 'invalid')),
    ).toEqual(['/text'])
    const body = await refused(send('helen', { type: 'gate.reopen', gate: 'content' }), 422, 'invalid')
    expect(body.errors).toEqual([{ pointer: '/reason', detail: 'Enter a reason.' }])
  })
  test('malformed JSON, a wrong content type, a text with NUL, a list', async () => {
    const raw = (type: string, body: string) => shop.post('tom', commands).set('Content-Type', type).send(body)
    await refused(raw('application/json', '{"type":'), 422, 'invalid')
    await refused(raw('text/plain', JSON.stringify(submit)), 422, 'invalid')
    await refused(raw('application/json', '[]'), 422, 'invalid')
    await refused(raw('application/x-www-form-urlencoded', 'type=gate.submit'), 422, 'invalid')
    await refused(send('chloe', { type: 'gate.comment', gate: 'content', text: 'a\u0000b' }), 422, 'invalid')
  })
  test('413 beyond 64 KB, and for an address beyond 2 KB', async () => {
    await refused(send('chloe', { type: 'gate.comment', gate: 'content', text: 'x'.repeat(70_000) }), 413, 'too-large')
    await shop.get('priya', `/api/v1/launches/hello?lang=${'e'.repeat(2100)}`).expect(413)
  })
  test('a query parameter that is not known, or not understood', async () => {
    await shop.get('ci', '/api/v1/launches/hello/deploy?build=1').expect(422)
    await shop.get('ci', '/api/v1/launches/hello/deploy?format=xml').expect(422)
    await shop.get('ci', '/api/v1/launches/hello/deploy?candidate=1&candidate=2').expect(422)
    await shop.get('ci', '/api/v1/launches/hello/status?wait=301').expect(422)
    await shop.get('priya', '/api/v1/launches/hello/entries?limit=501').expect(422)
  })
})

describe('whether they may', () => {
  test('403: a scope that lacks, after what cannot be read', async () => {
    const { createToken } = await import('../../server/auth/tokens.ts')
    const { token } = await createToken(shop.store, { person: 'tom', scopes: ['status:read'] }, shop.now)
    await refused(send(token, submit), 403, 'forbidden')
    await refused(send(token, { ...submit, force: true }), 422, 'invalid')
    await shop.get(token, '/api/v1/launches/hello').expect(403)
    await shop.get(token, '/api/v1/launches/hello/deploy').expect(423)
  })
  test('403: a role that may never do this, with the roles that may', async () => {
    const body = await refused(send('chloe', submit), 403, 'forbidden')
    expect(body).toMatchObject({
      detail: 'Only Backend developer can do this.',
      reason: { code: 'not-your-role', params: { roles: ['backend-developer'] } },
    })
  })
  test('403: a service neither ticks by command, nor sends, nor signs, nor launches', async () => {
    await refused(
      send('ci', { type: 'gate.tick', gate: 'payment-gateway', item: 'PAY-1', evidence: { kind: 'number', value: 0 } }),
      403,
      'forbidden',
    )
    await refused(send('ci', submit), 403, 'forbidden')
    await refused(
      send('ci', { type: 'gate.signOff', gate: 'payment-gateway', as: 'ecommerce-sme', ifVersion: 99 }),
      403,
      'forbidden',
    )
    await refused(send('ci', { type: 'launch.launch' }), 403, 'forbidden')
  })
  test('403: the auditor changes nothing, the administrator touches no gate', async () => {
    await refused(send('omar', { type: 'gate.comment', gate: 'content', text: 'x' }), 403, 'forbidden')
    await refused(send('ada', { type: 'gate.comment', gate: 'content', text: 'x' }), 403, 'forbidden')
  })
  test('428, then 412 with what changed, then 409', async () => {
    const { ifVersion: _, ...unsaid } = submit
    await refused(send('tom', unsaid), 428, 'version-required')
    const stale = await refused(send('tom', { ...submit, ifVersion: 1 }), 412, 'stale')
    expect(stale.changed).toEqual([{ seq: 2, action: 'gate.tick', by: 'tom', at: '2026-11-23T09:00:00.000Z' }])
    const body = await refused(send('chloe', { type: 'gate.complete', gate: 'content', ifVersion: 99 }), 409, 'refused')
    expect(body).toMatchObject({
      detail: 'Required items to do: “Every page that goes live has final copy”.',
      reason: { code: 'item-open', params: { items: ['CON-1'] } },
    })
  })
  test('409: evidence that the launch must be known for', async () => {
    const tick = { type: 'gate.tick', gate: 'payment-gateway', item: 'PAY-1' }
    expect(await refused(send('tom', tick), 409, 'refused')).toMatchObject({ reason: { code: 'evidence-missing' } })
    expect(
      await refused(send('tom', { ...tick, evidence: { kind: 'note', text: 'x' } }), 409, 'refused'),
    ).toMatchObject({ reason: { code: 'evidence-wrong-kind' } })
    expect(
      await refused(send('tom', { ...tick, evidence: { kind: 'number', value: 1 } }), 409, 'refused'),
    ).toMatchObject({
      reason: { code: 'out-of-bounds' },
      detail: '1 is outside the allowed range (at most 0).',
    })
  })
})

describe('creating', () => {
  const launch = {
    pipeline: 'first-look',
    slug: 'newest',
    title: 'New',
    targetAt: '2026-12-01T00:00:00Z',
    timeZone: 'Asia/Seoul',
    people: {},
  }
  const create = (who: string, change: object) => shop.post(who, '/api/v1/launches', { ...launch, ...change })
  test.each([
    ['tom', {}, 403, 'forbidden', 'not-your-role'],
    ['omar', {}, 403, 'forbidden', 'not-your-role'],
    ['priya', { pipeline: 'nowhere' }, 409, 'refused', 'unknown-name'],
    ['priya', { slug: 'hello' }, 409, 'refused', 'slug-taken'],
    ['priya', { slug: 'new' }, 409, 'refused', 'slug-taken'],
    ['priya', { people: { tester: ['nobody'] } }, 409, 'refused', 'unknown-name'],
    ['priya', { people: { sailor: ['tom'] } }, 409, 'refused', 'unknown-name'],
  ])('%s %o: %i', async (who, change, status, code, reason) => {
    expect(await refused(create(who, change), status as number, code as string)).toMatchObject({
      reason: { code: reason },
    })
    expect(await shop.version('newest')).toBe(0)
  })
  test.each([
    [{ slug: 'New Shop' }, '/slug'],
    [{ slug: 'x'.repeat(61) }, '/slug'],
    [{ title: '' }, '/title'],
    [{ title: 'x'.repeat(201) }, '/title'],
    [{ targetAt: 'tomorrow' }, '/targetAt'],
    [{ timeZone: 'Mars/Olympus' }, '/timeZone'],
    [{ people: null }, '/people'],
    [{ hurry: true }, '/hurry'],
  ])('%o is invalid', async (change, pointer) => {
    expect(errors(await refused(create('priya', change), 422, 'invalid'))).toEqual([pointer])
  })
  test('an administrator may, and Location says where it is', async () => {
    const { headers, body } = await shop.post('ada', '/api/v1/launches', { ...launch, slug: 'adas' }).expect(201)
    expect(headers.location).toBe('/api/v1/launches/adas')
    expect(body).toMatchObject({ accepted: true, version: 1, decision: 'wait', unlocked: false })
  })
})

test('every answer carries the policy of the web, and is kept by nobody', async () => {
  for (const path of ['/healthz', '/readyz', '/api/v1/launches/hello/status', '/api/v1/nowhere', '/nowhere', '/']) {
    const { headers } = await shop.get('priya', path)
    expect(headers['content-security-policy'], path).toContain(
      "default-src 'none'; script-src 'self'; style-src 'self'",
    )
    expect(headers['content-security-policy'], path).toContain("frame-ancestors 'none'")
    expect(headers['x-content-type-options'], path).toBe('nosniff')
    expect(headers['cache-control'], path).toBe('no-store')
    expect(headers['x-powered-by'], path).toBeUndefined()
  }
})
