import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openWindow } from '../support/browser.ts'
import { screenshot } from '../support/images.ts'
import { openServedShop, type ServedShop } from '../support/served-shop.ts'
import { listen } from './listen.ts'
import { become, says, ticked, unfold } from './people.ts'

/** A gate of the demo’s `aurora` as its owner, its signers and its readers have it before them: short, and with one place for what can be done. */

let shop: ServedShop
beforeAll(async () => {
  shop = await openServedShop({ demo: true, isRunning: true })
})
afterAll(() => shop.close())

const gate = (id: string) => `/launches/aurora/gates/${id}`
const phone = { width: 390, height: 844 }
const focused = (page: Page) => page.evaluate<string>('document.activeElement.id || document.activeElement.textContent')

describe('on a phone', { timeout: 60_000 }, () => {
  test('the page of its owner is two and a half screens long, and at most four parts of it are folded', async () => {
    const { page, faults } = await openWindow({ baseURL: shop.url, viewport: phone })
    await become(page, 'joon', gate('inventory'))
    const height = await page.evaluate<number>('document.documentElement.scrollHeight')
    console.log(`the gate of its owner: ${height} px`)
    expect(height).toBeLessThanOrEqual(2.5 * phone.height)
    expect(await page.locator('.gate > * > details, .gate > * > .folds > details').count()).toBeLessThanOrEqual(4)
    const order = await page
      .locator('h1, h2, .reason, .act')
      .evaluateAll((found) => found.map((each) => each.id || each.className || each.tagName))
    expect(order).toEqual(['H1', 'reason', 'h-mine', 'h-signs', 'h-about', 'h-activity', 'act'])
    expect(faults).toEqual([])
  })

  test('a time is relative, says the instant on hover, and is that instant on paper', async () => {
    const { page } = await openWindow({ baseURL: shop.url, viewport: phone })
    await become(page, 'omar', gate('inventory'))
    const time = page.locator('.feed time').first()
    const title = await time.getAttribute('title')
    expect(title).toMatch(/^\w{3} \d{1,2} \w{3} \d{4} \d{2}:\d{2} \+08:00$/)
    expect(await time.innerText()).not.toContain(':')
    const printed = `getComputedStyle(document.querySelector('.feed time'), '::after').content`
    expect(await page.evaluate(printed)).toBe('none')
    await page.emulateMedia({ media: 'print' })
    expect(await page.evaluate(printed)).toBe(`"${title}"`)
  })
})

describe('the two answers of a signer', { timeout: 60_000 }, () => {
  const uat = gate('user-acceptance')

  test('an Escape of an input method leaves the panel open; one pressed elsewhere closes it and leaves the focus', async () => {
    const { page, faults } = await openWindow({ baseURL: shop.url })
    await become(page, 'yuna', uat)
    const panel = page.locator('.act details[open]')
    await page.locator('.act summary', { hasText: 'Request changes' }).press('Enter')
    await expect.poll(() => focused(page)).toBe('gate-return-reason')
    const reason = page.locator('#gate-return-reason')
    const escapes = (init: object) => reason.dispatchEvent('keydown', { key: 'Escape', bubbles: true, ...init })
    await escapes({ isComposing: true })
    await escapes({ keyCode: 229 })
    expect(await panel.count()).toBe(1)
    await page.locator('.act').evaluate((act) => act.ownerDocument.getElementById('main')?.focus())
    await page.keyboard.press('Escape')
    expect(await panel.count()).toBe(0)
    expect(await page.evaluate('document.activeElement.id')).toBe('main')
    expect(faults).toEqual([])
  })

  // 1280 × 720 at 400 %.
  test('on a low screen the panel stands in the page, and its field is in sight', async () => {
    const { page } = await openWindow({ baseURL: shop.url, viewport: { width: 320, height: 180 } })
    await become(page, 'yuna', uat)
    await page.locator('.act summary', { hasText: 'Request changes' }).press('Enter')
    await expect.poll(() => focused(page)).toBe('gate-return-reason')
    const { y = -1, height = 0 } = (await page.locator('#gate-return-reason').boundingBox()) ?? {}
    expect(y).toBeGreaterThanOrEqual(0)
    expect(y + Math.min(height, 60)).toBeLessThanOrEqual(180)
    const sheet = await page.locator('.act details[open] .sheet').boundingBox()
    const form = await page.locator('#f-gate-return').boundingBox()
    expect(sheet?.height).toBeGreaterThan(form?.height ?? 0)
  })

  test('changes are requested by keyboard alone: the panel takes the focus, keeps the text, and gives the focus back', async () => {
    const { page, faults } = await openWindow({ baseURL: shop.url })
    await become(page, 'yuna', uat)
    const answer = page.locator('.act summary', { hasText: 'Request changes' })
    await answer.focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => focused(page)).toBe('gate-return-reason')
    await page.keyboard.type('The packing slip has the old number')
    await page.keyboard.press('Escape')
    await expect.poll(() => focused(page)).toBe('Request changes')
    expect(await page.locator('#gate-return-reason').isVisible()).toBe(false)
    // Only one panel is open at a time.
    await page.locator('.act summary', { hasText: 'Sign off' }).press('Enter')
    await expect.poll(() => focused(page)).toMatch(/^gate-signOff-.*-statement$/)
    await answer.press('Enter')
    await expect.poll(() => focused(page)).toBe('gate-return-reason')
    expect(await page.locator('.act details[open]').count()).toBe(1)
    expect(await page.locator('#gate-return-reason').inputValue()).toBe('The packing slip has the old number')
    const before = await shop.version('aurora')
    const button = page.locator('#f-gate-return').getByRole('button')
    while (!(await button.evaluate((each) => each === each.ownerDocument.activeElement)))
      await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await says(page, /^Changes requested/)
    await expect.poll(() => focused(page)).toBe('say')
    expect(await page.locator('.act details[open]').count()).toBe(0)
    expect(await page.locator('.reason').innerText()).toContain('The packing slip has the old number')
    expect(await shop.version('aurora')).toBe(before + 1)
    expect(faults).toEqual([])
  })

  test('without JavaScript a refused answer comes back in its open panel, and its address is no error', async () => {
    const { page } = await openWindow({ baseURL: shop.url, viewport: phone, javaScriptEnabled: false })
    await become(page, 'ben', uat)
    await page.locator('.act').getByRole('button', { name: 'Send for sign-off' }).click()
    await become(page, 'yuna', uat)
    await page.locator('.act summary', { hasText: 'Request changes' }).click()
    const before = await shop.version('aurora')
    await page.locator('#f-gate-return').getByRole('button').click()
    expect(await page.locator('.act details[open] #refused').innerText()).toContain('Reason')
    expect(await shop.version('aurora')).toBe(before)
    await page.goto(page.url())
    expect(new URL(page.url()).pathname).toBe(uat)
    await page.locator('.act summary', { hasText: 'Sign off' }).click()
    await page.getByLabel('Comment (optional)').fill('Tried it all')
    await page.getByRole('button', { name: 'Sign off as Customer service' }).click()
    expect(await page.locator('.signs').innerText()).toContain('Tried it all')
    expect(await shop.version('aurora')).toBe(before + 1)
  })
})

test('a file says how far it is on its way; one that is refused leaves what was typed', {
  timeout: 60_000,
}, async () => {
  const { page, faults } = await openWindow({ baseURL: shop.url })
  await become(page, 'chloe', gate('content-review'))
  const input = page.locator('input[type=file]').first()
  const item = page.locator('.item', { has: input })
  await page.getByLabel('Comment', { exact: true }).fill('Half a sentence')
  const shown = page.evaluate(`new Promise((resolve) => new MutationObserver((_, observer) => {
    const bar = document.querySelector('progress')
    if (!bar) return
    observer.disconnect()
    resolve(bar.getAttribute('aria-label') + ' ' + document.getElementById('state').textContent)
  }).observe(document.getElementById('main'), { childList: true, subtree: true }))`)
  await input.setInputFiles({
    name: 'scan.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from('MZ no file of ours'),
  })
  await item.getByRole('button', { name: 'Attach and mark done' }).click()
  expect(await shown).toBe('Uploading… Uploading…')
  await page.locator('#refused').waitFor()
  expect(await page.locator('progress').count()).toBe(0)
  expect(await page.getByLabel('Comment', { exact: true }).inputValue()).toBe('Half a sentence')
  const heard = await listen(page)
  await input.setInputFiles({ name: 'scan.png', mimeType: 'image/png', buffer: await screenshot() })
  await item.getByRole('button', { name: 'Attach and mark done' }).click()
  const image = page.locator('img[alt="Preview of scan.png"]')
  // A page waits a second for what is being made, and the next one has it.
  const isThere = async () => {
    if ((await image.count()) === 0) await page.reload()
    return image.count()
  }
  await ticked(page, 'CRV-6')
  expect((await heard()).map(({ text }) => text)).toEqual(['pressed', 'Uploading…', expect.stringMatching(/^Saved/)])
  await expect.poll(isThere, { timeout: 20_000, interval: 500 }).toBe(1)
  await unfold(image)
  await expect
    .poll(() => image.evaluate((each) => (each as unknown as { naturalWidth: number }).naturalWidth))
    .toBe(480)
  expect(faults).toEqual([])
})
