import Database from 'better-sqlite3'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { clockWorker } from '../../../server/launches/clock-worker.ts'
import { visitor } from '../../pages/visitor.ts'
import { createCheckedApp } from '../../support/check-responses.ts'
import { createLaunch, openShop, type Shop } from '../../support/shop.ts'

/** Two launches, and somebody damages one of them behind the back of the running server. */

let shop: Shop
/** What the server logs, parsed. */
let logged: { level: number; launch?: string; msg: string; err?: { message: string } }[]

beforeEach(async () => {
  shop = await openShop({ LAUNCHGATE_DEMO: '1' })
  logged = []
  shop.services.log = pino({ level: 'warn' }, { write: (line: string) => void logged.push(JSON.parse(line)) })
  shop.app = createCheckedApp(shop.services)
  for (const slug of ['corner', 'hello']) {
    await createLaunch(shop, slug, 'pop-up')
    await shop.send('priya', slug, { type: 'launch.start' }).expect(200)
    await shop.send('priya', slug, { type: 'launch.setPublicStatus', public: true }).expect(200)
    await shop.post('joon', `/api/v1/launches/${slug}/gates/stock/items/INV-3/evidence`, { value: 5 }).expect(200)
  }
})
afterEach(() => shop.close())

function damage(statement: string): void {
  const client = new Database(shop.services.config.databaseUrl.replace('file:', ''))
  client.pragma('foreign_keys = OFF')
  expect(client.prepare(statement).run().changes).toBeGreaterThan(0)
  client.close()
}

const damages: [string, string][] = [
  ['a row that is no JSON', `update launch_contents set context = 'x' where launch = 'hello'`],
  [
    'half a file in a gate',
    `update gates set context = replace(context, '"value":5', '"value":"5"') where launch = 'hello'`,
  ],
  ['a row that is gone', `delete from launches where slug = 'hello'`],
]

describe.each(damages)('a launch that is damaged by %s', (_, statement) => {
  test('fails at its own address, never lets a deploy through, and is logged', async () => {
    damage(statement)
    for (const path of ['', '/status', '/deploy', '/deploy?candidate=4812'])
      for (const who of ['priya', 'ci', null]) {
        if (path === '' && who === null) continue
        await shop.get(who, `/api/v1/launches/hello${path}`).expect(500)
      }
    await shop.post('ci', '/api/v1/launches/hello/deploy').expect(500)
    await shop.send('priya', 'hello', { type: 'launch.hold', reason: 'It looks odd' }).expect(500)
    expect(logged.length).toBeGreaterThan(8)
    expect(logged.every(({ level, err }) => level === 50 && /hello|stock/.test(err?.message ?? ''))).toBe(true)
  })

  test('hides no other: lists, pages and work on the others go on', async () => {
    damage(statement)
    const { body } = await shop.get('priya', '/api/v1/launches').expect(200)
    expect(body.launches.map(({ slug }: { slug: string }) => slug)).toEqual(['corner'])
    await shop.get(null, '/api/v1/launches/corner/deploy').expect(423)
    await shop.send('chloe', 'corner', { type: 'gate.comment', gate: 'pages', text: 'Still here' }).expect(200)
    const joon = await visitor(shop, 'joon')
    for (const path of ['/', '/launches', '/launches/corner', '/launches/corner/gates/stock'])
      await joon.get(path).expect(200)
    await joon.get('/launches/hello').expect(500)
  })

  test('is left out by the clock, which says so once and writes what is due of the others', async () => {
    damage(statement)
    const before = await shop.version('corner')
    shop.now += 3 * 86_400_000 + 5_000
    const worker = clockWorker(shop.services, shop.app.events, 10)
    await new Promise((wake) => setTimeout(wake, 200))
    await worker.stop()
    expect(await shop.store.entries('corner', before - 1, 10)).toMatchObject([{ action: 'gate.lapse', gate: 'stock' }])
    expect(logged).toMatchObject([
      { level: 50, launch: 'hello', err: { message: expect.stringMatching(/hello|stock/) } },
    ])
  })
})

test('a launch that can be read but not written is left out by the clock in the same way', async () => {
  // The others of a round come after it, whatever their order: one that cannot be written stands on either side.
  await createLaunch(shop, 'aurora', 'pop-up')
  damage(`update launches set edge = '[]' where slug in ('aurora', 'hello')`)
  await shop.send('priya', 'aurora', { type: 'launch.start' }).expect(500)
  const before = await shop.version('corner')
  shop.now += 3 * 86_400_000 + 5_000
  logged.length = 0
  const worker = clockWorker(shop.services, shop.app.events, 10)
  await new Promise((wake) => setTimeout(wake, 200))
  await worker.stop()
  expect(await shop.store.entries('corner', before - 1, 10)).toMatchObject([{ action: 'gate.lapse' }])
  expect(logged).toMatchObject([{ launch: 'hello', err: { message: expect.stringContaining('edge of the tree') } }])
})

test('a launch whose sentences cannot be read hides no other', async () => {
  damage(`update private_texts set value = 'x' where launch = 'hello'`)
  const { body } = await shop.get('priya', '/api/v1/launches').expect(200)
  expect(body.launches.map(({ slug }: { slug: string }) => slug)).toEqual(['corner'])
  expect(logged).toMatchObject([
    { level: 40, launch: 'hello', err: { message: expect.stringContaining('private text') } },
  ])
  await shop.get('priya', '/api/v1/launches/hello/deploy').expect(500)
})
