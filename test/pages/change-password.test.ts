import supertest from 'supertest'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { givePassword, password } from '../support/passwords.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { formOf, textOf } from './read.ts'

/** Priya changes her password: only she, only with the present one, and every other session ends. */

let shop: Shop
beforeEach(async () => {
  shop = await openShop({ SMTP_URL: 'smtp://localhost:2525', MAIL_FROM: 'launchgate@example.com' })
  await givePassword(shop.store, 'priya')
})
afterEach(() => shop.close())

const next = 'seven herons on a wet roof'
const post = (path: string, fields: object, cookie = '') =>
  supertest(shop.app.handler)
    .post(path)
    .set({ 'Sec-Fetch-Site': 'same-origin', ...(cookie === '' ? {} : { Cookie: cookie }) })
    .type('form')
    .send(fields)
const cookieOf = (answer: supertest.Response) => String(answer.headers['set-cookie']).split(';')[0] ?? ''
const signIn = async (word = password) => {
  const answer = await post('/sign-in', { email: 'priya@example.com', password: word })
  return answer.status === 303 ? cookieOf(answer) : answer.status
}
const page = (cookie: string) => supertest(shop.app.handler).get('/me').set('Cookie', cookie)
const change = (cookie: string, fields: object) => post('/me/password', fields, cookie)
const mails = async () => (await shop.store.installation.read({ dueMails: shop.now })).dueMails

describe('a new password', () => {
  test('ends every session, also the one it was changed in, which gets a new one, and is told by mail', async () => {
    const [here, there] = [String(await signIn()), String(await signIn())]
    const form = formOf(await page(here).expect(200), 'f-me-password')
    const fields = { ...form.hidden, currentPassword: password, newPassword: next }
    const done = await change(here, fields).expect(303)
    const fresh = cookieOf(done)
    expect([here, there]).not.toContain(fresh)
    for (const cookie of [here, there]) await page(cookie).expect(303)
    expect(textOf((await page(fresh).expect(200)).text)).toContain('Password')
    expect(await signIn()).toBe(422)
    expect(await signIn(next)).toContain('launchgate=')
    expect((await mails()).map(({ kind, recipient }) => [kind, recipient])).toEqual([
      ['password-changed', 'priya@example.com'],
    ])
  })

  test.each([
    ['a wrong present one', { currentPassword: 'not it', newPassword: next }, 'This isn’t your current password.'],
    ['no present one', { newPassword: next }, 'This isn’t your current password.'],
    ['a weak new one', { currentPassword: password, newPassword: 'priya nair priya' }, 'Don’t use your name'],
  ])('is refused with %s, and nothing changes', async (_, fields, sentence) => {
    const cookie = String(await signIn())
    const answer = await change(cookie, fields).expect(422)
    expect(textOf(answer.text)).toContain(sentence)
    for (const text of [password, next]) expect(answer.text).not.toContain(text)
    await page(cookie).expect(200)
    expect(await signIn()).toContain('launchgate=')
    expect(await mails()).toEqual([])
  })

  test('is no way to guess the present one: the tries count with those of signing in', async () => {
    const cookie = String(await signIn())
    const wrong = { currentPassword: 'not it', newPassword: next }
    for (let each = 0; each < 5; each += 1) await change(cookie, wrong).expect(422)
    const closed = await change(cookie, { currentPassword: password, newPassword: next }).expect(429)
    expect(Number(closed.headers['retry-after'])).toBe(60)
    expect(await signIn()).toBe(429)
    expect(await shop.store.installation.count({ actions: ['password.change'] })).toBe(0)
  })

  test('needs no present one where there is none', async () => {
    const cookie = String(await signIn())
    await shop.store.installation.change({
      at: shop.now,
      asked: {},
      texts: [],
      decide: () => ({ accepted: true, entries: [], changes: [{ remove: 'passwords', person: 'priya' }] }),
    })
    await change(cookie, { newPassword: next }).expect(303)
    expect(await signIn(next)).toContain('launchgate=')
  })
})
