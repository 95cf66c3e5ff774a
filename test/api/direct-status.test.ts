import supertest from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { directStatus } from '../../server/api/direct-status.ts'
import { content, decisionSent, decisionSigned, does, payment } from '../support/hello.ts'
import { createLaunch, openShop, type Shop } from '../support/shop.ts'

/** The plain question about a deploy is answered before Express; nobody can tell by the answer. */

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
  for (const slug of ['waits', 'held', 'goes']) {
    await createLaunch(shop, slug, 'first-look')
    await shop.send('priya', slug, { type: 'launch.start' }).expect(200)
  }
  await shop.send('priya', 'held', { type: 'launch.hold', reason: 'The "asOf":"never" of 김유나' }).expect(200)
  await does(shop, 'goes', ...content, ...payment, ...decisionSent, decisionSigned)
})
afterAll(() => shop.close())

/** An answer without the names of its request and its moment. */
async function answerOf(path: string, headers: Record<string, string>) {
  const {
    status,
    headers: fields,
    text,
  } = await supertest(shop.app.handler).get(`/api/v1/launches/${path}`).set(headers)
  const { date: _, 'x-request-id': id = '', ...rest } = fields
  expect(id).toMatch(/^q_[\w-]{12}$/)
  return { status, headers: rest, text: text.replaceAll(id, 'q_') }
}

const cases = ['waits', 'held', 'goes'].flatMap((launch) => [`${launch}/status`, `${launch}/deploy`])

describe.each(cases)('%s', (path) => {
  test.each([
    ['a service', 'ci', {}],
    ['a person', 'omar', {}],
    ['a reader of Korean', 'chloe', { 'Accept-Language': 'ko' }],
    ['a reader who chose Chinese', 'chloe', { Cookie: 'launchgate-language=zh-Hant' }],
  ])('answers %s as its route does', async (_, who, headers) => {
    const asked = { ...headers, Authorization: `Bearer ${await shop.token(who)}` }
    const direct = await answerOf(path, asked)
    expect(direct).toEqual(await answerOf(`${path}?`, asked))
    const { etag } = direct.headers
    if (etag === undefined) return
    const again = { ...asked, 'If-None-Match': etag }
    expect(await answerOf(path, again)).toEqual({ ...(await answerOf(`${path}?`, again)), status: 304 })
  })
})

describe('what is left to the routes', () => {
  const asking = async (who: string, path: string, headers: Record<string, string> = {}, isDraining = false) => {
    const routed: string[] = []
    const listener = directStatus(shop.services, { isDraining: () => isDraining }, (req, res) => {
      routed.push(req.url ?? '')
      res.end()
    })
    const authorization = { Authorization: `Bearer ${await shop.token(who)}` }
    await supertest(listener)
      .get(path)
      .set({ ...authorization, ...headers })
    return routed
  }
  const status = '/api/v1/launches/waits/status'

  test('nothing of the plain question', async () => {
    expect([await asking('ci', status), await asking('ci', '/api/v1/launches/waits/deploy')]).toEqual([[], []])
  })

  test.each([
    ['a token that is unknown', status, { Authorization: 'Bearer lg_no' }],
    ['a launch that is unknown', '/api/v1/launches/nowhere/status', {}],
    ['another host', status, { Host: 'other.example' }],
    ['a build by its name', `${status}?candidate=4812`, {}],
    ['a request that waits', `${status}?wait=1`, {}],
    ['a body', status, { 'Content-Length': '0' }],
    ['a path in other letters', '/API/v1/launches/waits/status', {}],
  ])('%s', async (_, path, headers) => {
    expect(await asking('ci', path, headers)).toEqual([path])
  })

  test('a token without the scope, and one of another launch', async () => {
    const without = await shop.token('tom', ['launch:write'])
    expect(await asking('ci', status, { Authorization: `Bearer ${without}` })).toEqual([status])
  })

  test('every request while the server drains', async () => {
    expect(await asking('ci', status, {}, true)).toEqual([status])
  })
})
