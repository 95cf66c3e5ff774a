import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deactivate } from '../support/directory.ts'
import { createLaunch, openShop, type Shop, writesNothing } from '../support/shop.ts'

/** An auditor changes nothing, so nobody can give one a role; whoever holds a role can lose it. */

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
  await createLaunch(shop, 'hello')
})
afterAll(() => shop.close())

const give = (person: string, role = 'content-team') => ({ type: 'launch.assignRole', role, person })

describe('a role', () => {
  test.each(['content-team', 'ecommerce-sme'])('%s is not given to Omar', async (role) => {
    const who = role === 'ecommerce-sme' ? 'helen' : 'priya'
    const { body } = await writesNothing(shop, 'hello', () => shop.send(who, 'hello', give('omar', role)).expect(409))
    expect(body).toMatchObject({
      code: 'refused',
      detail: 'Omar Haddad is an auditor and can’t hold a role.',
      reason: { code: 'auditor-holds-no-role', params: { person: 'omar' } },
    })
    const { body: launch } = await shop.get('priya', '/api/v1/launches/hello').expect(200)
    expect(launch.people[role]).not.toContain('omar')
  })

  test('is not given to Omar by creating a launch either', async () => {
    const create = {
      pipeline: 'first-look',
      slug: 'audited',
      title: 'Audited',
      targetAt: '2026-12-01T10:00:00+08:00',
      timeZone: 'Asia/Taipei',
      people: { 'ecommerce-sme': ['priya'], 'head-of-digital': ['helen'], 'content-team': ['chloe', 'omar'] },
    }
    const { body } = await shop.post('priya', '/api/v1/launches', create).expect(409)
    expect(body).toMatchObject({ reason: { code: 'auditor-holds-no-role', params: { person: 'omar' } } })
    expect(body.detail).toBe('omar is an auditor and can’t hold a role.')
    await shop.get('priya', '/api/v1/launches/audited').expect(404)
  })

  test('of Fay goes with her, also after she left', async () => {
    await shop.send('priya', 'hello', give('fay')).expect(200)
    await deactivate(shop.store, 'fay', shop.now)
    await writesNothing(shop, 'hello', () => shop.send('priya', 'hello', give('fay', 'backend-developer')).expect(409))
    const taken = { type: 'launch.unassignRole', role: 'content-team', person: 'fay' }
    const { body } = await shop.send('priya', 'hello', taken).expect(200)
    expect(body.entries).toHaveLength(1)
  })
})
