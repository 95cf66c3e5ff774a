import { afterAll, beforeAll, expect, test } from 'vitest'
import { languages } from '../../server/words/index.ts'
import { openWindow } from '../support/browser.ts'
import { openServedShop, type ServedShop } from '../support/served-shop.ts'
import { createLaunch } from '../support/shop.ts'
import { become } from './people.ts'

/** Chinese and Korean as they are set: names of people on a page in English, and whole pages. */

let shop: ServedShop
beforeAll(async () => {
  shop = await openServedShop()
  await createLaunch(shop, 'spring', 'ecommerce')
})
afterAll(() => shop.close())

const fonts: Record<string, string> = { ko: 'Malgun Gothic', 'zh-Hant': 'Microsoft JhengHei' }

/** Runs in the page: each text in this language, and what of its setting is wrong. */
const textsIn = (lang: string) => `
  [...document.querySelectorAll('body, body *')].flatMap((element) => {
    const text = [...element.childNodes].map((node) => (node.nodeType === 3 ? node.nodeValue : '')).join('').trim()
    if (!element.matches(':lang(${lang})') || text === '') return []
    const style = getComputedStyle(element)
    const isCode = element.closest('code, pre') !== null
    const wrong = {
      letterSpacing: !['normal', '0px'].includes(style.letterSpacing),
      fontStyle: style.fontStyle !== 'normal',
      textTransform: style.textTransform !== 'none',
      wordBreak: '${lang}' === 'ko' && style.wordBreak !== 'keep-all',
      lineBreak: '${lang}' === 'zh-Hant' && style.lineBreak !== 'strict',
      fontFamily: isCode ? !/mono/.test(style.fontFamily) : !/${fonts[lang]}.*system-ui/.test(style.fontFamily),
    }
    return [{ text, wrong: Object.keys(wrong).filter((name) => wrong[name]).join(' ') }]
  })`

interface Text {
  text: string
  /** Names of properties; empty when all is right. */
  wrong: string
}

test.each([
  ['ko', '김유나'],
  ['zh-Hant', '陳偉'],
])('%s inside a page in English', async (lang, name) => {
  const { page } = await openWindow({ baseURL: shop.url })
  await become(page, 'priya', '/launches/spring')
  const texts = await page.evaluate<Text[]>(textsIn(lang))
  expect(texts).toContainEqual({ text: name, wrong: '' })
  expect(texts.filter(({ wrong }) => wrong !== '')).toEqual([])
  await page.evaluate(`
    const sheet = new CSSStyleSheet()
    sheet.replaceSync('body [lang] { letter-spacing: -0.03em; font-style: italic }')
    document.adoptedStyleSheets.push(sheet)`)
  expect(await page.evaluate<Text[]>(textsIn(lang))).toContainEqual({ text: name, wrong: 'letterSpacing fontStyle' })
})

test.each(languages.filter((tag) => tag in fonts))('a page in %s', async (lang) => {
  const { page } = await openWindow({ baseURL: shop.url })
  for (const path of ['/launches/spring', '/launches/spring/gates/go-no-go', '/pipelines/first-look', '/']) {
    await become(page, 'priya', `${path}?lang=${lang}`)
    const texts = await page.evaluate<Text[]>(textsIn(lang))
    expect(texts.length).toBeGreaterThan(10)
    expect(texts.filter(({ wrong }) => wrong !== '')).toEqual([])
  }
})
