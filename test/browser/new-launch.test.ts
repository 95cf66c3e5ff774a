import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openWindow } from '../support/browser.ts'
import { openServedShop, type ServedShop } from '../support/served-shop.ts'
import { become, choosePipeline, says } from './people.ts'

/** Priya makes a launch by clicks and typing, from the list of launches to its start. */

let shop: ServedShop
beforeAll(async () => {
  shop = await openServedShop({ demo: true, isRunning: true })
})
afterAll(() => shop.close())

/** The fold of a role, and who stands in it without opening it. */
const role = (page: Page, title: string) => {
  const fold = page.locator('.roles details').filter({ has: page.locator('b', { hasText: title }) })
  return { fold, names: fold.locator('.names'), open: () => fold.locator('summary').click() }
}

const fitsIn = (page: Page) =>
  page.evaluate<boolean>('document.documentElement.scrollWidth <= document.documentElement.clientWidth')

describe('a new launch', () => {
  test('is typed, a clash of four eyes is named and mended on the spot, and it starts', async () => {
    const { page, faults } = await openWindow({ baseURL: shop.url })
    await become(page, 'priya', '/launches')
    await page.getByRole('link', { name: 'New launch' }).click()
    await page.getByLabel('Title').fill('Été à Séoul')
    await expect.poll(() => page.getByLabel('URL name (optional)').inputValue()).toBe('ete-a-seoul')
    await page.getByLabel('Target date').fill('2027-03-01')
    await page.getByLabel('Time', { exact: true }).fill('09:30')
    await page.getByLabel('Time zone').selectOption('Asia/Seoul')
    await page
      .getByRole('group', { name: 'Will you launch with social channels?' })
      .getByText('No', { exact: true })
      .click()

    const sponsor = role(page, 'Head of Digital')
    expect(await sponsor.names.innerText()).toBe('Helen Cho')
    await sponsor.open()
    await sponsor.fold.getByLabel('Helen Cho').uncheck()
    await sponsor.fold.getByLabel('Priya Nair').check()
    expect(await sponsor.names.innerText()).toBe('Priya Nair')
    await page.getByRole('button', { name: 'Check for conflicts' }).click()
    await expect.poll(() => page.locator('#clashes').innerText()).toContain('needs different people')
    expect(await page.getByLabel('Title').inputValue()).toBe('Été à Séoul')
    expect(await page.getByLabel('Target date').inputValue()).toBe('2027-03-01')

    // The role is open, with the clash in it.
    expect(await sponsor.fold.innerText()).toContain('needs different people')
    await sponsor.fold.getByLabel('Priya Nair').uncheck()
    await sponsor.fold.getByLabel('Helen Cho').check()
    await page.getByRole('button', { name: 'Check for conflicts' }).click()
    await expect.poll(() => page.locator('#clashes').count()).toBe(0)
    await page.locator('.act').getByRole('button', { name: 'Create draft' }).click()
    await page.waitForURL('**/launches/ete-a-seoul')
    await says(page, 'This launch is still a draft.')
    expect(await page.locator('.facts').innerText()).toContain('09:30 (Asia/Seoul)')
    await page.getByRole('button', { name: 'Start launch' }).click()
    await says(page, 'Not ready: 11 of 11 gates still open')

    await page.getByRole('link', { name: 'Duplicate this launch' }).click()
    const no = page.getByRole('group', { name: 'Will you launch with social channels?' }).getByLabel('No')
    expect(await no.isChecked()).toBe(true)
    expect(await page.getByLabel('Time zone').inputValue()).toBe('Asia/Seoul')
    expect(faults).toEqual([])
  })

  test('on a phone without JavaScript: another pipeline, a fault with a link to its field, and the draft', async () => {
    const { page, faults } = await openWindow({
      baseURL: shop.url,
      javaScriptEnabled: false,
      viewport: { width: 390, height: 844 },
    })
    await become(page, 'priya', '/launches/new')
    await page.getByLabel('Title').fill('Corner')
    expect(await page.getByRole('button', { name: 'Update questions and roles' }).isVisible()).toBe(true)
    await choosePipeline(page, 'Quick start')
    expect(await page.getByLabel('Title').inputValue()).toBe('Corner')
    expect(await page.getByText('Will you launch with social channels?').count()).toBe(0)
    await page.locator('.act').getByRole('button', { name: 'Create draft' }).click()
    await page.getByRole('link', { name: 'Target date: Enter a date.' }).click()
    expect(page.url()).toMatch(/#new-date$/)
    await page.getByLabel('Target date').fill('2027-03-01')
    await page.locator('.act').getByRole('button', { name: 'Create draft' }).click()
    await page.waitForURL('**/launches/corner')
    expect(await page.locator('#say').innerText()).toBe('This launch is still a draft.')
    expect(faults).toEqual([])
  })

  test('what was typed while the session ended is there again after signing in, and gone once the launch is made', async () => {
    const { page, faults } = await openWindow({ baseURL: shop.url })
    await become(page, 'priya', '/launches/new')
    await page.getByLabel('Title').fill('Half typed')
    await page.getByLabel('Target date').fill('2027-03-01')
    await page
      .getByRole('group', { name: 'Will you launch with social channels?' })
      .getByText('No', { exact: true })
      .click()
    const tester = role(page, 'Tester')
    await tester.open()
    await tester.fold.getByLabel('Tom Becker').check()
    await page.context().clearCookies()
    const create = () => page.locator('.act').getByRole('button', { name: 'Create draft' }).click()
    await create()
    await page.getByRole('button', { name: 'Priya Nair' }).click()
    await page.waitForURL('**/launches/new')
    expect(await page.getByLabel('Title').inputValue()).toBe('Half typed')
    expect(await page.getByLabel('Target date').inputValue()).toBe('2027-03-01')
    expect(
      await page.getByRole('group', { name: 'Will you launch with social channels?' }).getByLabel('No').isChecked(),
    ).toBe(true)
    expect(await role(page, 'Tester').names.innerText()).toMatch(/Sam Okafor.*Tom Becker|Tom Becker.*Sam Okafor/)
    await create()
    await page.waitForURL('**/launches/half-typed')
    await page.goto('/launches/new')
    expect(await page.getByLabel('Title').inputValue()).toBe('')
    expect(faults).toEqual([])
  })

  test('no page of these is wider than a phone', async () => {
    const { page } = await openWindow({ baseURL: shop.url, viewport: { width: 320, height: 700 } })
    await become(page, 'priya', '/launches/new')
    for (const path of [
      '/launches/new?pipeline=ecommerce',
      '/pipelines',
      '/pipelines/ecommerce',
      '/launches/ete-a-seoul/log',
      '/launches/ete-a-seoul/log/0',
    ]) {
      await page.goto(path)
      expect(await fitsIn(page), path).toBe(true)
    }
  })
})
