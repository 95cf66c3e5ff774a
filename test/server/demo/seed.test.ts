import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Config, mayBeDemo, readConfig } from '../../../server/config.ts'
import { demoMode, isOfCast, seedDemo } from '../../../server/demo/seed.ts'
import { WrongSetting } from '../../../server/settings/setting.ts'
import { openShop, type Shop } from '../../support/shop.ts'

/** Where the demo may be: on one machine alone, and never where somebody else could reach its sign-in. */

describe('LAUNCHGATE_DEMO=1', () => {
  test.each([
    ['with every default', {}],
    ['at another port', { PORT: '4000', BASE_URL: 'http://127.0.0.1:4000' }],
    ['at a name below localhost', { BASE_URL: 'http://launchgate.localhost:3000', HOST: '::1' }],
  ])('is taken %s', (_, env) => expect(readConfig({ LAUNCHGATE_DEMO: '1', ...env }).demo).toBe(true))

  test.each([
    ['where other machines reach it', { HOST: '0.0.0.0' }],
    ['behind a proxy that calls it by a public name', { BASE_URL: 'https://launchgate.example' }],
    ['behind a proxy that says who called', { TRUST_PROXY: '1' }],
    ['in production', { NODE_ENV: 'production' }],
  ])('is a wrong setting %s; the door does not open there either', (_, env) => {
    expect(() => readConfig({ LAUNCHGATE_DEMO: '1', ...env })).toThrow(WrongSetting)
    expect(() => readConfig({ LAUNCHGATE_DEMO: '1', ...env })).toThrow(/^Invalid LAUNCHGATE_DEMO "1": [^\n]*\.$/)
    expect(mayBeDemo(readConfig(env))).toBe(false)
  })
})

describe('a database that is marked as a demo', () => {
  let shop: Shop
  beforeAll(async () => {
    shop = await openShop()
    expect(await seedDemo(shop.services)).toEqual({ seeded: true, why: null })
  })
  afterAll(() => shop.close())
  const under = (change: Partial<Config>) => ({ ...shop.services, config: { ...shop.services.config, ...change } })

  test('is one on this machine, and nowhere else', async () => {
    expect(await demoMode(shop.services)).toBe(true)
    expect(await demoMode(under({ baseUrl: 'https://launchgate.example' }))).toBe(false)
    expect(await demoMode(under({ host: '0.0.0.0' }))).toBe(false)
    expect(await demoMode(under({ trustProxy: 1 }))).toBe(false)
    expect(await demoMode(under({ production: true }))).toBe(false)
  })

  test('is not made where it could be reached', async () => {
    const before = await shop.store.directory.people()
    expect(await seedDemo(under({ baseUrl: 'https://launchgate.example' }))).toEqual({ seeded: false, why: 'not-here' })
    expect(await shop.store.directory.people()).toEqual(before)
  })

  test('only the cast is of the cast: by id and address', () => {
    expect(isOfCast({ id: 'priya', email: 'priya@example.com' })).toBe(true)
    expect(isOfCast({ id: 'priya', email: 'priya@shop.example' })).toBe(false)
    expect(isOfCast({ id: 'zoe', email: 'priya@example.com' })).toBe(false)
  })
})
