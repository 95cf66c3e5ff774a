import type { Served } from '../support/server.ts'
import { beside } from './beside.ts'
import { atLeast, clientsText, compared, type Figure } from './figure.ts'
import { createLaunches, gateName, importPipeline, itemName, ticksOf } from './fixtures/launches.ts'
import { headersOf } from './fixtures/tokens.ts'
import { rawRows } from './limits/raw-transactions.ts'
import { rawSameRows } from './limits/same-rows.ts'
import { loadOf, portOf, type Sent } from './load/load.ts'
import { withDelay } from './server-load.ts'

/** Durable ticks a second over HTTP, spread over 64 launches and on one, beside raw durable transactions of SQLite. */

const most = 64
const seconds = 3
const warmUp = 1.5
/** Of raw one-row transactions, one by one, in the same run. */
const leastOfRaw = 1

const many = { chart: 'ticks', series: `Ticks over ${most} launches` }
const hot = { chart: 'ticks', series: 'Ticks on one launch' }
const raw = { chart: 'ticks', series: 'SQLite, one row a transaction' }

/** A server in demo mode that runs already. */
export async function measureWrites(server: Served): Promise<Figure[]> {
  const lists = await ticksOfAll(server)
  const figures: Figure[] = []
  for (const clients of [1, 16, most]) {
    const ticks = (name: keyof typeof lists) => () =>
      withDelay(server, `writes ${name} ${clients}`, () =>
        loadOf({ port: portOf(server.url), clients, each: lists[name], seconds, warmUp }),
      )
    const measured = await beside(async () => rawRows(1).perSecond, { many: ticks('many'), hot: ticks('hot') })
    for (const [name, point] of [['many', many] as const, ['hot', hot] as const]) {
      const { result, limit } = measured[name]
      const { perSecond, p50, p99 } = result.result
      const against: [number, string] = [limit, 'raw one-row FULL transactions, one by one']
      const title = `${point.series[0]?.toLowerCase()}${point.series.slice(1)}, ${clientsText(clients)}`
      figures.push({
        ...(clients === most
          ? atLeast(title, [perSecond, '/s'], against, leastOfRaw)
          : compared(title, [perSecond, '/s'], against)),
        latency: { p50, p99 },
        delayP99: result.delayP99,
        point: { ...point, x: clients },
      })
    }
    const rawPerSecond = (measured.many.limit + measured.hot.limit) / 2
    figures.push({
      name: `raw one-row FULL transactions, in the run of ${clientsText(clients)}`,
      value: rawPerSecond,
      unit: '/s',
      point: { ...raw, x: clients },
    })
  }
  return [...figures, ...rawFigures(server)]
}

/** What raw SQLite writes: one row as long as a leaf, and all rows of a tick in the product's own tables. */
function rawFigures(server: Served): Figure[] {
  const rows = (name: string, value: number): Figure => ({ name, value, unit: '/s' })
  return [
    rows('raw rows in FULL transactions of 100', rawRows(100).perSecond),
    rows('raw ticks (all rows of one), one FULL transaction each', rawSameRows(server.file, 'writes-%', 1).perSecond),
    rows('raw ticks (all rows of one), 100 in a FULL transaction', rawSameRows(server.file, 'writes-%', 100).perSecond),
  ]
}

async function ticksOfAll(server: Served): Promise<Record<'many' | 'hot', Sent[][]>> {
  const [priya, chloe] = [await headersOf(server, 'priya'), await headersOf(server, 'chloe')]
  const slugs = Array.from({ length: most }, (_, number) => `writes-${number}`)
  await createLaunches(server, priya, { pipeline: 'first-look', slugs })
  await createLaunches(server, priya, { pipeline: await importPipeline(server, 6, 13), slugs: ['hot'] })
  return {
    many: slugs.map((launch) => ticksOf({ launch, gate: 'content', item: 'CON-1' }, chloe)),
    hot: slugs.map((_, client) => ticksOf(hotItem(client), chloe)),
  }
}

/** Each client has an item of its own. */
function hotItem(client: number) {
  const gate = client % 5
  return { launch: 'hot', gate: gateName(gate), item: itemName(gate, Math.floor(client / 5)) }
}
