import type { Served } from '../../support/server.ts'
import { atLeast, clientsText, type Figure } from '../figure.ts'
import { createLaunches, ticksOf } from '../fixtures/launches.ts'
import { headersOf } from '../fixtures/tokens.ts'
import { type LoadResult, loadOf, portOf, type Sent } from '../load/load.ts'
import type { Measured } from '../parts.ts'
import { installPeers } from './install.ts'
import { peers, startPeer } from './peer.ts'

/** One durable step for each request over HTTP, and reading a single item: Launchgate beside other programs, in turn. */

const counts = [1, 16, 64]
const most = 64
const seconds = 3
const warmUp = 2
/** Of the best peer of the run, at 64 clients. */
const least = { steps: 4, reads: 8 }

interface Job {
  port: number
  steps: Sent[][]
  read: Sent | null
}

/** By number of clients. */
interface Rates {
  steps: Map<number, LoadResult>
  reads: Map<number, LoadResult>
}

/** A server in demo mode that runs already. */
export async function measurePeers(server: Served): Promise<Measured> {
  installPeers()
  const job = await launchgateJob(server)
  const notes: string[] = []
  const others = new Map<string, Rates>()
  // Launchgate comes first and last: a machine that becomes slower or faster meanwhile changes the mean of both.
  const before = await ratesOf(job)
  for (const peer of peers) {
    try {
      const running = await startPeer(peer)
      try {
        const steps = Array.from({ length: most }, (_, client) => peer.step(client))
        others.set(peer.name, await ratesOf({ port: running.port, steps, read: peer.read }))
        notes.push(running.version)
      } finally {
        await running.close()
      }
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      notes.push(`${peer.name} was not measured: ${why.replaceAll('\n', ' ').slice(0, 300)}`)
    }
  }
  return { figures: figuresOf(meanOf(before, await ratesOf(job)), others), notes }
}

async function launchgateJob(server: Served): Promise<Job> {
  const [priya, chloe] = [await headersOf(server, 'priya'), await headersOf(server, 'chloe')]
  const slugs = Array.from({ length: most }, (_, number) => `peers-${number}`)
  await createLaunches(server, priya, { pipeline: 'first-look', slugs })
  return {
    port: portOf(server.url),
    steps: slugs.map((launch) => ticksOf({ launch, gate: 'content', item: 'CON-1' }, chloe)),
    read: { method: 'GET', path: '/api/v1/launches/hello/status', headers: { ...priya }, expected: 200 },
  }
}

async function ratesOf({ port, steps, read }: Job): Promise<Rates> {
  const rates: Rates = { steps: new Map(), reads: new Map() }
  for (const clients of counts) {
    rates.steps.set(clients, await loadOf({ port, clients, each: steps, seconds, warmUp }))
    if (read !== null) rates.reads.set(clients, await loadOf({ port, clients, each: [[read]], seconds, warmUp }))
  }
  return rates
}

function meanOf(first: Rates, last: Rates): Rates {
  const mean = (a: Map<number, LoadResult>, b: Map<number, LoadResult>) =>
    new Map(
      [...a].map(([clients, one]) => {
        const other = b.get(clients) ?? one
        const half = (of: (each: LoadResult) => number) => (of(one) + of(other)) / 2
        const result: LoadResult = {
          count: one.count + other.count,
          perSecond: half(({ perSecond }) => perSecond),
          p50: half(({ p50 }) => p50),
          p99: half(({ p99 }) => p99),
        }
        return [clients, result]
      }),
    )
  return { steps: mean(first.steps, last.steps), reads: mean(first.reads, last.reads) }
}

function figuresOf(ours: Rates, others: ReadonlyMap<string, Rates>): Figure[] {
  const kinds = [
    { kind: 'steps', what: 'durable steps', chart: 'peers' },
    { kind: 'reads', what: 'reads of one item', chart: 'peers-reads' },
  ] as const
  return kinds.flatMap(({ kind, what, chart }) => {
    const best = bestOf(others, kind)
    return [['Launchgate', ours] as const, ...others].flatMap(([name, rates]) =>
      [...rates[kind]].map(([clients, { perSecond, p50, p99 }]): Figure => {
        const title = `${name}: ${what}, ${clientsText(clients)}`
        const isJudged = name === 'Launchgate' && clients === most && best !== null
        const figure: Figure = isJudged
          ? atLeast(title, [perSecond, '/s'], [best.perSecond, best.name], least[kind])
          : { name: title, value: perSecond, unit: '/s' }
        return { ...figure, latency: { p50, p99 }, point: { chart, series: name, x: clients } }
      }),
    )
  })
}

/** The fastest of the others at 64 clients. */
function bestOf(others: ReadonlyMap<string, Rates>, kind: keyof Rates): { name: string; perSecond: number } | null {
  const all = [...others].map(([name, rates]) => ({ name, perSecond: rates[kind].get(most)?.perSecond ?? 0 }))
  return all.toSorted((a, b) => b.perSecond - a.perSecond)[0] ?? null
}
