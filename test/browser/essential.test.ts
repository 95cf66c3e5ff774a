import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runBeside } from '../cli/run.ts'
import { keepWindow, type Window } from '../support/browser.ts'
import { tellOneStory } from '../support/one-story.ts'
import type { ServedShop } from '../support/served-shop.ts'
import { gates } from './gates.ts'
import { press, says, servedWith, tick, type, unfold } from './people.ts'
import { promised, type SecondWindow, secondWindow } from './second-window.ts'
import { type Desk, desk, green, link, none, red, type Work } from './work.ts'

/**
 * A real launch of twelve gates, from its draft to the day it is live, by clicks and typing only: each item by its owner with the evidence
 * that it asks for, each gate sent and signed by its people. A second window, in which nobody presses anything, follows without a reload.
 * One gate of each kind is done with JavaScript off.
 */

let shop: ServedShop
beforeAll(async () => {
  shop = await servedWith('shop', 'The shop opens')
})
afterAll(() => shop.close())

/** The same work without these items, which the smaller pipeline does not have. */
const without = (work: Work, ...left: string[]): Work => ({
  ...work,
  items: work.items.filter(([item]) => !left.includes(item)),
})

/** Who does what, in an order that the needs allow. `plain`: with JavaScript off. */
const work: (Work & { plain?: true })[] = [
  gates.categories,
  { ...without(gates.content, 'CON-7'), plain: true },
  gates.filters,
  { ...gates.sorting, plain: true },
  gates.pricing,
  { ...without(gates.inventory, 'INV-2'), signs: [['wei', 'Logistics manager']] },
  { ...gates.payment, signs: [['ana', 'Technical SME']], plain: true },
  gates.customers,
  {
    gate: 'social-media',
    owner: 'marta',
    items: [
      ['SOC-1', 'lin', none],
      ['SOC-5', 'marta', link],
    ],
    signs: [],
  },
  { ...without(gates.tests, 'TFN-7'), plain: true },
  gates.review,
  { ...gates.decision, signs: [['helen', 'Head of Digital']] },
]

const windows: Window[] = []
let actor: Desk & Window
let plain: Desk & Window
let second: SecondWindow

describe('the shop opens', { timeout: 120_000 }, () => {
  tellOneStory()
  beforeAll(async () => {
    const open = async (javaScriptEnabled: boolean): Promise<Desk & Window> => {
      const window = await keepWindow({ baseURL: shop.url, javaScriptEnabled })
      windows.push(window)
      return { ...window, ...desk(window.page, 'shop') }
    }
    actor = await open(true)
    plain = await open(false)
    second = secondWindow((await open(true)).page)
  })
  afterAll(async () => {
    for (const { page } of windows) await page.context().close()
  })

  test('the lead starts it and the technical SME sets the build; the second window sees both', async () => {
    await second.sitDown('yuna', '/launches/shop')
    await second.follows('This launch is still a draft.')
    await actor.as('priya')
    await press(actor.page, 'Start launch')
    await second.follows('Not ready: 12 of 12 gates still open')
    await actor.as('ana')
    await press(actor.page, 'Set build', () => type(actor.page, 'Version', '101'))
    await second.follows('101')
  })

  test.each(work.map((each, index) => ({ ...each, left: work.length - 1 - index })))(
    '$gate',
    async ({ left, ...each }) => {
      await (each.plain ? plain : actor).done(each)
      await second.follows(left === 0 ? 'Ready to launch' : `Not ready: ${left} of 12 gates still open`)
    },
  )

  test('a red report in a form locks it, and is shown for what it is', async () => {
    await actor.as('sam', '/gates/testing-signoff')
    const check = actor.page.locator('#item-TFN-1 a[href$="/check"]')
    await unfold(check)
    await check.click()
    await actor.page.getByText('If it fails: This locks deploys again.').waitFor()
    await actor.page
      .getByLabel('Test report')
      .setInputFiles({ name: red.name, mimeType: red.type, buffer: Buffer.from(red.body) })
    await press(actor.page, 'Upload report')
    await says(actor.page, /^Needs recheck/)
    await second.follows(/Not ready: 2 of 12 gates still open/)
  })

  test('done again: only what depends on it', async () => {
    await tick(actor.page, 'TFN-1', green)
    const again = work.filter(({ gate }) => gate === 'testing-signoff' || gate === 'go-no-go')
    expect(again.length).toBe(2)
    for (const { items, ...each } of again) await actor.done({ ...each, items: each.gate === 'go-no-go' ? items : [] })
    await second.follows('Ready to launch')
  })

  test('the sponsor records that it is live', async () => {
    await actor.as('helen')
    await press(actor.page, 'Mark as live')
    await second.follows('Launched')
    const token = await shop.token('ci')
    const ask = (build: string) =>
      fetch(`${shop.url}/api/v1/launches/shop/deploy?candidate=${build}`, {
        headers: { authorization: `Bearer ${token}` },
      })
    expect((await ask('101')).status).toBe(200)
    expect((await ask('102')).status).toBe(423)
  })

  test('the log tells it all, and is whole', async () => {
    await actor.as('priya', '/log')
    await expect.poll(() => actor.page.locator('main').innerText()).toContain('marked the launch as live')
    expect(await runBeside(shop.services.config, 'verify', 'shop')).toContain('verified')
  })

  test('nothing went wrong in any window, and each change was seen within a second', () => {
    expect(windows.flatMap(({ faults }) => faults)).toEqual([])
    console.log(second.figures())
    expect(second.slowest()).toBeLessThan(10 * promised)
  })
})
