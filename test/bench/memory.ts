import { setTimeout as sleep } from 'node:timers/promises'
import type { Served } from '../support/server.ts'
import { atMost, type Figure } from './figure.ts'
import { createLaunches, ticksOf } from './fixtures/launches.ts'
import { headersOf } from './fixtures/tokens.ts'
import { loadOf, portOf } from './load/load.ts'
import { residentMemory } from './server-load.ts'

/** The memory of the server's process, idle and while it carries out 100,000 commands. */

const commands = 100_000
const steps = 5
const launches = 64
const promised = { idle: 110, after: 200 }
/** Memory is flat when the second half of the commands adds at most a tenth. */
const growth = 1.1

/** A server in demo mode that runs already. */
export async function measureMemory(server: Served): Promise<Figure[]> {
  // Not the first start, which makes the demo.
  await server.stop()
  await server.start()
  await sleep(3000)
  const idle = await residentMemory(server)
  const [priya, chloe] = [await headersOf(server, 'priya'), await headersOf(server, 'chloe')]
  const slugs = Array.from({ length: launches }, (_, number) => `memory-${number}`)
  await createLaunches(server, priya, { pipeline: 'first-look', slugs })
  const each = slugs.map((launch) => ticksOf({ launch, gate: 'content', item: 'CON-1' }, chloe))
  const requests = commands / steps
  const sizes: number[] = []
  for (let step = 0; step < steps; step += 1) {
    await loadOf({ port: portOf(server.url), clients: launches, each, seconds: 0, warmUp: 0, requests })
    sizes.push(await residentMemory(server))
  }
  const [half, after] = [sizes[2] ?? Number.NaN, sizes.at(-1) ?? Number.NaN]
  const count = (step: number) => (requests * step).toLocaleString('en')
  return [
    { ...atMost('idle', [idle, 'MB'], [promised.idle, 'the promise'], 1), point: pointAt(0) },
    ...sizes.slice(0, -1).map((size, step): Figure => {
      return {
        name: `after ${count(step + 1)} commands`,
        value: size,
        unit: 'MB',
        point: pointAt(requests * (step + 1)),
      }
    }),
    {
      ...atMost(`after ${count(steps)} commands`, [after, 'MB'], [promised.after, 'the promise'], 1),
      point: pointAt(commands),
    },
    atMost(`after ${count(steps)} commands, if it is flat`, [after, 'MB'], [half, `after ${count(3)}`], growth),
  ]
}

const pointAt = (x: number) => ({ chart: 'memory', series: 'Resident memory', x })
