import type { CDPSession, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWindow } from '../support/browser.ts'
import type { ServedShop } from '../support/served-shop.ts'
import { become, meanwhile, servedWith, unfold } from './people.ts'

/** Text that is composed with an input method, Zhuyin and Hangul: Enter ends the composition and sends nothing, and no change of the page takes it away. */

let shop: ServedShop
beforeAll(async () => {
  shop = await servedWith('composed', 'Composed')
  await meanwhile(shop, 'priya', 'composed', { type: 'launch.start' })
})
afterAll(() => shop.close())

const gate = (id: string) => `/launches/composed/gates/${id}`

/** What an input method does, key by key: the browser is told what is being composed, and in the end what it has become. */
async function inputMethod(page: Page) {
  const devtools: CDPSession = await page.context().newCDPSession(page)
  const key = (type: 'rawKeyDown' | 'keyUp', key: string) =>
    // 229: the input method has taken the key.
    devtools.send('Input.dispatchKeyEvent', {
      type,
      key,
      code: key,
      windowsVirtualKeyCode: type === 'keyUp' ? 13 : 229,
    })
  return {
    async compose(...steps: string[]) {
      for (const text of steps)
        await devtools.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
    },
    /** Enter chooses the text; the method takes the key for itself. */
    async confirm(text: string) {
      await key('rawKeyDown', 'Enter')
      await devtools.send('Input.insertText', { text })
      await key('keyUp', 'Enter')
    },
  }
}

/** What reaches the page of a composition, so that a test that composes nothing fails. */
const hearCompositions = (page: Page) =>
  page.evaluate(`
    heard = []
    for (const type of ['compositionstart', 'compositionend', 'submit'])
      document.addEventListener(type, () => heard.push(type), true)
    document.addEventListener('keydown', ({ key, keyCode }) => heard.push(key + ' ' + keyCode), true)`)
const heard = (page: Page) => page.evaluate<string[]>('heard')

test('陳偉 writes a comment in Zhuyin: Enter confirms, and only the button sends', { timeout: 60_000 }, async () => {
  const { page, faults } = await openWindow({ baseURL: shop.url })
  await become(page, 'wei', gate('inventory'))
  const before = await shop.version('composed')
  const field = page.getByLabel('Comment', { exact: true })
  await unfold(field)
  await field.focus()
  await hearCompositions(page)
  const method = await inputMethod(page)
  await method.compose('ㄔ', 'ㄔㄨ', '出', '出ㄏ', '出ㄏㄨㄛ', '出貨')
  await method.confirm('出貨')
  await method.compose('ㄓ', 'ㄓㄥ', '正')
  await method.confirm('正常')
  expect(await field.inputValue()).toBe('出貨正常')
  expect(await heard(page)).toEqual([
    ...['compositionstart', 'Enter 229', 'compositionend'],
    ...['compositionstart', 'Enter 229', 'compositionend'],
  ])
  expect(await shop.version('composed')).toBe(before)

  // The draft is the text as it stands.
  await page.reload()
  expect(await field.inputValue()).toBe('出貨正常')
  await unfold(field)
  await page.locator('#f-gate-comment').getByRole('button').click()
  await page.locator('.feed', { hasText: '出貨正常' }).waitFor({ state: 'attached' })
  expect(await shop.version('composed')).toBe(before + 1)
  expect(faults).toEqual([])
})

test('김유나 types in Hangul in a field of one line: Enter confirms, the next Enter sends', {
  timeout: 60_000,
}, async () => {
  const { page, faults } = await openWindow({ baseURL: shop.url })
  await become(page, 'yuna', '/me')
  const name = page.getByLabel('Name', { exact: true })
  await name.fill('')
  await hearCompositions(page)
  const method = await inputMethod(page)
  await method.compose('ㄱ', '기', '김')
  await method.confirm('김')
  await method.compose('ㅇ', '유')
  await method.confirm('유')
  expect(await name.inputValue()).toBe('김유')
  expect(page.url()).toMatch(/\/me$/)
  expect(await heard(page)).not.toContain('submit')
  await method.compose('나')
  await method.confirm('나')
  await name.press('Enter')
  await page.getByText('Your profile was saved.').waitFor()
  expect(await name.inputValue()).toBe('김유나')
  expect(faults).toEqual([])
})

test('Escape ends a composition, and not the panel around it', async () => {
  const { page } = await openWindow({ baseURL: shop.url })
  await become(page, 'wei', gate('inventory'))
  const field = page.getByLabel('What’s blocking this?')
  await unfold(field)
  await field.focus()
  const method = await inputMethod(page)
  await method.compose('ㄎ', 'ㄎㄨ')
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'Escape', windowsVirtualKeyCode: 229 })
  expect(await field.isVisible()).toBe(true)
  await method.compose('')
  await field.press('Escape')
  await expect.poll(() => field.isVisible()).toBe(false)
})

test('what others change arrives once the composition is over', { timeout: 60_000 }, async () => {
  const { page, faults } = await openWindow({ baseURL: shop.url })
  await become(page, 'wei', gate('inventory'))
  await page.locator('.live-word', { hasText: 'Updates automatically' }).waitFor()
  const field = page.getByLabel('Comment', { exact: true })
  await unfold(field)
  await field.fill('已')
  await field.press('End')
  await hearCompositions(page)
  const method = await inputMethod(page)
  await method.compose('ㄏ', 'ㄏㄜ', '核')
  const followed = page.waitForResponse((answer) => new URL(answer.url()).pathname === gate('inventory'))
  await meanwhile(shop, 'joon', 'composed', { type: 'gate.comment', gate: 'inventory', text: 'Counted again' })
  await (await followed).finished()
  const others = page.locator('.feed', { hasText: 'Counted again' })
  await page.evaluate('new Promise((later) => setTimeout(later, 200))')
  expect(await others.count()).toBe(0)
  expect(await heard(page)).toEqual(['compositionstart'])
  expect(await field.inputValue()).toBe('已核')
  await method.confirm('核對')
  await others.waitFor({ state: 'attached' })
  expect(await field.inputValue()).toBe('已核對')
  expect(await field.evaluate((element) => element.matches(':focus'))).toBe(true)
  expect(faults).toEqual([])
})

test('the answer to one form leaves the field alone in which somebody composes by then', {
  timeout: 60_000,
}, async () => {
  const { page, faults } = await openWindow({ baseURL: shop.url })
  await become(page, 'joon', gate('inventory'))
  const before = await shop.version('composed')
  let answer: () => void = () => undefined
  const held = new Promise<void>((resolve) => {
    answer = resolve
  })
  await page.route('**/commands*', async (route) => {
    await held
    await route.continue()
  })
  await page.locator('#gate-tick-INV-1-evidence-value').fill('99')
  await page.locator('#f-gate-tick-INV-1').getByRole('button', { name: 'Save' }).click()
  const field = page.getByLabel('Comment', { exact: true })
  await unfold(field)
  await field.focus()
  await hearCompositions(page)
  const method = await inputMethod(page)
  await method.compose('ㄱ', '가')
  answer()
  await page.locator('#item-INV-1.is-ticked, #item-INV-1.is-completed').waitFor({ state: 'attached' })
  expect(await heard(page)).toEqual(['compositionstart'])
  await method.compose('가ㄴ')
  await method.confirm('가나')
  expect(await field.inputValue()).toBe('가나')
  expect(await field.evaluate((element) => element.matches(':focus'))).toBe(true)
  expect(await shop.version('composed')).toBe(before + 1)
  expect(faults).toEqual([])
})
