import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Clients } from '../../support/fault-clients.ts'
import {
  type BreakableDemo,
  breakableDemo,
  expectVerified,
  isAnswering,
  note,
  rounds,
} from '../../support/fault-scenario.ts'
import type { Stop } from '../../support/machine-faults.ts'

/** kill -9 at each step of a commit: before and after each statement, each write to the log, and each fsync. */

let demo: BreakableDemo
let clients: Clients
const restarts: number[] = []

beforeAll(async () => {
  demo = await breakableDemo()
  await demo.server.start()
  clients = demo.clients()
})
afterAll(() => demo.machine.close())

/** Ticks until the server is gone; whether the fault did that. */
async function dies(fault: Promise<Stop>): Promise<boolean> {
  const stop = clients.flood(4)
  const end = await fault
  const isGone = await goneWithin(5000)
  if (!isGone) await demo.server.kill()
  await stop()
  await end()
  restarts.push(await demo.server.start())
  await clients.settle()
  await clients.expectEachOnce()
  return isGone
}

async function goneWithin(ms: number): Promise<boolean> {
  for (const end = performance.now() + ms; performance.now() < end; ) if (!(await isAnswering(demo.server))) return true
  return false
}

test.for(Array.from({ length: rounds(0) }, (_, index) => index + 1))(
  'at statement %i of a transaction: every acknowledged tick is there once',
  async (number) => {
    expect(await dies(demo.machine.killAtStatement(number))).toBe(true)
  },
)

describe('at a system call', () => {
  const calls = [1, 2, 3, 5, 8].map((number) => ['write,pwrite64', number] as const)

  test.each([...calls, ['fsync,fdatasync', 1] as const, ['fsync,fdatasync', 3] as const])(
    '%s, number %i: every acknowledged tick is there once',
    async (name, number) => {
      const { killAtCall, killAtStatement } = demo.machine
      expect(await dies(killAtCall?.(name, number) ?? killAtStatement(2 * number))).toBe(true)
    },
  )
})

test('in the end verify is clean', async (context) => {
  note(context, { 'restart ms': Math.max(...restarts), acknowledged: clients.told.acknowledged.size })
  await expectVerified(demo.server)
})
