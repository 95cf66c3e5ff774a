import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openWindow } from '../support/browser.ts'
import { openServedShop, type ServedShop } from '../support/served-shop.ts'
import { become } from './people.ts'

/** The page of a launch in a browser: how long it is, its drawing by pointer and keyboard, its filters without scripts. */

let shop: ServedShop
beforeAll(async () => {
  shop = await openServedShop({ demo: true })
})
afterAll(() => shop.close())

const aurora = '/launches/aurora'
const open = async (options: Parameters<typeof openWindow>[0] = {}) => {
  const window = await openWindow({ baseURL: shop.url, ...options })
  await become(window.page, 'priya', aurora)
  return window
}
const heightOf = (page: Page) => page.evaluate<number>('document.documentElement.scrollHeight')
const overflowOf = (page: Page) =>
  page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth')

describe('the lead sees all of aurora', () => {
  test('within 1,900 px of a desktop', async () => {
    const { page } = await open({ viewport: { width: 1280, height: 900 } })
    expect(await heightOf(page)).toBeLessThanOrEqual(1900)
  })

  test('within three and a half screens of a phone, where the chain is text', async () => {
    const { page } = await open({ viewport: { width: 390, height: 844 } })
    expect(await heightOf(page)).toBeLessThanOrEqual(3.5 * 844)
    expect(await page.locator('.graph').isVisible()).toBe(false)
    expect(await page.locator('.path').innerText()).toMatch(
      /^Go\/no-go[\s\S]*User acceptance[\s\S]*1 sign-off: 김유나$/,
    )
  })

  test.each([1280, 390, 320])(
    'with text of twice the size at %i px: nothing is cut off or pushed aside',
    async (width) => {
      const { page } = await open({ viewport: { width, height: 844 } })
      // Text-only zoom: the root's font grows, and media queries do not hear of it.
      await page.evaluate(`document.documentElement.style.setProperty('font-size', '32px', 'important')`)
      expect(await page.evaluate(`getComputedStyle(document.documentElement).fontSize`)).toBe('32px')
      expect(await overflowOf(page)).toBeLessThanOrEqual(0)
      // A word that is broken letter by letter makes a column of them.
      const tallest = await page.evaluate<number>(
        `Math.max(...[...document.querySelectorAll('.rows .name, .rows .line, .what .gate a, .step .btn')].map((each) => each.offsetHeight / 32))`,
      )
      expect(tallest).toBeGreaterThan(0)
      if (width > 320) expect(tallest).toBeLessThan(14)
    },
  )
})

describe('the drawing', () => {
  const near = (page: Page) =>
    page.evaluate<string[]>(
      `[...document.querySelectorAll('.graph .node.is-near')].map((each) => each.dataset.gate).sort()`,
    )

  test('shows what a gate stands between while the pointer is on it', async () => {
    const { page, faults } = await open({ viewport: { width: 1280, height: 900 } })
    await page.locator('.node[data-gate=inventory]').hover()
    expect(await near(page)).toEqual(
      [
        'go-no-go',
        'inventory',
        'marketing-search',
        'payment-gateway',
        'performance',
        'security',
        'testing-signoff',
        'user-acceptance',
      ].sort(),
    )
    await page.locator('#h-path').hover()
    expect(await near(page)).toEqual([])
    expect(faults).toEqual([])
  })

  test('the same by keyboard: each gate is reached by Tab, and Enter opens it', async () => {
    const { page } = await open({ viewport: { width: 1280, height: 900 } })
    await page.locator('.path a').last().focus()
    await page.keyboard.press('Tab')
    const skip = page.getByRole('link', { name: 'Skip to the list of gates' })
    expect(await skip.evaluate((each) => each === each.ownerDocument.activeElement)).toBe(true)
    expect((await skip.boundingBox())?.y).toBeGreaterThan(0)
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.dataset.gate')).toBe('categories')
    expect(await near(page)).toContain('filters')
    expect(await page.locator('.node:focus-visible .ring').isVisible()).toBe(true)
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.dataset.gate')).toBe('content')
    expect(await near(page)).not.toContain('categories')
    await page.keyboard.press('Enter')
    await page.waitForURL(`**${aurora}/gates/content`)
  })

  test('one press leads past all its gates', async () => {
    const { page } = await open({ viewport: { width: 1280, height: 900 } })
    await page.getByRole('link', { name: 'Skip to the list of gates' }).press('Enter')
    await expect.poll(() => page.evaluate('document.activeElement.id')).toBe('h-gates')
    await page.keyboard.press('Tab')
    expect(await page.evaluate(`document.activeElement.closest('#gates') !== null`)).toBe(true)
  })

  test('no text runs out of its gate', async () => {
    const { page } = await open({ viewport: { width: 1280, height: 900 } })
    expect(await page.locator('.node').count()).toBe(21)
    const out = await page.evaluate<string[]>(`[...document.querySelectorAll('.node')].flatMap((node) => {
      const box = node.querySelector('.box').getBoundingClientRect()
      return [...node.querySelectorAll('text')]
        .filter((text) => text.getBoundingClientRect().right > box.right - 2)
        .map((text) => text.textContent)
    })`)
    expect(out).toEqual([])
  })
})

describe('a table that is drawn as cards is still one', () => {
  test.each([
    ['/launches?tab=live', '.launches', 5],
    ['/launches/aurora/report', '.evidence-list', 2],
  ])('%s', async (path, table, cells) => {
    const { page } = await openWindow({ baseURL: shop.url, viewport: { width: 390, height: 844 } })
    await become(page, 'priya', path)
    const rows = page.locator(table).first().getByRole('row')
    // What is not drawn at all has no role.
    expect(await rows.count()).toBeGreaterThan(1)
    expect(await rows.nth(1).getByRole('rowheader').count()).toBe(1)
    expect(await rows.nth(1).getByRole('cell').count()).toBe(cells)
  })
})

test('filters work without scripts, and lead back', async () => {
  const { page } = await open({ javaScriptEnabled: false, viewport: { width: 1280, height: 900 } })
  const rows = page.locator('#gates .rows > li:visible')
  await page.locator('.chips a', { hasText: 'Blocked' }).click()
  await page.waitForURL('**/aurora?show=blocked#gates')
  expect(await rows.count()).toBe(1)
  expect(await rows.innerText()).toContain('Security')
  await page.locator('.chips a', { hasText: 'All' }).click()
  await page.waitForURL('**/aurora#gates')
  expect(await rows.count()).toBe(6)
})
