import type { Served } from '../support/server.ts'
import { type Beside, beside } from './beside.ts'
import { atLeast, clientsText, compared, type Figure } from './figure.ts'
import { headersOf } from './fixtures/tokens.ts'
import { constantJson } from './limits/constant-json.ts'
import { type LoadResult, loadOf, portOf, type Sent } from './load/load.ts'
import { withDelay } from './server-load.ts'

/** How many status and deploy answers a second, beside Express with constant JSON of the same size in the same run. */

const leastOfExpress = 0.8
const seconds = 2
const warmUp = 1

/** A server in demo mode that runs already. */
export async function measureReads(server: Served): Promise<Figure[]> {
  const headers: Record<string, string> = { ...(await headersOf(server, 'omar')) }
  const status = await fetch(`${server.url}/api/v1/launches/hello/status`, { headers })
  const body = await status.text()
  const known = { ...headers, 'if-none-match': status.headers.get('etag') ?? '' }
  const ask = (path: string, expected: number, with_ = headers): Sent => ({
    method: 'GET',
    path,
    headers: with_,
    expected,
  })
  const launch = '/api/v1/launches/hello'
  const [express, http] = [await constantJson('Express', body), await constantJson('node:http', body)]
  const rate = async (port: number, sent: Sent, clients: number) =>
    loadOf({ port, clients, each: [[sent]], seconds, warmUp })
  const ratesAt = async (clients: number): Promise<Figure[]> => {
    const constant = ask('/', 200, {})
    const of = (name: string, sent: Sent) => () =>
      withDelay(server, `reads ${name} ${clients}`, () => rate(portOf(server.url), sent, clients))
    const measured = await beside(async () => (await rate(express.port, constant, clients)).perSecond, {
      status: of('status', ask(`${launch}/status`, 200)),
      deploy: of('deploy', ask(`${launch}/deploy`, 423)),
      'status that did not change (304)': of('status known', ask(`${launch}/status`, 304, known)),
      'deploy with If-None-Match': of('deploy known', ask(`${launch}/deploy`, 423, known)),
    })
    const bare = await rate(http.port, constant, clients)
    return [
      ...Object.entries(measured).map(([name, each]) => figure(name, clients, each)),
      limitFigure('Express with constant JSON', clients, measured.status.limit),
      limitFigure('node:http with constant JSON', clients, bare.perSecond),
    ]
  }
  try {
    const figures: Figure[] = []
    for (const clients of [1, 16, 64]) figures.push(...(await ratesAt(clients)))
    return figures
  } finally {
    express.close()
    http.close()
  }
}

function figure(
  name: string,
  clients: number,
  { result: { result, delayP99 }, limit }: Beside<{ result: LoadResult; delayP99: number }>,
): Figure {
  const { perSecond, p50, p99 } = result
  const judged = clients === 64 ? (...all: Parameters<typeof compared>) => atLeast(...all, leastOfExpress) : compared
  return {
    ...judged(`${name}, ${clientsText(clients)}`, [perSecond, '/s'], [limit, 'Express with constant JSON']),
    latency: { p50, p99 },
    delayP99,
    ...(name === 'status' || name === 'deploy' ? { point: { chart: 'reads', series: name, x: clients } } : {}),
  }
}

const limitFigure = (series: string, clients: number, value: number): Figure => ({
  name: `${series}, ${clientsText(clients)}`,
  value,
  unit: '/s',
  point: { chart: 'reads', series, x: clients },
})
