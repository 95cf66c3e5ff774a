import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Act, content, decisionSent, decisionSigned, does, payment } from '../support/hello.ts'
import { createLaunch, openShop, type Shop } from '../support/shop.ts'
import { type Desk, openDesk } from './run.ts'

/** `wait`: the same as check, until it is go; against the product, and against servers that behave badly. */

let desk: Desk
let shop: Shop
/** Answers in turn; the last one again and again. */
let replies: ((req: IncomingMessage, res: ServerResponse) => void)[] = []
let seen: { at: number; url: string }[] = []
const odd = createServer((req, res) => {
  seen.push({ at: performance.now(), url: req.url ?? '' })
  const reply = replies.length > 1 ? replies.shift() : replies[0]
  reply?.(req, res)
})
let real: ReturnType<typeof createServer>
let oddUrl: string
let realUrl: string

async function listening(server: ReturnType<typeof createServer>): Promise<string> {
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
  real = createServer(shop.app.handler)
  realUrl = await listening(real)
  oddUrl = await listening(odd)
})
beforeEach(() => {
  seen = []
})
afterAll(async () => {
  for (const server of [real, odd]) {
    server.closeAllConnections()
    server.close()
  }
  await shop.close()
  desk.remove()
})

const wait = (url: string, ...args: string[]) => desk.spawnWith({ LAUNCHGATE_URL: url }, 'wait', ...args)
const waitReal = async (...args: string[]) =>
  desk.spawnWith({ LAUNCHGATE_URL: realUrl, LAUNCHGATE_TOKEN: await shop.token('ci') }, 'wait', ...args)

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
    let done = 0
    const waiting = waitReal('hello', '--timeout', '60s').then((ran) => {
      done = performance.now()
      return ran
    })
    await pause(1500)
    await does(shop, 'hello', ...content, ...decisionSent, decisionSigned)
    const signed = performance.now()
    const ran = await waiting
    expect([ran.code, ran.stderr]).toEqual([0, ''])
    expect(done - signed).toBeLessThan(5_000)
    const lines = ran.stdout.trimEnd().split('\n')
    expect(lines[0]).toMatch(/^[\d-]+ [\d:]+ UTC {2}Not ready: .* Waits for .*Content \(Chloe Martin\)/)
    expect(lines.filter((line) => line.includes('Not ready'))).toHaveLength(1)
    const yes = lines.at(-1)
    expect(lines).toEqual([lines[0], expect.stringContaining(`UTC  ${yes}`), yes])
  })

  it('stops at a no-go at once', async () => {
    await started('gone')
    const waiting = waitReal('gone', '--timeout', '60s')
    await pause(1500)
    const cancelled = performance.now()
    await send('priya', 'gone', { type: 'launch.cancel', reason: 'The shop moves elsewhere' })
    expect((await waiting).code).toBe(6)
    expect(performance.now() - cancelled).toBeLessThan(5_000)
  })

  it('ends at the time-out with what was answered last, and tells what changed on the way', async () => {
    await started('held')
    const waiting = waitReal('held', '--timeout', '4s')
    await pause(1500)
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
    const began = performance.now()
    expect((await wait(realUrl, 'held')).code).toBe(5)
    expect((await waitReal('nothing')).code).toBe(5)
    const unsaid = await waitReal('shop')
    expect([unsaid.code, unsaid.stderr]).toEqual([5, expect.stringContaining('--candidate')])
    expect((await waitReal('shop', '--candidate', '100')).code).toBe(6)
    expect(performance.now() - began).toBeLessThan(20_000)
  })
})

const body = { launch: 'aurora', candidate: null, blockers: [] }
const yes = { ...body, decision: 'go', unlocked: true, summary: 'Ready.' }
const gate = { kind: 'gate', title: 'Inventory', status: 'needs-recheck', waitingFor: [{ id: 'joon', name: '박준' }] }
const no = { ...body, decision: 'wait', unlocked: false, summary: 'Not ready.', blockers: [gate] }
const says =
  (status: number, what: unknown, headers: Record<string, string> = {}) =>
  (_: IncomingMessage, res: ServerResponse) =>
    void res.writeHead(status, headers).end(JSON.stringify(what))
const hangsUp = (_: IncomingMessage, res: ServerResponse) => void res.destroy()
/** A server that reads the question and never answers. */
const isSilent = () => {}

describe('of a server that is not always there', () => {
  it.each<[string, (req: IncomingMessage, res: ServerResponse) => void]>([
    ['a connection that breaks', hangsUp],
    ['503', says(503, {}, { 'Retry-After': '1' })],
    ['429', says(429, {}, { 'Retry-After': '1' })],
    ['a go that contradicts itself', says(200, { ...yes, unlocked: false })],
    ['a page', says(200, '<!doctype html>')],
  ])('asks again after %s, and believes the go that follows', async (_, doubt) => {
    replies = [doubt, says(423, no), doubt, doubt, says(200, yes)]
    const ran = await wait(oddUrl, 'aurora', '--timeout', '30s')
    expect(ran.code).toBe(0)
    expect(seen).toHaveLength(5)
    expect(ran.stdout).toMatch(/Waits for Inventory \(박준\)\.\n.*Cannot tell yet: .*\n.*Ready\.\nReady\.\n$/)
  })

  it('never takes a doubt for a go, however long it lasts', async () => {
    replies = [says(200, { ...yes, unlocked: false })]
    const ran = await wait(oddUrl, 'aurora', '--timeout', '3s')
    expect(ran).toMatchObject({ code: 5, stderr: expect.stringMatching(/^Cannot tell: .*contradicts itself.*\n$/) })
    expect(seen.length).toBeGreaterThan(1)
    replies = [says(423, no), hangsUp]
    expect((await wait(oddUrl, 'aurora', '--timeout', '2s')).code).toBe(5)
  })

  it('does not wait for ever for an answer that does not come', async () => {
    replies = [isSilent]
    const began = performance.now()
    expect((await wait(oddUrl, 'aurora', '--timeout', '1s')).code).toBe(5)
    expect(performance.now() - began).toBeLessThan(8_000)
  })

  it('asks for held requests, and pauses as it is told where they are not held', async () => {
    replies = [says(423, no, { 'Retry-After': '2' })]
    const ran = await wait(oddUrl, 'aurora', '--timeout', '5s', '--candidate', '4812')
    expect([ran.code, ran.stderr]).toEqual([3, ''])
    const [first, second, third] = seen
    expect(first?.url).toBe('/api/v1/launches/aurora/deploy?candidate=4812')
    expect(second?.url).toMatch(/^\/api\/v1\/launches\/aurora\/deploy\?candidate=4812&wait=[34]$/)
    expect((third?.at ?? 0) - (second?.at ?? 0)).toBeGreaterThan(1_900)
    expect(seen.length).toBeLessThan(6)
    // What does not change is said once.
    expect(ran.stdout.match(/UTC {2}Not ready/g)).toHaveLength(1)
  })

  it('with --json puts the last answer alone on stdout', async () => {
    replies = [says(423, no), says(200, yes)]
    const ran = await wait(oddUrl, 'aurora', '--timeout', '30s', '--json')
    expect([ran.code, JSON.parse(ran.stdout)]).toEqual([0, yes])
    expect(ran.stderr).toMatch(/Not ready\. Waits for Inventory/)
  })
})

it.each([
  [[]],
  [['aurora', '--timeout', 'soon']],
  [['aurora', '--timeout', '30']],
  [['aurora', '--timeout', '0m']],
  [['aurora', '--fast']],
  [['aurora', '--url', 'nonsense']],
  [['aurora', '--candidate', '']],
  [['--help']],
])('wrong usage is 5 at once: %j', async (args) => {
  replies = [says(200, yes)]
  expect((await wait(oddUrl, ...args)).code).toBe(5)
  expect(seen).toEqual([])
})

it('loads no database', async () => {
  replies = [says(200, yes)]
  const ran = await desk.spawnWith({ LAUNCHGATE_URL: oddUrl, NODE_DEBUG: 'esm' }, 'wait', 'aurora')
  expect(ran.code).toBe(0)
  expect(ran.stderr).toMatch(/wait-\w+\.js/)
  expect(ran.stderr).not.toMatch(/node_modules\/better-sqlite3\//)
})
