import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type BreakableDemo, breakableDemo, expectNothingLost, note, statusOf } from '../../support/fault-scenario.ts'

/** A clock that is wrong by far, and stays so. */

const day = 24 * 60 * 60 * 1000
let demo: BreakableDemo
beforeEach(async () => {
  demo = await breakableDemo()
})
afterEach(() => demo.machine.close())

const entry = async () => {
  const headers = { authorization: `Bearer ${demo.token('priya')}` }
  const answer = await fetch(`${demo.server.url}/api/v1/launches/hello`, { headers })
  // The contract's own shape.
  return (await answer.json()) as { version: number }
}

describe('the clock jumps while the server runs, and stays so', () => {
  test.for([
    ['back by 30 days', -30 * day],
    ['forward by 300 days', 300 * day],
  ] as const)('%s: 503 for a minute, then it is believed; every tick is there once', async ([, jump], context) => {
    await demo.server.start()
    const clients = demo.clients()
    for (let n = 0; n < 5; n += 1) expect(await clients.tick()).toBe(200)
    await demo.machine.clockJump(jump)
    const began = performance.now()
    expect(await clients.tick()).toBe(503)
    await expect.poll(() => statusOf(`${demo.server.url}/readyz`), { timeout: 120_000, interval: 500 }).toBe(200)
    note(context, { 'believed after ms': performance.now() - began })
    expect(performance.now() - began).toBeGreaterThan(50_000)
    await expectNothingLost(demo, clients)
  })
})

test('a start with the clock a year ahead, then one with the right clock: gates may have lapsed, no tick is lost or doubled', {
  timeout: 300_000,
}, async () => {
  const clients = demo.clients()
  await demo.server.start()
  for (let n = 0; n < 5; n += 1) expect(await clients.tick()).toBe(200)
  await demo.server.kill()
  const right = await demo.machine.clockJump(300 * day)
  await demo.server.start()
  expect(await clients.tick()).toBe(200)
  // The clock worker has written what fell due by then.
  await sleep(2500)
  const { version } = await entry()
  await demo.server.kill()
  await right()
  await demo.server.start()
  expect((await entry()).version).toBeGreaterThanOrEqual(version)
  await expectNothingLost(demo, clients)
})
