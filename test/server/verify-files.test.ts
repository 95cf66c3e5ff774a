import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Desk, openDesk } from '../cli/run.ts'
import { createLaunch, openShop, type Shop } from '../support/shop.ts'

/** Omar verifies a launch with its files: the command line on what the product stored. */

let shop: Shop
let desk: Desk
/** Where the report lies that Sam's pipeline sent. */
let report: string

beforeAll(async () => {
  shop = await openShop()
  desk = openDesk()
  for (const slug of ['aurora', 'corner']) {
    await createLaunch(shop, slug, 'pop-up')
    await shop.send('priya', slug, { type: 'launch.start' }).expect(200)
  }
  await shop
    .put('ci', '/api/v1/launches/corner/candidate', { version: '101', url: 'https://ci.example.com/101' })
    .expect(200)
  const xml = '<testsuite name="shop"><testcase name="pays"/></testsuite>'
  const { body } = await shop
    .post('ci', '/api/v1/launches/corner/gates/tests/items/TFN-1/evidence?candidate=101')
    .set('Content-Type', 'application/xml')
    .send(xml)
    .expect(200)
  report = join(shop.services.config.dataDir, 'evidence', body.entries[0].data.evidence.sha256)
  expect(await readFile(report, 'utf8')).toBe(xml)
})
afterAll(async () => {
  desk.remove()
  await shop.close()
})

const verify = (...args: string[]) => {
  const { databaseUrl, dataDir } = shop.services.config
  return desk.runWith({ DATABASE_URL: databaseUrl, DATA_DIR: dataDir }, 'verify', ...args)
}

test('what the product stored is whole', async () => {
  const { code, stdout } = await verify()
  expect(stdout).toMatch(
    /^aurora: whole, \d+ entries, root [0-9a-f]{64}\ncorner: whole, 4 entries, root [0-9a-f]{64}\n$/,
  )
  expect(code).toBe(0)
})

describe('a file', () => {
  const cases: [string, () => Promise<void>, RegExp][] = [
    [
      'with other bytes',
      () => writeFile(report, '<testsuite/>'),
      /^corner: not whole: the bytes of file \w+ are others/m,
    ],
    ['that is gone', () => rm(report), /^corner: not whole: the bytes of file \w+ are missing$/m],
  ]
  test.each(cases)('%s is a difference of its launch, and of no other', async (_, change, difference) => {
    const bytes = await readFile(report)
    await change()
    const { code, stdout } = await verify()
    expect(stdout).toMatch(difference)
    expect(stdout).toMatch(/^aurora: whole/m)
    expect(code).toBe(1)
    await writeFile(report, bytes)
    expect((await verify('corner')).code).toBe(0)
  })
})

test('private texts that are missing are a difference, and are named with their entries', async () => {
  const client = new Database(shop.services.config.databaseUrl.replace('file:', ''))
  client.prepare(`delete from private_texts where launch = 'corner' and value like '%ci.example.com%'`).run()
  const one = await verify('corner')
  expect(one.stdout).toMatch(/^corner: not whole: 1 private text is missing: c1:[\w-]{43} of entry 2$/m)
  client.prepare(`delete from private_texts where launch = 'corner'`).run()
  client.close()
  const all = await verify('corner')
  expect(all.stdout).toMatch(/^corner: not whole: 3 private texts are missing: c1:/m)
  expect([one.code, all.code]).toEqual([1, 1])
})
