import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runBeside } from '../cli/run.ts'
import { openWindow } from '../support/browser.ts'
import { openServedShop, type ServedShop } from '../support/served-shop.ts'
import { become, type Evidence, press, tick } from './people.ts'
import { file, green, link, none, note, number } from './work.ts'

/**
 * Somebody new to the demo unlocks `aurora`. They know nothing about it: whom to be next and what to do there, they read on the pages.
 */

let shop: ServedShop
beforeAll(async () => {
  shop = await openServedShop({ demo: true, isRunning: true })
})
afterAll(() => shop.close())

const path = '/launches/aurora'
const say = (page: Page) => page.locator('#say').innerText()

test('the first screen of a phone says whether it may go, and who is waited for or what to do now', async () => {
  const { page } = await openWindow({ baseURL: shop.url, viewport: { width: 390, height: 844 } })
  const isSeen = async (element: Locator) => {
    const box = await element.boundingBox()
    return box !== null && box.y >= 0 && box.y + box.height <= 844
  }
  const seenBy: Record<string, { verdict: boolean; next: boolean }> = {}
  // Omar can do nothing, Sam is waited for, Priya leads and can do most.
  for (const who of ['omar', 'sam', 'priya']) {
    await become(page, who, path)
    const next = page.locator('.now .steps .btn, .waits .who')
    seenBy[who] = { verdict: await isSeen(page.locator('#say')), next: await isSeen(next.first()) }
  }
  expect(await say(page)).toBe('Not ready: 6 of 21 gates still open')
  const all = { verdict: true, next: true }
  expect(seenBy).toEqual({ omar: all, sam: all, priya: all })
})

test('twenty-five acts unlock it, each found where the pages say that somebody is waited for', {
  timeout: 240_000,
}, async () => {
  const { page, faults } = await openWindow({ baseURL: shop.url })
  const before = await actsOfPeople()
  await become(page, 'omar', path)
  expect(await say(page)).toMatch(/^Not ready/)
  for (let turns = 0; turns < 25 && (await say(page)) !== 'Ready to launch'; turns += 1) {
    await beWhoIsWaitedFor(page)
    await page.getByRole('navigation').getByRole('link', { name: 'My tasks' }).click()
    await doWhatIsAsked(page)
    await page.getByRole('link', { name: 'Aurora', exact: true }).first().click()
    await page.waitForURL(`**${path}`)
  }
  expect(await say(page)).toBe('Ready to launch')
  expect((await actsOfPeople()) - before).toBe(25)
  expect(faults).toEqual([])
})

/** How many entries of the log tell what people did. */
async function actsOfPeople(): Promise<number> {
  const leaves = (await runBeside(shop.services.config, 'export', 'aurora')).split('\n')
  return leaves.filter((leaf) => /"actor":\{"id":"[^"]*","kind":"person"/.test(leaf)).length
}

/** Takes the place of the first in "Waiting on", who may be sitting here already. */
async function beWhoIsWaitedFor(page: Page): Promise<void> {
  const first = page.locator('section:has(#h-waits) li').first()
  const act = first.getByRole('button', { name: 'Act as' })
  if ((await act.count()) === 0) return
  const name = await first.locator('.who b').innerText()
  await act.click()
  await expect.poll(() => page.locator('.demo').innerText()).toContain(name)
}

/** Goes to the first gate of Aurora that My turn shows, and does all that can be done there. */
async function doWhatIsAsked(page: Page): Promise<void> {
  const row = page.locator('.rows a', { hasText: 'Aurora' })
  const group = page.locator('.phase', { hasText: 'Aurora' }).locator('h3 a')
  const target = row.or(group).filter({ visible: true }).first()
  const href = await target.getAttribute('href')
  await target.click()
  await page.waitForURL(`**${href}`)
  const mine = page.locator('.items.mine > li')
  const items = await mine.evaluateAll((found) => found.map(({ id }) => id.replace(/^item-/, '')))
  for (const item of items) await tick(page, item, await evidenceFor(page.locator(`#item-${item}`)))
  const main = page.locator('.act .btn.main:not([aria-disabled])').last()
  if ((await main.count()) === 0) {
    expect(items.length, `something to do at ${href}`).toBeGreaterThan(0)
    return
  }
  const before = await say(page)
  // In the bar it may be short; the page that asks first and the panel have the whole.
  const label = (await main.getAttribute('aria-label')) ?? (await main.textContent()) ?? ''
  await press(page, (label.split(':')[0] ?? '').trim())
  await expect.poll(() => say(page)).not.toBe(before)
}

/** What an item asks for, as its form says it: of a number, one that is within the bounds beside it. */
async function evidenceFor(item: Locator): Promise<Evidence> {
  const form = item.locator('form').first()
  const asks = async (selector: string) => (await form.locator(selector).count()) > 0
  if (await asks('textarea')) return note
  if (await asks('input[type=url]')) return link
  if (await asks('input[type=file]')) return (await asks('input[accept*=xml]')) ? green : file
  if (!(await asks('input[inputmode=decimal]'))) return none
  const [bound] = /\d+/.exec(await form.locator('.hint').first().innerText()) ?? []
  return number(bound ?? '0')
}
