import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Desk, openDesk } from '../../cli/run.ts'
import { freePort } from '../../support/server.ts'
import { createLaunch, openShop, type Shop } from '../../support/shop.ts'
import { fileOf } from '../../support/tamper.ts'

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
    /^database: verified\ninstallation: verified, \d+ entries, .*\naurora: verified, \d+ entries, .*\ncorner: verified, 4 entries, .*\n$/,
  )
  expect(code).toBe(0)
})

describe('a file', () => {
  const cases: [string, () => Promise<void>, RegExp][] = [
    [
      'with other bytes',
      () => writeFile(report, '<testsuite/>'),
      /^corner: MISMATCH: the bytes of file \w+ have changed/m,
    ],
    ['that is gone', () => rm(report), /^corner: MISMATCH: the bytes of file \w+ are missing$/m],
  ]
  test.each(cases)('%s is a difference of its launch, and of no other', async (_, change, difference) => {
    const bytes = await readFile(report)
    await change()
    const { code, stdout } = await verify()
    expect(stdout).toMatch(difference)
    expect(stdout).toMatch(/^aurora: verified/m)
    expect(code).toBe(1)
    await writeFile(report, bytes)
    expect((await verify('corner')).code).toBe(0)
  })
})

test('bytes that no launch names are named, and are no difference', async () => {
  const stray = join(shop.services.config.dataDir, 'evidence', 'ab'.repeat(32))
  await writeFile(stray, 'left behind')
  const { code, stdout } = await verify()
  expect(stdout).toMatch(new RegExp(`\nevidence: file ${'ab'.repeat(32)} is not used by any launch\n$`))
  expect(code).toBe(0)
  await rm(stray)
})

test('a request key of a command that only wrote what the clock brought is no difference', async () => {
  await shop.post('joon', '/api/v1/launches/corner/gates/stock/items/INV-3/evidence', { value: 5 }).expect(200)
  shop.now += 10 * 86_400_000
  const again = shop.put('ci', '/api/v1/launches/corner/candidate', { version: '101' })
  const { body } = await again.set('Idempotency-Key', 'again').expect(200)
  expect(body.entries.every(({ actor }: { actor: { kind: string } }) => actor.kind === 'engine')).toBe(true)
  expect((await verify()).stdout).toMatch(/^database: verified\n/)
})

describe('a database without one of its triggers', () => {
  const sentence = 'The database was altered: the trigger entries_never_change is missing. Restore a backup'
  let sql: string
  const client = () => new Database(fileOf(shop.services.config.databaseUrl))
  beforeAll(() => {
    const file = client()
    sql = String(file.prepare(`select sql from sqlite_schema where name = 'entries_never_change'`).pluck().get())
    file.exec('drop trigger entries_never_change')
    file.close()
  })
  afterAll(() => {
    const file = client()
    file.exec(sql)
    file.close()
  })

  test.each([
    ['serve', []],
    ['migrate', []],
    ['person', ['add', '--name', 'Zoe Long', '--email', 'zoe@example.org']],
  ])('is refused by %s, with what to do', async (command, args) => {
    const { databaseUrl, dataDir } = shop.services.config
    const port = await freePort()
    const env = { DATABASE_URL: databaseUrl, DATA_DIR: dataDir, PORT: String(port), LOG_LEVEL: 'silent' }
    const before = (await shop.store.directory.people()).length
    expect(await desk.runWith(env, command, ...args)).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining(sentence),
    })
    expect(await shop.store.directory.people()).toHaveLength(before)
  })

  test('is not whole, though its launches are, and gives its logs', async () => {
    const { code, stdout } = await verify()
    expect(stdout).toMatch(/^database: MISMATCH: the trigger entries_never_change is missing\ninstallation: verified, /)
    expect(code).toBe(1)
    const { databaseUrl } = shop.services.config
    expect(await desk.runWith({ DATABASE_URL: databaseUrl }, 'export', 'corner')).toMatchObject({ code: 0, stderr: '' })
  })

  test('stops the running server from answering yes: 503, and not ready', async () => {
    await shop.get('ci', '/api/v1/launches/corner/deploy?candidate=101').expect(503)
    await shop.get(null, '/readyz').expect(503)
    const before = await shop.store.leaves('corner', 0, 100)
    await shop.put('ci', '/api/v1/launches/corner/candidate', { version: '102' }).expect(503)
    expect(await shop.store.leaves('corner', 0, 100)).toEqual(before)
  })
})

test('private texts that are missing are a difference, and are named with their entries', async () => {
  const client = new Database(shop.services.config.databaseUrl.replace('file:', ''))
  client.prepare(`delete from private_texts where launch = 'corner' and value like '%ci.example.com%'`).run()
  const one = await verify('corner')
  expect(one.stdout).toMatch(/^corner: MISMATCH: 1 private text is missing: c1:[\w-]{43} of entry 2$/m)
  client.prepare(`delete from private_texts where launch = 'corner'`).run()
  client.close()
  const all = await verify('corner')
  expect(all.stdout).toMatch(/^corner: MISMATCH: 3 private texts are missing: c1:/m)
  expect([one.code, all.code]).toEqual([1, 1])
})
