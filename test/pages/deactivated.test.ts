import { afterEach, beforeEach, expect, test } from 'vitest'
import { deactivate } from '../support/directory.ts'
import { createLaunch, openShop, type Shop } from '../support/shop.ts'
import { rowOf, textOf } from './read.ts'
import { type Visitor, visitor } from './visitor.ts'

/** Tom is deactivated while the payment gateway waits for him: nobody waits for him any more, and Priya is told. */

let shop: Shop
let priya: Visitor
beforeEach(async () => {
  shop = await openShop({ LAUNCHGATE_DEMO: '1' })
  priya = await visitor(shop, 'priya')
  await createLaunch(shop, 'shop')
  await shop.send('priya', 'shop', { type: 'launch.start' }).expect(200)
})
afterEach(() => shop.close())

const page = async (who: Visitor, path = '/launches/shop') => textOf((await who.get(path).expect(200)).text)
const told = 'Tom Becker was deactivated. Assign Backend developer to someone else.'
interface Blocker {
  kind: string
  gate: string | null
  role: string
  reason: string
  waitingFor: { id: string }[]
}
async function blockers(): Promise<Blocker[]> {
  const { body } = await shop.get('priya', '/api/v1/launches/shop/status').expect(200)
  expect(body.unlocked).toBe(false)
  return body.blockers
}

test('his gate says No one, the API names the role, and deploys stay closed', async () => {
  expect(await page(priya)).toContain('Tom Becker')
  const etag = (await shop.get('priya', '/api/v1/launches/shop/status')).headers.etag
  await deactivate(shop.store, 'tom', shop.now)
  const text = await page(priya)
  expect(text).not.toMatch(/Waiting on.*Tom Becker.*Critical path/)
  expect(text).toContain('No one')
  expect(await page(priya, '/launches/shop/gates/payment-gateway')).toContain('Backend developer (no one)')
  const found = await blockers()
  expect(found.find(({ gate }) => gate === 'payment-gateway')?.waitingFor).toEqual([])
  expect(found.find(({ kind }) => kind === 'people')).toMatchObject({
    role: 'backend-developer',
    reason: 'No one is assigned to Backend developer.',
  })
  expect((await shop.get('priya', '/api/v1/launches/shop/status')).headers.etag).not.toBe(etag)
  const deploy = await shop.get('priya', '/api/v1/launches/shop/deploy').expect(423)
  expect(JSON.stringify(deploy.body)).not.toContain('Tom')
  const { body } = await shop.get('priya', '/api/v1/launches/shop').expect(200)
  expect(body.gates.find(({ id }: { id: string }) => id === 'payment-gateway').waitingFor).toEqual([])
  expect(body.people['backend-developer']).toEqual(['tom'])
})

test('the list of launches names the other owners of a gate that was his own, as the launch does', async () => {
  await shop.send('priya', 'shop', { type: 'launch.assignRole', role: 'backend-developer', person: 'fay' }).expect(200)
  await shop.send('priya', 'shop', { type: 'gate.assign', gate: 'payment-gateway', person: 'tom' }).expect(200)
  // All that is left is to send it, which is Tom's.
  await shop.send('priya', 'shop', { type: 'launch.setCandidate', version: '7' }).expect(200)
  const evidence = { kind: 'number', value: 0 }
  await shop.send('tom', 'shop', { type: 'gate.tick', gate: 'payment-gateway', item: 'PAY-1', evidence }).expect(200)
  const waiting = async () => textOf(rowOf((await priya.get('/launches')).text, 'shop'))
  expect(await waiting()).toContain('Tom Becker')
  expect(await waiting()).not.toContain('Fay')
  await deactivate(shop.store, 'tom', shop.now)
  expect((await blockers()).find(({ gate }) => gate === 'payment-gateway')?.waitingFor).toMatchObject([{ id: 'fay' }])
  expect(await waiting()).toContain('Fay')
  expect(await waiting()).not.toContain('Tom Becker')
})

test('the lead reads one sentence about him, however many roles nobody else holds', async () => {
  await shop.send('priya', 'shop', { type: 'launch.assignRole', role: 'content-team', person: 'tom' }).expect(200)
  await shop.send('priya', 'shop', { type: 'launch.unassignRole', role: 'content-team', person: 'chloe' }).expect(200)
  await deactivate(shop.store, 'tom', shop.now)
  const sentences = (await page(priya)).match(/Tom Becker was deactivated\.[^.]*\./g)
  expect(sentences).toHaveLength(1)
  expect(sentences?.[0]).toMatch(/Assign .*Backend developer.* to someone else\./)
  expect(sentences?.[0]).toContain('Content')
})

test('the lead is told, until somebody else has the role; others are not', async () => {
  await deactivate(shop.store, 'tom', shop.now)
  const { text } = await priya.get('/launches/shop')
  expect(text).toContain('href="#launch-assignRole-role"')
  expect(text).toContain('id="launch-assignRole-role"')
  expect(await page(priya)).toContain(told)
  expect(await page(await visitor(shop, 'chloe'))).not.toContain(told)
  await shop.send('priya', 'shop', { type: 'launch.assignRole', role: 'backend-developer', person: 'fay' }).expect(200)
  expect(await page(priya)).not.toContain(told)
  expect((await blockers()).find(({ gate }) => gate === 'payment-gateway')?.waitingFor).toMatchObject([{ id: 'fay' }])
  expect((await blockers()).some(({ kind }) => kind === 'people')).toBe(false)
})

test('activated again, he is waited for again', async () => {
  const before = await blockers()
  await deactivate(shop.store, 'tom', shop.now)
  const ada = await visitor(shop, 'ada')
  await ada.send(await ada.get('/admin/people/tom'), 'f-activate').expect(303)
  expect(await blockers()).toEqual(before)
  expect(await page(priya)).not.toContain(told)
})
