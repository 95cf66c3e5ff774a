import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keepWindow, openWindow, type Window } from '../support/browser.ts'
import type { ServedShop } from '../support/served-shop.ts'
import { areWhole, become, drafted, follow, meanwhile, press, says, servedWith, tick, unfold } from './people.ts'

/** What people type and attach, whatever it is: refused kindly, kept whole, shown whole, and never lost. */

let shop: ServedShop
const titles = {
  'long-title': 'The winter opening of the shop '.repeat(7).slice(0, 200),
  'hangul-title': '겨울맞이온라인쇼핑몰개점'.repeat(17).slice(0, 200),
  'han-title': '冬季線上商店開幕典禮籌備'.repeat(17).slice(0, 200),
}
const started = ['typed', 'typed-plain', ...Object.keys(titles)]
const folder = mkdtempSync(join(tmpdir(), 'launchgate-typed-'))
const tooLarge = join(folder, 'tree.txt')
beforeAll(async () => {
  writeFileSync(tooLarge, Buffer.alloc(10 * 1024 * 1024 + 1, 'a'))
  shop = await servedWith('typed', 'Typed')
  await drafted(shop, 'typed-plain', 'Typed without JavaScript')
  for (const [slug, title] of Object.entries(titles)) await drafted(shop, slug, title)
  for (const slug of started) await meanwhile(shop, 'priya', slug, { type: 'launch.start' })
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await shop.close()
})

const gate = (slug: string, id: string) => `/launches/${slug}/gates/${id}`
const comment = (page: Page) => page.getByLabel('Comment', { exact: true })
const isFocused = (page: Page, selector: string) =>
  page.evaluate<boolean>(`document.activeElement.matches(${JSON.stringify(selector)})`)
const fits = (page: Page) =>
  page.evaluate<boolean>('document.documentElement.scrollWidth <= document.documentElement.clientWidth')

describe.each([
  ['typed', true],
  ['typed-plain', false],
])('%s, JavaScript %s', { timeout: 60_000 }, (slug, javaScriptEnabled) => {
  let window: Window
  beforeAll(async () => {
    window = await keepWindow({ baseURL: shop.url, javaScriptEnabled })
  })
  afterAll(() => window.page.context().close())

  test('a file that is too large, of a wrong type, or no report is refused in its form; the right one then counts', async () => {
    const { page, faults } = window
    const before = await shop.version(slug)
    const attach = async (item: string, file: string | { name: string; mimeType: string; buffer: Buffer }) => {
      const row = page.locator(`#item-${item}`)
      await row.locator('input[type=file]').setInputFiles(file)
      await row.locator(`#f-gate-tick-${item} button[type=submit]`).click()
    }
    const refused = (sentence: string) =>
      expect.poll(() => page.locator('#refused').innerText(), { timeout: 20_000 }).toContain(sentence)

    await become(page, 'priya', gate(slug, 'categories'))
    if (javaScriptEnabled) await comment(page).fill('Written beside it, not sent')
    await attach('CAT-1', tooLarge)
    await refused('The file is larger than 10 MB.')
    await expect.poll(() => isFocused(page, '#refused')).toBe(true)
    const notWhatItSays = { name: 'tree.pdf', mimeType: 'application/pdf', buffer: Buffer.from('MZ, no PDF') }
    await attach('CAT-1', notWhatItSays)
    await refused('This file type isn’t supported')
    if (javaScriptEnabled) expect(await comment(page).inputValue()).toBe('Written beside it, not sent')
    expect(await shop.version(slug)).toBe(before)
    await tick(page, 'CAT-1', { kind: 'file', name: '분류 tree.txt', type: 'text/plain', body: 'All shelves' })
    expect(await page.locator('#item-CAT-1').innerText()).toContain('분류 tree.txt')
    if (javaScriptEnabled) expect(await comment(page).inputValue()).toBe('Written beside it, not sent')

    await meanwhile(shop, 'priya', slug, { type: 'launch.setCandidate', version: '101' })
    await become(page, 'sam', gate(slug, 'testing-signoff'))
    await attach('TFN-1', { name: 'report.xml', mimeType: 'application/xml', buffer: Buffer.from('<a/>') })
    await refused('This isn’t a JUnit report: its root element is <a>')
    const green = '<testsuite name="shop"><testcase name="pays"/></testsuite>'
    await tick(page, 'TFN-1', { kind: 'junit', name: 'report.xml', type: 'application/xml', body: green })
    expect(await shop.version(slug)).toBe(before + 3)
    expect(faults).toEqual([])
  })

  test('a reason of exactly 4,000 characters with line breaks is shown whole; one more is refused, and nothing is cut', async () => {
    const { page, faults } = window
    const line = '사유 理由 reason '
    const whole = `${`${line.repeat(5)}\n`.repeat(80).slice(0, 3999)}!`
    expect(whole).toHaveLength(4000)
    await become(page, 'joon', gate(slug, 'inventory'))
    const before = await shop.version(slug)
    await unfold(page.locator('#f-gate-block'))
    const field = page.getByLabel('What’s blocking this?')
    await field.fill(`${whole}?`)
    await press(page, 'Report a blocker')
    const refused = page.locator('#refused')
    await refused.waitFor()
    expect(await refused.innerText()).toContain('Too long: 4,001 of 4,000 characters')
    expect(await field.inputValue()).toBe(`${whole}?`)
    expect(await shop.version(slug)).toBe(before)

    await field.fill(whole)
    await press(page, 'Report a blocker')
    await says(page, /^Blocked/)
    expect(await page.locator('.reason q').textContent()).toBe(whole)
    expect(await shop.version(slug)).toBe(before + 1)
    await page.setViewportSize({ width: 320, height: 700 })
    expect(await fits(page)).toBe(true)
    await page.setViewportSize({ width: 1280, height: 900 })
    expect(faults).toEqual([])
  })

  test('the database does not answer: it is said, what was typed is there, and the next press counts once', async () => {
    const { page } = window
    await become(page, 'joon', gate(slug, 'pricing'))
    const before = await shop.version(slug)
    await comment(page).fill('Said while it was locked')
    const keyOf = () => page.locator('#f-gate-comment input[name=requestKey]').inputValue()
    const key = await keyOf()
    const other = new Database(fileURLToPath(shop.services.config.databaseUrl.replace(/^file:/, 'file://')))
    other.exec('BEGIN IMMEDIATE')
    await page.locator('#f-gate-comment').getByRole('button').click()
    await expect
      .poll(() => page.locator('#trouble').innerText(), { timeout: 20_000 })
      .toContain('Temporarily unavailable')
    other.close()
    await expect.poll(() => isFocused(page, '#trouble')).toBe(true)
    // It may have been saved, so it is sent again with the same key, also when the page has followed a change meanwhile.
    await meanwhile(shop, 'priya', slug, { type: 'gate.comment', gate: 'pricing', text: 'Said meanwhile' })
    if (javaScriptEnabled) {
      await page.locator('.feed', { hasText: 'Said meanwhile' }).waitFor({ state: 'attached' })
      expect(await comment(page).inputValue()).toBe('Said while it was locked')
      expect(await keyOf()).toBe(key)
      await page.locator('#f-gate-comment').getByRole('button').click()
      await expect.poll(() => comment(page).inputValue()).toBe('')
      expect(await page.locator('#trouble').count()).toBe(0)
    } else {
      expect(await comment(page).inputValue()).toBe('Said while it was locked')
      await page.getByRole('button', { name: 'Back to the form' }).click()
      await page.waitForURL(`**${gate(slug, 'pricing')}`)
      expect(await page.locator('#refused').innerText()).toContain('Not sent yet.')
      expect(await comment(page).inputValue()).toBe('Said while it was locked')
      expect(await keyOf()).toBe(key)
      await page.locator('#f-gate-comment').getByRole('button').click()
    }
    const said = page.locator('.feed', { hasText: 'Said while it was locked' })
    await said.waitFor({ state: 'attached' })
    await unfold(said)
    expect(await said.innerText()).toContain('Said while it was locked')
    expect(await shop.version(slug)).toBe(before + 2)
  })
})

describe('drafts', { timeout: 60_000 }, () => {
  test('of every kind of field outlive another form’s press, a reload, and are gone once they are sent', async () => {
    const { page, faults } = await openWindow({ baseURL: shop.url })
    await become(page, 'joon', gate('long-title', 'inventory'))
    const number = page.locator('#gate-tick-INV-6-evidence-value')
    const problem = page.getByLabel('What’s blocking this?')
    const stand = async () => [await number.inputValue(), await problem.inputValue()]
    await unfold(problem)
    await number.fill('15')
    await problem.fill('Two scanners count twice')
    await tick(page, 'INV-1', { kind: 'number', value: '99' })
    expect(await stand()).toEqual(['15', 'Two scanners count twice'])
    await page.reload()
    expect(await stand()).toEqual(['15', 'Two scanners count twice'])
    await page.locator('#f-gate-tick-INV-6').getByRole('button', { name: 'Save' }).click()
    await page.locator('#item-INV-6.is-completed').waitFor({ state: 'attached' })
    await page.reload()
    expect(await number.inputValue()).toBe('')

    const until = page.getByLabel('Until')
    await follow(page, page.locator('main a', { hasText: 'Request a waiver' }).first())
    await until.fill('2027-01-01T10:00')
    await page.reload()
    expect(await until.inputValue()).toBe('2027-01-01T10:00')

    await become(page, 'priya', gate('long-title', 'inventory'))
    await unfold(page.locator('#f-gate-addItem'))
    await page.getByLabel('Evidence').selectOption('number')
    await page.getByLabel('Required to clear this gate').uncheck()
    await page.reload()
    expect(await page.getByLabel('Evidence').inputValue()).toBe('number')
    expect(await page.getByLabel('Required to clear this gate').isChecked()).toBe(false)
    await unfold(page.locator('#f-gate-addItem'))
    await page.getByLabel('What needs to be checked?').fill('Counted twice')
    await press(page, 'Add item')
    await page.locator('#item-added-1').waitFor({ state: 'attached' })
    await page.reload()
    expect(await page.getByLabel('Evidence').inputValue()).toBe('none')
    expect(await page.getByLabel('What needs to be checked?').inputValue()).toBe('')
    expect(faults).toEqual([])
  })

  test('are not put over what somebody else has changed since', async () => {
    const { page } = await openWindow({ baseURL: shop.url })
    await become(page, 'priya', '/launches/typed/schedule')
    const title = page.locator('#f-launch-schedule').getByLabel('Title')
    await title.fill('Typed by Priya')
    await page.goto('/launches')
    await meanwhile(shop, 'priya', 'typed', { type: 'launch.schedule', title: 'Changed elsewhere' })
    await page.goto('/launches/typed/schedule')
    expect(await title.inputValue()).toBe('Changed elsewhere')
  })

  test('a session that ends while somebody only types takes nothing away', async () => {
    const { page } = await openWindow({ baseURL: shop.url })
    await become(page, 'joon', gate('typed', 'pricing'))
    await comment(page).fill('Still typing')
    await page.context().clearCookies()
    // Somebody else changes the launch, and the page wants to follow.
    await meanwhile(shop, 'priya', 'typed', { type: 'gate.comment', gate: 'pricing', text: 'A change' })
    await expect.poll(() => page.locator('.asof').innerText()).toContain('You’ve been signed out')
    expect(await comment(page).inputValue()).toBe('Still typing')
    expect(page.url()).toContain(gate('typed', 'pricing'))
  })

  test('an answer that is not ours takes nothing away either', async () => {
    const { page } = await openWindow({ baseURL: shop.url })
    await become(page, 'joon', gate('typed', 'pricing'))
    const before = await shop.version('typed')
    await comment(page).fill('Through a proxy')
    for (const status of [404, 413, 502, 503]) {
      const body = '<html><body>Bad Gateway</body></html>'
      await page.route('**/commands*', (route) => route.fulfill({ status, body, contentType: 'text/html' }), {
        times: 1,
      })
      await page.locator('#f-gate-comment').getByRole('button').click()
      await expect.poll(() => page.locator('#state').innerText()).toContain('Couldn’t reach the server.')
      expect(await comment(page).inputValue()).toBe('Through a proxy')
      await comment(page).press('End')
      await comment(page).pressSequentially('.')
      await comment(page).press('Backspace')
    }
    expect(await shop.version('typed')).toBe(before)
  })
})

describe('names and titles in three scripts', { timeout: 60_000 }, () => {
  test('people are named in their own language where they are picked, where they act, and in the log', async () => {
    const { page } = await openWindow({ baseURL: shop.url, viewport: { width: 390, height: 844 } })
    const inLanguage = (lang: string, name: string) => page.locator(`[lang="${lang}"]`, { hasText: name })
    await page.goto('/sign-in')
    for (const [lang, name] of [
      ['ko', '박준'],
      ['zh-Hant', '陳偉'],
      ['zh-Hant', '林雅婷'],
    ] as const)
      expect(await inLanguage(lang, name).count(), name).toBeGreaterThan(0)
    expect(await page.getByRole('button', { name: 'Marta Silva' }).locator('[lang]').count()).toBe(0)
    expect(await fits(page)).toBe(true)

    for (const who of ['joon', 'wei', 'lin', 'marta'])
      await meanwhile(shop, who, 'han-title', { type: 'gate.comment', gate: 'inventory', text: `By ${who}` })
    await become(page, 'joon', gate('han-title', 'inventory'))
    for (const at of ['.demo', '.bar', '.feed'])
      expect(await page.locator(`${at} [lang="ko"]`).count(), at).toBeGreaterThan(0)
    await page.goto('/launches/han-title/log')
    expect(await page.locator('.log').innerText()).toMatch(
      /Marta Silva commented.*林雅婷 commented.*陳偉 commented.*박준 commented/s,
    )
    expect(await page.locator('.log [lang="ko"]', { hasText: '박준' }).count()).toBe(1)
    expect(await page.locator('.log [lang="zh-Hant"]', { hasText: '林雅婷' }).count()).toBe(1)
    expect(await fits(page)).toBe(true)
  })

  let narrow: Window
  beforeAll(async () => {
    narrow = await keepWindow({ baseURL: shop.url, viewport: { width: 320, height: 700 } })
  })
  afterAll(() => narrow.page.context().close())

  test.each(Object.entries(titles))('%s of 200 characters fits a screen of 320 px', async (slug, title) => {
    expect(title).toHaveLength(200)
    const { page } = narrow
    await become(page, 'joon', `/launches/${slug}`)
    expect((await page.locator('#h-launch').innerText()).trim()).toBe(title.trim())
    for (const path of ['', '/gates/inventory', '/log', '/log/0']) {
      await page.goto(`/launches/${slug}${path}`)
      expect(await fits(page), path).toBe(true)
    }
  })

  test('all of them fit it where launches are listed', async () => {
    const { page } = narrow
    await become(page, 'joon', '/')
    for (const path of ['/', '/launches', '/sign-in', '/launches/new']) {
      await page.goto(path)
      expect(await fits(page), path).toBe(true)
    }
  })
})

test('the logs are whole', () => areWhole(shop, started))
