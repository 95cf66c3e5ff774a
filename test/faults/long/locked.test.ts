import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Demo, demoServer, expectNothingLost, note, statusOf } from '../../support/fault-scenario.ts'

let demo: Demo
beforeAll(async () => {
  demo = await demoServer()
  await demo.server.start()
})
afterAll(() => demo.server.close())

test('another process holds the lock for longer than 5 s: 503, status and health answer, and it goes on by itself', {
  timeout: 120_000,
}, async (context) => {
  const clients = demo.clients()
  const other = new Database(demo.server.file)
  other.exec('BEGIN EXCLUSIVE')
  const stop = clients.flood(4)
  let slowest = 0
  while (clients.told.refused.size < 4) {
    const began = performance.now()
    expect(await statusOf(`${demo.server.url}/healthz`)).toBe(200)
    expect(await statusOf(`${demo.server.url}/api/v1/launches/hello/deploy`)).toBe(423)
    slowest = Math.max(slowest, performance.now() - began)
  }
  other.exec('ROLLBACK')
  other.close()
  await expect.poll(() => clients.told.acknowledged.size, { timeout: 30_000 }).toBeGreaterThan(4)
  await stop()
  note(context, { 'slowest health and deploy ms': slowest, refused: clients.told.refused.size })
  await expectNothingLost(demo, clients)
})
