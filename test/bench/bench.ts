import { execFileSync } from 'node:child_process'
import { type Served, served } from '../support/server.ts'
import { logFigures } from './log.ts'

/**
 * `npm run bench`: how fast it is, judged as ratios within one run, so that a slow machine is no failure.
 * Prints each figure with its limit; ends with exit code 1 when one is beyond it.
 */

export interface Figure {
  name: string
  ms: number
  /** What it is measured against in this same run. */
  against: string
  ratio: number
  limit: number
}

const rounds = 200

function percentile(times: number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

async function p95(ask: () => Promise<Response>, expected: number): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const started = performance.now()
    const answer = await ask()
    await answer.arrayBuffer()
    if (answer.status !== expected) throw new Error(`expected ${expected}, got ${answer.status}`)
    // The first answers warm caches and code.
    if (round >= rounds / 10) times.push(performance.now() - started)
  }
  return percentile(times, 0.95)
}

async function measure(server: Served): Promise<Figure[]> {
  const started = performance.now()
  execFileSync(process.execPath, ['--eval', '0'])
  const bare = performance.now() - started
  const first = await server.start()
  const scopes = ['status:read', 'launch:read', 'launch:write'].flatMap((scope) => ['--scope', scope])
  const token = await server.cli('token', 'create', '--as', 'priya', ...scopes)
  await server.kill()
  const restart = await server.start()

  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const get = (path: string) => () => fetch(server.url + path, { headers })
  const healthz = await p95(get('/healthz'), 200)
  let n = 0
  const comment = () => {
    n += 1
    const body = JSON.stringify({ type: 'gate.comment', gate: 'content', text: `Comment ${n}` })
    return fetch(`${server.url}/api/v1/launches/hello/commands`, { method: 'POST', headers, body })
  }
  const against = 'an answer of /healthz, p95'
  const figure = (name: string, ms: number, limit: number): Figure => ({
    name,
    ms,
    against,
    ratio: ms / healthz,
    limit,
  })
  return [
    {
      name: 'first start, with the demo made',
      ms: first,
      against: 'starting Node alone',
      ratio: first / bare,
      limit: 120,
    },
    { name: 'restart after kill -9', ms: restart, against: 'starting Node alone', ratio: restart / bare, limit: 60 },
    figure('deploy, p95', await p95(get('/api/v1/launches/hello/deploy'), 423), 15),
    figure('a launch with everything, p95', await p95(get('/api/v1/launches/hello'), 200), 20),
    figure('a durable command, p95', await p95(comment, 200), 40),
  ]
}

const server = await served({ LAUNCHGATE_DEMO: '1' })
try {
  const figures = [...(await measure(server)), ...(await logFigures())]
  for (const { name, ms, against, ratio, limit } of figures)
    console.log(
      `${ratio <= limit ? 'ok      ' : 'TOO SLOW'}  ${name}: ${ms.toFixed(1)} ms, ${ratio.toFixed(1)} × ${against} (limit ${limit} ×)`,
    )
  process.exitCode = figures.every(({ ratio, limit }) => ratio <= limit) ? 0 : 1
} finally {
  await server.close()
}
