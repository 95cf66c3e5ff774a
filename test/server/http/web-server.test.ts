import { request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { webServer } from '../../../server/http/web-server.ts'
import { createLaunch, openShop, type Shop } from '../../support/shop.ts'

/** What curl does with a large file: it asks first, and sends the body only when it is told to continue. */

let shop: Shop
let server: Server
beforeAll(async () => {
  shop = await openShop()
  server = webServer(shop.app.handler)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  await createLaunch(shop, 'corner', 'pop-up')
  await shop.send('priya', 'corner', { type: 'launch.start' }).expect(200)
  await shop.put('ci', '/api/v1/launches/corner/candidate', { version: '101' }).expect(200)
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await shop.close()
})

async function ask(candidate: string) {
  const { port } = server.address() as AddressInfo
  const body = '<testsuite><testcase name="a"/></testsuite>'
  const asked = request({
    port,
    host: '127.0.0.1',
    path: `/api/v1/launches/corner/gates/tests/items/TFN-1/evidence?candidate=${candidate}`,
    method: 'POST',
    headers: {
      Authorization: `Bearer ${await shop.token('ci')}`,
      'Content-Type': 'application/xml',
      'Content-Length': String(body.length),
      Expect: '100-continue',
    },
  })
  let continues = 0
  asked.on('continue', () => {
    continues += 1
    asked.end(body)
  })
  const answer = new Promise<{ status: number; connection: string | undefined }>((resolve, reject) => {
    asked.on('error', reject)
    asked.on('response', (res) => {
      res.resume()
      resolve({ status: res.statusCode ?? 0, connection: res.headers.connection })
      if (continues === 0) asked.destroy()
    })
  })
  asked.flushHeaders()
  return { ...(await answer), continues }
}

test('a report that will be read is asked for', async () => {
  expect(await ask('101')).toEqual({ status: 200, connection: 'keep-alive', continues: 1 })
})

test('a report about another build is refused without being sent', async () => {
  expect(await ask('100')).toEqual({ status: 409, connection: 'close', continues: 0 })
})
