import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWindow } from '../support/browser.ts'
import { openServedShop, type ServedShop } from '../support/served-shop.ts'
import { createLaunch } from '../support/shop.ts'
import { become } from './people.ts'

/** Whatever follows the `#` of an address, the scripts of the page go on working. */

let shop: ServedShop
beforeAll(async () => {
  shop = await openServedShop()
  await createLaunch(shop, 'hello')
  await shop.send('priya', 'hello', { type: 'launch.start' }).expect(200)
})
afterAll(() => shop.close())

test('a fragment with a percent sign that escapes nothing, or with what is no selector', async () => {
  const { page, faults } = await openWindow({ baseURL: shop.url })
  const gate = '/launches/hello/gates/content'
  await become(page, 'chloe', gate)
  for (const fragment of ['%', '%E0%A4', '"]']) {
    await page.goto('about:blank')
    await page.goto(`${gate}#${fragment}`)
    // app.js restores drafts as its last step; a fault on the way would end it before.
    const comment = page.locator('#f-gate-comment textarea')
    await comment.evaluate((field) => {
      for (let at = field.parentElement; at; at = at.parentElement) at.setAttribute('open', '')
    })
    await comment.fill(`Draft ${fragment}`)
    await page.reload()
    expect(await comment.inputValue(), fragment).toBe(`Draft ${fragment}`)
  }
  // The same while the page stands.
  await page.evaluate(`location.hash = '#%'`)
  await page.evaluate(`location.hash = '#f-gate-comment'`)
  await expect.poll(() => page.evaluate('document.activeElement.tagName')).toBe('TEXTAREA')
  expect(faults).toEqual([])
})
