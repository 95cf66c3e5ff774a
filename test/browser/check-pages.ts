import type { Page, Response } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { languages, words } from '../../server/words/index.ts'
import { keepWindow, type Window } from '../support/browser.ts'
import { isLongRun } from '../support/long-run.ts'
import { faultsOfText, narrowest, openPageChecks, type PageChecks } from '../support/page-checks.ts'
import { openServedShop, type ServedShop } from '../support/served-shop.ts'
import { foreignWords, readForeign } from '../support/words/foreign-words.ts'
import { mainPages, openAllStates, pages, post, refusedForms, refusedPages } from './pages.ts'
import { signInAs } from './people.ts'

/** Launches and pipelines, a service, a browser, and what HTTP calls a status. */
const namesOfOthers = [
  'Aurora',
  'Borealis',
  'Hello',
  'The draft shop',
  'The held shop',
  'The cancelled shop',
  'Pop-up shop',
  'ci',
  'ecommerce',
  'Chrome',
  'Linux',
  '423 Locked',
  'Marta will send a newsletter instead.',
  ...languages.map((tag) => words(tag).t('ui.own-name')),
]

/**
 * Every page and each of its main states in one language, as somebody whom it concerns: valid HTML, nothing that the content security
 * policy silences, small, and without a word of another language but names, codes and what people typed. Those that are drawn are
 * also accessible in both themes and on a wide and a narrow screen, have nothing from elsewhere, and are never moved sideways.
 *
 * Drawing takes most of the time, and most elements stand on many pages: only the main pages are drawn in every test run, in
 * English, and `npm run browser` draws all.
 */
export function checkPages(language: string): void {
  const isDrawn = (path: string) => isLongRun || (language === 'en' && mainPages.includes(path))
  let shop: ServedShop
  let window: Window
  let checks: PageChecks
  /** What people and launches are called, the product, and the languages by themselves. */
  let names: string[]
  /** What was asked of anybody but this server. */
  const elsewhere: string[] = []

  beforeAll(async () => {
    shop = await openServedShop({ demo: true })
    await openAllStates(shop)
    names = [...(await shop.store.directory.people()).map(({ name }) => name), ...namesOfOthers]
    window = await keepWindow({
      baseURL: shop.url,
      viewport: narrowest,
      extraHTTPHeaders: { 'Accept-Language': language },
    })
    checks = await openPageChecks(`${shop.url}/sign-in`)
    // A page that follows a launch would not be checked while it changes.
    await window.page.route('**/events*', (route) => route.abort())
    window.page.on('request', (request) => {
      if (!request.url().startsWith(shop.url)) elsewhere.push(request.url())
    })
  })
  afterAll(async () => {
    await window.page.context().close()
    await checks.close()
    await shop.close()
  })

  /** Opens a page as somebody, checks it, and gives its status. */
  async function check(who: string | null, open: (page: Page) => Promise<Response | null>): Promise<number> {
    const { page, faults } = window
    if (who === null) await page.context().clearCookies()
    else await signInAs(page, who)
    const answer = await open(page)
    if (answer === null) throw new Error('The page has no answer.')
    expect([...(await checks.faultsOf(page, answer)), ...faults.splice(0), ...elsewhere.splice(0)]).toEqual([])
    await isInLanguage(await answer.text())
    return answer.status()
  }

  /** The same without drawing it: what can be seen in the HTML. */
  async function read(who: string | null, path: string): Promise<number> {
    const { page } = window
    if (who === null) await page.context().clearCookies()
    else await signInAs(page, who)
    const answer = await page.context().request.get(path)
    const text = await answer.text()
    expect(faultsOfText(text)).toEqual([])
    await isInLanguage(text)
    return answer.status()
  }

  async function isInLanguage(text: string): Promise<void> {
    expect(/<html lang="([^"]+)"/.exec(text)?.[1]).toBe(language)
    const texts = await window.page.evaluate<string[]>(readForeign(text))
    expect(texts.length).toBeGreaterThan(0)
    expect(foreignWords(language, texts, names)).toEqual([])
  }

  const visit = (who: string | null, path: string) =>
    isDrawn(path) ? check(who, (page) => page.goto(path)) : read(who, path)

  describe.each(pages)('as %s', (who, paths) => {
    test.each(paths)('%s', async (path) => {
      expect(await visit(who, path)).toBe(200)
    })
  })

  describe('refusals', () => {
    test.each(refusedPages)('%i as %s: %s', async (status, who, path) => {
      expect(await visit(who, path)).toBe(status)
    })

    /** What these forms would change. */
    const written = async () => [
      await shop.version('aurora'),
      await shop.store.slugs(),
      await shop.store.directory.profile('priya'),
    ]
    test.each(refusedForms)('%i as %s: a form for %s', async (status, who, path, fields) => {
      const before = await written()
      expect(await check(who, (page) => post(page, path, fields))).toBe(status)
      expect(await written()).toEqual(before)
    })
  })
}
