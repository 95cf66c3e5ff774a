import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type BreakableDemo, breakableDemo } from '../support/fault-scenario.ts'
import { content, decisionSent, decisionSigned, payment } from '../support/hello.ts'
import type { Breakable } from '../support/machine-faults.ts'
import type { Served } from '../support/server.ts'

/**
 * The disk fails to make a commit durable. Whether the command happened is then unknown until the file was opened again:
 * the sender hears so, nobody else gets an answer, and a deploy is never let through on the strength of it.
 */

const rounds = Number(process.env.FAULT_ROUNDS ?? 1)
const cannotTell = /may or may not have been saved/
let demo: BreakableDemo
let machine: Breakable
let found = 0
let server: Served

const launch = (path = '') => `${server.url}/api/v1/launches/hello${path}`
const head = (who: string) => ({
  authorization: `Bearer ${demo.token(who, 'signing')}`,
  'content-type': 'application/json',
})

interface Heard {
  status: number
  retryAfter: string | null
  body: { detail?: string; version?: number; entries?: { action: string }[]; gates?: { id: string; version: number }[] }
}

async function heard(answer: Promise<Response>): Promise<Heard> {
  const { status, headers, ...rest } = await answer.then(async (response) => ({
    status: response.status,
    headers: response.headers,
    // The contract's own shapes: a problem, an accepted command, or a launch.
    body: (await response.json()) as Heard['body'],
  }))
  return { status, retryAfter: headers.get('retry-after'), ...rest }
}

const send = (who: string, command: object, key: string = randomUUID()) =>
  heard(
    fetch(launch('/commands'), {
      method: 'POST',
      body: JSON.stringify(command),
      headers: { ...head(who), 'idempotency-key': key },
    }),
  )
const deploy = async () => (await fetch(launch('/deploy'), { headers: head('helen') })).status
const read = async () => (await heard(fetch(launch(), { headers: head('priya') }))).body
const isReady = async () => (await fetch(`${server.url}/readyz`)).status

/** The ways take turns. */
function failing(round: number) {
  const way = machine.failingSync[round % machine.failingSync.length]
  if (way === undefined) throw new Error('fsync cannot be made to fail on this machine')
  return way
}

/** How often the log says that the launch was released. */
async function releases(): Promise<number> {
  const { body } = await heard(fetch(launch('/entries?limit=500'), { headers: head('priya') }))
  return (body.entries ?? []).filter(({ action }) => action === 'launch.release').length
}

const release = { type: 'launch.release' }
const hold = () => send('helen', { type: 'launch.hold', reason: 'The payment provider has an incident.' })

beforeAll(async () => {
  demo = await breakableDemo()
  machine = demo.machine
  server = demo.server
  await server.start()
  for (const [who, command] of [...content, ...payment, ...decisionSent, decisionSigned]) {
    const ifVersion = (await read()).gates?.find(({ id }) => id === command.gate)?.version
    expect(await send(who, { ...command, ifVersion })).toMatchObject({ status: 200 })
  }
  expect(await deploy()).toBe(200)
})
afterAll(() => machine.close())

describe('Helen releases her hold while fsync fails', () => {
  test.each(Array.from({ length: rounds }, (_, round) => round))(
    'round %i: kill -9 follows; what happened, happened only to someone who was told that it may have',
    async (round) => {
      expect(await hold()).toMatchObject({ status: 200 })
      const before = await releases()
      const key = randomUUID()
      const way = failing(round)
      const stop = await way.begin()
      const answer = await send('helen', release, key)
      const meanwhile = await deploy()
      await server.kill()
      await stop()
      expect(answer, way.name).toMatchObject({ status: 503, retryAfter: expect.stringMatching(/^\d+$/) })
      expect(meanwhile, 'deploy while nobody can tell').toBe(503)

      await server.start()
      const happened = (await releases()) - before
      found += happened
      expect(answer.body.detail, `${happened} releases after the start`).toMatch(cannotTell)
      expect(await deploy()).toBe(happened === 1 ? 200 : 423)
      // The same key gives the outcome, whichever it was, and the release is there once.
      expect(await send('helen', release, key)).toMatchObject({ status: 200 })
      expect(await releases()).toBe(before + 1)
    },
  )

  afterAll(() =>
    console.log(`fsync: in ${found} of ${rounds} rounds the release was found done after kill -9; all were told`),
  )

  test('the disk recovers; the server does too, by itself, and the same key gives the outcome', async () => {
    const news = (what: string) => server.said().split(`"msg":"database ${what}`).length - 1
    const told = news('unavailable')
    expect(await hold()).toMatchObject({ status: 200 })
    const before = await releases()
    const key = randomUUID()
    const stop = await failing(0).begin()
    expect((await send('helen', release, key)).body.detail).toMatch(cannotTell)
    for (const path of ['', '/status', '/deploy', '/entries'])
      expect([path, (await fetch(launch(path), { headers: head('priya') })).status]).toEqual([path, 503])
    expect([await isReady(), (await fetch(`${server.url}/healthz`)).status]).toEqual([503, 200])
    // Nothing was begun for these: they are refused as such, and may be sent again.
    const another = await send('helen', release)
    expect([another.status, another.body.detail]).toEqual([503, expect.not.stringMatching(cannotTell)])
    await stop()
    await expect.poll(isReady, { timeout: 20_000 }).toBe(200)
    const happened = (await releases()) - before
    expect(await deploy()).toBe(happened === 1 ? 200 : 423)
    expect(await send('helen', release, key)).toMatchObject({ status: 200 })
    expect(await releases()).toBe(before + 1)
    expect(await deploy()).toBe(200)
    expect(await server.cli('verify', 'hello')).toContain('verified')
    expect([news('unavailable'), news('available again')]).toEqual([told + 1, 1])
  })
})
