import type { Served } from '../support/server.ts'
import { atMost, type Figure } from './figure.ts'
import { fewer } from './quick.ts'
import { percentile, sample } from './sample.ts'
import { withDelay } from './server-load.ts'

const rounds = fewer(200, 20)

/** Single answers of the API in the demo, one after another, beside an answer of /healthz. */
export async function measureAnswers(server: Served): Promise<Figure[]> {
  const scopes = ['status:read', 'launch:read', 'launch:write'].flatMap((scope) => ['--scope', scope])
  const token = await server.cli('token', 'create', '--as', 'priya', ...scopes)
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const get = (path: string) => () => fetch(server.url + path, { headers })
  const p95 = async (ask: () => Promise<Response>, expected: number) =>
    percentile(await sample(ask, expected, rounds), 0.95)
  let n = 0
  const comment = () => {
    n += 1
    const body = JSON.stringify({ type: 'gate.comment', gate: 'content', text: `Comment ${n}` })
    return fetch(`${server.url}/api/v1/launches/hello/commands`, { method: 'POST', headers, body })
  }
  const against: [number, string] = [await p95(get('/healthz'), 200), 'an answer of /healthz, p95']
  const measured = async (name: string, ask: () => Promise<Response>, expected: number, most: number) => {
    const { result, delayP99 } = await withDelay(server, name, () => p95(ask, expected))
    return { ...atMost(name, [result, 'ms'], against, most), delayP99 }
  }
  return [
    await measured('deploy, p95', get('/api/v1/launches/hello/deploy'), 423, 15),
    await measured('a launch with everything, p95', get('/api/v1/launches/hello'), 200, 20),
    await measured('a durable command, p95', comment, 200, 40),
  ]
}
