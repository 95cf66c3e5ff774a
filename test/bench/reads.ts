import { type ChildProcess, spawn } from 'node:child_process'
import { freePort, type Served } from '../support/server.ts'
import { clientOf, perSecond } from './closed-loop.ts'
import { withDelay } from './event-loop.ts'
import type { Figure } from './figure.ts'

/**
 * How many status and deploy answers a second, beside Express with constant JSON in the same run, and how soon a thousand requests
 * that wait are answered.
 */

/** Of what Express answers with constant JSON of the same size. */
const leastOfExpress = 0.3
const seconds = 3
const waiters = 1000

/** A server in demo mode that runs already. */
export async function measureReads(server: Served): Promise<Figure[]> {
  const scopes = ['status:read', 'launch:read', 'launch:write'].flatMap((scope) => ['--scope', scope])
  // Priya leads the launches; two callers, since one may hold only half of the places.
  const [priya, tom] = [
    await server.cli('token', 'create', '--as', 'priya', ...scopes),
    await server.cli('token', 'create', '--as', 'tom', ...scopes),
  ]
  const rates = await measureRates(server, bearer(priya))
  return [...rates, ...(await measureWaiters(server, bearer(priya), bearer(tom)))]
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

async function measureRates(server: Served, headers: Record<string, string>): Promise<Figure[]> {
  const launch = `${server.url}/api/v1/launches/hello`
  const body = await (await fetch(`${launch}/status`, { headers })).text()
  const limit = await constantJson(body)
  const figures: Figure[] = []
  try {
    for (const clients of [1, 16, 64]) {
      const load = { clients, seconds, headers }
      const express = await perSecond(limit.url, '/', { ...load, expected: 200 })
      for (const [path, expected] of [
        ['/status', 200],
        ['/deploy', 423],
      ] as const) {
        const { result, delayP99 } = await withDelay(server, () => perSecond(launch, path, { ...load, expected }))
        figures.push({
          name: `${path.slice(1)} at ${clients} clients`,
          value: result,
          unit: '/s',
          against: `Express with constant JSON, ${Math.round(express)}/s`,
          ratio: result / express,
          limit: { least: leastOfExpress },
          delayP99,
        })
      }
    }
    return figures
  } finally {
    limit.child.kill()
  }
}

/** Express with an answer that never changes, in a process of its own: what a status could cost at best. */
async function constantJson(body: string): Promise<{ url: string; child: ChildProcess }> {
  const port = await freePort()
  const program = `const app = require('express')().set('etag', false), body = ${JSON.stringify(body)}
    app.get('/', (_, res) => res.type('json').send(body)); app.listen(${port}, '127.0.0.1', () => console.log('listens'))`
  const child = spawn(process.execPath, ['--eval', program], { stdio: ['ignore', 'pipe', 'inherit'] })
  await new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => resolve())
    child.once('exit', () => reject(new Error('Express ended.')))
  })
  return { url: `http://127.0.0.1:${port}`, child }
}

/** A launch of 21 gates that a thousand requests wait for, once until it is decided and once until their time is over. */
async function measureWaiters(
  server: Served,
  priya: Record<string, string>,
  tom: Record<string, string>,
): Promise<Figure[]> {
  await createLaunch(server, priya)
  const crowd = [priya, tom].map((headers) => clientOf(`${server.url}/api/v1/launches/herd/`, waiters / 2, headers))
  const everybody = async (wait: number, expected: string) => {
    const one = async ({ get }: (typeof crowd)[number]) => {
      const { status, text } = await get(`deploy?wait=${wait}`)
      if (status !== 423 || JSON.parse(text).decision !== expected) throw new Error(`${status} ${text.slice(0, 200)}`)
    }
    await Promise.all(crowd.flatMap((each) => Array.from({ length: waiters / 2 }, () => one(each))))
  }
  try {
    // Opens the connections, and warms up.
    await everybody(1, 'wait')
    const wait = 5
    const over = await withDelay(server, async () => {
      const began = performance.now()
      const all = everybody(wait, 'wait')
      // It comes after them, so its answer tells when the last of them has begun to wait.
      await fetch(`${server.url}/healthz`)
      const arrived = performance.now() - began
      await all
      return performance.now() - began - arrived - wait * 1000
    })
    const decided = await withDelay(server, async () => {
      const all = everybody(300, 'no-go')
      await waitUntilHeld(server)
      const began = performance.now()
      await send(server, priya, { type: 'launch.cancel', reason: 'The bench has seen enough.' })
      await all
      return performance.now() - began
    })
    return [
      within('1,000 whose time is over', over),
      within('1,000 that wait for a launch of 21 gates, after it was decided', decided),
    ]
  } finally {
    for (const { close } of crowd) close()
  }
}

const within = (name: string, { result, delayP99 }: { result: number; delayP99: number }): Figure => ({
  name,
  value: result,
  unit: 'ms',
  against: 'the promised second',
  ratio: result / 1000,
  limit: { most: 1 },
  delayP99,
})

async function createLaunch(server: Served, headers: Record<string, string>): Promise<void> {
  const launch = {
    pipeline: 'ecommerce',
    slug: 'herd',
    title: 'Herd',
    targetAt: '2027-03-01T09:00:00Z',
    timeZone: 'UTC',
  }
  await post(`${server.url}/api/v1/launches`, headers, launch)
  await send(server, headers, { type: 'launch.start' })
}

const send = (server: Served, headers: Record<string, string>, command: object) =>
  post(`${server.url}/api/v1/launches/herd/commands`, headers, command)

async function post(url: string, headers: Record<string, string>, body: object): Promise<void> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`)
}

/** A request is held when the server has gone quiet: all connections are open already, and each request is sent at once. */
async function waitUntilHeld(server: Served): Promise<void> {
  for (let quiet = 0; quiet < 5; ) {
    const began = performance.now()
    await fetch(`${server.url}/healthz`)
    quiet = performance.now() - began < 20 ? quiet + 1 : 0
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}
