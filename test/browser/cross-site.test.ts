import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWindow } from '../support/browser.ts'
import { openServedShop, type ServedShop } from '../support/served-shop.ts'
import { freePort } from '../support/server.ts'
import { createLaunch } from '../support/shop.ts'
import { become } from './people.ts'

/**
 * Priya is signed in and opens a page of somebody else in the same browser. Whatever that page sends here in her name is refused, from
 * another site and from another port of the same host, to which browsers do send her cookie.
 */

let shop: ServedShop
let other: Server
let port: number

beforeAll(async () => {
  shop = await openServedShop()
  await createLaunch(shop, 'aurora')
  await shop.send('priya', 'aurora', { type: 'launch.start' }).expect(200)
  port = await freePort()
  other = createServer((_req, res) =>
    res.setHeader('Content-Type', 'text/html').end('<!doctype html><title>Prizes</title>'),
  )
  await new Promise<void>((resolve) => other.listen(port, resolve))
})
afterAll(async () => {
  other.closeAllConnections()
  other.close()
  await shop.close()
})

const attackers = [
  { from: 'another site', host: '127.0.0.1', cookie: false },
  { from: 'another port of this host', host: 'localhost', cookie: true },
]
/** Taken from Priya's own page; see the last test. */
const hold = { type: 'launch.hold', reason: 'Somebody else wants it' }

test.each(attackers)('a form of $from', async ({ host, cookie }) => {
  const { page } = await openWindow({ baseURL: shop.url })
  await become(page, 'priya', '/launches/aurora')
  await page.goto(`http://${host}:${port}/`)
  const before = await shop.version('aurora')
  const sent = page.waitForRequest((request) => request.method() === 'POST')
  const answered = page.waitForResponse((answer) => answer.request().method() === 'POST')
  await page.evaluate(postForm(`${shop.url}/launches/aurora/commands`))
  expect(hasSession(await (await sent).allHeaders())).toBe(cookie)
  expect((await answered).status()).toBe(403)
  expect(await page.locator('main').innerText()).toContain('another site')
  expect(await shop.version('aurora')).toBe(before)
})

test.each(attackers)('a script of $from', async ({ host }) => {
  const { page } = await openWindow({ baseURL: shop.url })
  await become(page, 'priya', '/launches/aurora')
  await page.goto(`http://${host}:${port}/`)
  const before = await shop.version('aurora')
  // The browser keeps the answer from the script, because it says Cross-Origin-Resource-Policy: same-origin.
  expect(await page.evaluate(postBlindly(`${shop.url}/launches/aurora/commands`))).toBe('blocked')
  expect(await shop.version('aurora')).toBe(before)
})

test.each(attackers)('what a script of $from may read', async ({ host }) => {
  const { page } = await openWindow({ baseURL: shop.url })
  await become(page, 'priya', '/launches/aurora')
  await page.goto(`http://${host}:${port}/`)
  for (const path of ['/launches/aurora', '/api/v1/launches/aurora', '/me'])
    expect(await page.evaluate(readAcross(shop.url + path)), path).toBe('unreadable')
})

test('a frame of another site shows nothing', async () => {
  const { page } = await openWindow({ baseURL: shop.url })
  await become(page, 'priya', '/launches/aurora')
  await page.goto(`http://localhost:${port}/`)
  const refused = page.waitForEvent('console', (line) => line.text().includes('frame-ancestors'))
  await page.evaluate(showFrame(`${shop.url}/launches/aurora`))
  await refused
})

test('the same form of her own page is taken', async () => {
  const { page } = await openWindow({ baseURL: shop.url })
  await become(page, 'priya', '/launches/aurora')
  const before = await shop.version('aurora')
  await page.evaluate(postForm(`${shop.url}/launches/aurora/commands`))
  await expect.poll(() => shop.version('aurora')).toBeGreaterThan(before)
})

const hasSession = (headers: Record<string, string>) => (headers.cookie ?? '').includes('launchgate=')

/* Scripts in the page of somebody else. */

const postForm = (action: string) => `
  const form = Object.assign(document.createElement('form'), { method: 'post', action: ${JSON.stringify(action)} })
  for (const [name, value] of Object.entries(${JSON.stringify(hold)}))
    form.append(Object.assign(document.createElement('input'), { name, value }))
  document.body.append(form)
  form.submit()`

const postBlindly = (url: string) => `
  fetch(${JSON.stringify(url)}, {
    method: 'POST',
    mode: 'no-cors',
    credentials: 'include',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(${JSON.stringify(hold)}),
  }).then(() => 'answered', () => 'blocked')`

const readAcross = (url: string) => `
  fetch(${JSON.stringify(url)}, { credentials: 'include' }).then((answer) => answer.text()).catch(() => 'unreadable')`

const showFrame = (url: string) => `
  document.body.append(Object.assign(document.createElement('iframe'), { src: ${JSON.stringify(url)} }))`
