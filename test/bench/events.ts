import { setTimeout as sleep } from 'node:timers/promises'
import type { Served } from '../support/server.ts'
import { beside } from './beside.ts'
import { compared, type Figure } from './figure.ts'
import { createLaunches, post } from './fixtures/launches.ts'
import { headersOf, headersOfServices } from './fixtures/tokens.ts'
import { bareStreams } from './limits/bare-streams.ts'
import { type EventStreams, openStreams } from './load/event-streams.ts'
import { portOf } from './load/load.ts'
import { median } from './sample.ts'
import { withDelay } from './server-load.ts'

/** A thousand browsers that look at one launch: how soon all of them hear of a change. */

const browsers = 1000
/** One reader may have 20 streams. */
const readers = 50
const rounds = 20

/** A server in demo mode that runs already. */
export async function measureEvents(server: Served): Promise<Figure[]> {
  const [priya, chloe] = [await headersOf(server, 'priya'), await headersOf(server, 'chloe')]
  await createLaunches(server, priya, { pipeline: 'first-look', slugs: ['watched'] })
  const services = await headersOfServices(server, readers)
  const all = Array.from({ length: browsers }, (_, number) => services[number % readers] ?? {})
  const bare = await bareStreams(
    'id: 3\ndata: {"launch":"watched","version":3,"gates":[{"id":"content","version":2}],"decision":"wait"}\n\n',
  )
  const streams = await openStreams(portOf(server.url), '/api/v1/launches/watched/events', all)
  const bareOnes = await openStreams(bare.port, '/', all)
  let ticks = 0
  const tick = () => {
    ticks += 1
    const type = ticks % 2 === 1 ? 'gate.tick' : 'gate.untick'
    return post(server, '/launches/watched/commands', chloe, { type, gate: 'content', item: 'CON-1' })
  }
  const write = async () => void (await fetch(`http://127.0.0.1:${bare.port}`, { method: 'POST' }))
  try {
    await untilTold(streams, tick, 3)
    await untilTold(bareOnes, write, 3)
    const { told } = await beside(() => untilTold(bareOnes, write, rounds), {
      told: () => withDelay(server, 'events', () => untilTold(streams, tick, rounds)),
    })
    const name = `${browsers.toLocaleString('en')} browsers, from sending a command until all have its event, median`
    const against: [number, string] = [told.limit, 'bare node:http that writes to as many streams']
    return [{ ...compared(name, [told.result.result, 'ms'], against), delayP99: told.result.delayP99 }]
  } finally {
    streams.close()
    bareOnes.close()
    bare.close()
  }
}

async function untilTold(streams: EventStreams, cause: () => Promise<void>, count: number): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < count; round += 1) {
    const told = streams.nextEvent()
    await cause()
    times.push(await told)
    await sleep(50)
  }
  return median(times)
}
