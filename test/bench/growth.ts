import type { Served } from '../support/server.ts'
import { atMost, type Figure } from './figure.ts'
import { createLaunches, gateName, type Item, importPipeline, itemName, ticksOf } from './fixtures/launches.ts'
import { lengthenLog } from './fixtures/long-launch.ts'
import { fillWithLaunches } from './fixtures/many-launches.ts'
import { signIn } from './fixtures/sign-in.ts'
import { type Headers, headersOf } from './fixtures/tokens.ts'
import { loadOf, portOf, type Sent } from './load/load.ts'
import { isQuick } from './quick.ts'
import { median } from './sample.ts'
import { withLoad } from './server-load.ts'

/**
 * What one request costs as an installation grows, by the CPU time of the server: other programs on the machine change it little.
 * `npm run bench -- growth --million` goes on to a log of 1,000,000 entries.
 */

const largest = process.argv.includes('--million') ? [1_000_000] : []
const sizes = isQuick
  ? { launches: [10, 20], gates: [6, 20], entries: [100, 400] }
  : { launches: [10, 100, 1000, 10_000], gates: [6, 60, 600], entries: [1000, 10_000, 100_000, ...largest] }
/** A status of one launch among 10,000 against one among 10; a command in 600 gates against one in 6. */
const most = { launches: 1.2, gates: 2 }
const seconds = 1.5
const rounds = 3

/** What is asked of one launch again and again. */
interface Request {
  name: string
  each: Sent[][]
}

/** A server in demo mode that runs already. */
export async function measureGrowth(server: Served): Promise<Figure[]> {
  const asking: Asking = {
    server,
    priya: await headersOf(server, 'priya'),
    chloe: await headersOf(server, 'chloe'),
    cookie: await signIn(server, 'priya'),
  }
  // The many launches come last, so that the others are measured among few.
  return [...(await growthOfGates(asking)), ...(await growthOfEntries(asking)), ...(await growthOfLaunches(asking))]
}

interface Asking {
  server: Served
  priya: Headers
  chloe: Headers
  cookie: string
}

async function growthOfGates(asking: Asking): Promise<Figure[]> {
  const { server, priya } = asking
  const costs = new Map<string, number[]>()
  for (const gates of sizes.gates) {
    const pipeline = await importPipeline(server, gates)
    await createLaunches(server, priya, { pipeline, slugs: [`gates-${gates}`] })
  }
  // In turn, so that other work on the machine falls on all of them alike.
  for (let round = 0; round < rounds; round += 1)
    for (const gates of sizes.gates) {
      const item = { launch: `gates-${gates}`, gate: gateName(0), item: itemName(0, 0) }
      for (const request of requestsFor(asking, item, `gates/${item.gate}`)) {
        const key = `${request.name} ${gates}`
        costs.set(key, [...(costs.get(key) ?? []), await costOf(server, request)])
      }
    }
  return figuresOf({ costs, growing: 'gates', sizes: sizes.gates, judged: { tick: most.gates } })
}

async function growthOfEntries(asking: Asking): Promise<Figure[]> {
  const { server, priya } = asking
  const item = { launch: 'long-log', gate: 'content', item: 'CON-1' }
  await createLaunches(server, priya, { pipeline: 'first-look', slugs: [item.launch] })
  const costs = new Map<string, number[]>()
  for (const entries of sizes.entries) {
    await lengthenLog(server, item, entries)
    for (const request of requestsFor(asking, item, 'log'))
      costs.set(`${request.name} ${entries}`, [await costOf(server, request)])
  }
  return figuresOf({ costs, growing: 'entries', sizes: sizes.entries, judged: {} })
}

async function growthOfLaunches(asking: Asking): Promise<Figure[]> {
  const { server, priya } = asking
  const item = { launch: 'one-of-many', gate: 'content', item: 'CON-1' }
  await createLaunches(server, priya, { pipeline: 'first-look', slugs: [item.launch] })
  const costs = new Map<string, number[]>()
  for (const launches of sizes.launches) {
    await fillWithLaunches(server, launches, 0)
    for (let round = 0; round < rounds; round += 1)
      for (const request of requestsFor(asking, item, '')) {
        const key = `${request.name} ${launches}`
        costs.set(key, [...(costs.get(key) ?? []), await costOf(server, request)])
      }
  }
  return figuresOf({ costs, growing: 'launches', sizes: sizes.launches, judged: { status: most.launches } })
}

/** A status, a tick, and the page of the launch or one of its pages. */
function requestsFor({ priya, chloe, cookie }: Asking, item: Item, page: string): Request[] {
  const status: Sent = {
    method: 'GET',
    path: `/api/v1/launches/${item.launch}/status`,
    headers: { ...priya },
    expected: 200,
  }
  const path = `/launches/${item.launch}${page === '' ? '' : `/${page}`}`
  const shown: Sent = { method: 'GET', path, headers: { cookie }, expected: 200 }
  return [
    { name: 'status', each: [[status]] },
    { name: 'tick', each: [ticksOf(item, chloe)] },
    { name: page === '' ? 'page of a launch' : page === 'log' ? 'page of a log' : 'page of a gate', each: [[shown]] },
  ]
}

/** CPU time of the server for one request, in ms. */
async function costOf(server: Served, { name, each }: Request): Promise<number> {
  const load = { port: portOf(server.url), clients: 1, each, warmUp: 0 }
  await loadOf({ ...load, seconds: 0.5 })
  const { result, load: used } = await withLoad(server, `growth ${name}`, () => loadOf({ ...load, seconds }))
  return used.cpu / result.count
}

interface Grown {
  /** By request and size, such as `tick 600`. */
  costs: ReadonlyMap<string, number[]>
  growing: string
  sizes: readonly number[]
  /** How many times as much a request may cost at the largest size as at the smallest. */
  judged: Record<string, number>
}

function figuresOf({ costs, growing, sizes: all, judged }: Grown): Figure[] {
  const names = new Set([...costs.keys()].map((key) => key.slice(0, key.lastIndexOf(' '))))
  return [...names].flatMap((name) => {
    const costAt = (size: number) => median(costs.get(`${name} ${size}`) ?? [])
    const text = (size: number) => `${size.toLocaleString('en')} ${growing}`
    return all.map((size): Figure => {
      const [smallest = size] = all
      const limit = size === all.at(-1) ? judged[name] : undefined
      const title = `${name}, ${text(size)}, CPU time`
      const value: [number, string] = [costAt(size), 'ms']
      const point = { chart: `growth-${growing}`, series: name, x: size }
      if (size === smallest) return { name: title, value: value[0], unit: value[1], point }
      const against: [number, string] = [costAt(smallest), `that with ${text(smallest)}`]
      const beside = { name: against[1], value: against[0] }
      if (limit === undefined) return { name: title, value: value[0], unit: value[1], beside, point }
      return { ...atMost(title, value, against, limit), point }
    })
  })
}
