import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deploysWaiting } from '../../server/launches/waiting-deploys.ts'
import { visitor } from '../pages/visitor.ts'
import { type Listening, listening } from '../support/halfway.ts'
import { connectRaw, sendRaw } from '../support/raw.ts'
import { createLaunch, openShop, type Shop } from '../support/shop.ts'

/** Connections that are odd but legal get their answer; those that are not legal get a short no, and the log stays quiet. */

let shop: Shop
let listens: Listening
beforeAll(async () => {
  shop = await openShop({ LAUNCHGATE_DEMO: '1' })
  listens = await listening(shop)
  await createLaunch(shop, 'hello')
  await shop.send('priya', 'hello', { type: 'launch.start' }).expect(200)
  await createLaunch(shop, 'corner', 'pop-up')
  await shop.send('priya', 'corner', { type: 'launch.start' }).expect(200)
})
afterAll(async () => {
  await listens.close()
  await shop.close()
})

const head = async (method: string, path: string, more = '') =>
  `${method} /api/v1/launches/hello${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${await shop.token('tom')}\r\n${more}\r\n`

describe('a client that closes its sending half after the request', () => {
  const halfClosed = async (bytes: string) => {
    const { socket, closed } = connectRaw(listens.url)
    socket.end(bytes)
    return closed
  }

  test('gets the answer to a question', async () => {
    expect(await halfClosed(await head('GET', '/deploy'))).toMatch(/^HTTP\/1\.1 423 .*"decision":"wait"/s)
  })

  test('gets the answer to a command, which is done once', async () => {
    const before = await shop.version('hello')
    const body = '{"type":"gate.comment","gate":"content","text":"From nc -N"}'
    const headers = `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n`
    expect(await halfClosed((await head('POST', '/commands', headers)) + body)).toMatch(/^HTTP\/1\.1 200 /)
    expect(await shop.version('hello')).toBe(before + 1)
  })

  test('gets the answer to a form, which is taken once', async () => {
    const tom = await visitor(shop, 'tom')
    const before = await shop.version('hello')
    const body = 'type=gate.comment&gate=content&text=From+nc'
    const form = 'application/x-www-form-urlencoded'
    const answer = await halfClosed(
      `POST /launches/hello/commands HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\nCookie: ${tom.cookie}\r\n` +
        `Content-Type: ${form}\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    )
    expect(answer).toMatch(/^HTTP\/1\.1 303 /)
    expect(await shop.version('hello')).toBe(before + 1)
  })

  test('gets the answer to a file', async () => {
    const body = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nphotos\r\n--x--\r\n'
    const answer = await halfClosed(
      `POST /api/v1/launches/corner/gates/pages/items/CON-2/evidence HTTP/1.1\r\nHost: localhost\r\n` +
        `Authorization: Bearer ${await shop.token('chloe')}\r\nContent-Type: multipart/form-data; boundary=x\r\n` +
        `Content-Length: ${body.length}\r\n\r\n${body}`,
    )
    expect(answer).toMatch(/^HTTP\/1\.1 200 .*"ticked":true/s)
  })

  test('gets both answers of two requests', async () => {
    const answers = await halfClosed((await head('GET', '/deploy')) + (await head('GET', '/status')))
    expect(answers.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 423', 'HTTP/1.1 200'])
  })

  test('gets the present answer when it was ready to wait, and takes no place any longer', async () => {
    expect(await halfClosed(await head('GET', '/deploy?wait=60'))).toMatch(/^HTTP\/1\.1 423 /)
    expect(deploysWaiting(shop.services, 'hello')).toBe(0)
  })

  test('gets the present answer also when it closes later', async () => {
    const { socket, closed } = connectRaw(listens.url)
    socket.write(await head('GET', '/deploy?wait=60'))
    await expect.poll(() => deploysWaiting(shop.services, 'hello')).toBe(1)
    socket.end()
    expect(await closed).toMatch(/^HTTP\/1\.1 423 /)
    await expect.poll(() => deploysWaiting(shop.services, 'hello')).toBe(0)
  })

  test('hears the events of the launch', async () => {
    const { socket, received } = connectRaw(listens.url)
    socket.end(await head('GET', '/events'))
    await expect.poll(() => received()).toContain(': launchgate')
    await shop.send('tom', 'hello', { type: 'gate.comment', gate: 'payment-gateway', text: 'Still there?' }).expect(200)
    await expect.poll(() => received()).toContain(`"version":`)
    socket.destroy()
  })
})

describe('a client that leaves', () => {
  test('gives back its place at once', async () => {
    const { socket } = connectRaw(listens.url)
    socket.write(await head('GET', '/deploy?wait=60'))
    await expect.poll(() => deploysWaiting(shop.services, 'hello')).toBe(1)
    socket.destroy()
    await expect.poll(() => deploysWaiting(shop.services, 'hello')).toBe(0)
  })
})

describe('what is no HTTP', () => {
  test.each([
    ['another protocol', '\x16\x03\x01\x02\x00\x01\x00\x01', 400],
    ['a request line that is none', 'HELLO\r\n\r\n', 400],
    ['a header without a colon', 'GET /healthz HTTP/1.1\r\nHost: localhost\r\nnothing\r\n\r\n', 400],
    [
      'a body with two lengths',
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
      400,
    ],
    [
      'a chunk of no size',
      'POST /sign-in HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
      400,
    ],
    ['no host', 'GET /healthz HTTP/1.1\r\n\r\n', 400],
    ['headers that are too large', `GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(17_000)}\r\n\r\n`, 431],
  ])('%s is answered once and closed', async (_, bytes, status) => {
    const answer = await sendRaw(listens.url, bytes)
    expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual([`HTTP/1.1 ${status}`])
    expect(answer).toMatch(/\r\nConnection: close\r\n/i)
  })

  test('half a request is given up when its sender has gone', async () => {
    const { socket, closed } = connectRaw(listens.url)
    socket.end('POST /api/v1/launches/hello/commands HTTP/1.1\r\nHost: localhost\r\nContent-Le')
    expect(await closed).toMatch(/^(HTTP\/1\.1 400 .*)?$/s)
  })
})
