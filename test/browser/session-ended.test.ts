import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keepWindow, type Window } from '../support/browser.ts'
import type { ServedShop } from '../support/served-shop.ts'
import { areWhole, become, drafted, follow, labelled, meanwhile, nameOf, servedWith, soon, unfold } from './people.ts'

/** A session that ends while somebody types: they sign in again, find the form as they left it, and press once more. */

let shop: ServedShop
beforeAll(async () => {
  shop = await servedWith('late', 'The late shop')
  await drafted(shop, 'late-plain', 'The late shop without JavaScript')
  for (const slug of ['late', 'late-plain']) await meanwhile(shop, 'priya', slug, { type: 'launch.start' })
})
afterAll(() => shop.close())

interface Story {
  what: string
  who: string
  gate: string
  form: string
  type: (page: Page) => Promise<void>
  button: string
  /** What must stand in the form when it is back. */
  stands: (page: Page) => Promise<unknown[]>
  typed: unknown[]
}

const field = (page: Page, label: string) => page.locator('main').getByLabel(label, { exact: true })

const stories: Story[] = [
  {
    what: 'a comment',
    who: 'joon',
    gate: 'inventory',
    form: 'f-gate-comment',
    type: (page) => field(page, 'Comment').fill('Two lines,\n“quoted” & <b>bold</b>'),
    button: 'Comment',
    stands: async (page) => [await field(page, 'Comment').inputValue()],
    typed: ['Two lines,\n“quoted” & <b>bold</b>'],
  },
  {
    what: 'a number, recorded as failed',
    who: 'joon',
    gate: 'inventory',
    form: 'f-gate-tick-INV-1',
    type: (page) => page.locator('#gate-tick-INV-1-evidence-value').fill('61'),
    button: 'Mark failed',
    stands: async (page) => [await page.locator('#gate-tick-INV-1-evidence-value').inputValue()],
    typed: ['61'],
  },
  {
    what: 'a waiver with its date',
    who: 'joon',
    gate: 'inventory',
    form: 'f-gate-requestWaiver',
    type: async (page) => {
      await field(page, 'Reason').last().fill('The containers come late')
      await field(page, 'Until').fill(soon())
      await field(page, 'Mitigation').fill('Only what was counted is sold')
    },
    button: 'Request a waiver',
    stands: async (page) => [
      await field(page, 'Reason').last().inputValue(),
      await field(page, 'Until').inputValue(),
      await field(page, 'Mitigation').inputValue(),
    ],
    typed: ['The containers come late', soon(), 'Only what was counted is sold'],
  },
  {
    what: 'a link and what it shows',
    who: 'priya',
    gate: 'sorting',
    form: 'f-gate-tick-SRT-1',
    type: async (page) => {
      await page.locator('#gate-tick-SRT-1-evidence-url').fill('https://example.com/order?a=1&b=2')
      await page.locator('#gate-tick-SRT-1-evidence-title').fill('The agreed order')
    },
    button: 'Mark done',
    stands: async (page) => [
      await page.locator('#gate-tick-SRT-1-evidence-url').inputValue(),
      await page.locator('#gate-tick-SRT-1-evidence-title').inputValue(),
    ],
    typed: ['https://example.com/order?a=1&b=2', 'The agreed order'],
  },
  {
    what: 'an item that is added, with its choices',
    who: 'priya',
    gate: 'sorting',
    form: 'f-gate-addItem',
    type: async (page) => {
      await field(page, 'What needs to be checked?').fill('Sorting by price')
      await field(page, 'Evidence').selectOption('number')
      await field(page, 'Minimum (optional)').fill('1')
      await field(page, 'Required to clear this gate').uncheck()
    },
    button: 'Add item',
    stands: async (page) => [
      await field(page, 'What needs to be checked?').inputValue(),
      await field(page, 'Evidence').inputValue(),
      await field(page, 'Minimum (optional)').inputValue(),
      await field(page, 'Required to clear this gate').isChecked(),
    ],
    typed: ['Sorting by price', 'number', '1', false],
  },
]

describe.each([
  ['late', true],
  ['late-plain', false],
])('%s, JavaScript %s', { timeout: 60_000 }, (slug, javaScriptEnabled) => {
  let window: Window
  beforeAll(async () => {
    window = await keepWindow({ baseURL: shop.url, javaScriptEnabled })
  })
  afterAll(() => window.page.context().close())

  test.each(stories)('$what', async ({ who, gate, form, type, button, stands, typed }) => {
    const { page, faults } = window
    const before = await shop.version(slug)
    const path = `/launches/${slug}/gates/${gate}`
    await become(page, who, path)
    await goesTo(page, form, button)
    await type(page)
    await page.context().clearCookies()
    await pressIn(page, form, button)

    await expect.poll(() => page.locator('main').innerText()).toContain('Your session has expired')
    expect(await shop.version(slug)).toBe(before)
    await page.getByRole('button', { name: nameOf(who) }).click()
    await page.waitForURL(`**${path}`)
    const refused = page.locator(`#${form} #refused`)
    await refused.waitFor()
    expect(await refused.innerText()).toContain('Not sent yet.')
    expect(await stands(page)).toEqual(typed)
    expect(await shop.version(slug)).toBe(before)

    await pressIn(page, form, button)
    await expect.poll(() => page.locator('#refused').count()).toBe(0)
    await expect.poll(() => shop.version(slug), { timeout: 10_000 }).toBe(before + 1)
    expect(faults).toEqual([])
  })
})

test('the logs are whole', () => areWhole(shop, ['late', 'late-plain']))

/** To the form where it is folded away, or to the page that asks first. */
async function goesTo(page: Page, form: string, label: string): Promise<void> {
  const link = page.locator('main a:not([href^="#"])', { hasText: labelled(label) }).first()
  if ((await link.count()) > 0) await follow(page, link)
  else await unfold(page.locator(`#${form}`))
}

const pressIn = (page: Page, form: string, button: string) =>
  page
    .locator(`#${form}`)
    .getByRole('button', { name: labelled(button) })
    .click()
