import { gzipSync } from 'node:zlib'
import type { Page, Response } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seedDemo } from '../../server/demo/seed.ts'
import { keepWindow, type Window } from '../support/browser.ts'
import { narrowest, openPageChecks, type PageChecks } from '../support/page-checks.ts'
import { openServedShop, type ServedShop } from '../support/served-shop.ts'
import { createLaunch } from '../support/shop.ts'
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
  await seedDemo(shop.services)
  for (const slug of ['draft', 'held', 'cancelled']) await createLaunch(shop, slug)
  for (const slug of ['held', 'cancelled']) await shop.send('priya', slug, { type: 'launch.start' }).expect(200)
  await shop.send('priya', 'held', { type: 'launch.hold', reason: 'The warehouse is closed.' }).expect(200)
  await shop.send('priya', 'cancelled', { type: 'launch.cancel', reason: 'The shop stays as it is.' }).expect(200)
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

const aurora = '/launches/aurora'
const borealis = '/launches/borealis'

describe.each<[who: string | null, paths: string[]]>([
  [null, ['/sign-in', '/forgot', '/sign-in?next=/me']],
  [
    'priya',
    [
      '/',
      '/me',
      '/launches',
      '/launches?tab=live',
      '/launches?tab=archived',
      '/launches?q=nothing',
      '/launches/new',
      '/launches/new?like=borealis',
      '/launches/new?pipeline=ecommerce',
      aurora,
      '/launches/hello',
      borealis,
      '/launches/draft',
      '/launches/held',
      '/launches/cancelled',
      `${aurora}/log`,
      `${aurora}/report`,
      `${aurora}/log/9`,
      `${aurora}/hold`,
      `${aurora}/cancel`,
      `${aurora}/build`,
      `${aurora}/gates/go-no-go`,
      `${aurora}/gates/social-media`,
      `${aurora}/gates/payment-gateway`,
      '/pipelines',
      '/pipelines/ecommerce',
      '/pipelines/first-look',
      '/admin/invites',
      '/demo/reset',
    ],
  ],
  ['joon', ['/', aurora, `${aurora}/gates/inventory`]],
  ['sam', ['/', `${aurora}/gates/testing-signoff`, `${aurora}/gates/performance`]],
  ['yuna', ['/', `${aurora}/gates/user-acceptance`]],
  ['helen', ['/', aurora, `${borealis}/log?gate=go-no-go`]],
  ['omar', ['/audit', '/audit/log', '/audit/log/0', `${aurora}/gates/security`]],
  [
    'ada',
    [
      '/',
      '/admin',
      '/admin/people',
      '/admin/people/tom',
      '/admin/people/tom/deactivate',
      '/admin/people/tom/erase',
      '/admin/services',
      '/admin/tokens',
      '/admin/settings',
    ],
  ],
])('as %s', (who, paths) => {
  test.each(paths)('%s', async (path) => {
    expect(await check(who, (page) => page.goto(path))).toBe(200)
  })
})

describe('refusals', () => {
  test.each<[status: number, who: string | null, path: string]>([
    [403, 'sam', '/launches/new'],
    [404, 'sam', '/launches/none'],
    [404, null, '/setup'],
    [404, null, '/invite/guessed'],
  ])('%i as %s: %s', async (status, who, path) => {
    expect(await check(who, (page) => page.goto(path))).toBe(status)
  })

  const typed = 'Typed with care'
  /** What these forms would change. */
  const written = async () => [
    await shop.version('aurora'),
    await shop.store.slugs(),
    await shop.store.directory.profile('priya'),
  ]
  test.each<[status: number, who: string, path: string, fields: Record<string, string>]>([
    [405, 'joon', '/launches', {}],
    [409, 'joon', `${aurora}/commands`, { type: 'gate.withdraw', gate: 'inventory', reason: typed }],
    [412, 'joon', `${aurora}/commands`, { type: 'gate.block', gate: 'inventory', reason: typed, ifVersion: '1' }],
    [422, 'joon', `${aurora}/commands`, { type: 'gate.comment', gate: 'inventory', text: '' }],
    [422, 'priya', '/launches/new', { pipeline: 'first-look', title: typed }],
    [422, 'priya', '/me/profile', { name: '' }],
  ])('%i as %s: a form for %s', async (status, who, path, fields) => {
    const before = await written()
    expect(await check(who, (page) => post(page, path, fields))).toBe(status)
    expect(await written()).toEqual(before)
  })
})

/** Sends a form as the browser would that had it. */
async function post(page: Page, path: string, fields: Record<string, string>): Promise<Response | null> {
  const type = 'application/x-www-form-urlencoded'
  const send = { method: 'POST', postData: new URLSearchParams(fields).toString() }
  await page.route(`**${path}`, (route) =>
    route.continue({ ...send, headers: { ...route.request().headers(), 'content-type': type } }),
  )
  const answer = await page.goto(path)
  await page.unroute(`**${path}`)
  return answer
}

test('scripts and styles are small', async () => {
  const text = await (await fetch(`${shop.url}/sign-in`)).text()
  const sizes = { js: 0, css: 0 }
  for (const [, path = '', kind] of text.matchAll(/(?:src|href)="([^"]+\.(js|css))"/g))
    sizes[kind === 'js' ? 'js' : 'css'] += gzipSync(await (await fetch(`${shop.url}${path}`)).text()).length
  expect(Math.min(sizes.js, sizes.css), 'both are there').toBeGreaterThan(0)
  expect(sizes.js, 'bytes of JavaScript').toBeLessThan(22 * 1024)
  expect(sizes.css, 'bytes of styles').toBeLessThan(14 * 1024)
})
