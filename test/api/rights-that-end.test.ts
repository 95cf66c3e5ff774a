import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Scope } from '../../machines/installation/scopes.ts'
import { createToken } from '../../server/auth/tokens.ts'
import { visitor } from '../pages/visitor.ts'
import { revoke } from '../support/directory.ts'
import { type Listening, listening } from '../support/halfway.ts'
import { served } from '../support/server.ts'
import { createLaunch, openShop, type Shop } from '../support/shop.ts'

/** Answers that last have no more rights than one that is asked for now: held requests and event streams. */

let shop: Shop
let listens: Listening
beforeAll(async () => {
  shop = await openShop({ LAUNCHGATE_DEMO: '1' })
  listens = await listening(shop)
  await createLaunch(shop, 'hello')
  await shop.send('priya', 'hello', { type: 'launch.start' }).expect(200)
})
afterAll(async () => {
  await listens.close()
  await shop.close()
})

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const fresh = (only: Scope[] = ['status:read', 'launch:read']) =>
  createToken(shop.store, { person: 'tom', scopes: only }, shop.now)
const ask = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${listens.url}/api/v1/launches/hello/${path}`, { headers: { Connection: 'close', ...headers } })
const comment = () =>
  shop.send('chloe', 'hello', { type: 'gate.comment', gate: 'content', text: 'Something' }).expect(200)
const unlockOrNot = { type: 'launch.hold', reason: 'Look' }

describe('a held request', () => {
  test('of a token that was revoked meanwhile is not answered with the status', async () => {
    const { token, record } = await fresh()
    const held = ask('deploy?wait=300', { Authorization: `Bearer ${token}` })
    await pause(100)
    await revoke(shop.store, record.id, shop.now)
    await comment()
    const answer = await held
    expect(answer.status).toBe(401)
    expect(await answer.text()).not.toContain('Content')
  })

  test('without a token ends when the status is public no more', async () => {
    await shop.send('priya', 'hello', { type: 'launch.setPublicStatus', public: true }).expect(200)
    const held = ask('status?wait=300')
    await pause(100)
    await shop.send('priya', 'hello', { type: 'launch.setPublicStatus', public: false }).expect(200)
    const answer = await held
    expect(answer.status).toBe(401)
    expect(await answer.text()).not.toContain('hello')
  })

  test('is held as long as its rights last', async () => {
    const { token } = await fresh()
    let answered = false
    const stop = new AbortController()
    const held = fetch(`${listens.url}/api/v1/launches/hello/deploy?wait=300`, {
      headers: { Authorization: `Bearer ${token}` },
      signal: stop.signal,
    }).then(
      () => (answered = true),
      () => 'aborted',
    )
    await pause(100)
    await shop.send('priya', 'hello', unlockOrNot).expect(200)
    await shop.send('priya', 'hello', { type: 'launch.release' }).expect(200)
    await pause(100)
    expect(answered).toBe(false)
    stop.abort()
    expect(await held).toBe('aborted')
  })
})

describe('an event stream', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }))
  afterEach(() => void vi.useRealTimers())

  async function opened(path: string, headers: Record<string, string>) {
    const stop = new AbortController()
    const answer = await fetch(`${listens.url}${path}`, { headers, signal: stop.signal })
    expect(answer.status).toBe(200)
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
    await reader?.read()
    const next = async () => (await reader?.read())?.value ?? 'the end'
    return { next, stop: () => stop.abort() }
  }
  const pulse = () => vi.advanceTimersByTimeAsync(15_000)

  test('goes on with a pulse while its token is good, and ends with it', async () => {
    const { token, record } = await fresh()
    const stream = await opened('/api/v1/launches/hello/events', { Authorization: `Bearer ${token}` })
    await pulse()
    expect(await stream.next()).toContain('still here')
    await revoke(shop.store, record.id, shop.now)
    await pulse()
    expect(await stream.next()).toBe('the end')
  })

  test('of a page ends when its person signed out', async () => {
    const tom = await visitor(shop, 'tom')
    const stream = await opened('/launches/hello/events', { Cookie: tom.cookie })
    await pulse()
    expect(await stream.next()).toContain('still here')
    await tom.post('/sign-out', {}).expect(303)
    await pulse()
    expect(await stream.next()).toBe('the end')
  })

  test('of a page does not keep a session awake', async () => {
    const tom = await visitor(shop, 'tom')
    const stream = await opened('/launches/hello/events', { Cookie: tom.cookie })
    for (const hours of [6, 5]) {
      shop.now += hours * 3_600_000
      await pulse()
      expect(await stream.next()).toContain('still here')
    }
    shop.now += 2 * 3_600_000
    await pulse()
    expect(await stream.next()).toBe('the end')
  })
})

test('SIGTERM answers what is held at once, and the server ends', async () => {
  const server = await served({ LAUNCHGATE_DEMO: '1' })
  await server.start()
  const held = fetch(`${server.url}/api/v1/launches/hello/deploy?wait=300`)
  await pause(300)
  const began = performance.now()
  const [code, answer] = await Promise.all([server.stop(), held])
  expect(answer.status).toBe(423)
  expect(await answer.json()).toMatchObject({ decision: 'wait' })
  expect(code).toBe(0)
  expect(performance.now() - began).toBeLessThan(4000)
  await server.close()
})
