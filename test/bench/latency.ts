import type { Served } from '../support/server.ts'
import { beside } from './beside.ts'
import { atMost, compared, type Figure } from './figure.ts'
import { createLaunches, ticksOf } from './fixtures/launches.ts'
import { headersOf } from './fixtures/tokens.ts'
import { constantJson } from './limits/constant-json.ts'
import { rawRows } from './limits/raw-transactions.ts'
import { loadOf, portOf, type Sent, sendLoads } from './load/load.ts'
import { withDelay } from './server-load.ts'

/** How long one client waits for a tick, alone and beside many readers. */

const seconds = 4
const warmUp = 1.5
const readsPerSecond = 1000
const most = { p50: 1.5, p99: 15 }

/** A server in demo mode that runs already. */
export async function measureLatency(server: Served): Promise<Figure[]> {
  const [priya, chloe, omar] = [
    await headersOf(server, 'priya'),
    await headersOf(server, 'chloe'),
    await headersOf(server, 'omar'),
  ]
  await createLaunches(server, priya, { pipeline: 'first-look', slugs: ['alone'] })
  const port = portOf(server.url)
  const ticks = ticksOf({ launch: 'alone', gate: 'content', item: 'CON-1' }, chloe)
  const one = { port, clients: 1, each: [ticks], seconds, warmUp }
  const bare = await constantJson('node:http', await answerOf(server, ticks[0]))
  try {
    const roundTrip = () => loadOf({ ...one, port: bare.port, seconds: 1, warmUp: 0.5 })
    const limit = async () => rawRows(1).p50 + (await roundTrip()).p50
    const { alone } = await beside(limit, { alone: () => withDelay(server, 'latency alone', () => loadOf(one)) })
    const { p50, p99 } = alone.result.result
    const status: Sent = { method: 'GET', path: '/api/v1/launches/hello/status', headers: { ...omar }, expected: 200 }
    const reads = { ...one, clients: 32, each: [[status]], perSecond: readsPerSecond }
    const busy = await withDelay(server, 'latency beside reads', () => sendLoads([one, reads]))
    const [tick, read] = busy.result
    if (!tick || !read) throw new Error('a load gave no result')
    const name = `p99 of a tick beside ${readsPerSecond.toLocaleString('en')} status requests a second`
    return [
      {
        ...atMost(
          'p50 of a tick of one client',
          [p50, 'ms'],
          [alone.limit, 'a raw transaction and an HTTP round trip'],
          most.p50,
        ),
        latency: { p50, p99 },
        delayP99: alone.result.delayP99,
      },
      {
        ...atMost(name, [tick.p99, 'ms'], [p50, 'p50 of a tick of one client'], most.p99),
        latency: { p50: tick.p50, p99: tick.p99 },
        delayP99: busy.delayP99,
      },
      {
        ...compared(
          'status requests answered meanwhile',
          [read.perSecond, '/s'],
          [readsPerSecond, 'those that were sent'],
        ),
        latency: { p50: read.p50, p99: read.p99 },
      },
    ]
  } finally {
    bare.close()
  }
}

/** The text of the answer to a command, which it carries out. */
async function answerOf(server: Served, sent: Sent | undefined): Promise<string> {
  if (!sent) throw new Error('there is nothing to send')
  const { method, path, headers = {}, body = null } = sent
  const all = { ...headers, 'content-type': 'application/json' }
  const answer = await fetch(server.url + path, { method, headers: all, body })
  if (answer.status !== sent.expected) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return answer.text()
}
