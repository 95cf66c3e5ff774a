import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openWindow } from '../support/browser.ts'
import { firstAdmin } from '../support/new-installation.ts'
import { openServedShop, type ServedShop } from '../support/served-shop.ts'
import { type Served, served } from '../support/server.ts'
import { nameOf } from './people.ts'

/** Five people do their part in their own language, by clicks and typing, from the first page on. */

/** They choose the language at the foot of the sign-in page, and pick themselves. */
async function comes(page: Page, who: string, language: string): Promise<void> {
  await page.goto('/sign-in')
  await page.locator('footer').getByRole('button', { name: language, exact: true }).click()
  await expect.poll(() => page.locator('footer [aria-current]').innerText()).toBe(language)
  await page.getByRole('button', { name: nameOf(who) }).click()
  await page.locator('#menu').waitFor()
}
const lang = (page: Page) => page.evaluate<string>('document.documentElement.lang')
const isWithin = (page: Page) => page.evaluate<boolean>('document.documentElement.scrollWidth <= innerWidth')

describe('in the demo', { timeout: 60_000 }, () => {
  let shop: ServedShop
  beforeAll(async () => {
    shop = await openServedShop({ demo: true })
  })
  afterAll(() => shop.close())
  const phone = { width: 390, height: 844 }

  test('박준 counts the stock again in Chinese on a phone, and sends it for sign-off', async () => {
    const { page, faults } = await openWindow({ baseURL: shop.url, viewport: phone })
    await comes(page, 'joon', '繁體中文')
    expect([await lang(page), await page.locator('h1').innerText()]).toEqual(['zh-Hant', '1 個關卡待您處理'])
    await page.locator('main a[href$="/gates/inventory"]').first().click()
    await page.waitForURL('**/gates/inventory')
    expect(await page.locator('#say').innerText()).toMatch(/需重新確認/)
    const item = page.locator('#item-INV-1')
    await item.getByLabel('數值').fill('90')
    await item.getByRole('button', { name: '儲存' }).click()
    await page
      .getByText(/98 到 100/)
      .filter({ hasText: '90' })
      .first()
      .waitFor()
    await item.getByLabel('數值').fill('99.2')
    await item.getByRole('button', { name: '儲存' }).click()
    await page.locator('.act').getByRole('button', { name: '送簽' }).click()
    await expect.poll(() => page.locator('#say').innerText()).toMatch(/^待簽核/)
    const answer = await shop.store.entries('aurora', 0, 500)
    expect(answer.at(-1)).toMatchObject({ action: 'gate.submit', gate: 'inventory' })
    expect(await isWithin(page)).toBe(true)
    expect(faults.filter((fault) => !fault.includes('422'))).toEqual([])
  })

  test('김유나 signs off the acceptance test in Korean', async () => {
    const { page, faults } = await openWindow({ baseURL: shop.url })
    await comes(page, 'yuna', '한국어')
    expect(await lang(page)).toBe('ko')
    await page.locator('main a[href$="/gates/user-acceptance"]').first().click()
    await page.waitForURL('**/gates/user-acceptance')
    await page.locator('.act summary', { hasText: '승인' }).last().click()
    await page.locator('.act textarea:visible').fill('고객센터에서 확인했습니다.')
    await page.getByRole('button', { name: /CS팀.*승인/ }).click()
    await expect.poll(() => page.locator('main').innerText()).toContain('고객센터에서 확인했습니다.')
    const answer = await shop.store.entries('aurora', 0, 500)
    expect(answer.find(({ action, gate }) => action === 'gate.signOff' && gate === 'user-acceptance')).toBeDefined()
    expect(faults).toEqual([])
  })

  test('Priya leads in English what they did in Chinese and Korean', async () => {
    const { page, faults } = await openWindow({ baseURL: shop.url, locale: 'ko-KR' })
    await comes(page, 'priya', 'English')
    await page.getByRole('link', { name: 'Launches', exact: true }).click()
    await page.locator('main a[href="/launches/aurora"]').click()
    await page.waitForURL('**/launches/aurora')
    expect(await page.locator('.verdict').innerText()).toMatch(/Not ready: \d of 21 gates still open/)
    await page.getByRole('link', { name: 'View audit log' }).click()
    const lines = page.locator('ol.log li')
    await lines.filter({ hasText: '박준 sent Inventory for sign-off' }).waitFor()
    const signed = lines.filter({ hasText: '김유나 signed off User acceptance as Customer service' }).first()
    expect(await signed.locator('[lang=ko]').allInnerTexts()).toEqual(
      expect.arrayContaining(['김유나', expect.stringContaining('고객센터에서 확인했습니다')]),
    )
    expect(faults).toEqual([])
  })

  test('Omar reads in Korean who approved it, and gets the proof', async () => {
    const { page, faults } = await openWindow({ baseURL: shop.url })
    await comes(page, 'omar', '한국어')
    await page.waitForURL('**/audit')
    await page.getByRole('link', { name: '오픈 프로젝트', exact: true }).first().click()
    await page.locator('main a[href="/launches/aurora"]').click()
    await page.getByRole('link', { name: '감사 로그 보기' }).click()
    await page.getByText(/검증/).first().waitFor()
    const line = page.locator('ol.log li', { hasText: '김유나' }).filter({ hasText: '승인' }).first()
    expect(await line.locator('p').innerText()).toMatch(/김유나 님이 .*‘CS팀’ 역할.*승인/)
    await line.locator('a.seq').click()
    await page.getByText('RFC 6962').first().waitFor()
    expect(await page.locator('main').innerText()).toMatch(/CS팀/)
    expect(await page.locator('main form').count()).toBe(0)
    expect([await lang(page), await isWithin(page)]).toEqual(['ko', true])
    expect(faults).toEqual([])
  })

  test.each(['English', '繁體中文', '한국어'])('Ada’s header is one line on a phone in %s', async (language) => {
    const { page } = await openWindow({ baseURL: shop.url, viewport: phone })
    await comes(page, 'ada', language)
    const heights = await page.evaluate<number[]>(
      "[...document.querySelectorAll('.bar nav a, .bar #menu')].map((each) => Math.round(each.getBoundingClientRect().top))",
    )
    expect(heights.length).toBeGreaterThan(3)
    expect(Math.max(...heights) - Math.min(...heights)).toBeLessThan(20)
  })
})

describe('on an empty database', { timeout: 60_000 }, () => {
  let server: Served
  beforeAll(async () => {
    server = await served({})
    await server.start()
  })
  afterAll(() => server.close())

  test('Rui sets up the organization in Chinese, and everyone after her starts in it', async () => {
    await expect.poll(() => server.said()).toMatch(/Setup code: (\S+)/)
    const code = /Setup code: (\S+)/.exec(server.said())?.[1] ?? ''
    const { page, faults } = await openWindow({ baseURL: server.url, viewport: { width: 390, height: 844 } })
    await page.goto('/')
    await page.locator('footer').getByRole('button', { name: '繁體中文' }).click()
    await page.getByRole('link', { name: '建立我的團隊' }).click()
    await page.getByLabel('設定碼').fill(code)
    await page.getByLabel('組織').fill('海港選物')
    await page.locator('main').getByLabel('語言').selectOption({ label: '繁體中文' })
    await page.getByLabel('時區').selectOption('Asia/Taipei')
    await page.getByLabel('您的姓名').fill('林雅婷')
    await page.getByLabel('電子郵件').fill(firstAdmin.email)
    await page.getByLabel('密碼').fill('太短')
    await page.getByRole('button', { name: '建立管理員帳號' }).click()
    await page.getByText(/12/).first().waitFor()
    expect(await page.getByLabel('組織').inputValue()).toBe('海港選物')
    await page.getByLabel('密碼').fill(firstAdmin.password)
    await page.getByRole('button', { name: '建立管理員帳號' }).click()
    const steps = page.locator('.first-steps')
    await steps.waitFor()
    expect(await steps.getByRole('link').allInnerTexts()).toEqual(['邀請人員', '選擇範本', '建立第一個上線計畫'])
    expect([await lang(page), await isWithin(page)]).toEqual(['zh-Hant', true])
    expect(faults.filter((fault) => !fault.includes('422'))).toEqual([])

    const another = await openWindow({ baseURL: server.url, locale: 'fr-FR' })
    await another.page.goto('/sign-in')
    expect(await lang(another.page)).toBe('zh-Hant')
  })
})
