import { readFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { verifyInstallation, verifyLaunch } from '../../db/verify.ts'
import { invite } from '../../server/auth/invites.ts'
import { createLaunch, openShop, type Shop } from '../support/shop.ts'
import { fileOf, tamperWith } from '../support/tamper.ts'
import { alertsIn, textOf } from './read.ts'
import { type Visitor, visitor } from './visitor.ts'

/** Tom leaves and wants to be forgotten: his name and words go, everyone else’s stay, and every log verifies. */

let shop: Shop
let ada: Visitor
let file: string
beforeEach(async () => {
  shop = await openShop({ LAUNCHGATE_DEMO: '1' })
  file = fileOf(shop.services.config.databaseUrl)
  ada = await visitor(shop, 'ada')
  await createLaunch(shop, 'shop')
  await shop.send('priya', 'shop', { type: 'launch.start' }).expect(200)
  for (const [who, text] of [['tom', 'Tom’s own words'] as const, ['priya', 'What Priya said'] as const])
    await shop.send(who, 'shop', { type: 'gate.comment', gate: 'payment-gateway', text }).expect(200)
})
afterEach(() => shop.close())

/** All but that somebody was denied something. */
const entries = async () =>
  (await shop.store.installation.find({}, 0, 1000)).filter(({ action }) => action !== 'access.deny')

async function deactivateTom(): Promise<void> {
  await ada.send(await ada.get('/admin/people/tom/deactivate'), 'f-deactivate').expect(303)
}
async function eraseTom(): Promise<string> {
  await deactivateTom()
  const way = await ada.get('/admin/people/tom/erase').expect(200)
  expect(textOf(way.text)).toContain('Delete Tom Becker for good? Their name, email, password')
  const answer = await ada.send(way, 'f-erase').expect(303)
  return String(answer.headers.location).replace('?done=erased', '')
}

/** Everything that the database holds, as text. */
function allRows(): string {
  const client = new Database(file, { readonly: true })
  const tables = client.prepare(`select name from sqlite_schema where type = 'table'`).pluck().all() as string[]
  const rows = tables.map((table) => client.prepare(`select * from "${table}"`).all())
  client.close()
  return JSON.stringify(rows)
}

test('not even in the bytes of the files', async () => {
  const bytes = () => Buffer.concat(['', '-wal'].map((end) => readFileSync(`${file}${end}`)))
  expect(bytes().includes('Tom’s own words')).toBe(true)
  await eraseTom()
  for (const his of ['Tom Becker', 'tom@example.com', 'Tom’s own words']) expect(bytes().includes(his)).toBe(false)
  expect(bytes().includes('What Priya said')).toBe(true)
})

test('nothing of it is left anywhere, and the launch verifies with as many texts less', async () => {
  const inviter = { author: { id: 'operator', kind: 'operator' as const }, name: 'Ada' }
  const kim = { roles: [], admin: false, auditor: false }
  await invite(shop.services, ['kim@example.com'], kim, inviter, shop.now)
  const whole = await verifyLaunch(shop.store, 'shop')
  expect(whole).toMatchObject({ matches: true })
  for (const his of ['Tom Becker', 'tom@example.com', 'Tom’s own words']) expect(allRows()).toContain(his)
  const page = await eraseTom()
  const left = allRows()
  for (const his of ['Tom Becker', 'tom@example.com', 'Tom’s own words', '"tom"']) expect(left).not.toContain(his)
  for (const theirs of ['What Priya said', 'Priya Nair', 'kim@example.com', 'The shop shop'])
    expect(left).toContain(theirs)
  expect(await verifyLaunch(shop.store, 'shop')).toEqual({ ...whole, deleted: 1 })
  expect(await verifyInstallation(shop.store)).toMatchObject({ matches: true })
  expect(await shop.store.integrity.inspect()).toBeNull()
  const shown = await ada.get(page).expect(200)
  expect(textOf(shown.text)).toContain('Deleted person This person was deleted.')
  await ada.get('/admin/people/tom').expect(404)
  const [entry] = await entries()
  expect(entry?.action).toBe('person.erase')
})

test('pages name nobody and quote nothing of theirs', async () => {
  const before = await ada.get('/launches/shop/gates/payment-gateway')
  expect(before.text).toContain('Tom’s own words')
  await eraseTom()
  for (const path of ['/launches/shop', '/launches/shop/gates/payment-gateway', '/launches/shop/log']) {
    const { text } = await ada.get(path).expect(200)
    expect(text).not.toContain('Tom Becker')
    expect(text).not.toContain('Tom’s own words')
  }
  const log = textOf((await ada.get('/launches/shop/log')).text)
  expect(log).toContain('Deleted person')
  expect(log).toContain('Deleted person commented on Payment gateway: (deleted)')
})

test('who is active, or erased already, stays as they are', async () => {
  const before = await entries()
  await ada.get('/admin/people/tom/erase').expect(303)
  const active = await ada.post('/admin/people/tom/erase', { requestKey: 'k' }).expect(409)
  expect(alertsIn(active.text).join()).toContain('Deactivate this person first.')
  expect(await entries()).toEqual(before)
  const page = await eraseTom()
  const after = await entries()
  await ada.get(`${page}/erase`).expect(303)
  await ada.post(`${page}/erase`, { requestKey: 'k' }).expect(409)
  await ada.post(`${page}/activate`, { requestKey: 'k' }).expect(409)
  await ada.post(page, { name: 'Tom', email: 'tom@example.com', requestKey: 'k' }).expect(409)
  expect(await entries()).toEqual(after)
})

test('an address is free again', async () => {
  await eraseTom()
  const page = await ada.get('/admin/invites')
  await ada.send(page, 'f-invite', { addresses: 'tom@example.com' }).expect(200)
})

describe('a text that was blanked without an erasure is found', () => {
  const blank = `update private_texts set salt = '', value = 'null', erased_at = 1`
  const ofText = `where value like '%What Priya said%'`
  const difference = /was blanked, nobody was deleted whose it is$/

  test.each([
    ['of somebody who is there', `${blank} ${ofText}`, difference],
    ['with its salt left', `update private_texts set value = 'null', erased_at = 1 ${ofText}`, difference],
    [
      'not marked',
      `update private_texts set salt = '', value = 'null' ${ofText}`,
      /is not the one that was committed to$/,
    ],
    ['of the launch itself', `${blank} where value like '%The shop shop%'`, difference],
  ])('%s', async (_what, statement, found) => {
    await eraseTom()
    tamperWith(file, statement)
    expect(await verifyLaunch(shop.store, 'shop')).toMatchObject({
      matches: false,
      difference: expect.stringMatching(found),
    })
  })

  test('and so is one of whoever was only deactivated', async () => {
    await deactivateTom()
    tamperWith(file, `${blank} where value like '%own words%'`)
    expect(await verifyLaunch(shop.store, 'shop')).toMatchObject({
      matches: false,
      difference: expect.stringMatching(difference),
    })
  })
})
