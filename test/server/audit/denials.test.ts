import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { StoreUnavailable } from '../../../db/store.ts'
import { nobody } from '../../../machines/installation/entry.ts'
import { Denials } from '../../../server/audit/denials.ts'
import { visitor } from '../../pages/visitor.ts'
import { openShop, type Shop } from '../../support/shop.ts'

/** Denied requests are in the installation's log, and cannot fill it. */

let shop: Shop
beforeEach(async () => {
  shop = await openShop({ LAUNCHGATE_DEMO: '1' })
})
afterEach(async () => {
  vi.useRealTimers()
  await shop.close()
})

const denied = async () => {
  const found = (await shop.store.installation.find({ actions: ['access.deny'] }, 0, 500)).reverse()
  return found.map(({ actor, data }) => ({ who: actor.id, ...data }))
}
const denials = (store: Shop['store']) => new Denials({ store, clock: () => shop.now, log: shop.services.log })
const from = (address: string) => ({ author: nobody, address, route: 'GET /x', status: 401 as const })

test('of somebody without a token, of one whose scope lacks, and of a form of another site', async () => {
  await shop.get(null, '/api/v1/people').expect(401)
  await shop.get(await shop.token('tom', ['status:read']), '/api/v1/people').expect(403)
  const tom = await visitor(shop, 'tom')
  await tom.post('/sign-out', {}).set('Sec-Fetch-Site', 'cross-site').expect(403)
  await shop.app.settle()
  const tomId = (await shop.store.directory.person('tom'))?.pseudonym
  const entries = await denied()
  expect(entries).toMatchObject([
    { who: 'nobody', status: 401, route: 'GET /api/v1/people', count: 1 },
    { who: tomId, status: 403, route: 'GET /api/v1/people', count: 1 },
    { who: tomId, status: 403, route: null, count: 1 },
  ])
  const [first] = entries
  const address = first !== undefined && 'address' in first ? String(first.address) : ''
  expect(await shop.store.installation.texts([address])).toEqual(new Map([[address, '127.0.0.1']]))
  expect((await shop.store.installation.leaves(0, 1000)).join()).not.toContain('127.0.0.1')
})

test('the first is written at once, the others of its minute as one entry with their number', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const counting = denials(shop.store)
  for (let n = 0; n < 8; n += 1) counting.add(from('10.0.0.1'))
  await vi.waitFor(async () => expect(await denied()).toHaveLength(1))
  vi.advanceTimersByTime(60_000)
  await vi.waitFor(async () => expect(await denied()).toMatchObject([{ count: 1 }, { count: 7 }]))
  counting.add(from('10.0.0.1'))
  await counting.settle()
  expect(await denied()).toMatchObject([{ count: 1 }, { count: 7 }, { count: 1 }])
})

test('a crowd of addresses makes a hundred entries and one with the number of the others', async () => {
  const counting = denials(shop.store)
  for (let n = 0; n < 5000; n += 1) counting.add(from(`10.0.${n >> 8}.${n & 255}`))
  await counting.settle()
  const entries = await denied()
  expect(entries).toHaveLength(101)
  expect(entries.at(-1)).toEqual({ who: 'nobody', status: 401, route: null, count: 4900 })
})

test('what the database cannot take changes no answer, and the next minute is written again', async () => {
  const failing = vi
    .spyOn(shop.store.installation, 'change')
    .mockRejectedValueOnce(new StoreUnavailable('nothing', 'disk full'))
  await shop.get(null, '/api/v1/people').expect(401)
  await shop.app.settle()
  expect(failing).toHaveBeenCalledOnce()
  expect(await denied()).toEqual([])
  await shop.get(null, '/api/v1/people').expect(401)
  await shop.app.settle()
  expect(await denied()).toMatchObject([{ count: 1 }])
})
