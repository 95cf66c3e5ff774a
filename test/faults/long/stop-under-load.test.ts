import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Demo, demoServer, expectNothingLost, note, rounds } from '../../support/fault-scenario.ts'

let demo: Demo
beforeAll(async () => {
  demo = await demoServer()
  await demo.server.start()
})
afterAll(() => demo.server.close())

test('SIGTERM under load: it ends with 0, no request that was begun is cut, and the next start has every tick once', {
  timeout: 240_000,
}, async (context) => {
  const clients = demo.clients()
  const ends: number[] = []
  for (let round = 0; round < Math.min(5, rounds(1)); round += 1) {
    const before = clients.told.acknowledged.size
    const stop = clients.flood(16)
    await expect.poll(() => clients.told.acknowledged.size, { timeout: 60_000 }).toBeGreaterThan(before + 50)
    const began = performance.now()
    expect(await demo.server.stop()).toBe(0)
    ends.push(performance.now() - began)
    await stop()
    await demo.server.start()
  }
  note(context, { 'longest end ms': Math.max(...ends), 'no answer': clients.told.unsure.size })
  await expectNothingLost(demo, clients)
})
