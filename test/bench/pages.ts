import type { Served } from '../support/server.ts'
import { eventLoopDelay } from './event-loop.ts'
import { atMost, type Figure, within } from './figure.ts'
import { fillWithLaunches } from './fixtures/many-launches.ts'
import { median, sample } from './sample.ts'

/**
 * What a page costs with 3, 300 and 10,000 launches. Pages of one launch are compared by the CPU time of the server, which other
 * programs on the machine change little; lists have a limit in milliseconds, also for their first request after a start.
 */

const sizes = [3, 300, 10_000]
const rounds = 33
/** A page of one launch may take this many times as long as with three launches, plus a millisecond for what is measured beside it. */
const most = 1.3

interface Page {
  name: string
  path: string
  kind: 'list' | 'one launch'
}

const pages: readonly Page[] = [
  { name: 'my tasks', path: '/', kind: 'list' },
  { name: 'launches', path: '/launches', kind: 'list' },
  { name: 'launches, as JSON', path: '/api/v1/launches?limit=50', kind: 'list' },
  { name: 'metrics', path: '/metrics', kind: 'list' },
  { name: 'launch of 21 gates', path: '/launches/aurora', kind: 'one launch' },
  { name: 'gate', path: '/launches/aurora/gates/inventory', kind: 'one launch' },
  { name: 'log', path: '/launches/aurora/log', kind: 'one launch' },
]

interface Cost {
  /** Of the first request after a start, wall time in ms. */
  cold: number
  /** Median wall time in ms. */
  warm: number
  /** CPU time of the server per request, in ms. */
  cpu: number
  delayP99: number
}

export async function measurePages(server: Served): Promise<Figure[]> {
  const figures: Figure[] = []
  const base = new Map<Page, Cost>()
  for (const size of sizes) {
    await fillWithLaunches(server, size)
    const costs = await costsOf(server)
    for (const [page, cost] of costs) {
      if (size === sizes[0]) base.set(page, cost)
      figures.push(...judged(page, cost, base.get(page) ?? cost, size))
    }
  }
  return figures
}

function judged(page: Page, cost: Cost, base: Cost, size: number): Figure[] {
  const { delayP99 } = cost
  const name = `${page.name}, ${size.toLocaleString('en')} launches`
  if (page.kind === 'list')
    return [
      { ...within(name, cost.warm, 50), delayP99 },
      { ...within(`${name}, first request`, cost.cold, 250), delayP99 },
    ]
  const against: [number, string] = [base.cpu + 1 / most, 'its CPU time with three launches']
  return [{ ...atMost(name, [cost.cpu, 'ms of CPU'], against, most), delayP99 }]
}

/** Every page in a server that has just started, so that nothing is in memory. */
async function costsOf(server: Served): Promise<Map<Page, Cost>> {
  const costs = new Map<Page, Cost>()
  const cookie = await signIn(server)
  const token = await server.cli('token', 'create', '--as', 'priya', '--scope', 'launch:read')
  const headers = { cookie, authorization: `Bearer ${token}` }
  await server.kill()
  await server.start()
  for (const page of pages) {
    const ask = () => fetch(server.url + page.path, { headers, redirect: 'manual' })
    const [cold = Number.NaN] = await sample(ask, 200, 1)
    await sample(ask, 200, 10)
    await eventLoopDelay(server)
    const before = await cpuTime(server)
    const times = await sample(ask, 200, rounds)
    const cpu = ((await cpuTime(server)) - before) / rounds
    costs.set(page, { cold, warm: median(times), cpu, delayP99: await eventLoopDelay(server) })
  }
  return costs
}

/** CPU time of the server since its start, in ms. */
async function cpuTime(server: Served): Promise<number> {
  const metrics = await (await fetch(`${server.url}/metrics`)).text()
  const [, seconds] = /^process_cpu_seconds_total (\S+)$/m.exec(metrics) ?? []
  if (seconds === undefined) throw new Error('/metrics shows no CPU time')
  return Number(seconds) * 1000
}

/** The cookie of a session of Priya's. */
async function signIn({ url }: Served): Promise<string> {
  const answer = await fetch(`${url}/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: url, 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams({ person: 'priya' }),
  })
  const [cookie] = (answer.headers.get('set-cookie') ?? '').split(';')
  if (!cookie) throw new Error(`nobody could sign in (${answer.status})`)
  return cookie
}
