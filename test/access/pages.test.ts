import { afterAll, beforeAll, expect, test } from 'vitest'
import { registeredRoutes } from './routes.ts'
import { openWorld, type PageCaller, pageCallers, type World } from './world.ts'

/**
 * Who gets what answer of each page and form, written by hand from security.md: a route without a row fails, and so does a row without
 * a route. 303 leads somebody who is not signed in to the sign-in, and everyone else on after a form.
 */

type Statuses = Readonly<Record<PageCaller, number>>
interface Row {
  path: (launch: string) => string
  fields?: (launch: string, caller: PageCaller) => Record<string, string> | FormData
  /** In the launch in which they have roles. */
  own: Statuses
  /** In one in which none of them has a role; the same where it is left out. */
  other?: Statuses
}

const toAll = (status: number): Statuses => ({
  nobody: status,
  member: status,
  owner: status,
  signer: status,
  lead: status,
  sponsor: status,
  auditor: status,
  admin: status,
  deactivated: status,
})
/** Who is not signed in is led to the sign-in; who was deactivated is not signed in any more. */
const signedIn = (status: number): Statuses => ({ ...toAll(status), nobody: 303, deactivated: 303 })
/** A form of nobody is answered by the sign-in page, which takes the fields along. */
const poster = (status: number): Statuses => ({ ...toAll(status), nobody: 401, deactivated: 401 })
const read = (path: (launch: string) => string): Row => ({ path, own: signedIn(200) })
/** A confirmation page: 200 for those who may do it now; it leads everyone else back to the page that says why not. */
const confirmation = (path: (launch: string) => string, may: Partial<Statuses>): Row => ({
  path,
  own: { ...signedIn(303), ...may },
  other: signedIn(303),
})
/** For everyone but administrators there is no such page. */
const administration = (path: string, status = 200): Row => ({
  path: () => path,
  own: { ...signedIn(404), admin: status },
})
/** The same of a form; it is sent with a field that it does not have, so that nothing is changed. */
const adminForm = (path: string, ...others: PageCaller[]): Row => ({
  path: () => path,
  fields: () => ({ odd: 'x' }),
  own: { ...poster(404), admin: 422, ...Object.fromEntries(others.map((caller) => [caller, 422])) },
})
/** For auditors and administrators alone. */
const audit = (path: string): Row => ({ path: () => path, own: { ...signedIn(404), auditor: 200, admin: 200 } })
/** A form about oneself, which everyone has who is signed in; not sent with its own fields, it changes nothing. */
const own = (path: string): Row => ({ path: () => path, fields: () => ({ odd: 'x' }), own: poster(422) })
/** An address that only forms are sent to leads to their page. */
const leads = (path: (launch: string) => string): Row => ({ path, own: signedIn(303) })
const gate = (launch: string) => `/launches/${launch}/gates/stock`
const comment = { 'typed.type': 'gate.comment', 'typed.gate': 'stock', 'typed.text': 'Hello' }

const rows: Readonly<Record<string, Row>> = {
  // An auditor’s first page is the audit.
  'GET /': { path: () => '/', own: { ...signedIn(200), auditor: 303 } },
  // The demo is there already, so its door is closed; the form of somebody who is not signed in is answered all the same.
  'POST /demo': { path: () => '/demo', own: toAll(403) },
  'GET /demo/reset': read(() => '/demo/reset'),
  // Not confirmed: without its field the form changes nothing.
  'POST /demo/tour': { path: () => '/demo/tour', fields: () => ({ odd: 'x' }), own: poster(422) },
  'POST /demo/reset': { path: () => '/demo/reset', fields: () => ({ odd: 'x' }), own: poster(422) },
  'GET /audit': audit('/audit'),
  'GET /audit/log': audit('/audit/log'),
  'GET /audit/log/entries.jsonl': audit('/audit/log/entries.jsonl'),
  'GET /audit/log/:seq': audit('/audit/log/0'),
  'GET /me': read(() => '/me'),
  'POST /me/profile': own('/me/profile'),
  'POST /me/password': own('/me/password'),
  'POST /me/sessions/end': own('/me/sessions/end'),
  'POST /me/sessions/end-others': own('/me/sessions/end-others'),
  'POST /me/tokens': own('/me/tokens'),
  'POST /me/tokens/revoke': own('/me/tokens/revoke'),
  // There are people: nobody is the first any more.
  'GET /setup': { path: () => '/setup', own: toAll(404) },
  'POST /setup': { path: () => '/setup', own: toAll(404) },
  'GET /forgot': { path: () => '/forgot', own: toAll(200) },
  // No mail is sent here.
  'POST /forgot': { path: () => '/forgot', own: toAll(404) },
  'GET /reset/:secret': { path: () => '/reset/guessed', own: toAll(404) },
  'POST /reset/:secret': { path: () => '/reset/guessed', own: toAll(404) },
  'GET /invite/:secret': { path: () => '/invite/guessed', own: toAll(404) },
  'POST /invite/:secret': { path: () => '/invite/guessed', own: toAll(404) },
  'GET /sign-in': { path: () => '/sign-in', own: toAll(200) },
  'POST /sign-in': { path: () => '/sign-in', fields: () => ({ person: 'eve' }), own: toAll(422) },
  // Single sign-on is not set up here.
  'GET /sign-in/oidc': { path: () => '/sign-in/oidc', own: toAll(404) },
  'GET /sign-in/oidc/callback': { path: () => '/sign-in/oidc/callback?state=x&code=x', own: toAll(404) },
  'POST /sign-in/passkey/options': {
    path: () => '/sign-in/passkey/options',
    fields: () => ({ odd: 'x' }),
    own: toAll(422),
  },
  'POST /sign-in/passkey': { path: () => '/sign-in/passkey', fields: () => ({ odd: 'x' }), own: toAll(422) },
  'POST /me': {
    path: () => '/me',
    fields: () => ({ 'typed.type': 'me.profile', 'typed.name': 'T' }),
    own: poster(200),
  },
  'POST /me/passkeys/options': own('/me/passkeys/options'),
  'POST /me/passkeys': own('/me/passkeys'),
  'POST /me/passkeys/remove': own('/me/passkeys/remove'),
  'POST /language': { path: () => '/language', fields: () => ({ language: 'en' }), own: toAll(303) },
  'POST /sign-out': { path: () => '/sign-out', fields: () => ({ odd: 'x' }), own: toAll(422) },
  'GET /launches': read(() => '/launches'),
  'GET /launches/new': { path: () => '/launches/new', own: { ...signedIn(403), lead: 200, admin: 200 } },
  'POST /launches/new': {
    path: () => '/launches/new',
    fields: (launch, caller) => ({ ...newLaunch, slug: `${launch}-${caller}` }),
    own: { ...poster(403), lead: 303, admin: 303 },
  },
  'GET /launches/:launch': read((launch) => `/launches/${launch}`),
  'POST /launches/:launch': {
    path: (launch) => `/launches/${launch}`,
    fields: () => ({ 'typed.type': 'launch.hold', 'typed.reason': 'Typed' }),
    own: poster(200),
  },
  'GET /launches/:launch/report': read((launch) => `/launches/${launch}/report`),
  'GET /launches/:launch/log': read((launch) => `/launches/${launch}/log`),
  'GET /launches/:launch/log/:seq': read((launch) => `/launches/${launch}/log/0`),
  'GET /launches/:launch/go-live': confirmation((launch) => `/launches/${launch}/go-live`, {}),
  'GET /launches/:launch/roll-back': confirmation((launch) => `/launches/${launch}/roll-back`, {}),
  'GET /launches/:launch/cancel': confirmation((launch) => `/launches/${launch}/cancel`, { lead: 200, sponsor: 200 }),
  'GET /launches/:launch/hold': confirmation((launch) => `/launches/${launch}/hold`, { lead: 200, sponsor: 200 }),
  'GET /launches/:launch/release': confirmation((launch) => `/launches/${launch}/release`, {}),
  'GET /launches/:launch/archive': confirmation((launch) => `/launches/${launch}/archive`, {}),
  'GET /launches/:launch/build': confirmation((launch) => `/launches/${launch}/build`, {}),
  'GET /launches/:launch/schedule': confirmation((launch) => `/launches/${launch}/schedule`, { lead: 200 }),
  'GET /launches/:launch/visibility': confirmation((launch) => `/launches/${launch}/visibility`, { lead: 200 }),
  'GET /launches/:launch/gates/:gate/sign-off': confirmation((launch) => `${gate(launch)}/sign-off`, {}),
  'GET /launches/:launch/gates/:gate/complete': confirmation((launch) => `${gate(launch)}/complete`, {}),
  'GET /launches/:launch/gates/:gate/reopen': confirmation((launch) => `${gate(launch)}/reopen`, {}),
  'GET /launches/:launch/gates/:gate/ask-waiver': confirmation((launch) => `${gate(launch)}/ask-waiver`, {
    owner: 200,
    lead: 200,
  }),
  'GET /launches/:launch/gates/:gate/grant-waiver': confirmation((launch) => `${gate(launch)}/grant-waiver`, {}),
  'GET /launches/:launch/gates/:gate/items/:item/check': confirmation((launch) => `${gate(launch)}/items/INV-1/check`, {
    owner: 200,
  }),
  'GET /launches/:launch/gates/:gate': read(gate),
  'POST /launches/:launch/gates/:gate': { path: gate, fields: () => comment, own: poster(200) },
  'GET /launches/:launch/evidence/:sha256': {
    path: (launch) => `/launches/${launch}/evidence/${'0'.repeat(64)}`,
    own: signedIn(404),
  },
  'GET /launches/:launch/evidence/:sha256/thumbnail': {
    path: (launch) => `/launches/${launch}/evidence/${'0'.repeat(64)}/thumbnail`,
    own: signedIn(404),
  },
  'GET /launches/:launch/events': {
    path: (launch) => `/launches/${launch}/events`,
    own: { ...toAll(200), nobody: 401, deactivated: 401 },
  },
  'GET /launches/:launch/commands': leads((launch) => `/launches/${launch}/commands?gate=stock`),
  'GET /launches/:launch/gates/:gate/items/:item/evidence': leads(
    (launch) => `/launches/${launch}/gates/pages/items/CON-2/evidence`,
  ),
  'POST /launches/:launch/commands': {
    path: (launch) => `/launches/${launch}/commands`,
    fields: () => ({ type: 'launch.setPublicStatus', public: 'true' }),
    own: { ...poster(403), lead: 303 },
    other: poster(403),
  },
  'POST /launches/:launch/gates/:gate/items/:item/evidence': {
    path: (launch) => `/launches/${launch}/gates/pages/items/CON-2/evidence`,
    fields: () => {
      const form = new FormData()
      form.set('file', new File(['Counted twice.'], 'count.txt', { type: 'text/plain' }))
      return form
    },
    own: { ...poster(403), owner: 303 },
    other: poster(403),
  },
  'GET /admin': administration('/admin'),
  'POST /admin/first-steps/hide': adminForm('/admin/first-steps/hide'),
  'GET /admin/people': administration('/admin/people'),
  'GET /admin/people/:person': administration('/admin/people/tom'),
  'POST /admin/people/:person': adminForm('/admin/people/tom'),
  'POST /admin/people/:person/activate': adminForm('/admin/people/tom/activate'),
  'POST /admin/people/:person/password': adminForm('/admin/people/tom/password'),
  'GET /admin/people/:person/deactivate': administration('/admin/people/tom/deactivate'),
  'POST /admin/people/:person/deactivate': adminForm('/admin/people/tom/deactivate'),
  'GET /admin/people/:person/erase': administration('/admin/people/chloe/erase'),
  'POST /admin/people/:person/erase': adminForm('/admin/people/chloe/erase'),
  // A project lead invites members.
  'GET /admin/invites': { path: () => '/admin/invites', own: { ...signedIn(404), admin: 200, lead: 200 } },
  'POST /admin/invites': adminForm('/admin/invites', 'lead'),
  'POST /admin/invites/:invite/again': adminForm('/admin/invites/none/again', 'lead'),
  'POST /admin/invites/:invite/revoke': adminForm('/admin/invites/none/revoke', 'lead'),
  'GET /admin/services': administration('/admin/services'),
  'POST /admin/services': adminForm('/admin/services'),
  'GET /admin/tokens': administration('/admin/tokens'),
  'POST /admin/tokens/:token/revoke': adminForm('/admin/tokens/none/revoke'),
  'GET /admin/settings': administration('/admin/settings'),
  'POST /admin/settings': adminForm('/admin/settings'),
  'POST /admin/settings/sso-test': adminForm('/admin/settings/sso-test'),
  'POST /admin/settings/mail-test': adminForm('/admin/settings/mail-test'),
  'GET /pipelines': read(() => '/pipelines'),
  'GET /pipelines/:pipeline': read(() => '/pipelines/first-look'),
}

const newLaunch = {
  pipeline: 'first-look',
  title: 'New',
  shown: 'first-look',
  date: '2027-12-01',
  time: '10:00',
  zone: 'Asia/Taipei',
}

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

test('every page and form has its row', () => {
  expect(Object.keys(rows).sort()).toEqual(registeredRoutes(world.shop.services).pages.sort())
})

test.each(Object.entries(rows))('%s', async (route, row) => {
  const [method = ''] = route.split(' ')
  for (const [launch, expected] of [['corner', row.own] as const, ['attic', row.other ?? row.own] as const]) {
    const found: Partial<Record<PageCaller, number>> = {}
    for (const caller of pageCallers)
      found[caller] = await world.page(caller, method, row.path(launch), row.fields?.(launch, caller) ?? {})
    expect(found, launch).toEqual(expected)
  }
})
