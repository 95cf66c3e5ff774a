import { setTimeout as sleep } from 'node:timers/promises'
import type { Served } from '../support/server.ts'
import { atMost, type Figure, within } from './figure.ts'
import { fillWithLaunches } from './fixtures/many-launches.ts'
import { signIn } from './fixtures/sign-in.ts'
import { isQuick } from './quick.ts'
import { sample } from './sample.ts'
import { withLoad } from './server-load.ts'

/**
 * What a page costs with 3, 300 and 10,000 launches, by the CPU time of the server: other programs on the machine change it little,
 * and alone on a machine it is the time that a reader waits.
 */

const sizes = isQuick ? [3, 30] : [3, 300, 10_000]
/** So many of them have 21 gates, and stand on the first pages of lists. */
const large = 250
const rounds = 33
/** A list, in ms. */
const listLimit = 50
/** A page of one launch may take so many times as long as with three launches. */
const most = 1.3
/** For the counts around every page and for what is measured beside it, in ms. */
const allowance = 1

interface Page {
  name: string
  path: string
  kind: 'list' | 'one launch'
  /** Pages of a list, full of launches with 21 gates, that no other request of the bench reads. */
  unread?: readonly number[]
}

const pages: readonly Page[] = [
  { name: 'my tasks', path: '/', kind: 'list', unread: [8, 9, 10] },
  { name: 'launches', path: '/launches', kind: 'list', unread: [5, 6] },
  { name: 'launches, as JSON', path: '/api/v1/launches?limit=50', kind: 'list' },
  { name: 'metrics', path: '/metrics', kind: 'list' },
  { name: 'launch of 21 gates', path: '/launches/aurora', kind: 'one launch' },
  { name: 'gate', path: '/launches/aurora/gates/inventory', kind: 'one launch' },
  { name: 'log', path: '/launches/aurora/log', kind: 'one launch' },
]

/** CPU time of the server per request, in ms. */
interface Cost {
  /** Of requests for what was read before. */
  warm: number
  /** Of the unread pages of a list; null where there are none. */
  unread: number | null
  delayP99: number
}

export async function measureLists(server: Served): Promise<Figure[]> {
  const figures: Figure[] = []
  const base = new Map<Page, Cost>()
  for (const size of sizes) {
    await fillWithLaunches(server, size, large)
    // The server has closed idle connections meanwhile, and this process was too busy to notice.
    await sleep(100)
    const costs = await costsOf(server, size)
    for (const [page, cost] of costs) {
      if (size === sizes[0]) base.set(page, cost)
      figures.push(...judged(page, cost, base.get(page) ?? cost, size))
    }
  }
  return figures
}

function judged(page: Page, { warm, unread, delayP99 }: Cost, base: Cost, size: number): Figure[] {
  const name = `${page.name}, ${size.toLocaleString('en')} launches, CPU time`
  if (page.kind === 'list')
    return [
      // Requests for /metrics begin the histogram of the delay anew.
      { ...within(name, warm, listLimit), ...(page.path === '/metrics' ? {} : { delayP99 }) },
      ...(unread === null ? [] : [within(`${name}, not in memory`, unread, listLimit)]),
    ]
  const against: [number, string] = [base.warm + allowance, `that with three launches plus ${allowance} ms`]
  return [{ ...atMost(name, [warm, 'ms'], against, most), delayP99 }]
}

/** Every page in a server that has just started, so that no launch is in memory but those of the first pages. */
async function costsOf(server: Served, size: number): Promise<Map<Page, Cost>> {
  const cookie = await signIn(server, 'priya')
  const token = await server.cli('token', 'create', '--as', 'priya', '--scope', 'launch:read')
  const headers = { cookie, authorization: `Bearer ${token}` }
  await server.kill()
  await server.start()
  const ask = (path: string) => () => fetch(server.url + path, { headers, redirect: 'manual' })
  for (const { path } of pages) await sample(ask(path), 200, 10)
  const costs = new Map<Page, Cost>()
  for (const page of pages) {
    const numbers = size < large ? [] : (page.unread ?? [])
    const unread = await withLoad(server, `${page.name} unread`, async () => {
      for (const number of numbers) await sample(ask(`${page.path}?page=${number}`), 200, 1)
    })
    const { load } = await withLoad(server, page.name, () => sample(ask(page.path), 200, rounds))
    costs.set(page, {
      warm: load.cpu / rounds,
      unread: numbers.length === 0 ? null : unread.load.cpu / numbers.length,
      delayP99: load.delayP99,
    })
  }
  return costs
}
