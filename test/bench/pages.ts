import type { Served } from '../support/server.ts'
import { beside } from './beside.ts'
import { atLeast, compared, type Figure } from './figure.ts'
import { signIn } from './fixtures/sign-in.ts'
import { compiledViews, drawsPerSecond } from './limits/compiled-views.ts'
import { loadOf, portOf, type Sent } from './load/load.ts'
import { withDelay } from './server-load.ts'

/** Pages a second of somebody who is signed in, beside drawing the same view with the same values. */

const clients = 16
const seconds = 3
const warmUp = 1.5
/** Of what compiled EJS draws of the same view alone; promised of the launch. */
const leastOfEjs = 0.25

const pages = [
  { name: 'my tasks', path: '/', isJudged: false },
  { name: 'a launch of 21 gates', path: '/launches/aurora', isJudged: true },
  { name: 'a gate', path: '/launches/aurora/gates/inventory', isJudged: false },
  { name: 'a log', path: '/launches/aurora/log', isJudged: false },
]

/** A server in demo mode that runs already. */
export async function measurePages(server: Served): Promise<Figure[]> {
  const cookie = await signIn(server, 'priya')
  const draws = await compiledViews(
    server,
    cookie,
    pages.map(({ path }) => path),
  )
  const figures: Figure[] = []
  for (const [index, { name, path, isJudged }] of pages.entries()) {
    const draw = draws[index]
    if (!draw) throw new Error(`${path} was not drawn`)
    const sent: Sent = { method: 'GET', path, headers: { cookie, 'accept-language': 'en' }, expected: 200 }
    const load = { port: portOf(server.url), clients, each: [[sent]], seconds, warmUp }
    const { page } = await beside(async () => drawsPerSecond(draw), {
      page: () => withDelay(server, `pages ${name}`, () => loadOf(load)),
    })
    const { perSecond, p50, p99 } = page.result.result
    const all: Parameters<typeof compared> = [
      `${name}, ${clients} clients`,
      [perSecond, '/s'],
      [page.limit, 'compiled EJS of the same view alone'],
    ]
    figures.push({
      ...(isJudged ? atLeast(...all, leastOfEjs) : compared(...all)),
      latency: { p50, p99 },
      delayP99: page.result.delayP99,
      point: { chart: 'pages', series: 'Pages over HTTP', x: name },
    })
    figures.push({
      name: `compiled EJS of ${name} alone`,
      value: page.limit,
      unit: '/s',
      point: { chart: 'pages', series: 'The same view alone', x: name },
    })
  }
  return figures
}
