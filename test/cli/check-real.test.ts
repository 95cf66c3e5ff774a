import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Act, content, decisionSent, decisionSigned, does, payment } from '../support/hello.ts'
import { openServedShop, type ServedShop } from '../support/served-shop.ts'
import { createLaunch } from '../support/shop.ts'
import { type Desk, openDesk } from './run.ts'

/** `check` against the real deploy address, from the first no to the yes and back. */

let desk: Desk
let shop: ServedShop

beforeAll(async () => {
  desk = openDesk()
  shop = await openServedShop()
})
afterAll(async () => {
  await shop.close()
  desk.remove()
})

const settings = async () => ({ LAUNCHGATE_URL: shop.url, LAUNCHGATE_TOKEN: await shop.token('ci') })
const check = async (...args: string[]) => desk.runWith(await settings(), 'check', ...args)
/** The same as a pipeline runs it, in a process of its own. */
const spawnCheck = async (...args: string[]) => desk.spawnWith(await settings(), 'check', ...args)

const send = (who: string, launch: string, command: Act[1]) => does(shop, launch, [who, command])

it('says no with the people who are waited for, then yes, then no again', async () => {
  await createLaunch(shop, 'hello')
  expect((await spawnCheck('hello')).code).toBe(3)
  await send('priya', 'hello', { type: 'launch.start' })
  const no = await spawnCheck('hello')
  expect(no.code).toBe(3)
  expect(no.stdout).toMatch(/^Payment gateway .*Tom Becker/m)

  await does(shop, 'hello', ...content, ...payment, ...decisionSent, decisionSigned)
  expect(await spawnCheck('hello')).toMatchObject({ code: 0, stderr: '' })

  await send('helen', 'hello', { type: 'gate.reopen', gate: 'content', reason: 'A page is missing' })
  const again = await spawnCheck('hello')
  expect(again.code).toBe(3)
  expect(again.stdout).toMatch(/^Content .*Chloe Martin/m)
  await send('priya', 'hello', { type: 'launch.hold', reason: 'The bank is down' })
  expect((await spawnCheck('hello')).code).toBe(4)
})

it('wants the build to be named as soon as the launch has one', async () => {
  await createLaunch(shop, 'shop', 'ecommerce-essential')
  await send('priya', 'shop', { type: 'launch.start' })
  expect((await check('shop')).code).toBe(3)
  await send('priya', 'shop', { type: 'launch.setCandidate', version: '101', commit: 'c0ffee1' })
  const unsaid = await check('shop')
  expect([unsaid.code, unsaid.stderr]).toEqual([5, expect.stringContaining('--candidate')])
  expect((await check('shop', '--candidate', '101')).code).toBe(3)
  expect((await check('shop', '--candidate', 'c0ffee1')).code).toBe(3)
  expect((await check('shop', '--candidate', '100')).code).toBe(6)
})

it('cannot tell without a token, with a bad one, and about a launch that is not there', async () => {
  const asked = { LAUNCHGATE_URL: shop.url }
  expect((await desk.runWith(asked, 'check', 'hello')).code).toBe(5)
  expect((await desk.runWith(asked, 'check', 'hello', '--token', 'lg_wrong')).code).toBe(5)
  expect((await check('nothing')).code).toBe(5)
})
