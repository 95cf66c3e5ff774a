import { setTimeout as sleep } from 'node:timers/promises'
import type { Served } from '../support/server.ts'
import { atMost, type Figure, within } from './figure.ts'
import { createLaunches, post } from './fixtures/launches.ts'
import { headersOf } from './fixtures/tokens.ts'
import { type Answer, Connection } from './load/connection.ts'
import { portOf } from './load/load.ts'
import { bytesOf } from './load/request.ts'
import { residentMemory, withDelay } from './server-load.ts'

/** Requests that wait for a decision: the memory of each, and how soon all of them are told. */

/** As many as the server holds, for two callers, since one may have only half of the places. */
const waiters = 2000
const most = { memoryKb: 40, toldMs: 2000, overMs: 1000 }

/** A server in demo mode that runs already. */
export async function measureHeld(server: Served): Promise<Figure[]> {
  const [priya, tom] = [await headersOf(server, 'priya'), await headersOf(server, 'tom')]
  await createLaunches(server, priya, { pipeline: 'ecommerce', slugs: ['herd'] })
  const connections = Array.from({ length: waiters }, () => new Connection(portOf(server.url)))
  const everybody = async (wait: number, decision: string) => {
    const asks = [priya, tom].map((headers) => {
      const path = `/api/v1/launches/herd/deploy?wait=${wait}`
      return bytesOf({ method: 'GET', path, headers: { ...headers }, expected: 423 }, portOf(server.url))
    })
    const answers = await Promise.all(
      connections.map((connection, number) => connection.ask(asks[number % 2]?.() ?? Buffer.alloc(0))),
    )
    for (const answer of answers) checkDecision(answer, decision)
  }
  try {
    // Counted from before the first of them: garbage of a first round would hide what the second one needs.
    const before = await residentMemory(server)
    await everybody(0, 'wait')
    const wait = 5
    const over = await withDelay(server, 'held until time is over', async () => {
      const began = performance.now()
      const all = everybody(wait, 'wait')
      // It comes after them, so its answer tells when the last of them has begun to wait.
      await fetch(`${server.url}/healthz`)
      const arrived = performance.now() - began
      await all
      return performance.now() - began - arrived - wait * 1000
    })
    let held = 0
    const decided = await withDelay(server, 'held until decided', async () => {
      const all = everybody(300, 'no-go')
      await waitUntilHeld(server)
      held = await residentMemory(server)
      const began = performance.now()
      await post(server, '/launches/herd/commands', priya, {
        type: 'launch.cancel',
        reason: 'The bench has seen enough.',
      })
      await all
      return performance.now() - began
    })
    const each = Math.max(0, held - before) * (1000 / waiters)
    const [name, count] = ['the promise', waiters.toLocaleString('en')]
    return [
      atMost('memory of a held request', [each, 'KB'], [most.memoryKb, name], 1),
      {
        ...within(`${count} held requests, until all are told of a decision`, decided.result, most.toldMs),
        delayP99: decided.delayP99,
      },
      {
        ...within(`${count} held requests, until all are answered after their time`, over.result, most.overMs),
        delayP99: over.delayP99,
      },
    ]
  } finally {
    for (const connection of connections) connection.close()
  }
}

function checkDecision({ status, body }: Answer, expected: string): void {
  const text = body.toString()
  if (status !== 423 || !text.includes(`"decision":"${expected}"`))
    throw new Error(`expected ${expected}, got ${status} ${text.slice(0, 200)}`)
}

/** A request is held when the server has gone quiet: all connections are open already, and each request is sent at once. */
async function waitUntilHeld(server: Served): Promise<void> {
  for (let quiet = 0; quiet < 5; ) {
    const began = performance.now()
    await fetch(`${server.url}/healthz`)
    quiet = performance.now() - began < 20 ? quiet + 1 : 0
    await sleep(200)
  }
}
