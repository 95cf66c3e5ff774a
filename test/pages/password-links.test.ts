import supertest from 'supertest'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { newPasswordLink } from '../../server/auth/one-time-links.ts'
import { deactivate } from '../support/directory.ts'
import { givePassword, password } from '../support/passwords.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { textOf } from './read.ts'

/** Choosing a password by a one-time link, from an administrator, the command line or a mail. */

let shop: Shop
beforeEach(async () => {
  shop = await openShop()
  await givePassword(shop.store, 'priya')
})
afterEach(() => shop.close())

const hour = 3_600_000
const ours = { 'Sec-Fetch-Site': 'same-origin' }
const next = 'seven herons on a wet roof'
const get = (path: string) => supertest(shop.app.handler).get(path)
const post = (path: string, fields: object, headers: object = {}) =>
  supertest(shop.app.handler)
    .post(path)
    .set({ ...ours, ...headers })
    .type('form')
    .send(fields)
const signIn = (fields: object = {}) => post('/sign-in', { email: 'priya@example.com', password, ...fields })
const cookieOf = (answer: supertest.Response) => String(answer.headers['set-cookie']).split(';')[0] ?? ''
const works = async (cookie: string) => (await get('/launches').set('Cookie', cookie)).status === 200
const size = async () => (await shop.store.installation.head()).size

async function linkFor(person: string, life = hour): Promise<string> {
  const link = await newPasswordLink(shop.services, { person, life }, shop.now)
  if (typeof link === 'string') throw new Error(link)
  return new URL(link.url).pathname
}

const wait = (ms: number) => {
  shop.now += ms
}

/** The same link after something has happened. */
async function linkAfter(path: string, happens: () => unknown): Promise<string> {
  await happens()
  return path
}

describe('a link', () => {
  test('opens as often as it is looked at, works once, and ends every session of its person', async () => {
    const before = cookieOf(await signIn().expect(303))
    const path = await linkFor('priya')
    for (const _ of ['once', 'twice']) expect(textOf((await get(path).expect(200)).text)).toContain('priya@example.com')
    await post(path, { password: next }).expect(303).expect('Location', '/sign-in?saved=password')
    expect(await works(before)).toBe(false)
    await signIn().expect(422)
    await signIn({ password: next }).expect(303)
    const again = await post(path, { password: 'eight herons on a dry roof' }).expect(404)
    expect(textOf(again.text)).toContain('already used')
    await signIn({ password: next }).expect(303)
  })

  test('makes one password when it is used twice at once', async () => {
    const path = await linkFor('priya')
    const both = await Promise.all([next, `${next}s`].map((each) => post(path, { password: each })))
    expect(both.map(({ status }) => status).sort()).toEqual([303, 404])
    const changed = await shop.store.installation.count({ actions: ['password.change'] })
    expect(changed).toBe(1)
  })

  test('lets in somebody whom the limits keep out', async () => {
    for (let each = 0; each < 5; each += 1) await signIn({ password: 'no' }).expect(422)
    await signIn().expect(429)
    await post(await linkFor('priya'), { password: next }).expect(303)
    await signIn({ password: next }).expect(303)
  })

  test.each<[string, string, (path: string) => Promise<string>]>([
    ['expired', 'has expired', (path) => linkAfter(path, () => wait(hour))],
    ['replaced', 'used or replaced', (path) => linkAfter(path, () => linkFor('priya'))],
    ['cut off', 'is incomplete or wrong', async (path) => path.slice(0, -1)],
    [
      'of somebody deactivated',
      'deactivated',
      (path) => linkAfter(path, () => deactivate(shop.store, 'priya', shop.now)),
    ],
  ])('that is %s says so, and changes nothing', async (_, sentence, change) => {
    const path = await change(await linkFor('priya'))
    const before = await size()
    for (const answer of [await get(path), await post(path, { password: next })]) {
      expect(answer.status).toBe(404)
      expect(textOf(answer.text)).toContain(sentence)
    }
    expect(await size()).toBe(before)
  })

  test('refuses a weak password by its field, and stays', async () => {
    const path = await linkFor('priya')
    const before = await size()
    const page = await post(path, { password: 'priya nair priya' }).expect(422)
    expect(textOf(page.text)).toContain('Don’t use your name or email address.')
    expect(page.text).not.toContain('priya nair priya')
    expect(await size()).toBe(before)
    await post(path, { password: next, person: 'ada' }).expect(422)
    expect(await size()).toBe(before)
    await post(path, { password: next }).expect(303)
  })

  test('leaves neither secret nor address nor password in the log', async () => {
    const path = await linkFor('priya')
    await post(path, { password: next }).expect(303)
    const leaves = (await shop.store.installation.leaves(0, 1000)).join('\n')
    for (const text of [path.split('/').at(-1) ?? '', 'priya@', 'Nair', next]) expect(leaves).not.toContain(text)
  })
})

describe('a forgotten password', () => {
  const withMail = async () => {
    await shop.close()
    shop = await openShop({ SMTP_URL: 'smtp://localhost:2525', MAIL_FROM: 'launchgate@example.com' })
  }
  const mails = async () => (await shop.store.installation.read({ dueMails: shop.now })).dueMails

  test('leads to an administrator where no mail is sent', async () => {
    expect(textOf((await get('/forgot').expect(200)).text)).toContain('Ask an admin')
    await post('/forgot', { email: 'priya@example.com' }).expect(404)
  })

  test('is answered the same for everybody, and mailed to who is known', async () => {
    await withMail()
    const addresses = ['priya@example.com', 'nobody@example.com']
    const answers = await Promise.all(addresses.map((email) => post('/forgot', { email }).expect(200)))
    const [first, second] = answers.map(({ text }, at) => text.replaceAll(addresses[at] ?? '', '…'))
    expect(first).toBe(second)
    const sent = await mails()
    expect(sent.map(({ kind, recipient }) => [kind, recipient])).toEqual([['password-reset', 'priya@example.com']])
    const { url } = JSON.parse(sent[0]?.data ?? '{}')
    await post(new URL(url).pathname, { password: next }).expect(303)
    expect((await mails()).map(({ kind }) => kind)).toContain('password-changed')
    await signIn({ password: next }).expect(303)
  })

  test('can be told of three times an hour, whether or not somebody has the address', async () => {
    await withMail()
    for (const email of ['priya@example.com', 'nobody@example.com']) {
      for (let each = 0; each < 3; each += 1) await post('/forgot', { email }).expect(200)
      expect(Number((await post('/forgot', { email }).expect(429)).headers['retry-after'])).toBeGreaterThan(0)
    }
    expect(await mails()).toHaveLength(3)
  })
})
