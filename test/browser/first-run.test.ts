import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWindow } from '../support/browser.ts'
import { firstAdmin } from '../support/new-installation.ts'
import { type Served, served } from '../support/server.ts'

/** Rui starts an empty installation, opens the link that the console prints, and signs out and in again. */

let server: Served
beforeAll(async () => {
  server = await served({ LOG_LEVEL: 'debug' })
  await server.start()
})
afterAll(() => server.close())

const printed = async (what: RegExp): Promise<string> => {
  await expect.poll(() => server.said(), { timeout: 10_000, interval: 20 }).toMatch(what)
  return what.exec(server.said())?.[1] ?? ''
}

test('from an empty database to the first page of the first administrator', { timeout: 60_000 }, async () => {
  const link = await printed(/(http\S+\/setup\?code=\S+)/)
  const code = await printed(/Setup code: (\S+)/)
  const { page, faults } = await openWindow({ baseURL: server.url, viewport: { width: 390, height: 844 } })

  await page.goto('/launches')
  await page.getByRole('link', { name: 'Set up for my team' }).click()
  expect(await page.getByLabel('Setup code').count()).toBe(1)
  await page.goto(link)
  expect(await page.getByLabel('Setup code').count()).toBe(0)
  await page.getByLabel('Organization').fill(firstAdmin.organization)
  await page.getByLabel('Time zone').selectOption(firstAdmin.timeZone)
  await page.getByLabel('Your name').fill(firstAdmin.name)
  await page.getByLabel('Email').fill(firstAdmin.email)
  await page.getByLabel('Password').fill('too short')
  await page.getByRole('button', { name: 'Create admin account' }).click()
  await page.getByText('Use at least 12 characters.').first().waitFor()
  expect(await page.getByLabel('Organization').inputValue()).toBe(firstAdmin.organization)
  await page.getByLabel('Password').fill(firstAdmin.password)
  await page.getByRole('button', { name: 'Create admin account' }).click()

  const steps = page.locator('.first-steps')
  await steps.waitFor()
  expect(await steps.getByRole('link').allInnerTexts()).toEqual([
    'Invite people',
    'Choose a pipeline',
    'Create your first launch',
  ])
  expect(await steps.getByText('Done').count()).toBe(0)
  await server.cli('person', 'add', '--name', 'Noa Levi', '--email', 'noa@harbor.example')
  await page.reload()
  expect(await steps.getByText('Done').count()).toBe(1)
  await steps.getByRole('button', { name: 'Hide first steps' }).click()
  await steps.waitFor({ state: 'detached' })
  expect((await page.goto('/setup'))?.status()).toBe(404)

  await page.goto('/')
  await page.locator('#menu summary').click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'Sign in to Harbor Goods' }).waitFor()
  await page.getByLabel('Email').fill(firstAdmin.email)
  await page.getByLabel('Password').fill('not the password')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByText('Email or password is wrong.').waitFor()
  await page.getByLabel('Password').fill(firstAdmin.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.locator('#menu').waitFor()
  expect(faults.filter((fault) => !/422|404/.test(fault))).toEqual([])

  const lines = server
    .said()
    .split('\n')
    .filter((line) => line.startsWith('{'))
  expect(lines.length).toBeGreaterThan(10)
  for (const secret of [code, firstAdmin.password, firstAdmin.email, firstAdmin.name, firstAdmin.organization])
    expect(lines.filter((line) => line.includes(secret))).toEqual([])
})
