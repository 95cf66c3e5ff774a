import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seedDemo } from '../../server/demo/seed.ts'
import { builtInPipelines } from '../../server/pipelines/built-in.ts'
import { pipelinesOf } from '../../server/pipelines/choosable.ts'
import { addLanguage, languages, words } from '../../server/words/index.ts'
import { keepWindow, type Window } from '../support/browser.ts'
import { isLongRun } from '../support/long-run.ts'
import { openServedShop, type ServedShop } from '../support/served-shop.ts'
import { bareTexts, type PageText, readPage } from '../support/words/bare-text.ts'
import { pseudoCatalogue, pseudoTag, withPseudo } from '../support/words/pseudo.ts'
import { mainPages, openAllStates, pages, post, refusedForms, refusedPages } from './pages.ts'
import { signInAs } from './people.ts'

/**
 * Every page in a language that is made from English and longer, which is added as any other would be: all that is said comes from the
 * catalogue or the pipeline, and fits.
 */

let shop: ServedShop
let window: Window
let takeAway: () => void
/** What people and launches are called, and the product. */
let names: string[]
beforeAll(async () => {
  takeAway = addLanguage(pseudoTag, pseudoCatalogue())
  shop = await openServedShop()
  const builtIn = [...(await builtInPipelines())].map(([id, pipeline]) => [id, withPseudo(pipeline)] as const)
  shop.services.pipelines = pipelinesOf(new Map(builtIn), shop.store)
  await seedDemo(shop.services)
  await openAllStates(shop)
  const people = (await shop.store.directory.people()).map(({ name }) => name)
  const launches = ['Aurora', 'Borealis', 'Hello', 'The draft shop', 'The held shop', 'The cancelled shop']
  names = [...people, ...launches, 'Launchgate', 'ci', ...languages.map((tag) => words(tag).t('ui.own-name'))]
  window = await keepWindow({ baseURL: shop.url, extraHTTPHeaders: { 'Accept-Language': pseudoTag } })
  await window.page.route('**/events*', (route) => route.abort())
})
afterAll(async () => {
  await window.page.context().close()
  await shop.close()
  takeAway()
})

/** Opens a page as somebody and reads it, wide and narrow. */
async function check(who: string | null, open: (page: Page) => Promise<unknown>): Promise<void> {
  const { page } = window
  if (who === null) await page.context().clearCookies()
  else await signInAs(page, who)
  await open(page)
  // What is folded away has to fit, too.
  await page.evaluate('for (const each of document.querySelectorAll("details")) each.open = true')
  expect(await page.locator('html').getAttribute('lang')).toBe(pseudoTag)
  // The narrow screen is where texts do not fit; `npm run browser` reads the wide one too.
  for (const width of isLongRun ? [1280, 320] : [320]) {
    await page.setViewportSize({ width, height: 900 })
    const { outside, cut, width: needed } = await page.evaluate<PageText>(readPage)
    expect({ width, needed, cut, bare: bareTexts(outside, names) }).toEqual({ width, needed: width, cut: [], bare: [] })
    expect(outside.length, 'something is read').toBeGreaterThan(0)
  }
}

/** The main pages say most of it. */
const read = isLongRun
  ? pages
  : pages.map(([who, paths]) => [who, paths.filter((path) => mainPages.includes(path))] as const)

describe.each(read)('as %s', (who, paths) => {
  test.each(paths)('%s', (path) => check(who, (page) => page.goto(path)))
})

test.each(refusedPages)('%i as %s: %s', (_, who, path) => check(who, (page) => page.goto(path)))

test.each(refusedForms)('%i as %s: a form for %s', async (_, who, path, fields) => {
  const before = await shop.version('aurora')
  await check(who, (page) => post(page, path, fields))
  expect(await shop.version('aurora')).toBe(before)
})

test('what is bare, cut or too wide is found', async () => {
  const { page } = window
  await page.setViewportSize({ width: 320, height: 900 })
  // A page that allows inline styles.
  await page.goto('about:blank')
  await page.setContent(`
    <p>⟦Šaavééd⟧ <b>Saved</b> ⟦ôôñ⟧ <bdi>Typed</bdi> Aurora, PAY-1</p><p title="Help">⟦ôôk⟧: 3 · 98.5</p>
    <p style="inline-size: 3rem; overflow: hidden; white-space: nowrap">⟦Çrééààtéé drààft⟧</p>
    <p style="inline-size: 400px">⟦Wîîdéé⟧</p>`)
  const { outside, cut, width } = await page.evaluate<PageText>(readPage)
  expect(bareTexts(outside, names)).toEqual(['Saved', 'Help'])
  expect(cut).toEqual(['p.null “⟦Çrééààtéé drààft⟧”', 'beside the page: p.null “⟦Wîîdéé⟧”'])
  expect(width).toBeGreaterThan(320)
})

test('another language is gone as it came', () => {
  const take = addLanguage('qps-Plocm', { ...pseudoCatalogue(), 'form.save': 'Mirrored' })
  expect(words('qps-Plocm').t('form.save')).toBe('Mirrored')
  take()
  expect(languages).not.toContain('qps-Plocm')
  expect(words('qps-Plocm').lang).toBe('en')
})
