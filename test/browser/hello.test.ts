import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWindow } from '../support/browser.ts'
import { isLongRun } from '../support/long-run.ts'
import { type Served, served } from '../support/server.ts'
import { become, pick, press, says } from './people.ts'

/**
 * The first minutes of a newcomer: the door of an empty database, the place of four people taken one after the other from the launch's own
 * page, eight presses that count, and a second window that follows; meanwhile a deploy pipeline asks without a token.
 */

let server: Served
beforeAll(async () => {
  server = await served()
  await server.start()
})
afterAll(() => server.close())

const deploy = async () => {
  const answer = await fetch(`${server.url}/api/v1/launches/hello/deploy?format=text`)
  return { status: answer.status, text: await answer.text() }
}

test.each<[width: number, javaScriptEnabled: boolean]>([
  [1280, true],
  ...(isLongRun ? [[390, true] satisfies [number, boolean]] : []),
  [390, false],
])(
  'hello unlocks after eight presses, at %i px, JavaScript %s',
  { timeout: 120_000 },
  async (width, javaScriptEnabled) => {
    const options = { baseURL: server.url, viewport: { width, height: 844 } }
    // Pages move into each other where scripts run, which has to leave the focus alone. Drawing that is work for the processor.
    const reducedMotion = javaScriptEnabled ? 'no-preference' : 'reduce'
    const { page, faults } = await openWindow({ ...options, javaScriptEnabled, reducedMotion })
    const second = await openWindow(options)
    const follows = (text: string | RegExp) =>
      expect.poll(() => second.page.locator('main').innerText(), { timeout: 10_000, interval: 20 }).toMatch(text)
    await page.goto('/')
    // Only the first of these rounds finds the door.
    if ((await page.getByRole('button', { name: 'Open demo' }).count()) > 0) {
      await page.getByRole('button', { name: 'Open demo' }).click()
      await page.waitForURL('**/sign-in')
    }
    const again = async (who: string, id: string, reason: string, item: string) => {
      await become(page, who, `/launches/hello/gates/${id}`)
      await press(page, 'Reopen', async () => {
        await page.getByLabel('Reason').fill(reason)
        await page.locator(`label:has-text("${item}") input[type=checkbox]`).check()
      })
      await says(page, /Needs recheck/)
    }
    // The rounds after the first find the launch open, and lock it again first.
    const reopen = async () => {
      if ((await deploy()).status !== 200) return
      await again('helen', 'content', 'A page is missing', 'final copy')
      expect((await deploy()).status).toBe(423)
      await again('priya', 'payment-gateway', 'The provider changed', 'Failed charges')
    }
    const actAs = async (name: string) => {
      await page.goto('/launches/hello')
      const act = page.getByRole('button', { name: `Act as ${name}` })
      if ((await act.count()) > 0) await act.first().click()
      else await pick(page, name, '/launches/hello')
    }
    const gate = async (title: string) => {
      await page.goto('/launches/hello')
      await page
        .locator('.rows')
        .getByRole('link', { name: new RegExp(title) })
        .first()
        .click()
      await page.waitForURL('**/gates/**')
    }
    const tickNone = async (item: string) => {
      const form = page.locator(`#f-gate-tick-${item} button[type=submit]`).first()
      await form.click()
      await page.locator(`#item-${item}.is-completed`).waitFor({ state: 'attached' })
    }

    await reopen()
    await become(second.page, 'lin', '/launches/hello')
    await follows('Not ready: 3 of 3 gates still open')
    const closed = await deploy()
    expect(closed.status).toBe(423)
    expect(closed.text).toMatch(/^.*Content.*Content\.$/m)

    await actAs('Chloe Martin')
    await gate('Content')
    await tickNone('CON-1')
    await press(page, 'Mark complete')
    await says(page, /Completed/)
    await follows('Not ready: 2 of 3 gates still open')

    await actAs('Tom Becker')
    await gate('Payment gateway')
    await page.locator('#item-PAY-1 input[inputmode=decimal]').first().fill('0')
    await page.locator('#f-gate-tick-PAY-1 button[type=submit]').first().click()
    await page.locator('#item-PAY-1.is-completed').waitFor({ state: 'attached' })
    await press(page, 'Send for sign-off')
    await says(page, /Awaiting sign-off/)

    await actAs('Priya Nair')
    await gate('Payment gateway')
    await press(page, 'Sign off as Ecommerce SME')
    await says(page, /Completed/)
    await follows('Not ready: 1 of 3 gates still open')
    await gate('Go/no-go')
    await tickNone('GNG-1')
    await press(page, 'Send for sign-off')
    await says(page, /Awaiting sign-off/)
    expect((await deploy()).status).toBe(423)

    await actAs('Helen Cho')
    await gate('Go/no-go')
    await press(page, 'Sign off as Head of Digital')
    await says(page, /Completed/)
    if (javaScriptEnabled) expect(await page.evaluate<string>('document.activeElement.id')).toBe('say')
    await follows('Ready to launch')
    expect(await deploy()).toEqual({ status: 200, text: `Ready to launch\n${server.url}/launches/hello\n` })
    expect([...faults, ...second.faults]).toEqual([])
  },
)
