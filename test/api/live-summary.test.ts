import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { saysAt } from '../pages/read.ts'
import { visitor } from '../pages/visitor.ts'
import { content, decisionSent, decisionSigned, does, payment } from '../support/hello.ts'
import { createLaunch, monday, openShop, type Shop } from '../support/shop.ts'

/** A launch that is live says since when, through every door that answers in one sentence; one that is no longer live doesn't. */

let shop: Shop
let launch = ''
let made = 0
beforeAll(async () => {
  shop = await openShop({ LAUNCHGATE_DEMO: '1' })
})
afterAll(() => shop.close())
beforeEach(async () => {
  shop.now = monday
  made += 1
  launch = `hello-${made}`
  await createLaunch(shop, launch)
})

const send = (who: string, command: object) => shop.send(who, launch, command).expect(200)
async function live() {
  await send('priya', { type: 'launch.start' })
  await does(shop, launch, ...content, ...payment, ...decisionSent, decisionSigned)
  await send('priya', { type: 'launch.launch' })
}
const status = async (query = '') => (await shop.get('ci', `/api/v1/launches/${launch}/status${query}`)).body
const deployText = async (query = '') =>
  (await shop.get('ci', `/api/v1/launches/${launch}/deploy?format=text${query}`)).text

test('with the build that went live, or without one', async () => {
  await live()
  expect(await status()).toMatchObject({ decision: 'go', summary: 'Live since Mon 23 Nov 17:00.' })
  expect(await deployText()).toBe(`Live since Mon 23 Nov 17:00.\nhttp://localhost:3000/launches/${launch}\n`)
  await send('priya', { type: 'launch.archive' })
  expect(await status()).toMatchObject({ decision: 'go', summary: 'Live since Mon 23 Nov 17:00.' })
})

test('while another build is refused, or the window is closed', async () => {
  await send('ci', { type: 'launch.setCandidate', version: '4812' })
  await send('priya', {
    type: 'launch.schedule',
    window: { opensAt: '2026-11-23T00:00:00Z', closesAt: '2026-11-24T00:00:00Z' },
  })
  await live()
  const liveSince = 'Live since Mon 23 Nov 17:00 with build 4812.'
  expect(await status()).toMatchObject({ decision: 'go', summary: liveSince })
  expect((await status('?candidate=4711')).summary).toBe(
    `${liveSince} Build 4711 doesn’t match this launch’s build (4812).`,
  )
  shop.now += 3 * 86_400_000
  const { decision, summary } = await status()
  expect(decision).toBe('wait')
  expect(summary).toMatch(/^Live since Mon 23 Nov 17:00 with build 4812\. Outside the launch window/)
})

test('not once it was rolled back, held or canceled', async () => {
  await send('ci', { type: 'launch.setCandidate', version: '4812' })
  await live()
  await send('helen', { type: 'launch.rollBack', reason: 'Checkout fails' })
  expect((await status()).summary).toBe('Build 4812 was rolled back. Set a different build.')
  await send('ci', { type: 'launch.setCandidate', version: '4813' })
  await send('helen', { type: 'launch.hold', reason: 'Wait for the fix' })
  expect((await status()).summary).toBe('On hold: “Wait for the fix”')
  await send('helen', { type: 'launch.cancel', reason: 'No fix' })
  expect((await status()).summary).toBe('This launch was canceled.')
})

test('on its page too', async () => {
  await live()
  const priya = await visitor(shop, 'priya')
  const page = await priya.get(`/launches/${launch}`).expect(200)
  expect(saysAt(page.text, 'say')).toBe('Launched Mon 23 Nov')
  expect(page.text).not.toContain('Ready to launch')
})
