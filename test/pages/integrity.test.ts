import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { StoreUnavailable } from '../../db/store.ts'
import { createLaunch, openShop, type Shop } from '../support/shop.ts'
import { fileOf, tamperWith } from '../support/tamper.ts'
import { saysAt } from './read.ts'
import { type Visitor, visitor } from './visitor.ts'

/** Omar the auditor reads whether the log of Corner is whole, while somebody changes what is stored past the server. */

let shop: Shop
let omar: Visitor
/** Where the report lies that Sam's pipeline sent. */
let report: string

const xml = '<testsuite name="shop"><testcase name="pays"/></testsuite>'
const minute = 60_000

beforeEach(async () => {
  shop = await openShop({ LAUNCHGATE_DEMO: '1' })
  await createLaunch(shop, 'corner', 'pop-up')
  await shop.send('priya', 'corner', { type: 'launch.start' }).expect(200)
  await shop.put('ci', '/api/v1/launches/corner/candidate', { version: '101' }).expect(200)
  const { body } = await shop
    .post('ci', '/api/v1/launches/corner/gates/tests/items/TFN-1/evidence?candidate=101')
    .set('Content-Type', 'application/xml')
    .send(xml)
    .expect(200)
  report = join(shop.services.config.dataDir, 'evidence', body.entries[0].data.evidence.sha256)
  omar = await visitor(shop, 'omar')
})
afterEach(() => shop.close())

const sentence = async (): Promise<string> =>
  saysAt((await omar.get('/launches/corner/log').expect(200)).text, 'whole') ?? ''
const forge = (statement: string): void => tamperWith(fileOf(shop.services.config.databaseUrl), statement)

test('the sentence says what was checked and when, with the beginning of the root', async () => {
  const root = (await shop.store.storedHead('corner'))?.root?.slice(0, 16)
  expect(await sentence()).toBe(
    `Verified Mon 23 Nov 2026 17:00 +08:00: 4 entries, 2 texts and 1 file, none altered. Root hash ${root}…`,
  )
})

test('it is given again while nothing changes, goes on after each commit, and is found anew after a minute', async () => {
  const checks = vi.spyOn(shop.store, 'stored')
  const leaves = vi.spyOn(shop.store, 'storedEntries')
  const first = await sentence()
  shop.now += minute - 1
  expect(await sentence()).toBe(first)
  expect(checks).toHaveBeenCalledTimes(1)
  shop.now += 1
  expect(await sentence()).toBe(first.replace('17:00', '17:01'))
  expect(checks).toHaveBeenCalledTimes(2)
  leaves.mockClear()
  await shop.send('priya', 'corner', { type: 'gate.comment', gate: 'stock', text: 'Nearly there' }).expect(200)
  expect(await sentence()).toMatch(/: 5 entries, 3 texts and 1 file, none altered/)
  expect(checks).toHaveBeenCalledTimes(2)
  expect(leaves.mock.calls).toEqual([['corner', 4, 5]])
  // The clock of the machine was set back: how old the answer is, nobody knows.
  shop.now -= 5 * minute
  expect(await sentence()).toMatch(/^Verified Mon 23 Nov 2026 16:56/)
  expect(checks).toHaveBeenCalledTimes(3)
})

test('those who ask at the same time wait for one check', async () => {
  const checks = vi.spyOn(shop.store, 'stored')
  const said = await Promise.all(Array.from({ length: 5 }, sentence))
  expect(new Set(said).size).toBe(1)
  expect(checks).toHaveBeenCalledTimes(1)
})

test('those who ask while an older check runs get an answer about what is there now', async () => {
  const evidence = shop.services.evidence
  const find = evidence.find.bind(evidence)
  let finish = (): void => {}
  const held = new Promise<void>((resolve) => {
    finish = resolve
  })
  const running = vi.spyOn(evidence, 'find').mockImplementationOnce(async (sha256) => {
    await held
    return find(sha256)
  })
  const before = sentence()
  await expect.poll(() => running).toHaveBeenCalled()
  await shop.send('priya', 'corner', { type: 'gate.comment', gate: 'stock', text: 'Nearly there' }).expect(200)
  const after = [sentence(), sentence()]
  finish()
  expect(await before).toContain('4 entries')
  for (const each of await Promise.all(after)) expect(each).toContain('5 entries')
  // The file's bytes were compared a moment ago.
  expect(running).toHaveBeenCalledTimes(1)
})

test('a text that was forged in the file beside the running server is noticed at once', async () => {
  expect(await sentence()).toMatch(/^Verified /)
  forge(`update private_texts set value = '"Forged"' where value like '%corner shop%'`)
  expect(await sentence()).toBe(
    'Verification failed (checked Mon 23 Nov 2026 17:00 +08:00): stored data doesn’t match the audit log. Contact your administrator.',
  )
  forge(`update private_texts set value = '"The corner shop"' where value = '"Forged"'`)
  expect(await sentence()).toMatch(/^Verified /)
})

test('so is an entry; the sentence says which', async () => {
  expect(await sentence()).toMatch(/^Verified /)
  forge(`update entries set leaf = replace(leaf, '"101"', '"102"') where seq = 2`)
  expect(await sentence()).toMatch(/^Verification failed at entry 2 \(checked Mon 23 Nov 2026 17:00 \+08:00\)\./)
})

test('evidence bytes that were forged on disk are noticed within a minute', async () => {
  expect(await sentence()).toMatch(/^Verified /)
  await writeFile(report, '<testsuite/>')
  shop.now += minute
  expect(await sentence()).toMatch(/^Verification failed /)
  await writeFile(report, xml)
  shop.now += minute
  expect(await sentence()).toMatch(/^Verified /)
})

test('evidence bytes that were forged before the server started are noticed at the first look', async () => {
  await writeFile(report, '<testsuite/>')
  expect(await sentence()).toMatch(/^Verification failed /)
})

test('while the verifier cannot read the database, the page says so, and tries again each time', async () => {
  const { verifier } = shop.services
  const busy = async () => Promise.reject(new StoreUnavailable('nothing', 'The database cannot answer now.'))
  shop.services.verifier = { ...verifier, verify: busy }
  expect(await sentence()).toBe('Verification couldn’t be completed. Contact your administrator.')
  shop.services.verifier = verifier
  expect(await sentence()).toMatch(/^Verified /)
})

describe('a check that takes long', () => {
  /** Checks that end when they are told to. */
  let finish: (() => void)[]
  beforeEach(() => {
    finish = []
    const { verify } = shop.services.verifier
    shop.services.verifier = {
      ...shop.services.verifier,
      patience: 1,
      verify: async (...asked) => {
        await new Promise<void>((resolve) => finish.push(resolve))
        return verify(...asked)
      },
    }
  })
  const running = 'Verification is running. Reload the page in a moment to see the result.'
  const whole = async (entries: number) => {
    for (const end of finish.splice(0)) end()
    await expect.poll(sentence).toMatch(new RegExp(`^Verified .*: ${entries} entries`))
  }

  test('delays no page: the sentence says that it is running, then what it found', async () => {
    expect(await sentence()).toBe(running)
    expect(await sentence()).toBe(running)
    expect(finish).toHaveLength(1)
    await whole(4)
  })

  test('leaves the last sentence after a commit of this server, and none after the write of somebody else', async () => {
    await sentence()
    await whole(4)
    await shop.send('priya', 'corner', { type: 'gate.comment', gate: 'stock', text: 'Nearly there' }).expect(200)
    expect(await sentence()).toMatch(/^Verified Mon 23 Nov 2026 17:00 \+08:00: 4 entries/)
    await whole(5)
    forge(`update private_texts set value = '"Forged"' where value like '%corner shop%'`)
    expect(await sentence()).toBe(running)
    for (const end of finish.splice(0)) end()
    await expect.poll(sentence).toMatch(/^Verification failed /)
  })
})

test('a check that cannot be completed is no verdict, and fails no page', async () => {
  expect(await readFile(report, 'utf8')).toBe(xml)
  const fails = vi.spyOn(shop.services.evidence, 'find').mockRejectedValue(new Error('EACCES'))
  expect(await sentence()).toBe('Verification couldn’t be completed. Contact your administrator.')
  fails.mockRestore()
  shop.now += minute
  expect(await sentence()).toMatch(/^Verified /)
})
