import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Clients } from '../../support/fault-clients.ts'
import {
  type BreakableDemo,
  breakableDemo,
  expectNothingLost,
  isAnswering,
  note,
  statusOf,
} from '../../support/fault-scenario.ts'
import type { Stop } from '../../support/machine-faults.ts'

/** The disk refuses to write, is slow, or another process has the database: for a while, under load. */

let demo: BreakableDemo
let clients: Clients
beforeAll(async () => {
  demo = await breakableDemo()
  await demo.server.start()
})
afterAll(() => demo.machine.close())

/** Eight clients tick before, during and after the fault. Gives how often they heard 503, and how long it took to go on. */
async function under(fault: () => Promise<Stop>, during: () => Promise<void>) {
  clients = demo.clients()
  const stop = clients.flood(8)
  const more = async (than: number) =>
    expect.poll(() => clients.told.acknowledged.size, { timeout: 60_000 }).toBeGreaterThan(than)
  await more(20)
  const end = await fault()
  await during()
  await end()
  const began = performance.now()
  await more(clients.told.acknowledged.size)
  const resumed = performance.now() - began
  await stop()
  await expectNothingLost(demo, clients)
  const { acknowledged, refused, slowest } = clients.told
  return {
    acknowledged: acknowledged.size,
    refused: refused.size,
    'slowest answer ms': slowest,
    'resumed after ms': resumed,
  }
}

const heardNo = async (times: number) =>
  expect
    .poll(() => clients.told.refused.size + clients.told.unsure.size, { timeout: 60_000 })
    .toBeGreaterThanOrEqual(times)

describe('a disk that refuses to write', () => {
  test.for([0, 1, 2])(
    'EIO, ENOSPC, EROFS, number %i: 503 meanwhile, and it goes on by itself',
    async (index, context) => {
      const way = demo.machine.failingWrites[index]
      if (way === undefined) throw new Error('there are three ways')
      const figures = await under(way.begin, async () => {
        await heardNo(16)
        expect(await isAnswering(demo.server)).toBe(true)
      })
      note(context, { by: way.name, ...figures })
    },
  )

  test('a failing fsync: 503 meanwhile, and it goes on by itself', async (context) => {
    const [way] = demo.machine.failingSync
    if (way === undefined) throw new Error('fsync cannot be made to fail')
    note(context, { by: way.name, ...(await under(way.begin, () => heardNo(16))) })
  })
})

test('a slow disk, 300 ms for each fsync: every tick is acknowledged, and health and status are answered meanwhile', {
  timeout: 240_000,
}, async (context) => {
  let slowest = 0
  const figures = await under(
    () => demo.machine.slowSync(300),
    async () => {
      for (let n = 0; n < 20; n += 1) {
        const began = performance.now()
        expect(await statusOf(`${demo.server.url}/healthz`)).toBe(200)
        slowest = Math.max(slowest, performance.now() - began)
      }
    },
  )
  expect(figures.refused).toBe(0)
  note(context, { ...figures, 'slowest health ms': slowest })
})
