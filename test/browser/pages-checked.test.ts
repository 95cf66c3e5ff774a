import { gzipSync } from 'node:zlib'
import type { Page, Response } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keepWindow, type Window } from '../support/browser.ts'
import { narrowest, openPageChecks, type PageChecks } from '../support/page-checks.ts'
import { openServedShop, type ServedShop } from '../support/served-shop.ts'
import { openAllStates, pages, post, refusedForms, refusedPages } from './pages.ts'
import { signInAs } from './people.ts'

/**
 * Every page and each of its main states, as somebody whom it concerns: accessible in both themes and on a wide and a narrow screen,
 * valid HTML, nothing that the content security policy silences, nothing from elsewhere, small, and never moved sideways.
 */

let shop: ServedShop
let window: Window
let checks: PageChecks
/** What was asked of anybody but this server. */
const elsewhere: string[] = []

beforeAll(async () => {
  shop = await openServedShop()
  await openAllStates(shop)
  window = await keepWindow({ baseURL: shop.url, viewport: narrowest })
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
  return answer.status()
}

describe.each(pages)('as %s', (who, paths) => {
  test.each(paths)('%s', async (path) => {
    expect(await check(who, (page) => page.goto(path))).toBe(200)
  })
})

describe('refusals', () => {
  test.each(refusedPages)('%i as %s: %s', async (status, who, path) => {
    expect(await check(who, (page) => page.goto(path))).toBe(status)
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

test('scripts and styles are small', async () => {
  const text = await (await fetch(`${shop.url}/sign-in`)).text()
  const sizes = { js: 0, css: 0 }
  for (const [, path = '', kind] of text.matchAll(/(?:src|href)="([^"]+\.(js|css))"/g))
    sizes[kind === 'js' ? 'js' : 'css'] += gzipSync(await (await fetch(`${shop.url}${path}`)).text()).length
  expect(Math.min(sizes.js, sizes.css), 'both are there').toBeGreaterThan(0)
  expect(sizes.js, 'bytes of JavaScript').toBeLessThan(22 * 1024)
  expect(sizes.css, 'bytes of styles').toBeLessThan(14 * 1024)
})
