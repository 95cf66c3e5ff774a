import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifyLaunch } from '../../db/verify.ts'
import { gateOf, isReady, isStale, itemStateOf, itemsOf } from '../../machines/reading/queries.ts'
import { keepWindow, type Window } from '../support/browser.ts'
import { tellOneStory } from '../support/one-story.ts'
import { openServedShop, type ServedShop } from '../support/served-shop.ts'
import { monday } from '../support/shop.ts'
import { gates } from './gates.ts'
import { become, choosePipeline, nameOf, press, says, tick, type } from './people.ts'
import { promised, type SecondWindow, secondWindow } from './second-window.ts'
import { sendWork } from './send-work.ts'
import { type Desk, type Done, desk, file, green, note, number, type Work } from './work.ts'

/**
 * The whole pipeline of twenty-one gates, from the page where Priya makes the launch to the day it is live for the second time, by clicks
 * and typing: work is returned, a problem is reported, a risk is accepted, a count grows too old, a new build asks again what depends on
 * it, the build that went live is rolled back and another one decided on. What is clicked elsewhere already is sent as commands. Omar
 * looks on in a second window and presses nothing.
 */

const hour = 3_600_000
const day = 24 * hour
const launch = 'winter-shop'

/** What another build asks again, gate by gate, and nothing else. */
const again: Work[] = [
  { ...gates.payment, items: [['PAY-2', 'sam', file]] },
  { ...gates.customers, items: [['CUS-2', 'sam', file]] },
  {
    ...gates.tests,
    items: [
      ['TFN-7', 'tom', file],
      ['TFN-1', 'sam', green],
      ['TFN-3', 'sam', note],
    ],
  },
  { ...gates.security, items: [['TSC-2', 'tom', number('0')]] },
]
/** In these gates essential.test.ts has the same clicks by the same people, so that here they are done by commands. */
const alike = [
  gates.categories,
  gates.filters,
  gates.sorting,
  gates.pricing,
  gates.customers,
  gates.tests,
  gates.review,
].map(({ gate }) => gate)
const askedAgain = again.flatMap(({ items }) => items.map(([item]) => item))

let shop: ServedShop
const windows: Window[] = []
let actor: Desk & Window
let second: SecondWindow & Window
beforeAll(async () => {
  shop = await openServedShop()
  for (let count = 0; count < 2; count += 1) windows.push(await keepWindow({ baseURL: shop.url }))
  const [mine, theirs] = windows
  if (!mine || !theirs) throw new Error('two windows')
  actor = { ...mine, ...desk(mine.page, launch, told) }
  second = { ...theirs, ...secondWindow(theirs.page, shop.lastCommit) }
})
afterAll(async () => {
  for (const { page } of windows) await page.context().close()
  await shop.close()
})

const stateNow = async () => {
  const stored = await shop.store.load(launch)
  if (!stored) throw new Error('there is no launch')
  return stored
}

/** The line of the activity in the second window that tells what was done. */
async function told({ who, did, gate, item }: Done): Promise<void> {
  const texts = (await shop.services.pipelines.get('ecommerce'))?.texts.gates[gate]
  const title = texts?.title.en
  const text = item === undefined ? '' : texts?.items[item]?.text.en?.replace(/\.$/, '')
  const line = {
    tick: `marked “${text}” done in ${title}`,
    send: `sent ${title} for sign-off`,
    complete: `completed ${title}`,
    sign: `signed off ${title} as`,
  }[did]
  await second.follows(`${nameOf(who)} ${line}`)
}

/** Days have passed and every session has ended: whoever goes on signs in again. */
async function comeBackAt(instant: number): Promise<void> {
  shop.now = instant
  actor.leave()
  await actor.as('priya')
  await second.sitDown('omar', `/launches/${launch}`)
}

const openGates = (left: number) => `Not ready: ${left} of 21 gates still open`
const setBuild = async (version: string) => {
  await actor.as('ana')
  await press(actor.page, 'Set build', () => type(actor.page, 'Version', version))
  await second.follows(`Ana Ruiz set the build to ${version}`)
}

/** Every item that must be looked at again, and every gate that is not done. */
async function askedNow(): Promise<{ stale: string[]; open: string[] }> {
  const state = await stateNow()
  const all = state.definition.gates.map(({ id }) => gateOf(state, id))
  return {
    stale: all.flatMap(({ definition, gate: { context } }) =>
      itemsOf(definition, context).flatMap(({ id }) => (isStale(itemStateOf(context, id)) ? [id] : [])),
    ),
    open: all.flatMap(({ definition, gate }) => (isReady(definition, gate) ? [] : [definition.id])),
  }
}

const sent = (work: Work) => sendWork(shop, launch, work, told)

/** Everything that another build asked again is done, and the decision is taken. */
async function decideAgain(redo: (work: Work) => Promise<void>): Promise<void> {
  for (const each of again) await redo(each)
  await second.follows(openGates(1))
  await actor.done(gates.decision)
  await second.follows('Ready to launch')
}

describe('the winter shop', { timeout: 120_000 }, () => {
  tellOneStory()
  test('Priya types the launch, says what it does not need, and starts it; Ana sets its build', async () => {
    const { page } = actor
    await become(page, 'priya', '/launches')
    await page.getByRole('link', { name: 'New launch' }).click()
    await choosePipeline(page, 'E-commerce: full')
    await type(page, 'Title', 'Winter shop')
    await expect.poll(() => page.getByLabel('URL name (optional)').inputValue()).toBe(launch)
    await type(page, 'Target date', '2026-12-01')
    await page.getByLabel('Time', { exact: true }).fill('10:00')
    await page.getByLabel('Time zone').selectOption('Asia/Taipei')
    for (const name of [
      'Does this store replace an existing site?',
      'Do you have more than one language or store view?',
      'Do you ship from more than one warehouse?',
    ])
      await page.getByRole('group', { name }).getByText('No', { exact: true }).click()
    await page.locator('.act').getByRole('button', { name: 'Create draft' }).click()
    await page.waitForURL(`**/launches/${launch}`)
    const { context } = await stateNow()
    expect(context.targetAt).toBe(Date.parse('2026-12-01T10:00:00+08:00'))
    await second.sitDown('omar', `/launches/${launch}`)
    await says(second.page, 'This launch is still a draft.')
    await actor.as('priya')
    await press(page, 'Start launch')
    await second.follows(openGates(21))
    await setBuild('201')
  })

  const first = [
    gates.categories,
    gates.content,
    gates.filters,
    gates.sorting,
    gates.pricing,
    gates.inventory,
    gates.payment,
    gates.customers,
  ]
  test.each(first.map((each, index) => ({ ...each, left: 20 - index })))('$gate is done', async ({ left, ...each }) => {
    shop.now += hour / 6
    await (alike.includes(each.gate) ? sent : actor.done)(each)
    await second.follows(openGates(left))
  })

  test('legal-privacy comes back with a reason, and only what was named is done again', async () => {
    const { page } = actor
    await actor.give(gates.legal)
    await actor.finish(gates.legal)
    await actor.as('helen', '/gates/legal-privacy')
    await press(page, 'Request changes', async () => {
      await type(page, 'Reason', 'The picture shows the old button')
      await page.getByLabel('Total price and a clear').filter({ visible: true }).check()
    })
    await says(page, /^Changes requested/)
    await second.follows('Helen Cho requested changes to Legal and privacy: “The picture shows the old button”')
    expect((await askedNow()).stale).toEqual(['LEG-4'])
    await actor.done({ ...gates.legal, items: [['LEG-4', 'lin', file]] })
    await second.follows(openGates(12))
  })

  test('a problem in fulfilment is reported by who sees it, and solved by its owner', async () => {
    const { page } = actor
    await actor.give(gates.fulfilment)
    await actor.as('sam', '/gates/fulfilment')
    await press(page, 'Report a blocker', () =>
      type(page, 'What’s blocking this?', 'The label printer skips every tenth'),
    )
    await says(page, /^Blocked/)
    await second.follows('Sam Okafor reported a blocker in Fulfillment')
    await actor.as('wei', '/gates/fulfilment')
    await press(page, 'Mark resolved', () =>
      type(page, 'How was it resolved', 'A new printer, 200 labels without a gap'),
    )
    await says(page, /^In progress/)
    await second.follows('resolved the blocker in Fulfillment')
    await actor.finish(gates.fulfilment)
    await second.follows(openGates(11))
  })

  test('two gates are waived: the lead may grant the one, only the sponsor the one that would sink the first day', async () => {
    const { page } = actor
    const ask = async (reason: string, mitigation?: string) => {
      await press(page, 'Request a waiver', async () => {
        await type(page, 'Reason', reason)
        await type(page, 'Until', '2026-12-10T18:00')
        if (mitigation !== undefined) await type(page, 'Mitigation', mitigation)
      })
      await says(page, /requested a waiver until/)
    }
    await actor.as('marta', '/gates/social-media')
    await ask('One network still looks at our account')
    await second.follows('Marta Silva requested a waiver for Social media')
    await actor.as('priya', '/gates/social-media')
    await press(page, 'Grant waiver')
    await says(page, /^Waived until/)
    await second.follows(openGates(10))
    await actor.as('tom', '/gates/infrastructure')
    await ask('The restore is booked for the second week', 'Nightly copies lie at two providers')
    await second.follows('Tom Becker requested a waiver for Infrastructure')
    await actor.as('priya', '/gates/infrastructure')
    expect(await page.getByRole('button', { name: 'Grant waiver' }).count()).toBe(0)
    await actor.as('helen', '/gates/infrastructure')
    await press(page, 'Grant waiver')
    await says(page, /^Waived until/)
    await second.follows(openGates(9))
  })

  const rest = [
    gates.analytics,
    gates.service,
    gates.search,
    gates.tests,
    gates.performance,
    gates.security,
    gates.acceptance,
    gates.review,
  ]
  test.each(rest.map((each, index) => ({ ...each, left: 8 - index })))('$gate is done', async ({ left, ...each }) => {
    shop.now += hour / 6
    await (alike.includes(each.gate) ? sent : actor.done)(each)
    await second.follows(openGates(left))
  })

  test('three days later the count of the stock is too old; Joon counts again, and nobody has to sign again', async () => {
    await comeBackAt(monday + 3 * day)
    await says(second.page, openGates(1))
    const moved = performance.now()
    shop.now += 2 * hour
    await second.follows(openGates(2))
    console.log(`a count too old: seen ${Math.round(performance.now() - moved)} ms after it fell due`)
    expect(await askedNow()).toEqual({ stale: ['INV-1'], open: ['inventory', 'go-no-go'] })
    const { page } = actor
    actor.leave()
    await become(page, 'joon', '/')
    await page.locator('main a', { hasText: 'Inventory' }).first().click()
    await says(page, /^Needs recheck/)
    await tick(page, 'INV-1', number('98.7'))
    await says(page, /^Completed/)
    await second.follows(openGates(1))
  })

  test('another build asks again exactly what depends on it', async () => {
    await setBuild('202')
    await second.follows(openGates(5))
    const asked = await askedNow()
    expect(asked.stale.toSorted()).toEqual(askedAgain.toSorted())
    expect(asked.open.toSorted()).toEqual([...again.map(({ gate }) => gate), 'go-no-go'].toSorted())
  })

  test('that is done, the decision is taken, and it goes live', async () => {
    await decideAgain(actor.done)
    await actor.as('helen')
    await press(actor.page, 'Mark as live')
    await says(actor.page, /^Launched/)
    await second.follows(/^Launched/m)
  })

  test('it is rolled back: that build never again, and the decision is asked again', async () => {
    const { page } = actor
    shop.now += hour
    await actor.as('priya')
    await press(page, 'Mark as rolled back', () => type(page, 'Reason', 'Mails of orders do not arrive'))
    await says(page, 'Build 202 was rolled back. Set a different build.')
    await second.follows('Build 202 was rolled back. Set a different build.')
    await second.follows('Priya Nair marked the launch as rolled back: “Mails of orders do not arrive”')
    expect(await askedNow()).toEqual({ stale: ['GNG-3', 'GNG-4'], open: ['go-no-go'] })
    const { version } = await stateNow()
    await actor.as('ana')
    await press(page, 'Set build', () => type(page, 'Version', '202'))
    await expect
      .poll(() => page.locator('#refused').innerText())
      .toContain('Build 202 was rolled back. Set a different build.')
    expect((await stateNow()).version).toBe(version)
    await setBuild('203')
    await second.follows(openGates(5))
    expect((await askedNow()).stale.toSorted()).toEqual([...askedAgain, 'GNG-3', 'GNG-4'].toSorted())
  })

  test('a second decision unlocks it', async () => {
    await decideAgain(sent)
  })

  test('it locks by itself when the count is too old once more, and the new count is enough to unlock it', async () => {
    await comeBackAt(monday + 6 * day)
    await says(second.page, 'Ready to launch')
    shop.now += 2 * hour
    await second.follows(openGates(1))
    await actor.as('joon', '/gates/inventory')
    await tick(actor.page, 'INV-1', number('98.2'))
    await second.follows('Ready to launch')
  })

  test('it goes live again', async () => {
    await actor.as('helen')
    await press(actor.page, 'Mark as live')
    await says(actor.page, /^Launched/)
    await second.follows(/^Launched/m)
  })

  test('its log tells the story from beginning to end, and is whole', async () => {
    const { page } = actor
    await actor.as('priya', '/log')
    expect(await page.locator('#whole').innerText()).toMatch(/^Verified /)
    const lines: string[] = []
    for (;;) {
      lines.push(...(await page.locator('.log li > p').allInnerTexts()))
      const older = page.getByRole('link', { name: 'Older' })
      if ((await older.count()) === 0) break
      const href = await older.getAttribute('href')
      await older.click()
      await page.waitForURL(`**${href}`)
    }
    const story = [
      'Priya Nair created Winter shop',
      'Priya Nair started the launch',
      'Ana Ruiz set the build to 201',
      'Helen Cho requested changes to Legal and privacy: “The picture shows the old button”',
      'Sam Okafor reported a blocker in Fulfillment: “The label printer skips every tenth”',
      '陳偉 resolved the blocker in Fulfillment: “A new printer, 200 labels without a gap”',
      'Priya Nair granted a waiver for Social media until',
      'Helen Cho granted a waiver for Infrastructure until',
      'Recheck due in Inventory',
      '박준 marked “% of sampled physical stock that matches the loaded opening stock” done',
      'Ana Ruiz set the build to 202',
      'Payment gateway needs a recheck: the build changed',
      'Deploys unlocked',
      'Helen Cho marked the launch as live',
      'Priya Nair marked the launch as rolled back: “Mails of orders do not arrive”',
      'Go/no-go needs a recheck: something changed after the decision',
      'Ana Ruiz set the build to 203',
      'Deploys unlocked',
      'Recheck due in Inventory',
      'Deploys locked again',
      '박준 marked “% of sampled physical stock that matches the loaded opening stock” done',
      'Deploys unlocked',
      'Helen Cho marked the launch as live',
    ]
    expect(inThisOrder(story, lines.toReversed())).toEqual(story)
    const { version } = await stateNow()
    expect(lines.length).toBe(version)
    const verified = await verifyLaunch(shop.store, launch, shop.services.evidence.find)
    expect(verified).toMatchObject({ matches: true, entries: version })
  })

  test('nothing went wrong in either window, and each change was seen within a second', () => {
    expect(windows.flatMap(({ faults }) => faults)).toEqual([])
    console.log(second.figures())
    expect(second.slowest()).toBeLessThan(10 * promised)
  })
})

/** Those of the wanted beginnings that come one after the other in these lines. */
function inThisOrder(wanted: readonly string[], lines: readonly string[]): string[] {
  const found: string[] = []
  for (const line of lines) {
    const next = wanted[found.length]
    if (next !== undefined && line.startsWith(next)) found.push(next)
  }
  return found
}
