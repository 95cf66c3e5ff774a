import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { content, decisionSent, decisionSigned, does, payment } from '../support/hello.ts'
import { createLaunch, openShop, type Shop } from '../support/shop.ts'
import { saysAt } from './read.ts'
import { type Visitor, visitor } from './visitor.ts'

/** What the status region says when a page arrives: once after one's own form, and of others what has changed since. */

let shop: Shop
const people = new Map<string, Visitor>()
beforeAll(async () => {
  shop = await openShop({ LAUNCHGATE_DEMO: '1' })
  for (const who of ['chloe', 'helen', 'priya', 'tom', 'omar']) people.set(who, await visitor(shop, who))
})
afterAll(() => shop.close())

async function started(slug: string): Promise<string> {
  await createLaunch(shop, slug)
  await does(shop, slug, ['priya', { type: 'launch.start' }])
  return `/launches/${slug}`
}

const as = (who: string): Visitor => {
  const found = people.get(who)
  if (!found) throw new Error(`${who} has not signed in`)
  return found
}

/** What the region says on this page for somebody who comes with these headers. */
async function region(who: string, path: string, headers: Record<string, string> = {}): Promise<string> {
  const { cookie } = as(who)
  const own = headers.Cookie === undefined ? {} : { Cookie: `${cookie}; ${headers.Cookie}` }
  const page = await as(who)
    .get(path)
    .set({ ...headers, ...own })
    .expect(200)
  return saysAt(page.text, 'state')
}

/** Sends a form of a page without JavaScript, and gives where it led and the cookie that came with it. */
async function sends(who: string, path: string, form: string, fields: Record<string, string> = {}) {
  const page = await as(who).get(path).expect(200)
  const answer = await as(who).send(page, form, fields).expect(303)
  const [cookie = ''] = [answer.headers['set-cookie'] ?? []].flat()
  return { to: String(answer.headers.location).split('#')[0] ?? '', cookie: cookie.split(';')[0] ?? '', set: cookie }
}

describe('after a form without JavaScript', () => {
  test('the page that follows says once that it was saved, and what is next here', async () => {
    const path = await started('saved-here')
    const gate = `${path}/gates/content`
    const { to, cookie, set } = await sends('chloe', gate, 'f-gate-tick-CON-1')
    expect(to).toBe(gate)
    expect(set).toMatch(/^saved=saved-here\.\d+; Max-Age=60; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/)
    const page = await as('chloe')
      .get(to)
      .set('Cookie', `${as('chloe').cookie}; ${cookie}`)
      .expect(200)
    expect(saysAt(page.text, 'state')).toBe('Saved Still to do here: Mark complete')
    expect(String(page.headers['set-cookie'])).toMatch(/^saved=; .*Expires=Thu, 01 Jan 1970/)
    expect(await region('chloe', to)).toBe('')
  })

  test('it names the next task in this launch, else in another, else that there is none', async () => {
    const path = await started('first')
    await does(shop, 'first', ...payment.slice(0, 2))
    const comment = { text: 'Seen' }
    const here = await sends('priya', `${path}/gates/content`, 'f-gate-comment', comment)
    const first = await as('priya')
      .get(here.to)
      .set('Cookie', `${as('priya').cookie}; ${here.cookie}`)
    expect(first.text).toContain(
      '<a href="/launches/first/gates/payment-gateway">Next for you: Payment gateway · The first shop</a>',
    )
    const other = await started('second')
    const elsewhere = await sends('priya', `${other}/gates/content`, 'f-gate-comment', comment)
    expect(await region('priya', elsewhere.to, { Cookie: elsewhere.cookie })).toBe(
      'Saved Next for you: Payment gateway · The first shop',
    )
    const none = await sends('helen', `${other}/gates/content`, 'f-gate-comment', comment)
    expect(await region('helen', none.to, { Cookie: none.cookie })).toBe('Saved Nothing else needs you right now')
  })

  test('nobody is told that something was saved that was not, or that was not theirs', async () => {
    const path = await started('forged')
    const gate = `${path}/gates/content`
    const { cookie } = await sends('chloe', gate, 'f-gate-tick-CON-1')
    const before = await shop.version('forged')
    const last = before - 1
    for (const forged of [`saved=forged.${last - 1}`, `saved=forged.${last + 1}`, `saved=second.${last}`, 'saved=x'])
      expect(await region('chloe', gate, { Cookie: forged }), forged).toBe('')
    expect(await region('tom', gate, { Cookie: cookie })).toBe('')
    expect(await region('chloe', gate, { Cookie: cookie })).toContain('Saved')
    shop.now += 61_000
    expect(await region('chloe', gate, { Cookie: cookie })).toBe('')
    expect(await shop.version('forged')).toBe(before)
  })

  test('a page that only follows the launch does not take it away', async () => {
    const path = await started('followed')
    const { to, cookie } = await sends('chloe', `${path}/gates/content`, 'f-gate-tick-CON-1')
    const followed = await as('chloe')
      .get(path)
      .set({ 'HX-Request': 'true', Cookie: `${as('chloe').cookie}; ${cookie}` })
    expect(saysAt(followed.text, 'state')).toBe('')
    expect(followed.headers['set-cookie']).toBeUndefined()
    expect(await region('chloe', to, { Cookie: cookie })).toContain('Saved')
  })
})

test('a page that has no place for the sentence leaves it to the one that has', async () => {
  const path = await started('elsewhere')
  const { to, cookie } = await sends('chloe', `${path}/gates/content`, 'f-gate-tick-CON-1')
  for (const other of [`${path}/report`, `${path}/log/1`]) {
    const page = await as('chloe')
      .get(other)
      .set('Cookie', `${as('chloe').cookie}; ${cookie}`)
      .expect(200)
    expect(page.headers['set-cookie'], other).toBeUndefined()
  }
  expect(await region('chloe', to, { Cookie: cookie })).toContain('Saved')
})

test('after a form with JavaScript the answer itself says so, and leaves no cookie', async () => {
  const path = await started('scripted')
  const chloe = await visitor(shop, 'chloe', true)
  const page = await chloe.get(`${path}/gates/content`)
  const answer = await chloe.send(page, 'f-gate-tick-CON-1').expect(200)
  expect(saysAt(answer.text, 'state')).toBe('Saved Still to do here: Mark complete')
  expect(answer.headers['set-cookie']).toBeUndefined()
})

describe('of others', () => {
  const since = (version: number) => ({ 'Page-Version': String(version) })

  test('it says what they did since the version of the page, in the words of the log', async () => {
    const path = await started('news')
    const from = await shop.version('news')
    await does(shop, 'news', ...content.slice(0, 1))
    const one = 'Chloe Martin marked “Every page that goes live has final copy” done in Content'
    expect(await region('omar', path, since(from))).toBe(one)
    await does(shop, 'news', ...content.slice(1), ...payment.slice(0, 2))
    expect(await region('omar', path, since(from))).toBe(
      'Tom Becker sent Payment gateway for sign-off, and 3 more changes',
    )
    expect(await region('omar', path, since(await shop.version('news')))).toBe('')
    for (const odd of ['', '-1', '1e3', '99999']) expect(await region('omar', path, { 'Page-Version': odd })).toBe('')
  })

  test('never one’s own, not even by a token or in another tab', async () => {
    const path = await started('echo')
    const from = await shop.version('echo')
    await does(shop, 'echo', ...content)
    expect(await region('chloe', path, since(from))).toBe('')
    expect(await region('tom', path, since(from))).toBe('Chloe Martin completed Content, and 1 more change')
  })

  test('on the page of a gate, only what is about it or the launch', async () => {
    const path = await started('near')
    const from = await shop.version('near')
    await does(shop, 'near', ...content)
    expect(await region('tom', `${path}/gates/payment-gateway`, since(from))).toBe('')
    await does(shop, 'near', ['priya', { type: 'launch.hold', reason: 'Wait' }])
    expect(await region('tom', `${path}/gates/payment-gateway`, since(from))).toBe('Priya Nair put the launch on hold')
  })

  test('that deploys are unlocked comes before who did it', async () => {
    const path = await started('open')
    await does(shop, 'open', ...content, ...payment, ...decisionSent)
    const from = await shop.version('open')
    await does(shop, 'open', decisionSigned)
    expect(await region('tom', path, since(from))).toBe('Deploys unlocked, and 1 more change')
    expect(await region('helen', path, since(from))).toBe('')
  })
})
