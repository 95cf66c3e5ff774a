import { Agent, get as httpGet, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { drain } from '../../../server/http/drain.ts'
import { webServer } from '../../../server/http/web-server.ts'
import { connectRaw } from '../../support/raw.ts'
import { createLaunch, openShop, type Shop } from '../../support/shop.ts'

/** A server that is told to stop: nobody who was quick enough to notice loses a request. */

let shop: Shop
let server: Server
let url: string
let authorization: string
let agent: Agent
beforeEach(async () => {
  shop = await openShop()
  await createLaunch(shop, 'hello')
  await shop.send('priya', 'hello', { type: 'launch.start' }).expect(200)
  server = webServer(shop.app.handler)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // The address of a server that listens on a port is an object.
  url = `http://localhost:${(server.address() as AddressInfo).port}`
  authorization = `Bearer ${await shop.token('tom')}`
  agent = new Agent({ keepAlive: true, maxSockets: 20 })
})
afterEach(async () => {
  agent.destroy()
  server.closeAllConnections()
  server.close()
  await shop.close()
})

interface Answer {
  status: number
  connection: string | undefined
}
const ask = (path: string, using: Agent | false = agent) =>
  new Promise<Answer>((resolve, reject) => {
    httpGet(`${url}${path}`, { agent: using, headers: { authorization }, family: 4 }, (res) => {
      res.resume().once('end', () => resolve({ status: res.statusCode ?? 0, connection: res.headers.connection }))
    }).once('error', reject)
  })
const deploy = '/api/v1/launches/hello/deploy'
const start = (accepting: number, finishing = 5000) => drain(server, shop.app.drain, { accepting, finishing })

test('under load on 20 kept connections: /readyz says no first, and no request fails', async () => {
  let stopping = false
  const answers: Answer[] = []
  const failed: unknown[] = []
  const client = async () => {
    while (!stopping)
      await ask(deploy).then(
        (answer) => answers.push(answer),
        (error) => failed.push(error),
      )
  }
  const clients = Array.from({ length: 20 }, client)
  while (answers.length < 100) await delay(5)
  const ended = start(3000)
  const ready: number[] = []
  while (!ready.includes(503)) ready.push((await ask('/readyz', false)).status)
  // What was sent until a balancer heard of it must be answered, and that is what its clients send on closed connections too.
  stopping = true
  await Promise.all(clients)
  await ended
  expect(failed).toEqual([])
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([423]))
  expect(answers.at(-1)?.connection).toBe('close')
  await expect(ask('/healthz', false)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
})

test('while it drains it says so at once, and answers everything else on connections that it closes', async () => {
  const ended = start(300)
  expect(await ask('/readyz', false)).toEqual({ status: 503, connection: 'close' })
  expect(await ask('/healthz', false)).toEqual({ status: 200, connection: 'close' })
  expect(await ask(deploy, false)).toEqual({ status: 423, connection: 'close' })
  await ended
})

test('a request that waits for a decision gets the present one at once', async () => {
  const held = ask(`${deploy}?wait=60`)
  await delay(50)
  const ended = start(10_000)
  expect(await held).toEqual({ status: 423, connection: 'close' })
  server.closeAllConnections()
  server.close()
  await Promise.race([ended, delay(0)])
})

describe('a request that has begun', () => {
  const body = '{"type":"gate.comment","gate":"payment-gateway","text":"Still typing"}'
  const begin = () => {
    const connection = connectRaw(url.replace('localhost', '127.0.0.1'))
    connection.socket.write(
      `POST /api/v1/launches/hello/commands HTTP/1.1\r\nHost: localhost\r\nAuthorization: ${authorization}\r\n` +
        `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 20)}`,
    )
    return connection
  }

  test('is finished, also after the server has stopped listening', async () => {
    const before = await shop.version('hello')
    const { socket, closed } = begin()
    await delay(50)
    const ended = start(20)
    while (server.listening) await delay(5)
    socket.write(body.slice(20))
    await ended
    expect(await closed).toMatch(/^HTTP\/1\.1 200 /)
    expect(await shop.version('hello')).toBe(before + 1)
  })

  test('and never ends is cut, and nothing of it is written', async () => {
    const before = await shop.version('hello')
    const { closed } = begin()
    await delay(50)
    await start(20, 100)
    expect(await closed.catch(() => 'reset')).not.toContain('HTTP/1.1 200')
    expect(await shop.version('hello')).toBe(before)
  })
})
