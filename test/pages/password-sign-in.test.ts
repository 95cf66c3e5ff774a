import { createHook } from 'node:async_hooks'
import supertest from 'supertest'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createCheckedApp } from '../support/check-responses.ts'
import { deactivate } from '../support/directory.ts'
import { givePassword, password } from '../support/passwords.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { formsOf, standsIn, textOf } from './read.ts'

/** Signing in with email and password: who gets in, what the others learn, and how often they may try. */

let shop: Shop
beforeEach(async () => {
  shop = await openShop()
  await givePassword(shop.store, 'priya')
})
afterEach(() => shop.close())

const minute = 60_000
const ours = { 'Sec-Fetch-Site': 'same-origin' }
const email = 'priya@example.com'
const signIn = (fields: object, headers: object = {}) =>
  supertest(shop.app.handler)
    .post('/sign-in')
    .set({ ...ours, ...headers })
    .type('form')
    .send(fields)
const right = (fields: object = {}, headers: object = {}) => signIn({ email, password, ...fields }, headers)
const wrong = (fields: object = {}, headers: object = {}) => signIn({ email, password: 'no', ...fields }, headers)
const cookieOf = (answer: supertest.Response) => String(answer.headers['set-cookie']).split(';')[0] ?? ''
const works = async (cookie: string) =>
  (await supertest(shop.app.handler).get('/launches').set('Cookie', cookie)).status === 200
const failures = () => shop.store.installation.find({ actions: ['sign-in.fail'] }, 0, 100)

describe('who gets in', () => {
  test('signs in by address in any case, and goes on where they wanted to', async () => {
    const answer = await right({ email: ' Priya@Example.com ', next: '/pipelines' }).expect(303)
    expect(answer.headers.location).toBe('/pipelines')
    expect(await works(cookieOf(answer))).toBe(true)
    expect(await failures()).toEqual([])
  })

  test.each(['https://evil.example/', '//evil.example', '/\\evil.example'])('is never sent to %s', async (next) => {
    await right({ next }).expect(303).expect('Location', '/')
  })

  test('gets a session of their own: one from before is not kept, and one that ended is dead', async () => {
    const planted = 'launchgate=planted-by-somebody-else'
    const first = cookieOf(await right({}, { Cookie: planted }).expect(303))
    expect(first).not.toBe(planted)
    expect(await works(planted)).toBe(false)
    const second = cookieOf(await right({}, { Cookie: first }).expect(303))
    expect(await works(first)).toBe(false)
    await supertest(shop.app.handler).post('/sign-out').set(ours).set('Cookie', second).expect(303)
    expect(await works(second)).toBe(false)
  })

  test('gets a cookie that only https carries where the address is https', async () => {
    await shop.close()
    shop = await openShop({ BASE_URL: 'https://launchgate.example' })
    await givePassword(shop.store, 'priya')
    const answer = await right({}, { Host: 'launchgate.example' }).expect(303)
    expect(String(answer.headers['set-cookie'])).toMatch(
      /^__Host-launchgate=[\w-]{43}; .*Path=\/;.* HttpOnly; Secure; SameSite=Lax$/,
    )
  })

  test('carries a form that was sent too late through a wrong password to its page', async () => {
    const fields = { 'typed.text': 'Half a thought', next: '/launches/none' }
    const again = await wrong(fields).expect(422)
    expect(formsOf(again.text)[0]?.hidden).toEqual(fields)
    await right(formsOf(again.text)[0]?.hidden).expect(307).expect('Location', '/launches/none')
  })
})

describe('who does not', () => {
  const pageWithout = (text: string, address: string) => text.replaceAll(address, '…')

  test('learns nothing: unknown, deactivated, without a password and wrong look the same', async () => {
    await givePassword(shop.store, 'sam')
    await deactivate(shop.store, 'sam', shop.now)
    const addresses = [email, 'nobody@example.com', 'sam@example.com', 'tom@example.com', '']
    const answers = await Promise.all(addresses.map((each) => wrong({ email: each })))
    expect(answers.map(({ status }) => status)).toEqual(addresses.map(() => 422))
    const pages = answers.map(({ text }, at) => pageWithout(text, addresses[at] || '-'))
    expect(new Set(pages.slice(0, 4)).size).toBe(1)
    expect(textOf(pages[0] ?? '')).toContain('Email or password is wrong.')
    for (const answer of answers) expect(answer.headers['set-cookie']).toBeUndefined()
    await signIn({ email: 'sam@example.com', password }).expect(422)
    const whys = (await failures()).map(({ data }) => ('why' in data ? data.why : null)).sort()
    expect(whys).toEqual([
      'inactive-account',
      'inactive-account',
      'no-password',
      'unknown-account',
      'unknown-account',
      'wrong-password',
    ])
  })

  test('takes as long for nobody: each try hashes once', async () => {
    const hashed: string[] = []
    const hook = createHook({ init: (_, type) => void (/argon2/i.test(type) && hashed.push(type)) }).enable()
    for (const address of [email, 'nobody@example.com', 'tom@example.com']) {
      hashed.length = 0
      await wrong({ email: address }).expect(422)
      expect(hashed, address).toHaveLength(1)
    }
    hook.disable()
  })

  test('keeps the address that was typed, and not the password', async () => {
    const page = await wrong({ password: 'My secret guess' }).expect(422)
    expect(standsIn(page.text, 'email')).toBe(email)
    expect(page.text).not.toContain('My secret guess')
  })

  test('leaves no name, address or password in the log', async () => {
    await wrong({ password: 'My secret guess' })
    await wrong({ email: 'My other secret' })
    const leaves = (await shop.store.installation.leaves(0, 1000)).join('\n')
    for (const text of [email, 'Priya', 'My secret guess', 'My other secret', password, '127.0.0.1'])
      expect(leaves).not.toContain(text)
    const texts = JSON.stringify(await shop.store.installation.privateTexts())
    expect(texts).toContain(email)
    expect(texts, 'a password in the wrong field').not.toContain('My other secret')
  })

  test('is refused for a field that the form does not have', async () => {
    const page = await right({ admin: '1' }).expect(422)
    expect(textOf(page.text)).toContain('Unknown fields: admin')
    expect(page.headers['set-cookie']).toBeUndefined()
  })
})

describe('limits', () => {
  test('of an account: five tries, then growing pauses, and never for good', async () => {
    const pauses: number[] = []
    for (let each = 0; each < 5; each += 1) await wrong().expect(422)
    for (let each = 0; each < 6; each += 1) {
      const closed = await right().expect(429)
      expect(textOf(closed.text)).toMatch(/Too many attempts. Try again in \d+ minutes?\./)
      const seconds = Number(closed.headers['retry-after'])
      pauses.push(seconds / 60)
      shop.now += seconds * 1000
      await wrong().expect(422)
    }
    expect(pauses).toEqual([1, 2, 4, 8, 15, 15])
    shop.now += 15 * minute
    await right().expect(303)
  })

  test('of an account do not concern another one, end with success, and are the same for nobody’s', async () => {
    await givePassword(shop.store, 'tom')
    for (let each = 0; each < 5; each += 1) await wrong({ email: 'nobody@example.com' }).expect(422)
    await wrong({ email: 'nobody@example.com' }).expect(429)
    shop.now += minute
    for (let each = 0; each < 4; each += 1) await wrong().expect(422)
    await signIn({ email: 'tom@example.com', password }).expect(303)
    await right().expect(303)
    shop.now += minute
    for (let each = 0; each < 4; each += 1) await wrong().expect(422)
    await right().expect(303)
  })

  test('of an address count failures: a whole team signs in from one, ten strangers do not', async () => {
    for (let each = 0; each < 13; each += 1) await right().expect(303)
    for (let each = 0; each < 10; each += 1) await wrong({ email: `${each}@example.com` }).expect(422)
    const closed = await right().expect(429)
    expect(Number(closed.headers['retry-after'])).toBeLessThanOrEqual(60)
    shop.now += minute
    await right().expect(303)
  })

  test('are not got around by a forged X-Forwarded-For, nor by trying everything at once', async () => {
    const tries = Array.from({ length: 30 }, (_, at) =>
      wrong({ email: `${at}@example.com` }, { 'X-Forwarded-For': `203.0.113.${at}` }),
    )
    const statuses = (await Promise.all(tries)).map(({ status }) => status)
    expect(statuses.filter((status) => status === 422)).toHaveLength(10)
    expect(statuses.filter((status) => status === 429)).toHaveLength(20)
  })

  test('survive a restart: they are in the database', async () => {
    for (let each = 0; each < 5; each += 1) await wrong()
    const later = createCheckedApp({ ...shop.services })
    await supertest(later.handler).post('/sign-in').set(ours).type('form').send({ email, password }).expect(429)
    later.drain()
  })

  test('keep the log small: what they turn away is counted in the next entry', async () => {
    for (let each = 0; each < 10; each += 1) await wrong({ email: `${each}@example.com` })
    for (let each = 0; each < 25; each += 1) await wrong({ email: `${each}@example.com` }).expect(429)
    expect(await failures()).toHaveLength(10)
    shop.now += minute
    await wrong().expect(422)
    const [last] = await failures()
    expect(last?.data).toMatchObject({ why: 'wrong-password', unwritten: 25 })
  })

  test('of the whole installation keep it small from many addresses too', async () => {
    await shop.close()
    shop = await openShop({ TRUST_PROXY: '1' })
    const from = (at: number) => ({ 'X-Forwarded-For': `203.0.113.${at}` })
    for (let each = 0; each < 65; each += 1) await wrong({ email: `${each}@example.com` }, from(each)).expect(422)
    expect(await failures()).toHaveLength(60)
    shop.now += minute
    await wrong({ email: 'last@example.com' }, from(99)).expect(422)
    expect((await failures())[0]?.data).toMatchObject({ unwritten: 5 })
  })
})

test('too many at once are told to come again, and nothing they typed is lost but the password', async () => {
  await shop.close()
  shop = await openShop({ TRUST_PROXY: '1' })
  const tries = Array.from({ length: 100 }, (_, at) =>
    wrong({ email: `${at}@example.com`, 'typed.text': 'kept' }, { 'X-Forwarded-For': `203.0.113.${at}` }),
  )
  const health = await supertest(shop.app.handler).get('/healthz')
  expect(health.status).toBe(200)
  const answers = await Promise.all(tries)
  const busy = answers.filter(({ status }) => status === 503)
  expect(answers.every(({ status }) => status === 422 || status === 503)).toBe(true)
  expect(busy.length).toBeGreaterThan(0)
  for (const page of busy) {
    expect(Number(page.headers['retry-after'])).toBeGreaterThan(0)
    expect(formsOf(page.text)[0]?.hidden).toMatchObject({ 'typed.text': 'kept' })
    expect(standsIn(page.text, 'email')).toMatch(/^\d+@example\.com$/)
  }
})
