import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { StoreUnavailable } from '../../db/store.ts'
import { verifierInThread } from '../../server/launches/verifier.ts'
import { addComments } from '../support/long-log.ts'
import { createLaunch, openShop, type Shop } from '../support/shop.ts'
import { saysAt, textOf } from './read.ts'
import { type Visitor, visitor } from './visitor.ts'

/** A launch with 4,000 entries: its pages read what they show, and no check of it holds up the server. */

let shop: Shop
let omar: Visitor
const log = '/launches/corner/log'
const count = 4000

beforeAll(async () => {
  shop = await openShop({ LAUNCHGATE_DEMO: '1' })
  await createLaunch(shop, 'corner', 'pop-up')
  const send = (who: string, command: object) => shop.send(who, 'corner', command).expect(200)
  await send('priya', { type: 'launch.start' })
  await send('tom', { type: 'gate.comment', gate: 'pages', text: 'On it' })
  await send('joon', { type: 'gate.comment', gate: 'stock', text: 'We count' })
  await addComments(shop.store, shop.services.config.databaseUrl, { launch: 'corner', gate: 'stock', count })
  shop.services.verifier = verifierInThread(shop.services.config)
  omar = await visitor(shop, 'omar')
}, 60_000)
afterAll(() => shop.close())

/** How many entries and private texts the store gave out, and which reads of a verification it was asked for, while this was done. */
async function readsOf(act: () => Promise<unknown>) {
  const { store } = shop
  const entries = [vi.spyOn(store, 'entries'), vi.spyOn(store, 'entriesAbout'), vi.spyOn(store.search, 'find')]
  const texts = vi.spyOn(store, 'texts')
  const checks = [vi.spyOn(store, 'stored'), vi.spyOn(store, 'storedSince'), vi.spyOn(store, 'storedEntries')]
  try {
    await act()
    const given = await Promise.all(entries.flatMap(({ mock }) => mock.results.map(({ value }) => value)))
    const revealed = await Promise.all(texts.mock.results.map(({ value }) => value))
    return {
      entries: given.reduce((sum: number, each) => sum + each.length, 0),
      texts: revealed.reduce((sum: number, each) => sum + each.size, 0),
      checks: checks.reduce((sum, { mock }) => sum + mock.calls.length, 0),
    }
  } finally {
    for (const spy of [...entries, texts, ...checks]) spy.mockRestore()
  }
}

const page = async (query: string) => (await omar.get(`${log}${query}`).expect(200)).text
const seqsIn = (html: string) => [...html.matchAll(/id="seq-(\d+)"/g)].map(([, seq]) => Number(seq))
const numbers = (from: number, length: number) => Array.from({ length }, (_, n) => from - n)

describe('the log page reads the entries that it shows', () => {
  // Created, started, two comments, 4,000 comments.
  test.each<[string, string, number[]]>([
    ['its first page', '', numbers(4003, 50)],
    ['a page in the middle', '?page=20', numbers(3053, 50)],
    ['its last page', '?page=81', [3, 2, 1, 0]],
    ['a page that there is not', '?page=99', [3, 2, 1, 0]],
    ['one gate', '?gate=stock', numbers(4003, 50)],
    ['one gate, its last page', '?gate=stock&page=81', [3]],
    ['a gate with one entry', '?gate=pages', [2]],
    ['one person', '?person=joon&page=2', numbers(3953, 50)],
    ['another person', '?person=tom', [2]],
    ['one action', '?action=launch.start', [1]],
    ['one day', '?from=2026-11-23&to=2026-11-23&page=3', numbers(3903, 50)],
    ['another day', '?to=2026-11-22', []],
  ])('%s', async (_, query, expected) => {
    let html = ''
    const reads = await readsOf(async () => {
      html = await page(query)
    })
    expect(seqsIn(html)).toEqual(expected)
    expect(reads.entries).toBe(expected.length)
    // Beside those of the entries: what the launch itself is called by.
    expect(reads.texts).toBeLessThan(expected.length + 10)
    expect(reads.checks).toBe(0)
  })

  test('says how many there are, and everyone who acted', async () => {
    const text = textOf(await page('?gate=pages'))
    expect(text).toContain('1 of 4,004 entries, newest first')
    const people = /<select[^>]*name="person">([\s\S]*?)<\/select>/.exec(await page(''))?.[1] ?? ''
    expect([...people.matchAll(/value="(\w+)"/g)].map(([, who]) => who)).toEqual(['priya', 'tom', 'joon'])
  })
})

test.each(['/launches/corner', '/launches/corner/gates/pages', '/launches/corner/gates/stock', `${log}/4000`])(
  '%s reads no more than it shows',
  async (path) => {
    const reads = await readsOf(() => omar.get(path).expect(200))
    expect(reads.entries).toBeLessThan(60)
  },
)

test('its export is read and sent some entries at a time', async () => {
  const leaves = await shop.store.leaves('corner', 0, 5000)
  const read = vi.spyOn(shop.store, 'leaves')
  const address = '/api/v1/launches/corner/log/entries.jsonl'
  const { text } = await shop.get('priya', address).expect(200)
  expect(text).toBe(leaves.map((leaf) => `${leaf}\n`).join(''))
  expect(read.mock.calls.length).toBeGreaterThan(20)
  for (const [, from, to] of read.mock.calls) expect(to - from).toBeLessThanOrEqual(200)
  read.mockClear()
  expect((await shop.get('priya', `${address}?from=3990&to=99999`).expect(200)).text.split('\n')).toHaveLength(15)
  expect((await shop.get('priya', `${address}?from=4004`).expect(200)).text).toBe('')
  expect((await shop.get('priya', `${address}?from=9&to=3`).expect(200)).text).toBe('')
  expect(read).toHaveBeenCalledTimes(1)
  read.mockRejectedValueOnce(new StoreUnavailable('nothing', 'The database cannot answer now.'))
  await shop.get('priya', address).expect(503)
  read.mockRestore()
})

test('the check of the log runs elsewhere, and says within a moment what it found', async () => {
  await shop.send('joon', 'corner', { type: 'gate.comment', gate: 'stock', text: 'Nearly there' }).expect(200)
  let html = ''
  const used = process.threadCpuUsage()
  const reads = await readsOf(async () => {
    html = await page('')
  })
  const { user, system } = process.threadCpuUsage(used)
  expect(reads.checks).toBe(0)
  // Verifying 4,000 entries takes most of a second; a page of a hundred lines some 20 ms of this thread.
  expect((user + system) / 1000).toBeLessThan(250)
  expect(saysAt(html, 'whole')).toMatch(/^(Verified |Verification is running\. Reload)/)
  await expect
    .poll(async () => saysAt(await page(''), 'whole'), { timeout: 30_000 })
    .toMatch(/^Verified .*: 4,005 entries and 4,005 texts, none altered/)
})
