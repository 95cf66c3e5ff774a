import { afterEach, describe, expect, test } from 'vitest'
import { seedDemo } from '../../server/demo/seed.ts'
import { createLaunch, openShop, type Shop } from '../support/shop.ts'
import { textOf } from './read.ts'
import { visitor } from './visitor.ts'

/** "Reset demo" in the banner: a page that says what will follow, then fresh launches; nothing of it where there is no demo. */

let shop: Shop
afterEach(() => shop.close())

describe('the demo', () => {
  test('starts again when somebody presses it: what was there is put away and stays readable', async () => {
    shop = await openShop()
    await seedDemo(shop.services)
    const chloe = await visitor(shop, 'chloe')
    const anyPage = await chloe.get('/launches/hello').expect(200)
    expect(anyPage.text).toContain('href="/demo/reset"')
    const before = await shop.store.slugs()
    const confirm = await chloe.get('/demo/reset').expect(200)
    expect(textOf(confirm.text)).toContain('Aurora and Hello are archived with everything done in them')
    expect(await shop.store.slugs()).toEqual(before)
    await chloe.send(confirm, 'f-demo-reset').expect(303).expect('Location', '/launches')
    expect(await shop.store.slugs()).toEqual([...before, 'aurora-2', 'hello-2'].sort())
    const list = await chloe.get('/launches').expect(200)
    expect(list.text).toContain('href="/launches/hello-2"')
    expect(list.text).not.toContain('href="/launches/hello"')
    await chloe.get('/launches/hello').expect(200)
    const old = await shop.store.load('hello')
    expect(old?.context.archived).toBe(true)
  })

  test('is started again by nobody who is not signed in, and by no form of another site', async () => {
    shop = await openShop()
    await seedDemo(shop.services)
    const before = await shop.store.slugs()
    const nobody = await visitor(shop, null)
    await nobody.post('/demo/reset', {}).expect(401)
    const chloe = await visitor(shop, 'chloe')
    await chloe.post('/demo/reset', {}).set('Sec-Fetch-Site', 'cross-site').expect(403)
    await chloe.post('/demo/reset', { launch: 'borealis' }).expect(422)
    expect(await shop.store.slugs()).toEqual(before)
  })
})

describe('where there is no demo', () => {
  test('nobody starts anything again, not even with the cookie of a demo', async () => {
    shop = await openShop({ LAUNCHGATE_DEMO: '1' })
    await createLaunch(shop, 'hello')
    const chloe = await visitor(shop, 'chloe')
    shop.services.config = { ...shop.services.config, demo: false }
    await chloe
      .get('/demo/reset')
      .expect(303)
      .expect('Location', /^\/sign-in/)
    await chloe.post('/demo/reset', {}).expect(401)
    expect(await shop.store.slugs()).toEqual(['hello'])
    expect((await shop.store.load('hello'))?.context.archived).toBe(false)
  })
})
