import type { CDPSession, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { canHavePasskeys, type NewPasskey, passkeyIdIn, passkeysAt } from '../../server/auth/passkeys.ts'
import { keepWindow, type Window } from '../support/browser.ts'
import { type PasskeySite, passkeySite } from '../support/passkey-site.ts'
import { addAuthenticator } from '../support/virtual-authenticator.ts'

/** Tom makes a passkey in Chromium, with an authenticator that Chromium emulates, and signs in with it. */

let site: PasskeySite
let window: Window
let page: Page
let cdp: CDPSession
let authenticatorId: string

beforeAll(async () => {
  site = await passkeySite()
})
afterAll(() => site.close())

beforeEach(async () => {
  window = await keepWindow()
  page = window.page
  ;({ cdp, authenticatorId } = await addAuthenticator(page))
  site.known = []
  site.sent.length = 0
  site.refuses = false
  await page.goto(site.url)
})
afterEach(async () => {
  await page.context().close()
  expect(window.faults).toEqual([])
})

/** Presses the button and returns what the form sent. */
async function press(kind: 'register' | 'sign-in'): Promise<{ response: unknown; challenge: string }> {
  await Promise.all([
    page.waitForResponse((response) => response.url().endsWith('/done')),
    page.getByRole('button', { name: kind }).click(),
  ])
  await page.waitForLoadState()
  return { response: site.sent.at(-1), challenge: site.challenge }
}

async function registered(): Promise<NewPasskey> {
  const { response, challenge } = await press('register')
  const result = await site.passkeys.finishRegistration(response, challenge)
  if (!result.ok) throw new Error(result.code)
  return result.passkey
}

const refused = { ok: false, code: 'not-verified' }
const malformed = { ok: false, code: 'malformed' }
const another = 'b3RoZXItY2hhbGxlbmdl'

test('a passkey is made, signs in without a name, and counts', async () => {
  const passkey = await registered()
  expect(passkey).toMatchObject({ id: expect.stringMatching(/^[\w-]{20,}$/), transports: ['internal'] })
  let { counter } = passkey
  for (let round = 0; round < 2; round += 1) {
    const { response, challenge } = await press('sign-in')
    expect(passkeyIdIn(response)).toBe(passkey.id)
    const result = await site.passkeys.finishSignIn(response, challenge, { ...passkey, counter })
    expect(result).toEqual({ ok: true, counter: counter + 1 })
    counter += 1
  }
  const { credentials } = await cdp.send('WebAuthn.getCredentials', { authenticatorId })
  expect(credentials).toEqual([expect.objectContaining({ isResidentCredential: true, rpId: 'localhost' })])
})

test('a registration counts for its own challenge and its own site only', async () => {
  const { response, challenge } = await press('register')
  expect(await site.passkeys.finishRegistration(response, another)).toEqual(refused)
  for (const baseUrl of ['http://localhost:1', 'https://launchgate.example.com'])
    expect(await passkeysAt({ baseUrl }).finishRegistration(response, challenge)).toEqual(refused)
  expect(
    await site.passkeys.finishSignIn(response, challenge, {
      id: '',
      publicKey: new Uint8Array(),
      counter: 0,
      transports: [],
    }),
  ).toEqual(malformed)
  expect(await site.passkeys.finishRegistration(response, challenge)).toMatchObject({ ok: true })
})

test('a sign-in counts for its own challenge, site and passkey only, and never for a counter that ran backwards', async () => {
  const passkey = await registered()
  const { response, challenge } = await press('sign-in')
  const finish = (changes: Partial<NewPasskey>, asked = challenge) =>
    site.passkeys.finishSignIn(response, asked, { ...passkey, ...changes })
  expect(await finish({}, another)).toEqual(refused)
  expect(await finish({ id: 'YW5vdGhlci1wYXNza2V5' })).toEqual(refused)
  await cdp.send('WebAuthn.clearCredentials', { authenticatorId })
  expect(await finish({ publicKey: (await registered()).publicKey })).toEqual(refused)
  expect(await passkeysAt({ baseUrl: 'http://localhost:1' }).finishSignIn(response, challenge, passkey)).toEqual(
    refused,
  )
  expect(await finish({ counter: passkey.counter + 1 })).toEqual({ ok: false, code: 'counter-went-back' })
  expect(await finish({ counter: passkey.counter + 7 })).toEqual({ ok: false, code: 'counter-went-back' })
  expect(await finish({ counter: passkey.counter + 7 }, another)).toEqual(refused)
  expect(await finish({})).toMatchObject({ ok: true })
})

test('a person who was not verified gets nothing', async () => {
  await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false })
  await page.getByRole('button', { name: 'register' }).click()
  await expect.poll(() => page.locator('#register [role=status]').textContent()).toBe('Canceled.')
  expect(site.sent).toEqual([])
})

describe('what goes wrong is said in the form', () => {
  const said = (kind: string) => expect.poll(() => page.locator(`#${kind} [role=status]`).textContent())

  test('this device has a passkey already', async () => {
    const { id, transports } = await registered()
    site.known = [{ id, transports }]
    site.sent.length = 0
    await page.getByRole('button', { name: 'register' }).click()
    await said('register').toBe('Exists.')
    expect(site.sent).toEqual([])
  })

  test('the server refuses, and then it does not', async () => {
    site.refuses = true
    await page.getByRole('button', { name: 'register' }).click()
    await said('register').toBe('Failed.')
    expect(site.sent).toEqual([])
    site.refuses = false
    await registered()
  })

  test('the browser knows no passkeys', async () => {
    await page.addInitScript('delete window.PublicKeyCredential')
    await page.goto(site.url)
    await page.getByRole('button', { name: 'sign-in' }).click()
    await said('sign-in').toBe('Unsupported.')
    expect(site.sent).toEqual([])
  })
})

test.each([null, 'text', {}, [], { id: 'abc' }, { id: 'a b', rawId: 'a b', type: 'public-key', response: {} }])(
  'a response that is none: %j',
  async (response) => {
    const passkey = { id: 'abc', publicKey: new Uint8Array(), counter: 0, transports: [] }
    expect(passkeyIdIn(response)).toBeNull()
    expect(await site.passkeys.finishRegistration(response, another)).toEqual(malformed)
    expect(await site.passkeys.finishSignIn(response, another, passkey)).toEqual(malformed)
  },
)

test.each([
  ['http://localhost:3000', true],
  ['https://launchgate.example.com', true],
  ['http://127.0.0.1:3000', false],
  ['http://[::1]:3000', false],
])('passkeys at %s: %s', (baseUrl, can) => expect(canHavePasskeys({ baseUrl })).toBe(can))
