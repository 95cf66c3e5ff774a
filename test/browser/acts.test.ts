import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openWindow } from '../support/browser.ts'
import type { ServedShop } from '../support/served-shop.ts'
import { become, follow, press, says, servedWith, soon, tick } from './people.ts'

/** What goes otherwise than planned, by clicks and typing only: a problem, a waiver, an item that nobody foresaw, a launch that is called off. */

let shop: ServedShop
beforeAll(async () => {
  shop = await servedWith('fair', 'The fair opens')
})
afterAll(() => shop.close())

const gatePage = (gate: string) => `/launches/fair/gates/${gate}`
const unfold = (page: Page, label: string) => page.locator('main summary', { hasText: label }).first().click()

describe('the fair', { timeout: 60_000 }, () => {
  test('a window of its launch moves, and the launch is started', async () => {
    const { page, faults } = await openWindow({ baseURL: shop.url })
    await become(page, 'priya', '/launches/fair')
    await follow(page, page.locator('main a', { hasText: 'Edit title and schedule' }))
    await page.getByLabel('Title').fill('The winter fair opens')
    await page.getByLabel('Launch window opens').fill('2027-03-01T09:00')
    await page.locator('#f-launch-schedule').getByRole('button', { name: 'Save' }).click()
    const refused = page.locator('#refused')
    await refused.waitFor()
    expect(await refused.innerText()).toContain(
      'Enter both a start and an end for the launch window, or leave both empty.',
    )
    expect(await page.getByLabel('Title').inputValue()).toBe('The winter fair opens')
    await page.getByLabel('Launch window closes').fill('2027-03-01T12:00')
    await page.locator('#f-launch-schedule').getByRole('button', { name: 'Save' }).click()
    await expect.poll(() => page.locator('#h-launch').innerText()).toBe('The winter fair opens')
    expect(await page.locator('.facts').innerText()).toContain('Mon 1 Mar 2027 09:00')
    await press(page, 'Start launch')
    await says(page, /^Not ready/)
    expect(faults).toEqual([])
  })

  test('a problem is reported by who sees it, waits for its owner, and is marked as solved', async () => {
    const { page, faults } = await openWindow({ baseURL: shop.url, viewport: { width: 390, height: 844 } })
    await become(page, 'sam', gatePage('inventory'))
    await press(page, 'Report a blocker', () =>
      page.getByLabel('What’s blocking this?').fill('Two scanners count twice'),
    )
    await says(page, /^Blocked\. Sam Okafor reported a blocker/)
    await become(page, 'joon', '/')
    expect(await page.locator('main').innerText()).toContain('Resolve the blocker')
    await page.locator('main a', { hasText: 'Resolve the blocker' }).click()
    expect(await page.locator('main').innerText()).toContain('Two scanners count twice')
    await press(page, 'Mark resolved', () => page.getByLabel('How was it resolved').fill('Both were reset'))
    await says(page, /^In progress/)
    expect(faults).toEqual([])
  })

  test('a waiver is asked for with its terms, and granted by the sponsor from her turn', async () => {
    const { page, faults } = await openWindow({ baseURL: shop.url })
    await become(page, 'joon', gatePage('inventory'))
    await press(page, 'Request a waiver', async () => {
      await page.getByLabel('Reason').fill('The last containers come on Friday')
      await page.getByLabel('Until').fill(soon())
    })
    const refused = page.locator('#refused')
    await refused.waitFor()
    expect(await refused.innerText()).toContain('A waiver for a critical gate needs a mitigation plan.')
    expect(await page.getByLabel('Reason').inputValue()).toBe('The last containers come on Friday')
    expect(await page.getByLabel('Until').inputValue()).toBe(soon())
    await page.getByLabel('Mitigation').fill('Only what was counted is sold')
    await press(page, 'Request a waiver')
    await page.waitForURL(`**${gatePage('inventory')}*`)
    await says(page, /박준 requested a waiver until/)

    await become(page, 'helen', '/')
    await page.locator('main a', { hasText: 'Decide on the waiver' }).click()
    expect(await page.locator('main').innerText()).toContain('Mitigation: Only what was counted is sold')
    await press(page, 'Grant waiver')
    await says(page, /^Waived until .* 18:00\.$/)
    expect(await page.locator('.reason').innerText()).toContain('Requested by 박준, granted by Helen Cho')
    expect(faults).toEqual([])
  })

  test('an item that nobody foresaw is added, bounds and unit appear for a number, and it is ticked', async () => {
    const { page, faults } = await openWindow({ baseURL: shop.url })
    await become(page, 'chloe', gatePage('content'))
    await unfold(page, 'More')
    await unfold(page, 'Add item')
    await page.getByLabel('What needs to be checked?').fill('Pictures that load within a second')
    expect(await page.getByLabel('Minimum').isVisible()).toBe(false)
    await page.getByLabel('Evidence').selectOption({ label: 'Number' })
    await page.getByLabel('Minimum').fill('99')
    await page.getByLabel('Unit').fill('%')
    await press(page, 'Add item')
    await page.locator('#item-added-1').waitFor()
    expect(await page.locator('#item-added-1').innerText()).toContain('at least 99')
    await tick(page, 'added-1', { kind: 'number', value: '99.5' })
    expect(await page.locator('#item-added-1').innerText()).toContain('Chloe Martin')
    expect(faults).toEqual([])
  })

  test('somebody joins a role, and the launch is called off on a page that says what follows', async () => {
    const { page, faults } = await openWindow({ baseURL: shop.url })
    await become(page, 'priya', '/launches/fair')
    await page.locator('#people summary').click()
    const form = page.locator('#f-launch-assignRole')
    await form.getByLabel('Role').selectOption({ label: 'Content' })
    await form.getByLabel('Person').selectOption({ label: 'Fay Stone' })
    await press(page, 'Add person')
    await expect.poll(() => page.locator('#people').textContent()).toMatch(/Chloe Martin, Fay Stone/)
    await press(page, 'Cancel launch', async () => {
      expect(await page.locator('main').innerText()).toContain('This can’t be undone.')
      await page.getByLabel('Reason').fill('The hall burned down')
    })
    await says(page, /^Canceled/)
    expect(await page.locator('.reason').innerText()).toContain('“The hall burned down”')
    expect(faults).toEqual([])
  })
})
