import { expect, onTestFinished, test } from 'vitest'
import { openWindow } from '../support/browser.ts'
import { content, decisionSent, decisionSigned, payment } from '../support/hello.ts'
import { openServedShop } from '../support/served-shop.ts'
import { become, meanwhile } from './people.ts'

/** The first steps of the demo on a page that stays open: the terminal turns green when the launch unlocks. */

test('the blocked deploy turns green by itself, and the steps tick themselves off', { timeout: 90_000 }, async () => {
  const shop = await openServedShop({ demo: true, isRunning: true })
  onTestFinished(() => shop.close())
  const does = async (...acts: readonly (readonly [string, object])[]) => {
    for (const [who, command] of acts)
      await meanwhile(shop, who, 'hello', { ...command, ifVersion: await shop.version('hello') })
  }
  const { page, faults } = await openWindow({ baseURL: shop.url })
  await become(page, 'lin', '/launches/hello')
  await page.locator('.live-word', { hasText: 'Updates automatically' }).waitFor()
  await page.locator('#tour summary').click()
  const terminal = page.locator('.terminal')
  expect(await terminal.innerText()).toContain('423 Locked')
  await does(...content, ...payment, ...decisionSent)
  await expect.poll(() => page.locator('#tour summary').innerText(), { timeout: 10_000 }).toContain('2 of 5 done')
  expect(await terminal.innerText()).toContain('Not ready: 1 of 3 gates still open')

  await does(decisionSigned)
  await expect.poll(() => terminal.innerText(), { timeout: 10_000 }).toContain('200 OK, unlocked')
  expect(await terminal.innerText()).toContain('Ready to launch')
  expect(await page.locator('.terminal.is-open').isVisible()).toBe(true)
  expect(await page.locator('#tour li.is-done').count()).toBe(3)

  await page.getByRole('button', { name: 'Hide first steps' }).click()
  await expect.poll(() => page.locator('#tour').count()).toBe(0)
  await page.getByRole('button', { name: 'First steps' }).click()
  await page.locator('#tour').waitFor()
  expect(faults).toEqual([])
})
