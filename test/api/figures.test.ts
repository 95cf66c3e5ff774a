import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { content, decisionSent, decisionSigned, does, payment } from '../support/hello.ts'
import { grown, readScrape, type Scrape } from '../support/scrape.ts'
import { createLaunch, openShop, type Shop } from '../support/shop.ts'

/** What /metrics says moves when it should, and only then. */

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

async function scrape(): Promise<Scrape> {
  const { text } = await shop.get(null, '/metrics').expect(200)
  return readScrape(text)
}

/** What the act has added to each of these samples. */
async function added(samples: readonly string[], act: () => Promise<unknown>): Promise<number[]> {
  const before = await scrape()
  await act()
  const after = await scrape()
  return samples.map((sample) => grown(before, after, sample))
}

describe('what was counted', () => {
  test('a command that is accepted, and the transaction that it was written in', async () => {
    const samples = [
      'launchgate_commands_total{type="launch.create",outcome="accepted"}',
      'launchgate_commit_seconds_count',
      'launchgate_commit_writes_sum',
      'launchgate_request_seconds_count{method="POST",route="/api/v1/launches",status="201"}',
    ]
    expect(await added(samples, () => createLaunch(shop, 'corner'))).toEqual([1, 1, 1, 1])
  })

  test('a command that a rule refuses, by the code of its reason', async () => {
    const samples = [
      'launchgate_commands_total{type="launch.start",outcome="refused"}',
      'launchgate_commands_total{type="launch.start",outcome="accepted"}',
      'launchgate_refusals_total{code="not-your-role"}',
      'launchgate_problems_total{code="forbidden"}',
    ]
    const refused = () => shop.send('joon', 'corner', { type: 'launch.start' }).expect(403)
    expect(await added(samples, refused)).toEqual([1, 0, 1, 1])
  })

  test('a request that is repeated, as repeated', async () => {
    const samples = ['accepted', 'repeated'].map(
      (outcome) => `launchgate_commands_total{type="launch.start",outcome="${outcome}"}`,
    )
    const start = () =>
      shop.send('priya', 'corner', { type: 'launch.start' }).set('Idempotency-Key', 'once').expect(200)
    expect(await added(samples, start)).toEqual([1, 0])
    expect(await added(samples, start)).toEqual([0, 1])
  })

  test('requests under the pattern of their route, however the address is written', async () => {
    const status = (method: string, code: number) =>
      `launchgate_request_seconds_count{method="${method}",route="/api/v1/launches/:launch/status",status="${code}"}`
    const unknown = 'launchgate_request_seconds_count{method="GET",route="none",status="404"}'
    const ask = async () => {
      await shop.get('ci', '/api/v1/launches/corner/status').expect(200)
      await shop.get('ci', '/API/v1/launches/corner/status?candidate=7').expect(200)
      await shop.get('ci', '/api/v1/launches/nowhere/status').expect(404)
      await shop.get('ci', '/nowhere').expect(404)
    }
    expect(await added([status('GET', 200), status('GET', 404), unknown], ask)).toEqual([2, 1, 1])
  })
})

describe('what is so now', () => {
  const unlocked = (launch: string) => `launchgate_launch_unlocked{launch="${launch}"}`
  const gates = (status: string) => `launchgate_gates{status="${status}"}`

  test('launches by decision and gates by status, after each command', async () => {
    await createLaunch(shop, 'attic')
    await shop.send('priya', 'attic', { type: 'launch.start' }).expect(200)
    expect(
      await added(['launchgate_active_launches{decision="wait"}', gates('not-started')], () =>
        createLaunch(shop, 'barn'),
      ),
    ).toEqual([1, 3])
    expect((await scrape()).get(unlocked('attic'))).toBe(0)
    const work = () => does(shop, 'attic', ...content)
    expect(await added([gates('completed'), gates('not-started')], work)).toEqual([1, -1])
  })

  test('whether a launch is unlocked, also when it is locked again', async () => {
    await does(shop, 'attic', ...payment, ...decisionSent, decisionSigned)
    const open = await scrape()
    expect([open.get(unlocked('attic')), open.get('launchgate_active_launches{decision="go"}')]).toEqual([1, 1])
    await does(shop, 'attic', ['chloe', { type: 'gate.reopen', gate: 'content', reason: 'A page is missing.' }])
    const locked = await scrape()
    expect([locked.get(unlocked('attic')), locked.has('launchgate_active_launches{decision="go"}')]).toEqual([0, false])
  })

  test('nothing of a launch that is over', async () => {
    expect((await scrape()).has(unlocked('barn'))).toBe(true)
    await shop.send('priya', 'barn', { type: 'launch.cancel', reason: 'Another time.' }).expect(200)
    expect((await scrape()).has(unlocked('barn'))).toBe(false)
  })

  test('streams, held requests, the log of the database and its state', async () => {
    const found = await scrape()
    const now = ['event_streams', 'held_requests', 'store_available', 'wal_bytes'].map((name) =>
      found.get(`launchgate_${name}`),
    )
    expect(now.slice(0, 3)).toEqual([0, 0, 1])
    expect(now[3]).toBeGreaterThan(0)
  })
})

describe('backups', () => {
  test('the time of the newest one, and how many failed', async () => {
    const newest = 'launchgate_backup_last_success_timestamp_seconds'
    expect((await scrape()).has(newest)).toBe(false)
    const { backups } = shop.services.figures
    const failed = await added(['launchgate_backup_failures_total'], async () => backups.failed())
    expect(failed).toEqual([1])
    backups.succeeded(shop.now)
    backups.succeeded(shop.now - 5000)
    expect((await scrape()).get(newest)).toBe(shop.now / 1000)
  })
})
