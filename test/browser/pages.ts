import type { Page, Response } from 'playwright-core'
import type { ServedShop } from '../support/served-shop.ts'
import { createLaunch } from '../support/shop.ts'

const aurora = '/launches/aurora'
const borealis = '/launches/borealis'

/** Every page of the product and each of its main states, by somebody whom it concerns, in a shop after `openAllStates`. */
export const pages: [who: string | null, paths: string[]][] = [
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
]

/** The pages that people look at most. */
export const mainPages = [
  '/sign-in',
  '/',
  '/launches',
  '/launches/new',
  aurora,
  `${aurora}/log`,
  `${aurora}/gates/inventory`,
  `${aurora}/gates/user-acceptance`,
  `${aurora}/gates/go-no-go`,
  `${aurora}/hold`,
  `${aurora}/report`,
  '/pipelines/first-look',
  '/me',
  '/audit/log/0',
  '/admin/people',
]

/** Beside the demo's launches one each that is a draft, on hold and canceled. */
export async function openAllStates(shop: ServedShop): Promise<void> {
  for (const slug of ['draft', 'held', 'cancelled']) await createLaunch(shop, slug)
  for (const slug of ['held', 'cancelled']) await shop.send('priya', slug, { type: 'launch.start' }).expect(200)
  await shop.send('priya', 'held', { type: 'launch.hold', reason: 'The warehouse is closed.' }).expect(200)
  await shop.send('priya', 'cancelled', { type: 'launch.cancel', reason: 'The shop stays as it is.' }).expect(200)
}

/** Pages that are refused. */
export const refusedPages: [status: number, who: string | null, path: string][] = [
  [403, 'sam', '/launches/new'],
  [404, 'sam', '/launches/none'],
  [404, null, '/setup'],
  [404, null, '/invite/guessed'],
]

const typed = 'Typed with care'

/** Forms that are refused, each with what is in it. */
export const refusedForms: [status: number, who: string, path: string, fields: Record<string, string>][] = [
  [405, 'joon', '/launches', {}],
  [409, 'joon', `${aurora}/commands`, { type: 'gate.withdraw', gate: 'inventory', reason: typed }],
  [412, 'joon', `${aurora}/commands`, { type: 'gate.block', gate: 'inventory', reason: typed, ifVersion: '1' }],
  [422, 'joon', `${aurora}/commands`, { type: 'gate.comment', gate: 'inventory', text: '' }],
  [422, 'priya', '/launches/new', { pipeline: 'first-look', title: typed }],
  [422, 'priya', '/me/profile', { name: '' }],
]

/** Sends a form as the browser would that had it. */
export async function post(page: Page, path: string, fields: Record<string, string>): Promise<Response | null> {
  const type = 'application/x-www-form-urlencoded'
  const send = { method: 'POST', postData: new URLSearchParams(fields).toString() }
  await page.route(`**${path}`, (route) =>
    route.continue({ ...send, headers: { ...route.request().headers(), 'content-type': type } }),
  )
  const answer = await page.goto(path)
  await page.unroute(`**${path}`)
  return answer
}
