import { text } from 'node:stream/consumers'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openWindow } from '../support/browser.ts'
import { openServedShop, type ServedShop } from '../support/served-shop.ts'
import { unfold } from './people.ts'

/** Omar the auditor: who approved payment, when, on what evidence, and did anything change after? By clicks only, from the first page, in one page. */

let shop: ServedShop
beforeAll(async () => {
  shop = await openServedShop({ demo: true, isRunning: true })
})
afterAll(() => shop.close())

/** As the pages say an instant on hover and print it: Tue 10 Nov 2026 00:11 +09:00. */
const time = '\\w{3} \\d{1,2} \\w{3} \\d{4} \\d{2}:\\d{2} \\+0[89]:00'

/** From the first page of the demo to the page of a launch's payment gateway. */
async function comesToPayment(page: Page, launch: string): Promise<void> {
  await page.goto('/')
  if ((await page.locator('[href="/launches"]').count()) === 0) {
    await page.getByRole('button', { name: 'Omar Haddad' }).click()
    await page.waitForURL('**/audit')
  }
  await page.getByRole('link', { name: 'Launches' }).first().click()
  await page.waitForURL('**/launches')
  const row = page.locator(`main a[href="/launches/${launch}"]`).first()
  if ((await row.count()) === 0) await page.locator('.tabs').getByRole('link', { name: 'Live' }).click()
  await row.click()
  await page.waitForURL(`**/launches/${launch}`)
  const gate = page.locator('#gate-payment-gateway a')
  await unfold(gate)
  await gate.click()
  await page.waitForURL(`**/gates/payment-gateway`)
}

const section = (page: Page, heading: string) => page.locator(`section[aria-labelledby="${heading}"]`)
/** What can be read without pressing anything, in one line, with each time as it is said on hover. */
async function read(page: Page, heading: string): Promise<string> {
  await page.evaluate(`for (const time of document.querySelectorAll('time[title]')) time.textContent = time.title`)
  return (await section(page, heading).innerText()).replace(/\s+/g, ' ')
}

const answers = [
  {
    launch: 'borealis',
    sent: `Sent for sign-off by Tom Becker · build 312 \\(6b20fd88\\)\\s+${time}`,
    signed: [`Ana Ruiz Technical SME, signed ${time}`],
    voided: `Ana Ruiz signed off Payment gateway as Technical SME Voided because a recheck was needed: the build changed ${time}`,
    evidence: [
      'live-orders-312.csv',
      'Checked production today: live keys, live mode.',
      'Finance confirmed all four by email.',
    ],
    file: { name: 'live-orders-312.csv', holds: '500044,card,2,8,8' },
    count: 6,
    entry: /Ana Ruiz signed off Payment gateway as Technical SME/,
  },
  {
    launch: 'aurora',
    sent: `Sent for sign-off by Tom Becker · build 4812 \\(c70b6ad9\\)\\s+${time}`,
    signed: [`Ana Ruiz Technical SME, signed ${time}`, `Priya Nair Ecommerce SME, signed ${time}`],
    voided: null,
    evidence: ['card-data-scope-2.txt', 'Bad signature: rejected. Old event replayed: ignored.'],
    file: { name: 'card-data-scope-2.txt', holds: 'The tag manager no longer loads there.' },
    count: 6,
    entry: /(Ana Ruiz|Priya Nair) signed off Payment gateway as/,
  },
]

describe.each([1280, 390])('at %i px', { timeout: 60_000 }, (width) => {
  test.each(answers)('$launch: one page answers it, and lets nothing be changed', async (answer) => {
    const { page, faults } = await openWindow({ baseURL: shop.url, viewport: { width, height: 844 } })
    await comesToPayment(page, answer.launch)

    expect(await page.locator('#say').innerText()).toMatch(/^Completed\./)
    await read(page, 'h-signs')
    expect(await page.locator('.head').innerText()).toMatch(new RegExp(answer.sent))
    const signatures = await read(page, 'h-signs')
    expect(signatures).toContain(`${answer.signed.length} of ${answer.signed.length} signed off`)
    for (const who of answer.signed) expect(signatures).toMatch(new RegExp(who))

    const done = await read(page, 'h-items')
    for (const evidence of answer.evidence) expect(done).toContain(evidence)
    expect(done.match(new RegExp(`[\\p{L} ]+ ${time}`, 'gu'))).toHaveLength(answer.count)

    expect(await read(page, 'h-activity')).toContain('Nothing in this gate has changed since it was completed.')
    // A verification that takes longer than the page waits goes on, and the next page says what it found.
    const verified = /Verified .*: \d+ entries, \d+ texts and \d+ files?, none altered\./
    await expect
      .poll(async () => {
        const since = await read(page, 'h-activity')
        if (!verified.test(since)) await page.reload()
        return since
      })
      .toMatch(verified)

    // The one history has the sign-off that no longer counts, marked where it stands.
    await page.locator('#earlier > summary').click()
    const activity = await read(page, 'h-activity')
    if (answer.voided === null) expect(activity).not.toContain('Voided')
    else expect(activity).toMatch(new RegExp(answer.voided))

    expect(await page.locator('main').locator('form, button, input, select, textarea').count()).toBe(0)
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      section(page, 'h-items').getByRole('link', { name: answer.file.name }).first().click(),
    ])
    expect(download.suggestedFilename()).toBe(answer.file.name)
    expect(await text(await download.createReadStream())).toContain(answer.file.holds)

    await section(page, 'h-signs').locator('.signs > li a').first().click()
    await page.waitForURL(/\/log\/\d+$/)
    expect(await page.locator('#say').innerText()).toMatch(answer.entry)
    await page.goBack()
    await page.getByRole('link', { name: 'View audit log for this gate' }).click()
    await page.waitForURL('**/log?gate=payment-gateway')
    expect(await page.locator('.log > li').count()).toBeGreaterThan(answer.count)
    expect(faults).toEqual([])
  })
})

test('what did change after is said with the way to each entry', { timeout: 60_000 }, async () => {
  const { page, faults } = await openWindow({ baseURL: shop.url, viewport: { width: 390, height: 844 } })
  await comesToPayment(page, 'aurora')
  // A gate that it needs is not ready: the way leads there.
  expect(await read(page, 'h-activity')).toContain('A gate this depends on is no longer ready: Inventory.')
  await page.locator('main a[href="/launches/aurora/gates/inventory"]').first().click()
  await page.waitForURL('**/gates/inventory')
  await page.locator('#earlier > summary').click()
  const activity = await read(page, 'h-activity')
  expect(activity).toContain('Recheck due in Inventory')
  expect(activity).toContain('Marta Silva reopened Inventory: “Campaign update')
  expect(activity).toMatch(
    new RegExp(`陳偉 signed off Inventory as Logistics manager Voided because Marta Silva reopened it ${time}`),
  )
  await section(page, 'h-activity').locator('.feed > li', { hasText: 'reopened Inventory' }).locator('a').click()
  await page.waitForURL(/\/log\/\d+$/)
  expect(await page.locator('#say').innerText()).toContain('Marta Silva reopened Inventory')
  expect(faults).toEqual([])
})
