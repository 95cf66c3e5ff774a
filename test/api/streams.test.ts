import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createToken } from '../../server/auth/tokens.ts'
import { visitor } from '../pages/visitor.ts'
import { type Listening, listening } from '../support/halfway.ts'
import { createLaunch, openShop, type Shop } from '../support/shop.ts'

/** Event streams: how many one person may have, and where one resumes. */

let shop: Shop
let listens: Listening
const open: AbortController[] = []
beforeAll(async () => {
  shop = await openShop({ LAUNCHGATE_DEMO: '1' })
  listens = await listening(shop)
  await createLaunch(shop, 'hello')
  await shop.send('priya', 'hello', { type: 'launch.start' }).expect(200)
})
afterEach(() => {
  for (const stop of open.splice(0)) stop.abort()
})
afterAll(async () => {
  await listens.close()
  await shop.close()
})

async function stream(headers: Record<string, string>, path = '/api/v1/launches/hello/events') {
  const stop = new AbortController()
  open.push(stop)
  const answer = await fetch(`${listens.url}${path}`, { headers, signal: stop.signal })
  return { status: answer.status, headers: answer.headers, body: answer.body, stop: () => stop.abort() }
}
const fresh = async (person: string) =>
  (await createToken(shop.store, { person, scopes: ['launch:read'] }, shop.now)).token
const by = (token: string) => ({ Authorization: `Bearer ${token}` })
const most = 20

describe('one person has twenty streams', () => {
  test('over all their tokens and browsers; others have theirs', async () => {
    const [first, second] = [await fresh('tom'), await fresh('tom')]
    const tom = await visitor(shop, 'tom')
    const page = () => stream({ Cookie: tom.cookie }, '/launches/hello/events')
    for (let each = 0; each < most / 2; each += 1) expect((await stream(by(first))).status).toBe(200)
    for (let each = 0; each < most / 2 - 1; each += 1) expect((await stream(by(second))).status).toBe(200)
    const last = await page()
    expect(last.status).toBe(200)

    for (const refused of [await stream(by(first)), await stream(by(second)), await page()]) {
      expect(refused.status).toBe(429)
      expect(refused.headers.get('retry-after')).toMatch(/^\d+$/)
    }
    expect((await stream(by(await fresh('sam')))).status).toBe(200)
    expect((await stream(by(await shop.token('ci')))).status).toBe(200)

    last.stop()
    await expect.poll(async () => (await stream(by(second))).status).toBe(200)
  })

  test('and none is taken by HEAD, which ends at once', async () => {
    const headers = by(await fresh('wei'))
    for (let each = 0; each <= most; each += 1) {
      const answer = await fetch(`${listens.url}/api/v1/launches/hello/events`, { method: 'HEAD', headers })
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8'])
    }
  })
})

describe('Last-Event-ID', () => {
  /** The ids of what comes after the first comment, up to the event of a comment that is made now. */
  async function heard(lastEventId: string, path?: string, headers?: Record<string, string>): Promise<number[]> {
    const { body } = await stream({ ...(headers ?? by(await fresh('joon'))), 'Last-Event-ID': lastEventId }, path)
    const reader = body?.pipeThrough(new TextDecoderStream()).getReader()
    let text = (await reader?.read())?.value ?? ''
    expect(text, 'a comment comes at once').toMatch(/^: /)
    await shop.send('chloe', 'hello', { type: 'gate.comment', gate: 'content', text: 'Now' }).expect(200)
    const now = await shop.version('hello')
    while (!text.includes(`id: ${now}\n`)) text += (await reader?.read())?.value ?? ''
    return [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id))
  }

  test('of a version resumes after it, without a gap', async () => {
    const version = await shop.version('hello')
    await shop.send('chloe', 'hello', { type: 'gate.comment', gate: 'content', text: 'Missed' }).expect(200)
    expect(await heard(String(version))).toEqual([version + 1, version + 2])
  })

  test.each(['12abc', '1.5', '-1', '1e1', ' ', 'x', '0x1', '999999', '9'.repeat(30)])(
    'of %j, which is no version of this launch, starts from now',
    async (id) => {
      expect(await heard(id)).toEqual([await shop.version('hello')])
    },
  )

  test('counts for the page’s own stream as well', async () => {
    const chloe = await visitor(shop, 'chloe')
    const ids = await heard('1x', '/launches/hello/events', { Cookie: chloe.cookie })
    expect(ids).toEqual([await shop.version('hello')])
  })
})
