import type { Page } from 'playwright-core'
import supertest from 'supertest'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { keepWindow, type Window } from '../support/browser.ts'
import { openServedShop, type ServedShop } from '../support/served-shop.ts'
import { addAuthenticator } from '../support/virtual-authenticator.ts'

/** Tom adds a passkey in his profile and signs in with it, with an authenticator that Chromium emulates. */

let shop: ServedShop
let window: Window
let page: Page

beforeAll(async () => {
  shop = await openServedShop()
})
afterAll(() => shop.close())

beforeEach(async () => {
  window = await keepWindow({ baseURL: shop.url })
  page = window.page
  await addAuthenticator(page)
  await page.goto('/sign-in?next=/me')
  await page.getByRole('button', { name: 'Tom Becker' }).click()
  await page.getByLabel('Passkey name').fill('Work laptop')
  await page.getByRole('button', { name: 'Add passkey' }).click()
  await page.getByText('The passkey was added.').waitFor()
})
afterEach(async () => {
  await page.context().close()
  for (const { id } of await passkeys()) await write({ remove: 'passkeys', id })
  expect(window.faults).toEqual([])
})

type Write = { remove: 'passkeys'; id: string } | { put: 'passkeys'; row: Awaited<ReturnType<typeof passkeys>>[number] }
const passkeys = async () => (await shop.store.installation.read({ passkeysOf: 'tom' })).passkeysOf
const write = (change: Write) =>
  shop.store.installation.change({
    at: shop.now,
    asked: {},
    texts: [],
    decide: () => ({ accepted: true, entries: [], changes: [change] }),
  })
const last = async () => (await shop.store.installation.find({}, 0, 1))[0]

async function signOut(): Promise<void> {
  await page.context().clearCookies()
  await page.goto('/sign-in?by=password&next=/launches')
}
const press = () => page.getByRole('button', { name: 'Sign in with a passkey' }).click()

/** Nobody is signed in, no passkey has changed, and the log has the failure. */
async function refuses(act: () => Promise<void>): Promise<void> {
  const before = { rows: await passkeys(), standing: await shop.store.installation.standing() }
  await act()
  expect(await shop.store.installation.standing()).toEqual(before.standing)
  expect((await passkeys()).map(({ counter }) => counter)).toEqual(before.rows.map(({ counter }) => counter))
  expect(await last()).toMatchObject({ action: 'sign-in.fail', data: { method: 'passkey', why: 'wrong-passkey' } })
}

test('a passkey is added, signs in without a name, counts, and is removed', async () => {
  const [added] = await passkeys()
  expect(await last()).toMatchObject({ action: 'passkey.add', data: { passkey: added?.id.slice(0, 16) } })
  await signOut()
  await press()
  await page.waitForURL(`${shop.url}/launches`)
  expect(await last()).toMatchObject({ action: 'session.start', data: { method: 'passkey' } })
  const [used] = await passkeys()
  expect(used).toMatchObject({ id: added?.id, name: 'Work laptop', lastUsedAt: shop.now })
  expect(used?.counter).toBe((added?.counter ?? 0) + 1)
  await page.goto('/me')
  await page.getByText('Passkey · signed in now').waitFor()
  await page.getByRole('button', { name: /^Remove/ }).click()
  await page.getByText('The passkey was removed.').waitFor()
  expect(await passkeys()).toEqual([])
  expect(await last()).toMatchObject({ action: 'passkey.remove' })
  await signOut()
  await refuses(async () => {
    await press()
    await page.getByText('This passkey couldn’t be used.').waitFor()
  })
})

test('an answer that was sent before is refused, and so is one for another challenge', async () => {
  await signOut()
  const offering = page.waitForResponse((response) => response.url().endsWith('/options'))
  const sending = page.waitForRequest((request) => request.url().endsWith('/sign-in/passkey'))
  await press()
  const [offer, sent] = [await offering, await sending]
  await page.waitForURL(`${shop.url}/launches`)
  const [binding = ''] = ((await offer.headerValue('set-cookie')) ?? '').split(';')
  expect(binding).toMatch(/^launchgate-passkey=.{43}$/)
  const again = (cookie: string) =>
    supertest(shop.app.handler)
      .post('/sign-in/passkey')
      .set({ 'Sec-Fetch-Site': 'same-origin', Cookie: cookie })
      .type('form')
      .send(sent.postData() ?? '')
      .expect(422)
  await refuses(async () => void (await again(binding)))
  await refuses(async () => void (await again('')))
  const fresh = await supertest(shop.app.handler).post('/sign-in/passkey/options').set('Sec-Fetch-Site', 'same-origin')
  await refuses(async () => void (await again(String(fresh.headers['set-cookie']).split(';')[0] ?? '')))
})

test('a counter that runs backwards is refused, and so is an answer to another origin', async () => {
  const [row] = await passkeys()
  if (row === undefined) throw new Error('There is no passkey.')
  await write({ put: 'passkeys', row: { ...row, counter: row.counter + 7 } })
  await signOut()
  await refuses(async () => {
    await press()
    await page.getByText('This passkey couldn’t be used.').waitFor()
  })
  await write({ put: 'passkeys', row })
  await signOut()
  const { config } = shop.services
  const { baseUrl } = config
  await refuses(async () => {
    config.baseUrl = 'http://localhost:1'
    await press()
    await page.getByText('This passkey couldn’t be used.').waitFor()
    config.baseUrl = baseUrl
  })
})

test('a registration needs a name, and counts once, for the session that began it', async () => {
  const [row] = await passkeys()
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  const post = (fields: object, as = cookie) =>
    supertest(shop.app.handler)
      .post('/me/passkeys')
      .set({ 'Sec-Fetch-Site': 'same-origin', Cookie: as })
      .type('form')
      .send(fields)
  const head = await shop.store.installation.head()
  const unnamed = await post({ passkeyName: ' ', credential: '{}' }).expect(422)
  expect(unnamed.text).toContain('Enter a name.')
  const late = await post({ passkeyName: 'Another', credential: '{}' }).expect(409)
  expect(late.text).toContain('Already used, or started')
  await supertest(shop.app.handler)
    .post('/me/passkeys/options')
    .set({ 'Sec-Fetch-Site': 'same-origin', Cookie: cookie })
    .expect(200)
  shop.now += 300_000
  const expired = await post({ passkeyName: 'Another', credential: '{}' }).expect(409)
  expect(expired.text).toContain('This took too long.')
  expect(await passkeys()).toEqual([row])
  expect(await shop.store.installation.head()).toEqual(head)
})
