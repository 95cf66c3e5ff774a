import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keepWindow, type Window } from '../support/browser.ts'
import { firstAdmin } from '../support/new-installation.ts'
import { type TestProvider, testProvider } from '../support/oidc-provider.ts'
import { tellOneStory } from '../support/one-story.ts'
import { type Served, served } from '../support/server.ts'
import { addAuthenticator } from '../support/virtual-authenticator.ts'
import { tick, ticked } from './people.ts'

/**
 * A team begins with an empty database and works on a launch: Rui sets up and invites; Priya joins with a password, Joon by single
 * sign-on, Sam with a password and a passkey; Omar audits. No demo and no command line.
 */

let server: Served
let provider: TestProvider
const windows: Window[] = []
beforeAll(async () => {
  server = await served()
  provider = await testProvider(`${server.url}/sign-in/oidc/callback`)
  const { issuer, clientId, clientSecret } = provider
  Object.assign(server.env, { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret })
  await server.start()
})
afterAll(async () => {
  for (const { page } of windows) await page.context().close()
  await server.close()
  await provider.stop()
})

async function open(isPhone = false): Promise<Page> {
  const window = await keepWindow({
    baseURL: server.url,
    ...(isPhone ? { viewport: { width: 390, height: 844 } } : {}),
  })
  windows.push(window)
  return window.page
}

const password = 'seven lamps over the harbor'
let rui: Page
let priya: Page
let joon: Page
let sam: Page
let samOnPhone: Page
let omar: Page

/** Rui invites somebody with these roles and permissions; gives the link. */
async function invite(email: string, ...grants: string[]): Promise<string> {
  await rui.goto('/admin/invites')
  await rui.getByLabel('Email addresses').fill(email)
  for (const grant of grants) await rui.getByLabel(grant, { exact: true }).check()
  await rui.getByRole('button', { name: 'Invite', exact: true }).click()
  await rui.getByText(/Each link works once/).waitFor()
  return /http\S+?\/invite\/[\w-]+/.exec(await rui.content())?.[0] ?? ''
}

async function join(page: Page, link: string, name: string): Promise<void> {
  await page.goto(link)
  await page.getByLabel('Name').fill(name)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Create account' }).click()
  await page.locator('#menu').waitFor()
}

describe('a team', () => {
  tellOneStory()
  test('is set up by its first administrator', async () => {
    await expect.poll(() => server.said()).toMatch(/\/setup\?code=\S+/)
    rui = await open()
    await rui.goto(/http\S+\/setup\?code=\S+/.exec(server.said())?.[0] ?? '')
    await rui.getByLabel('Organization').fill(firstAdmin.organization)
    await rui.getByLabel('Time zone').selectOption(firstAdmin.timeZone)
    await rui.getByLabel('Your name').fill(firstAdmin.name)
    await rui.getByLabel('Email').fill(firstAdmin.email)
    await rui.getByLabel('Password').fill(firstAdmin.password)
    await rui.getByRole('button', { name: 'Create admin account' }).click()
    await rui.locator('#menu').waitFor()
  })

  test('is invited: Priya joins with a password, and Omar as its auditor', async () => {
    priya = await open()
    const lead = ['Ecommerce SME', 'Business analyst', 'Customer service']
    await join(priya, await invite('priya@harbor.example', ...lead), 'Priya Nair')
    omar = await open()
    await join(omar, await invite('omar@harbor.example', 'Auditor: reads everything, changes nothing'), 'Omar Haddad')
    await omar.getByRole('heading', { name: 'Audit', level: 1 }).waitFor()
  })

  test('Joon joins by single sign-on', async () => {
    const link = await invite('joon@harbor.example', 'Head of Digital', 'Logistics manager', 'Technical SME')
    const claims = { email: 'joon@harbor.example', email_verified: true, name: '박준', groups: [] }
    provider.account = { subject: 'joon-42', claims }
    joon = await open()
    await joon.goto(link)
    await joon.getByRole('link', { name: 'Continue with single sign-on' }).click()
    await joon.locator('#menu').waitFor()
    expect(await joon.locator('#menu').innerText()).toContain('박준')
  })

  test('Sam joins, adds a passkey, and signs in with it', async () => {
    sam = await open()
    const roles = [
      'Tester',
      'Content',
      'Inventory manager',
      'Backend developer',
      'Frontend developer',
      'Full-stack developer',
      'Marketing manager',
    ]
    await join(sam, await invite('sam@harbor.example', ...roles), 'Sam Okafor')
    await addAuthenticator(sam)
    await sam.goto('/me')
    await sam.getByLabel('Passkey name').fill('Work laptop')
    await sam.getByRole('button', { name: 'Add passkey' }).click()
    await sam.getByText('The passkey was added.').waitFor()
    await sam.locator('#menu summary').click()
    await sam.getByRole('button', { name: 'Sign out' }).first().click()
    await sam.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await sam.locator('#menu').waitFor()
    // On the phone it is the password.
    samOnPhone = await open(true)
    await samOnPhone.goto('/sign-in')
    await samOnPhone.getByLabel('Email').fill('sam@harbor.example')
    await samOnPhone.getByLabel('Password').fill(password)
    await samOnPhone.getByRole('button', { name: 'Sign in', exact: true }).click()
    await samOnPhone.locator('#menu').waitFor()
  })

  test('Priya creates and starts the launch', async () => {
    await priya.goto('/launches/new')
    await priya.getByLabel('Title').fill('Harbor')
    await priya.getByLabel('Target date').fill('2027-03-01')
    await priya.getByLabel('Time', { exact: true }).fill('09:30')
    await priya.locator('.act').getByRole('button', { name: 'Create draft' }).click()
    await priya.waitForURL('**/launches/harbor')
    await priya.getByRole('button', { name: 'Start launch' }).click()
    await priya
      .getByText(/Not ready: \d+ of \d+ gates still open/)
      .first()
      .waitFor()
  })

  test('Sam works on two devices at once', async () => {
    await sam.goto('/launches/harbor/gates/categories')
    await samOnPhone.goto('/launches/harbor/gates/categories')
    await tick(samOnPhone, 'CAT-2', { kind: 'number', value: '0' })
    await ticked(sam, 'CAT-2')
  })

  test('Rui deactivates Sam: both devices are signed out, and Priya is told', async () => {
    await rui.goto('/admin/people')
    await rui.getByRole('link', { name: /Sam Okafor/ }).click()
    await rui.getByRole('link', { name: 'Deactivate' }).click()
    await rui.getByRole('button', { name: /Deactivate/ }).click()
    await rui.waitForURL(/\/admin\/people\/[^/]+(\?.*)?$/)
    for (const page of [sam, samOnPhone]) {
      await page.goto('/launches/harbor')
      await page.waitForURL('**/sign-in?*')
    }
    await priya.goto('/launches/harbor')
    await priya
      .getByText(/Sam Okafor was deactivated/)
      .first()
      .waitFor()
  })

  test('Omar reads who did what, and both logs verify', async () => {
    await omar.goto('/audit/log')
    const log = await omar.locator('main').innerText()
    for (const sentence of [
      /Rui \S+ deactivated Sam Okafor/,
      /박준 signed in with single sign-on/,
      /Sam Okafor signed in with a passkey/,
      /Priya Nair accepted an invite/,
      /Priya Nair created the launch harbor/,
    ])
      expect(log).toMatch(sentence)
    await omar.goto('/launches/harbor/log')
    expect(await omar.locator('main').innerText()).toMatch(/Sam Okafor/)
    const verified = await server.cli('verify')
    expect(verified).toMatch(/harbor: verified/)
    expect(verified).toMatch(/installation: verified/)
    for (const { faults } of windows) expect(faults).toEqual([])
  })
})
