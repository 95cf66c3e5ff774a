import { randomUUID } from 'node:crypto'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Breakable, breakable, type Stop } from '../support/machine-faults.ts'
import type { Served } from '../support/server.ts'

/** The disk is full, cannot be read or is locked, and the clock is wrong: the server says so, does nothing twice, and goes on by itself. */

let machine: Breakable
let server: Served
const tokens = new Map<string, string>()
const launch = (path: string) => `${server.url}/api/v1/launches/hello${path}`
const as = (who: string) => ({ authorization: `Bearer ${tokens.get(who)}`, 'content-type': 'application/json' })
const get = (path: string, who = 'chloe') => fetch(launch(path), { headers: as(who) })
const statusOf = async (path: string, who?: string) => (await get(path, who)).status
const ready = async () => (await fetch(`${server.url}/readyz`)).status

const comment = (text: string, key: string = randomUUID()) =>
  fetch(launch('/commands'), {
    method: 'POST',
    body: JSON.stringify({ type: 'gate.comment', gate: 'content', text }),
    headers: { ...as('chloe'), 'idempotency-key': key },
  })

async function times(text: string): Promise<number> {
  // The contract's own shape.
  const { entries } = (await (await get('/entries?limit=500')).json()) as { entries: { data: { text?: string } }[] }
  return entries.filter(({ data }) => data.text === text).length
}

async function during<T>(fault: Promise<Stop>, act: () => Promise<T>): Promise<T> {
  const stop = await fault
  try {
    return await act()
  } finally {
    await stop()
  }
}

beforeAll(async () => {
  machine = await breakable({ LAUNCHGATE_DEMO: '1' })
  server = machine.server
  await server.start()
  const scopes = ['status:read', 'launch:read', 'launch:write'].flatMap((scope) => ['--scope', scope])
  for (const who of ['chloe', 'tom']) tokens.set(who, await server.cli('token', 'create', '--as', who, ...scopes))
})
afterAll(() => machine.close())

test('the disk is full: a command is 503 and was not done; reading goes on, with a token that was never used too', async () => {
  await during(machine.fullDisk(), async () => {
    const refused = await comment('On a full disk')
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, expect.stringMatching(/^\d+$/)])
    expect(await refused.text()).not.toContain('may or may not')
    for (const who of ['tom', 'chloe'])
      expect([await statusOf('/status', who), await statusOf('/deploy', who), await statusOf('', who)]).toEqual([
        200, 423, 200,
      ])
    expect(await ready()).toBe(200)
  })
  expect(await times('On a full disk')).toBe(0)
  expect((await comment('On a disk with space')).status).toBe(200)
})

test('no file can be read when the first page is asked for: 503, and the page is there afterwards', async () => {
  const { failingReads } = machine
  const page = () => fetch(`${server.url}/sign-in`)
  const unread = failingReads === null ? null : await during(failingReads(), page)
  expect([unread?.status ?? 503, unread?.headers.get('retry-after') ?? '5']).toEqual([503, '5'])
  expect((await page()).status).toBe(200)
})

test('the disk cannot be read: 503, not a fault of ours, and it goes on afterwards', async () => {
  const { failingRead } = machine
  // Another process writes, so that the server must read again.
  const write = () => server.cli('token', 'create', '--service', 'ci', '--scope', 'status:read')
  const statuses =
    failingRead === null
      ? [503]
      : await during(failingRead(), async () => {
          await write()
          return [await statusOf('/status'), (await comment('Unread')).status, await ready()]
        })
  expect(new Set(statuses)).toEqual(new Set([503]))
  await expect.poll(ready, { timeout: 20_000 }).toBe(200)
  expect([await statusOf('/status'), await times('Unread')]).toEqual([200, 0])
})

test('another process holds the lock: health and deploy answer at once, and the writes are done afterwards', async () => {
  const other = new Database(server.file)
  other.exec('BEGIN EXCLUSIVE')
  const writes = ['one', 'two', 'three'].map((n) => comment(`While locked, ${n}`))
  const waits: number[] = []
  for (const end = performance.now() + 2000; performance.now() < end; ) {
    const began = performance.now()
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
    expect(await statusOf('/deploy')).toBe(423)
    waits.push(performance.now() - began)
  }
  other.exec('ROLLBACK')
  other.close()
  expect((await Promise.all(writes)).map(({ status }) => status)).toEqual([200, 200, 200])
  console.log(`foreign lock: health and deploy together took ${Math.round(Math.max(...waits))} ms at most`)
  expect(Math.max(...waits)).toBeLessThan(3000)
})

describe('the clock jumps', () => {
  const day = 24 * 60 * 60 * 1000

  test.each([365 * day, -30 * day])('by %i ms: nothing is answered or done by a wrong time', async (jump) => {
    const [key, text] = [randomUUID(), `Before a jump of ${jump}`]
    expect((await comment(text, key)).status).toBe(200)
    const version = async () => ((await (await get('')).json()) as { version: number }).version
    const before = await version()
    await during(machine.clockJump(jump), async () => {
      for (const answer of [await comment(text, key), await comment('During a jump'), await get('/deploy')]) {
        expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, expect.stringMatching(/^\d+$/)])
        expect(await answer.text()).toContain('clock jumped')
      }
      expect([await ready(), (await fetch(`${server.url}/healthz`)).status]).toEqual([503, 200])
    })
    expect([await statusOf('/deploy'), await ready()]).toEqual([423, 200])
    // The same key, when the clock is right again: done once. No gate has lapsed meanwhile.
    expect((await comment(text, key)).status).toBe(200)
    expect([await version(), await times(text), await times('During a jump')]).toEqual([before, 1, 0])
  })
})

test('in the end the logs are whole', async () => {
  expect(await server.cli('verify', 'hello')).toContain('verified')
})
