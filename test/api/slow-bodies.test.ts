import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { App } from '../../server/app.ts'
import { createCheckedApp } from '../support/check-responses.ts'
import { createLaunch, openShop, type Shop, writesNothing } from '../support/shop.ts'

/** A body that comes a byte at a time is ended; one that comes at its own steady pace is not. */

let shop: Shop
let app: App
let server: Server
let port: number
let printed: ReturnType<typeof vi.spyOn>
beforeAll(async () => {
  shop = await openShop()
  // Express prints errors on stderr unless it believes that it is tested.
  vi.stubEnv('NODE_ENV', 'development')
  printed = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  app = createCheckedApp(shop.services, { slowBodies: { graceMs: 400, bytesPerSecond: 1000 } })
  server = createServer(app.handler)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
  await createLaunch(shop, 'corner', 'pop-up')
  await shop.send('priya', 'corner', { type: 'launch.start' }).expect(200)
})
afterAll(async () => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
  app.drain()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await shop.close()
})

/** Sends a body piece by piece, one each `everyMs`, until it is answered; gives the answer. */
async function trickle(who: string, path: string, type: string, pieces: (string | Buffer)[], everyMs: number) {
  const length = pieces.reduce((sum, piece) => sum + Buffer.byteLength(piece), 0)
  const headers = {
    Authorization: `Bearer ${await shop.token(who)}`,
    'Content-Type': type,
    'Content-Length': String(length),
  }
  const asked = request({ port, host: '127.0.0.1', path, method: 'POST', headers, agent: false })
  return new Promise<{ status: number; code: unknown }>((resolve, reject) => {
    const rest = [...pieces]
    const next = () => {
      const piece = rest.shift()
      if (piece !== undefined) asked.write(piece)
      if (rest.length === 0) clearInterval(timer)
      if (rest.length === 0) asked.end()
    }
    const timer = setInterval(next, everyMs)
    asked.on('error', reject)
    asked.on('response', (res) => {
      let text = ''
      res.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      res.on('end', () => {
        clearInterval(timer)
        resolve({ status: res.statusCode ?? 0, code: JSON.parse(text).code })
        asked.on('error', () => undefined).destroy()
      })
    })
    next()
  })
}
const bytes = (text: string) => [...text]
const evidence = '/api/v1/launches/corner/gates/tests/items/TFN-3/evidence'
const photos = '/api/v1/launches/corner/gates/pages/items/CON-2/evidence'
const commands = '/api/v1/launches/corner/commands'
const ended = { status: 408, code: 'too-slow' }

test.each([
  [
    'a command',
    'sam',
    commands,
    'application/json',
    JSON.stringify({ type: 'gate.comment', gate: 'tests', text: 'x'.repeat(400) }),
  ],
  ['a number', 'sam', evidence, 'application/json', `{"value":${'0'.repeat(400)}1}`],
  ['a file', 'chloe', photos, 'multipart/form-data; boundary=x', `--x\r\n${'x'.repeat(400)}`],
])('%s', async (_, who, path, type, body) => {
  await writesNothing(shop, 'corner', async () =>
    expect(await trickle(who, path, type, bytes(body), 20)).toEqual(ended),
  )
})

test('a place is free again after its slow body was ended', async () => {
  for (let turn = 1; turn <= 3; turn += 1) {
    const slow = bytes(`--x\r\n${'x'.repeat(400)}`)
    expect(await trickle('chloe', photos, 'multipart/form-data; boundary=x', slow, 20)).toEqual(ended)
  }
})

test('a large file at a steady pace is read to its end', async () => {
  const head = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
  const pieces = [head, ...Array.from({ length: 20 }, () => Buffer.alloc(4096, 'a')), '\r\n--x--\r\n']
  const { status } = await trickle('chloe', photos, 'multipart/form-data; boundary=x', pieces, 50)
  expect(status).toBe(200)
})

test('nothing is printed about a body that was ended', async () => {
  const slow = bytes(`--x\r\n${'x'.repeat(400)}`)
  expect(await trickle('chloe', photos, 'multipart/form-data; boundary=x', slow, 20)).toEqual(ended)
  await trickle('sam', evidence, 'application/json', bytes(`{"value":${'0'.repeat(400)}1}`), 20)
  // The connection has been given up when the next request was answered.
  await shop.get('priya', '/api/v1/launches/corner').expect(200)
  expect(printed).not.toHaveBeenCalled()
})
