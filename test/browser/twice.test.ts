import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keepWindow, openWindow, type Window } from '../support/browser.ts'
import type { ServedShop } from '../support/served-shop.ts'
import { areWhole, become, drafted, meanwhile, press, says, servedWith, unfold } from './people.ts'

/** Pages that are out of date, buttons that are pressed twice, the way back, and two people at once: nothing is done twice, and each is told. */

let shop: ServedShop
const launches = ['twice', 'twice-plain'] as const
beforeAll(async () => {
  shop = await servedWith('twice', 'Everything once')
  await drafted(shop, 'twice-plain', 'Everything once, without JavaScript')
  for (const slug of launches) {
    await meanwhile(shop, 'priya', slug, { type: 'launch.start' })
    await meanwhile(shop, 'priya', slug, { type: 'launch.assignRole', role: 'content-team', person: 'fay' })
    await meanwhile(shop, 'priya', slug, { type: 'launch.assignRole', role: 'logistics-manager', person: 'fay' })
  }
})
afterAll(() => shop.close())

const gate = (slug: string, id: string) => `/launches/${slug}/gates/${id}`

/** Somebody's own window in which a launch is not followed, as where the network lets no stream through. */
async function unfollowed(who: string, javaScriptEnabled: boolean, width = 1280) {
  const window = await keepWindow({ baseURL: shop.url, javaScriptEnabled, viewport: { width, height: 844 } })
  await window.page.route('**/events*', (route) => route.abort())
  await become(window.page, who, '/')
  return window
}

async function secondHalfOfDoublePress(page: Page, selector: string): Promise<void> {
  await unfold(page.locator(selector))
  const button = page.locator(selector)
  await button.scrollIntoViewIfNeeded()
  await button.hover()
  await page.mouse.down({ clickCount: 2 })
  await page.mouse.up({ clickCount: 2 })
}

const focused = (page: Page) => page.evaluate<string>('document.activeElement.id')
const number = (item: string, value: number) => ({
  type: 'gate.tick',
  gate: 'inventory',
  item,
  evidence: { kind: 'number', value },
})

async function sendInventory(slug: string): Promise<void> {
  await meanwhile(shop, 'joon', slug, number('INV-1', 99))
  await meanwhile(shop, 'joon', slug, number('INV-6', 20))
  const note = { kind: 'note', text: 'Two shoppers, one order' }
  await meanwhile(shop, 'sam', slug, { type: 'gate.tick', gate: 'inventory', item: 'INV-3', evidence: note })
  await meanwhile(shop, 'joon', slug, {
    type: 'gate.submit',
    gate: 'inventory',
    ifVersion: await shop.version(slug),
  })
}

describe.each([
  ['twice', true],
  ['twice-plain', false],
] as const)('%s, JavaScript %s', { timeout: 60_000 }, (slug, javaScriptEnabled) => {
  let chloe: Window
  let fay: Window
  let wei: Window
  beforeAll(async () => {
    chloe = await unfollowed('chloe', javaScriptEnabled)
    fay = await unfollowed('fay', javaScriptEnabled, 390)
    wei = await unfollowed('wei', javaScriptEnabled)
  })
  afterAll(() => Promise.all([chloe, fay, wei].map(({ page }) => page.context().close())))

  test('a page that is out of date says who changed what, keeps the statement, and counts once when pressed again', async () => {
    await sendInventory(slug)
    const { page, faults } = wei
    await page.goto(gate(slug, 'inventory'))
    const sign = () => press(page, 'Sign off as Logistics manager')
    await unfold(page.getByLabel('Comment (optional)'))
    await page.getByLabel('Comment (optional)').fill('Counted with Joon,\nshelf by shelf')
    await meanwhile(shop, 'joon', slug, number('INV-1', 98.5))
    const before = await shop.version(slug)

    await sign()
    const refused = page.locator('#refused')
    await refused.waitFor()
    expect(await refused.innerText()).toMatch(
      /This changed since you opened it\. Review the changes and try again\.\s+박준 marked .* (now|ago)/,
    )
    await expect.poll(() => focused(page)).toBe('refused')
    expect(await page.getByLabel('Comment (optional)').inputValue()).toBe('Counted with Joon,\nshelf by shelf')
    expect(await shop.version(slug)).toBe(before)

    await sign()
    await says(page, /^Completed/)
    // The signature, and that it completed the gate.
    expect(await shop.version(slug)).toBe(before + 2)
    const signed = page.locator('.feed', { hasText: 'Counted with Joon,' })
    await unfold(signed)
    expect(await signed.innerText()).toContain('Counted with Joon, shelf by shelf')
    expect(faults).toEqual([])
  })

  test('a double press makes one entry', async () => {
    const { page, faults } = chloe
    await page.goto(gate(slug, 'content'))
    const before = await shop.version(slug)
    await page.locator('#f-gate-tick-CON-4').getByRole('button').dblclick()
    await page.locator('#item-CON-4.is-completed').waitFor({ state: 'attached' })
    expect(await shop.version(slug)).toBe(before + 1)

    // The answer may come between the two presses: the second meets what stands there by then.
    if (javaScriptEnabled) await secondHalfOfDoublePress(page, '#f-gate-untick-CON-4 button')

    await page.getByLabel('Comment', { exact: true }).fill('Said once')
    await page.locator('#f-gate-comment').getByRole('button').dblclick()
    await expect.poll(() => page.locator('.feed').first().innerText()).toContain('Said once')
    expect(await shop.version(slug)).toBe(before + 2)
    // Two presses in one moment, by something that is quicker than any hand.
    await page.getByLabel('Comment', { exact: true }).fill('Said in one moment')
    const button = await page.locator('#f-gate-comment button').elementHandle()
    await Promise.all([button?.click({ noWaitAfter: true }), button?.click({ noWaitAfter: true }).catch(() => null)])
    await expect.poll(() => page.locator('.feed').first().innerText()).toContain('Said in one moment')
    await page.goto(gate(slug, 'content'))
    expect(await page.locator('.feed').getByText('Said in one moment').count()).toBe(1)
    expect(await shop.version(slug)).toBe(before + 3)
    expect(faults).toEqual([])
  })

  test('two people tick the same item at the same moment: one entry, and both see whose it is', async () => {
    const path = gate(slug, 'social-media')
    await meanwhile(shop, 'priya', slug, {
      type: 'gate.addItem',
      gate: 'social-media',
      title: 'Both looked',
      owner: 'content-team',
    })
    for (const { page } of [chloe, fay]) await page.goto(path)
    const before = await shop.version(slug)
    await Promise.all([chloe, fay].map(({ page }) => page.locator('#f-gate-tick-added-1').getByRole('button').click()))
    for (const { page } of [chloe, fay]) await page.locator('#item-added-1.is-completed').waitFor({ state: 'attached' })
    expect(await shop.version(slug)).toBe(before + 1)
    const [first, second] = await Promise.all([chloe, fay].map(({ page }) => page.locator('#item-added-1').innerText()))
    expect(first).toMatch(/(Chloe Martin|Fay Stone)/)
    expect(second).toBe(first)
    expect([...chloe.faults, ...fay.faults]).toEqual([])
  })

  test('two people sign for one role at the same moment: one signature, and the other is told', async () => {
    const item = { type: 'gate.tick', gate: 'inventory', item: 'INV-1' }
    const reopen = { type: 'gate.reopen', gate: 'inventory', reason: 'Once more', items: ['INV-1'] }
    await meanwhile(shop, 'priya', slug, reopen)
    await meanwhile(shop, 'joon', slug, { ...item, evidence: { kind: 'number', value: 99.1 } })
    await meanwhile(shop, 'joon', slug, {
      type: 'gate.submit',
      gate: 'inventory',
      ifVersion: await shop.version(slug),
    })
    const both = [wei, fay] as const
    for (const { page } of both) await page.goto(gate(slug, 'inventory'))
    const before = await shop.version(slug)
    await Promise.all(both.map(({ page }) => press(page, 'Sign off as Logistics manager')))
    const told = () => Promise.all(both.map(({ page }) => page.locator('#refused').count()))
    await expect.poll(async () => (await told()).sort()).toEqual([0, 1])
    const loser = (await both[0].page.locator('#refused').count()) === 1 ? both[0] : both[1]
    expect(await loser.page.locator('#refused').innerText()).toMatch(/This changed.*(陳偉|Fay Stone) signed off/s)
    expect(await shop.version(slug)).toBe(before + 2)
  })

  test('two people complete a gate at the same moment: one entry, and the other is told', async () => {
    for (const [id, value] of [
      ['CON-2', 100],
      ['CON-3', 0],
    ] as const)
      await meanwhile(shop, 'chloe', slug, { ...number(id, value), gate: 'content' })
    const note = { kind: 'note', text: 'Searched' }
    await meanwhile(shop, 'chloe', slug, { type: 'gate.tick', gate: 'content', item: 'CON-1', evidence: note })
    const both = [chloe, fay] as const
    for (const { page } of both) await page.goto(gate(slug, 'content'))
    const before = await shop.version(slug)
    await Promise.all(both.map(({ page }) => press(page, 'Mark complete')))
    const refusals = () => Promise.all(both.map(({ page }) => page.locator('#refused').count()))
    await expect.poll(async () => (await refusals()).sort()).toEqual([0, 1])
    const loser = (await both[0].page.locator('#refused').count()) === 1 ? both[0] : both[1]
    expect(await loser.page.locator('#refused').innerText()).toMatch(/(Chloe Martin|Fay Stone) completed/)
    await says(loser.page, /^Completed/)
    expect(await shop.version(slug)).toBe(before + 1)
  })
})

describe('the way back', { timeout: 60_000 }, () => {
  test('to a form that was sent: as it was it does nothing again; with other words it is refused, and they are kept', async () => {
    const path = gate('twice-plain', 'pricing')
    const { page } = await openWindow({ baseURL: shop.url, javaScriptEnabled: false })
    await become(page, 'priya', path)
    const comment = page.getByLabel('Comment', { exact: true })
    const send = () => page.locator('#f-gate-comment').getByRole('button').click()
    const old = await page.content()
    await comment.fill('Said once')
    const before = await shop.version('twice-plain')
    await send()
    await page.locator('.feed', { hasText: 'Said once' }).waitFor()
    /** As a browser shows it that keeps the pages it came from. */
    const back = async () => {
      await page.route(`**${path}`, (route) => route.fulfill({ body: old, contentType: 'text/html' }), { times: 1 })
      await page.goBack()
      await expect.poll(() => page.locator('.feed').first().innerText()).not.toContain('Said once')
    }
    await back()
    await comment.fill('Said once')
    await send()
    await page.locator('.feed', { hasText: 'Said once' }).waitFor()
    expect(await page.locator('.feed').getByText('Said once').count()).toBe(1)
    expect(await shop.version('twice-plain')).toBe(before + 1)

    await back()
    await comment.fill('Said otherwise')
    await send()
    await page.locator('#refused').waitFor()
    expect(await page.locator('#refused').innerText()).toContain('This form was already sent with different input')
    expect(await comment.inputValue()).toBe('Said otherwise')
    await send()
    await page.locator('.feed', { hasText: 'Said otherwise' }).waitFor()
    expect(await shop.version('twice-plain')).toBe(before + 2)
  })

  test('from a launch that was called off leads to the launch, not to the form once more', async () => {
    await drafted(shop, 'off', 'Called off')
    const { page, faults } = await openWindow({ baseURL: shop.url })
    await become(page, 'priya', '/launches/off')
    await press(page, 'Cancel launch', () => page.getByLabel('Reason').fill('The hall burned down'))
    await says(page, /^Canceled/)
    const before = await shop.version('off')
    await page.goBack()
    await says(page, /^Canceled/)
    expect(await page.getByRole('button', { name: 'Cancel launch' }).count()).toBe(0)
    expect(await shop.version('off')).toBe(before)
    expect(faults).toEqual([])
  })
})

describe('a line that is lost', { timeout: 60_000 }, () => {
  test('“Saving…” is there at once; after an answer that got lost the second press does nothing twice', async () => {
    const path = gate('twice', 'pricing')
    const { page, faults } = await openWindow({ baseURL: shop.url })
    await become(page, 'priya', path)
    const before = await shop.version('twice')
    const comment = page.getByLabel('Comment', { exact: true })
    await unfold(page.locator('#f-gate-block'))
    await page.getByLabel('What’s blocking this?').fill('Written meanwhile, not sent')
    await page.keyboard.press('Escape')
    await comment.fill('Lost on its way back')
    let arrived: () => void = () => undefined
    const held = new Promise<void>((resolve) => {
      arrived = resolve
    })
    await page.route(
      '**/commands*',
      async (route) => {
        await held
        await route.fetch()
        await route.abort()
      },
      { times: 1 },
    )
    const pressed = Date.now()
    await page.locator('#f-gate-comment').getByRole('button').click()
    await expect.poll(() => page.locator('#state').innerText(), { interval: 10 }).toBe('Saving…')
    const delay = Date.now() - pressed
    console.log(`“Saving…” after ${delay} ms (promised 100 ms)`)
    expect(delay).toBeLessThan(1_000)
    arrived()
    await expect.poll(() => page.locator('#state').innerText()).toContain('Couldn’t reach the server.')
    // The page follows the launch, and shows what did arrive.
    await page.locator('.feed', { hasText: 'Lost on its way back' }).waitFor()
    expect(await comment.inputValue()).toBe('Lost on its way back')
    await page.locator('#f-gate-comment').getByRole('button').click()
    await expect.poll(() => comment.inputValue()).toBe('')
    expect(await shop.version('twice')).toBe(before + 1)
    expect(await page.getByLabel('What’s blocking this?').inputValue()).toBe('Written meanwhile, not sent')
    // htmx itself says in the console that the line was lost.
    expect(faults.filter((fault) => !fault.startsWith('htmx: htmx:error'))).toEqual([])
  })
})

test('words are not taken away from who types them, when somebody else’s act takes the form off the page', async () => {
  await drafted(shop, 'held', 'Held')
  await meanwhile(shop, 'priya', 'held', { type: 'launch.start' })
  await sendInventory('held')
  const { page, faults } = await openWindow({ baseURL: shop.url })
  await become(page, 'wei', gate('held', 'inventory'))
  await unfold(page.locator('#f-gate-return'))
  const reason = page.locator('#f-gate-return').getByLabel('Reason')
  await reason.fill('Shelf seven was not counted')
  await meanwhile(shop, 'joon', 'held', { type: 'gate.withdraw', gate: 'inventory' })
  await expect.poll(() => page.locator('#state').innerText()).toContain('is no longer available')
  expect(await reason.inputValue()).toBe('Shelf seven was not counted')
  const before = await shop.version('held')
  await press(page, 'Request changes')
  await page.locator('#refused').waitFor()
  expect(await page.locator('main').innerText()).toContain('박준 withdrew Inventory from sign-off')
  expect(await page.locator('.message textarea').inputValue()).toBe('Shelf seven was not counted')
  expect(await shop.version('held')).toBe(before)
  expect(faults).toEqual([])
})

test('the logs are whole', () => areWhole(shop, [...launches, 'off', 'held']))
