import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it, type TestContext, vi } from 'vitest'
import { type Act, content, decisionSent, decisionSigned, does, payment } from '../support/hello.ts'
import { createLaunch, openShop, type Shop } from '../support/shop.ts'
import { type Desk, openDesk } from './run.ts'

/** `wait`: the same as check, until it is go; against the product, and against servers that behave badly. */

let desk: Desk
let shop: Shop
let real: Server
let realUrl: string
/** The addresses that the real server was asked for. */
let asked: string[] = []

async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  // A server that listens on TCP has an address of this kind.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

beforeAll(async () => {
  desk = openDesk()
  shop = await openShop()
  // Held requests are over by the product's clock, so here it must go by itself.
  const started = Date.now() - shop.now
  shop.services.clock = () => Date.now() - started
  real = createServer(shop.app.handler).prependListener('request', ({ url = '' }) => asked.push(url))
  realUrl = await listening(real)
})
beforeEach(() => {
  asked = []
})
afterAll(async () => {
  real.closeAllConnections()
  real.close()
  await shop.close()
  desk.remove()
})

const wait = (url: string, ...args: string[]) => desk.spawnWith({ LAUNCHGATE_URL: url }, 'wait', ...args)
const waitReal = async (...args: string[]) =>
  desk.spawnWith({ LAUNCHGATE_URL: realUrl, LAUNCHGATE_TOKEN: await shop.token('ci') }, 'wait', ...args)

/** Resolves when the question is there that the server holds: it follows the first answer. */
const isHeld = () =>
  vi.waitFor(() => expect(asked).toEqual([expect.any(String), expect.stringContaining('wait=')]), { timeout: 20_000 })

const send = (who: string, launch: string, command: Act[1]) => does(shop, launch, [who, command])

/** The lines that were said on the way; the table at the end begins none with a time. */
const toldIn = (stdout: string) => stdout.split('\n').filter((line) => /^\d{4}-\d\d-\d\d \d\d:\d\d UTC {2}/.test(line))

async function started(launch: string): Promise<void> {
  await createLaunch(shop, launch)
  await send('priya', launch, { type: 'launch.start' })
}

describe('of a real launch', () => {
  it('says who is waited for, and go the moment that the last gate is signed', async () => {
    await started('hello')
    await does(shop, 'hello', ...payment)
    const waiting = waitReal('hello', '--timeout', '60s')
    await isHeld()
    await does(shop, 'hello', ...content, ...decisionSent, decisionSigned)
    const ran = await waiting
    expect([ran.code, ran.stderr]).toEqual([0, ''])
    // The question that was held got the yes.
    expect(asked).toHaveLength(2)
    const lines = ran.stdout.trimEnd().split('\n')
    expect(lines[0]).toMatch(/^[\d-]+ [\d:]+ UTC {2}Not ready: .* Waiting on .*Content \(Chloe Martin\)/)
    expect(lines.filter((line) => line.includes('Not ready'))).toHaveLength(1)
    const yes = lines.at(-1)
    expect(lines).toEqual([lines[0], expect.stringContaining(`UTC  ${yes}`), yes])
  })

  it('stops at a no-go at once', async () => {
    await started('gone')
    const waiting = waitReal('gone', '--timeout', '60s')
    await isHeld()
    await send('priya', 'gone', { type: 'launch.cancel', reason: 'The shop moves elsewhere' })
    expect((await waiting).code).toBe(6)
    expect(asked).toHaveLength(2)
  })

  it('ends at the time-out with what was answered last, and tells what changed on the way', async () => {
    await started('held')
    const waiting = waitReal('held', '--timeout', '4s')
    await isHeld()
    await send('priya', 'held', { type: 'launch.hold', reason: 'The bank is down' })
    const ran = await waiting
    expect([ran.code, ran.stderr]).toEqual([4, ''])
    const told = toldIn(ran.stdout)
    expect(told).toHaveLength(2)
    expect(told[1]).toContain('hold')
    await send('priya', 'held', { type: 'launch.release' })
    const began = performance.now()
    const still = await waitReal('held', '--timeout', '1s')
    expect(still.code).toBe(3)
    expect(performance.now() - began).toBeGreaterThan(1000)
    expect(toldIn(still.stdout)).toHaveLength(1)
    // The table at the end is the one of check.
    const checked = await desk.spawnWith(
      { LAUNCHGATE_URL: realUrl, LAUNCHGATE_TOKEN: await shop.token('ci') },
      'check',
      'held',
    )
    expect(still.stdout.endsWith(checked.stdout)).toBe(true)
  })

  it('does not wait where the question is wrong: no token, no such launch, a build that is not said', async () => {
    await createLaunch(shop, 'shop', 'ecommerce-essential')
    await send('priya', 'shop', { type: 'launch.start' })
    await send('priya', 'shop', { type: 'launch.setCandidate', version: '101', commit: 'c0ffee1' })
    expect((await wait(realUrl, 'held')).code).toBe(5)
    expect((await waitReal('nothing')).code).toBe(5)
    const unsaid = await waitReal('shop')
    expect([unsaid.code, unsaid.stderr]).toEqual([5, expect.stringContaining('--candidate')])
    expect((await waitReal('shop', '--candidate', '100')).code).toBe(6)
    // Each asked once.
    expect(asked).toHaveLength(4)
  })
})

const body = { launch: 'aurora', candidate: null, blockers: [] }
const yes = { ...body, decision: 'go', unlocked: true, summary: 'Ready.' }
const gate = {
  kind: 'gate',
  title: 'Inventory',
  status: 'needs-recheck',
  reason: 'The stock count is older than 3 days.',
  role: 'inventory-manager',
  waitingFor: [{ id: 'joon', name: '박준' }],
  since: '2026-11-22T14:10:00.000Z',
}
const no = { ...body, decision: 'wait', unlocked: false, summary: 'Not ready.', blockers: [gate] }
const says =
  (status: number, what: unknown, headers: Record<string, string> = {}) =>
  (_: IncomingMessage, res: ServerResponse) =>
    void res.writeHead(status, headers).end(JSON.stringify(what))
const hangsUp = (_: IncomingMessage, res: ServerResponse) => void res.destroy()
type Reply = (req: IncomingMessage, res: ServerResponse) => void
/** A server of this test's own. It answers in turn, the last answer again and again. */
async function oddServer({ onTestFinished }: TestContext, ...replies: Reply[]) {
  const seen: { at: number; url: string }[] = []
  const server = createServer((req, res) => {
    seen.push({ at: performance.now(), url: req.url ?? '' })
    const reply = replies.length > 1 ? replies.shift() : replies[0]
    reply?.(req, res)
  })
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: await listening(server), seen }
}
/** A server that reads the question and never answers. */
const isSilent = () => {}

// They mostly wait, so they wait at the same time.
describe.concurrent('of a server that is not always there', () => {
  it.for<[string, Reply]>([
    ['a connection that breaks', hangsUp],
    ['503', says(503, {}, { 'Retry-After': '1' })],
    ['429', says(429, {}, { 'Retry-After': '1' })],
    ['a go that contradicts itself', says(200, { ...yes, unlocked: false })],
    ['a page', says(200, '<!doctype html>')],
  ])('asks again after %s, and believes the go that follows', async ([, doubt], test) => {
    const odd = await oddServer(test, doubt, says(423, no), doubt, doubt, says(200, yes))
    const ran = await wait(odd.url, 'aurora', '--timeout', '30s')
    expect(ran.code).toBe(0)
    expect(odd.seen).toHaveLength(5)
    expect(ran.stdout).toMatch(
      /Waiting on Inventory \(박준\)\.\n.*Status unknown: .* Retrying\.\n.*Ready\.\nReady\.\n$/,
    )
  })

  it('never takes a doubt for a go, however long it lasts', async (test) => {
    const odd = await oddServer(test, says(200, { ...yes, unlocked: false }))
    const ran = await wait(odd.url, 'aurora', '--timeout', '3s')
    expect(ran).toMatchObject({
      code: 5,
      stderr: expect.stringMatching(/^Deploy status unknown: Inconsistent response .*\n$/),
    })
    expect(odd.seen.length).toBeGreaterThan(1)
    const gone = await oddServer(test, says(423, no), hangsUp)
    expect((await wait(gone.url, 'aurora', '--timeout', '2s')).code).toBe(5)
  })

  it('does not wait for ever for an answer that does not come', async (test) => {
    const odd = await oddServer(test, isSilent)
    expect((await wait(odd.url, 'aurora', '--timeout', '1s')).code).toBe(5)
    // From its question on: how long a process takes to start is not the promise.
    expect(performance.now() - (odd.seen[0]?.at ?? 0)).toBeLessThan(8_000)
  })

  it('asks for held requests, and pauses as it is told where they are not held', async (test) => {
    const { url, seen } = await oddServer(test, says(423, no, { 'Retry-After': '2' }))
    const ran = await wait(url, 'aurora', '--timeout', '5s', '--candidate', '4812')
    expect([ran.code, ran.stderr]).toEqual([3, ''])
    const [first, second, third] = seen
    expect(first?.url).toBe('/api/v1/launches/aurora/deploy?candidate=4812')
    expect(second?.url).toMatch(/^\/api\/v1\/launches\/aurora\/deploy\?candidate=4812&wait=[34]$/)
    expect((third?.at ?? 0) - (second?.at ?? 0)).toBeGreaterThan(1_900)
    expect(seen.length).toBeLessThan(6)
    // What does not change is said once.
    expect(ran.stdout.match(/UTC {2}Not ready/g)).toHaveLength(1)
  })

  it('with --json puts the last answer alone on stdout', async (test) => {
    const odd = await oddServer(test, says(423, no), says(200, yes))
    const ran = await wait(odd.url, 'aurora', '--timeout', '30s', '--json')
    expect([ran.code, JSON.parse(ran.stdout)]).toEqual([0, yes])
    expect(ran.stderr).toMatch(/Not ready\. Waiting on Inventory/)
  })
})

it.for<[string[]]>([
  [[]],
  [['aurora', '--timeout', 'soon']],
  [['aurora', '--timeout', '30']],
  [['aurora', '--timeout', '0m']],
  [['aurora', '--fast']],
  [['aurora', '--url', 'nonsense']],
  [['aurora', '--candidate', '']],
  [['--help']],
])('wrong usage is 5 at once: %j', async ([args], test) => {
  const { url, seen } = await oddServer(test, says(200, yes))
  expect((await desk.runWith({ LAUNCHGATE_URL: url }, 'wait', ...args)).code).toBe(5)
  expect(seen).toEqual([])
})

it('loads no database', async (test) => {
  const { url } = await oddServer(test, says(200, yes))
  const ran = await desk.spawnWith({ LAUNCHGATE_URL: url, NODE_DEBUG: 'esm' }, 'wait', 'aurora')
  expect(ran.code).toBe(0)
  expect(ran.stderr).toMatch(/wait-\w+\.mjs/)
  expect(ran.stderr).not.toMatch(/node_modules\/better-sqlite3\//)
})
