import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openWindow } from '../support/browser.ts'
import type { ServedShop } from '../support/served-shop.ts'
import { listen } from './listen.ts'
import { become, meanwhile, servedWith, signInAs } from './people.ts'

/** The one region that says how things stand: one’s own press, what comes next, and what others have changed. */

let shop: ServedShop
beforeAll(async () => {
  shop = await servedWith('told', 'Told in words')
  await meanwhile(shop, 'priya', 'told', { type: 'launch.start' })
})
afterAll(() => shop.close())

const content = '/launches/told/gates/content'
const says = (text: string) => ({ type: 'gate.comment', gate: 'content', text })
const region = (page: Page) => page.locator('#state')
const news = (page: Page) => page.locator('#state .news')

async function comment(page: Page, text: string): Promise<void> {
  await page.getByLabel('Comment', { exact: true }).fill(text)
  await page.locator('#f-gate-comment').getByRole('button').click()
}

describe('one’s own press', { timeout: 60_000 }, () => {
  test('is answered at once, then by “Saved” and what comes next; its echo is not announced', async () => {
    const { page, faults } = await openWindow({ baseURL: shop.url })
    await become(page, 'chloe', content)
    const heard = await listen(page)
    await comment(page, 'On it')
    await expect
      .poll(() => region(page).innerText())
      .toMatch(/^Saved\s+Still to do here: \d items to do, then complete$/)
    // The stream has told the page of this commit too, and of the next one, which is not the reader’s alone.
    await meanwhile(shop, 'chloe', 'told', says('From another tab'))
    await page.locator('.feed', { hasText: 'From another tab' }).waitFor()
    const sentences = (await heard()).map(({ text }) => text)
    expect(sentences.slice(0, 2)).toEqual(['pressed', 'Saving…'])
    expect(sentences).toHaveLength(3)
    const [pressed, saving] = await heard()
    const delay = (saving?.at ?? Infinity) - (pressed?.at ?? 0)
    console.log(`“Saving…” after ${Math.round(delay)} ms (promised 100 ms)`)
    expect(delay).toBeLessThan(1_000)
    expect(await region(page).isVisible()).toBe(true)
    expect(faults).toEqual([])
  })

  test.each([true, false])('elsewhere it leads to the next task, JavaScript %s', async (javaScriptEnabled) => {
    const { page, faults } = await openWindow({ baseURL: shop.url, javaScriptEnabled })
    await become(page, 'chloe', '/launches/told/gates/pricing')
    await comment(page, 'The price list is final')
    const next = region(page).getByRole('link', { name: 'Next for you: Categories · Told in words' })
    await next.waitFor()
    expect(page.url()).toBe(`${shop.url}/launches/told/gates/pricing`)
    await next.click()
    await page.waitForURL('**/gates/categories')
    expect(await region(page).innerText()).toBe('')
    expect(faults).toEqual([])
  })

  test('without JavaScript it is said once', async () => {
    const { page } = await openWindow({ baseURL: shop.url, javaScriptEnabled: false })
    await become(page, 'helen', '/launches/told/gates/pricing')
    await comment(page, 'Fine with me')
    await page.waitForURL('**/gates/pricing')
    await expect.poll(() => region(page).innerText()).toMatch(/^Saved\s+Nothing else needs you right now$/)
    await page.reload()
    expect(await region(page).innerText()).toBe('')
  })
})

/** From before the first script on: every sentence that comes after the page has arrived. */
const hearArrivals = (page: Page) =>
  page.addInitScript(`
    heard = []
    document.addEventListener('DOMContentLoaded', () =>
      new MutationObserver((records) => {
        for (const { addedNodes } of records) for (const { textContent } of addedNodes) heard.push(textContent.trim())
      }).observe(document.getElementById('state'), { childList: true, subtree: true }))`)

test('what was saved is announced on the page that follows too', { timeout: 60_000 }, async () => {
  const { page } = await openWindow({ baseURL: shop.url })
  await signInAs(page, 'chloe')
  await meanwhile(shop, 'chloe', 'told', says('By another way'))
  const value = `told.${(await shop.version('told')) - 1}`
  await page.context().addCookies([{ name: 'saved', value, url: shop.url }])
  await hearArrivals(page)
  await page.goto(content)
  await expect.poll(() => page.evaluate('heard')).toContain('Saved')
  expect(await region(page).innerText()).toMatch(/^Saved\s+Still to do here: /)
})

test('a connection that stays away is announced once, and that is over when it is back', {
  timeout: 60_000,
}, async () => {
  const { page } = await openWindow({ baseURL: shop.url })
  await become(page, 'chloe', content)
  await page.locator('.live-word', { hasText: 'Updates automatically' }).waitFor()
  const heard = await listen(page)
  await page.context().setOffline(true)
  await expect.poll(() => region(page).innerText(), { timeout: 10_000 }).toBe('Offline')
  await page.evaluate(`dispatchEvent(new Event('offline'))`)
  expect((await heard()).map(({ text }) => text)).toEqual(['Offline'])
  await page.context().setOffline(false)
  await expect.poll(() => region(page).innerText(), { timeout: 15_000 }).toBe('')
})

describe('what others do', { timeout: 60_000 }, () => {
  test('is said in words, at most once in ten seconds, then of all that was missed', async () => {
    const { page, faults } = await openWindow({ baseURL: shop.url, viewport: { width: 390, height: 844 } })
    await become(page, 'chloe', content)
    await page.locator('.live-word', { hasText: 'Updates automatically' }).waitFor()
    const heard = await listen(page)
    await meanwhile(shop, 'sam', 'told', says('First'))
    await expect.poll(() => news(page).innerText()).toBe('Sam Okafor commented on Content')
    expect(await news(page).isVisible()).toBe(true)

    for (const text of ['Second', 'Third']) await meanwhile(shop, 'tom', 'told', says(text))
    await meanwhile(shop, 'chloe', 'told', says('My own'))
    await page.locator('.feed', { hasText: 'My own' }).waitFor()
    expect(await heard()).toHaveLength(1)

    await expect
      .poll(() => news(page).innerText(), { timeout: 15_000 })
      .toBe('Tom Becker commented on Content, and 1 more change')
    const [first, second] = await heard()
    const apart = (second?.at ?? 0) - (first?.at ?? 0)
    console.log(`two announcements ${Math.round(apart)} ms apart (at least 10,000)`)
    expect(apart).toBeGreaterThanOrEqual(9_990)
    expect(await shop.version('told')).toBeGreaterThan(4)
    expect(faults).toEqual([])
  })

  test('leaves what is said of one’s own act where it is', async () => {
    const { page } = await openWindow({ baseURL: shop.url })
    await become(page, 'chloe', '/launches/told/gates/pricing')
    await comment(page, 'Once more')
    const next = region(page).getByRole('link', { name: 'Next for you: Categories · Told in words' })
    await next.waitFor()
    await meanwhile(shop, 'sam', 'told', { type: 'gate.comment', gate: 'pricing', text: 'Agreed' })
    await expect.poll(() => news(page).innerText()).toBe('Sam Okafor commented on Pricing')
    expect(await next.isVisible()).toBe(true)
  })
})
