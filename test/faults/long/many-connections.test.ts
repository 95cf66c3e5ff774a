import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createToken } from '../../../server/auth/tokens.ts'
import { putDemo } from '../../support/demo-database.ts'
import { type Demo, demoServer, expectNothingLost, note, statusOf } from '../../support/fault-scenario.ts'

/** Clients that hold connections and send or read nothing, or little. */

let demo: Demo
let sockets: Socket[]
beforeEach(async () => {
  sockets = []
  demo = await demoServer()
})
afterEach(async () => {
  for (const socket of sockets) socket.destroy()
  await demo.server.close()
})

const many = 5_000
const port = () => Number(new URL(demo.server.url).port)

/** In MB. */
function residentMemory(): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${demo.server.pid()}/status`, 'utf8')) ?? []
  return Number(kilobytes) / 1024
}

/** Opens so many connections, a hundred at a time, and sends the same first bytes on each. */
async function open(count: number, bytes: (n: number) => string): Promise<void> {
  for (let n = 0; n < count; n += 100)
    await Promise.all(Array.from({ length: 100 }, (_, each) => openOne(bytes(n + each))))
}

function openOne(bytes: string): Promise<void> {
  const socket = connect({ host: '127.0.0.1', port: port() })
  sockets.push(socket)
  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.once('connect', () => {
      socket.off('error', reject).on('error', () => undefined)
      socket.write(bytes, () => resolve())
    })
  })
}

/** The slowest of 20 ticks in ms. One may reach a connection that the server closes at that moment, since nothing had been sent on it. */
async function slowestTick(clients: ReturnType<Demo['clients']>): Promise<number> {
  clients.told.slowest = 0
  let unanswered = 0
  for (let n = 0; n < 20; n += 1) {
    const status = await clients.tick()
    if (status === null) unanswered += 1
    else expect(status).toBe(200)
  }
  expect(unanswered).toBeLessThanOrEqual(1)
  return clients.told.slowest
}

test('5,000 idle connections: everyone else is served', async (context) => {
  await demo.server.start()
  const clients = demo.clients()
  const [alone, memory] = [await slowestTick(clients), residentMemory()]
  await open(many, () => '')
  const beside = await slowestTick(clients)
  expect(await statusOf(`${demo.server.url}/healthz`)).toBe(200)
  note(context, {
    'slowest tick alone ms': alone,
    'beside them ms': beside,
    'memory before MB': memory,
    'memory MB': residentMemory(),
  })
  expect(residentMemory() - memory).toBeLessThan(200)
  await expectNothingLost(demo, clients)
})

test('500 bodies at a byte a second: each is ended, with 408, and everyone else is served', async (context) => {
  await demo.server.start()
  const clients = demo.clients()
  const path = '/api/v1/launches/hello/commands'
  const head = `POST ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${demo.token('chloe')}\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{`
  await open(500, () => head)
  const answers = sockets.map(
    (socket) =>
      new Promise<string>((resolve) => {
        socket.once('data', (data) => resolve(String(data).slice(0, 12)))
        // A byte that is on its way when the server closes makes the system drop what was not read yet.
        socket.once('close', () => resolve('closed'))
      }),
  )
  const drip = setInterval(() => {
    for (const socket of sockets) if (socket.writable) socket.write(' ')
  }, 1000)
  const beside = await slowestTick(clients)
  const heard = await Promise.race([Promise.all(answers), sleep(60_000, null)])
  clearInterval(drip)
  const times = (what: string) => (heard ?? []).filter((each) => each === what).length
  note(context, { 'slowest tick ms': beside, 'heard 408': times('HTTP/1.1 408'), 'closed first': times('closed') })
  expect(times('HTTP/1.1 408')).toBeGreaterThan(250)
  expect(times('HTTP/1.1 408') + times('closed')).toBe(500)
  await expectNothingLost(demo, clients)
})

test('200 clients who ask for much and read nothing: everyone else is served, and memory stays in bounds', async (context) => {
  await demo.server.start()
  const clients = demo.clients()
  const stop = clients.flood(8)
  await expect.poll(() => clients.told.acknowledged.size).toBeGreaterThan(500)
  await stop()
  const memory = residentMemory()
  const head = `GET /api/v1/launches/hello/entries?limit=500 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${demo.token('chloe')}\r\n\r\n`
  await open(200, () => head.repeat(10))
  for (const socket of sockets) socket.pause()
  const beside = await slowestTick(clients)
  note(context, { 'slowest tick ms': beside, 'memory before MB': memory, 'memory MB': residentMemory() })
  expect(residentMemory() - memory).toBeLessThan(500)
  await expectNothingLost(demo, clients)
})

test('5,000 event streams: 2,000 are served, the rest hears 429 with Retry-After, and a tick is told to all', async (context) => {
  const tokens: string[] = []
  const { server } = demo
  // Twenty streams are what one service may have.
  await putDemo(server.file, async (store) => {
    for (let n = 0; n < many / 20; n += 1)
      tokens.push((await createToken(store, { service: `watcher-${n}`, scopes: ['launch:read'] }, Date.now())).token)
  })
  await server.start()
  const clients = demo.clients()
  const memory = residentMemory()
  const statuses = new Map<number, number>()
  let retryAfter = 0
  let told = 0
  let isTicking = false
  const stream = (n: number) =>
    new Promise<void>((resolve, reject) => {
      const asked = request({
        host: '127.0.0.1',
        port: port(),
        path: '/api/v1/launches/hello/events',
        headers: { host: 'localhost', authorization: `Bearer ${tokens[n % tokens.length]}` },
        agent: false,
      })
      asked.once('error', reject).once('response', (answer) => {
        asked.off('error', reject).on('error', () => undefined)
        statuses.set(answer.statusCode ?? 0, (statuses.get(answer.statusCode ?? 0) ?? 0) + 1)
        if (/^\d+$/.test(answer.headers['retry-after'] ?? '')) retryAfter += 1
        answer
          .on('error', () => undefined)
          .on('data', (data) => {
            if (isTicking && String(data).includes('"version"')) told += 1
          })
        resolve()
      })
      asked.once('socket', (socket) => sockets.push(socket))
      asked.end()
    })
  for (let n = 0; n < many; n += 100) await Promise.all(Array.from({ length: 100 }, (_, each) => stream(n + each)))
  expect(Object.fromEntries(statuses)).toEqual({ 200: 2000, 429: 3000 })
  expect(retryAfter).toBe(3000)
  isTicking = true
  const began = performance.now()
  expect(await clients.tick()).toBe(200)
  await expect.poll(() => told, { timeout: 60_000 }).toBe(2000)
  note(context, {
    'all told after ms': performance.now() - began,
    'memory before MB': memory,
    'memory MB': residentMemory(),
    'slowest tick ms': await slowestTick(clients),
  })
  await expectNothingLost(demo, clients)
})
