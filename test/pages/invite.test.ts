import { randomBytes } from 'node:crypto'
import supertest from 'supertest'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Invite } from '../../machines/installation/records.ts'
import { newSecret, secretHash } from '../../server/auth/secret.ts'
import { putPerson } from '../support/directory.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { formsOf, standsIn, textOf } from './read.ts'

/** Accepting an invite: once, within its time, as what the inviter chose, and as nothing else. */

let shop: Shop
beforeEach(async () => {
  shop = await openShop()
})
afterEach(() => shop.close())

const hour = 3_600_000
const ours = { 'Sec-Fetch-Site': 'same-origin' }
const newcomer = { name: 'Noa Levi', password: 'seven herons on a wet roof' }
const get = (path: string) => supertest(shop.app.handler).get(path)
const post = (path: string, fields: object = newcomer) =>
  supertest(shop.app.handler).post(path).set(ours).type('form').send(fields)
const size = async () => (await shop.store.installation.head()).size
const people = async () => (await shop.store.directory.people()).length

async function invited(change: Partial<Invite> = {}): Promise<string> {
  const { secret, hash } = newSecret()
  const priya = await shop.store.directory.person('priya')
  const row: Invite = {
    id: randomBytes(8).toString('hex'),
    hash,
    email: 'noa@shop.example',
    roles: ['tester'],
    admin: false,
    auditor: false,
    invitedBy: priya?.pseudonym ?? '',
    createdAt: shop.now,
    expiresAt: shop.now + 72 * hour,
    acceptedAt: null,
    revokedAt: null,
    ...change,
  }
  const decide = () => ({ accepted: true as const, entries: [], changes: [{ add: 'invites' as const, row }] })
  await shop.store.installation.change({ at: shop.now, asked: {}, texts: [], decide })
  return `/invite/${secret}`
}

describe('an invite', () => {
  test('says who invites and as whom, and makes the person with what the inviter chose', async () => {
    const path = await invited()
    const page = await get(path).expect(200)
    expect(textOf(page.text)).toContain('Priya Nair invited you.')
    expect(textOf(page.text)).toContain('noa@shop.example')
    const done = await post(path).expect(303).expect('Location', '/')
    const cookie = String(done.headers['set-cookie']).split(';')[0] ?? ''
    await get('/launches').set('Cookie', cookie).expect(200)
    const noa = await shop.store.directory.person('noa')
    expect(noa).toMatchObject({ name: 'Noa Levi', email: 'noa@shop.example', roles: ['tester'], admin: false })
    const { invite } = await shop.store.installation.read({ invite: secretHash(path.split('/').at(-1) ?? '') })
    expect(invite?.acceptedAt).toBe(shop.now)
    await post('/sign-in', { email: 'noa@shop.example', password: newcomer.password }).expect(303)
  })

  test('makes one person when it is accepted twice at once', async () => {
    const path = await invited()
    const before = await people()
    const both = await Promise.all([post(path), post(path)])
    expect(both.map(({ status }) => status).sort()).toEqual([303, 404])
    expect(await people()).toBe(before + 1)
  })

  test('gives the next free id to a second Noa', async () => {
    await post(await invited()).expect(303)
    await post(await invited({ email: 'noa@other.example' })).expect(303)
    expect(await shop.store.directory.person('noa-2')).toMatchObject({ email: 'noa@other.example' })
  })

  test.each<[string, string, () => Promise<string>]>([
    ['expired', 'has expired', async () => await invited({ expiresAt: shop.now })],
    ['revoked', 'was revoked', () => invited({ revokedAt: shop.now })],
    ['accepted', 'already accepted', () => invited({ acceptedAt: shop.now })],
    ['cut off', 'is incomplete or wrong', async () => (await invited()).slice(0, -1)],
    ['changed', 'is incomplete or wrong', async () => `/invite/${newSecret().secret}`],
    ['for somebody who is here', 'already accepted', () => invited({ email: 'TOM@example.com' })],
  ])('that is %s says so, and writes nothing', async (_, sentence, make) => {
    const path = await make()
    const before = { size: await size(), people: await people() }
    for (const answer of [await get(path), await post(path)]) {
      expect(answer.status).toBe(404)
      expect(textOf(answer.text)).toContain(sentence)
      expect(answer.headers['set-cookie']).toBeUndefined()
    }
    expect({ size: await size(), people: await people() }).toEqual(before)
  })

  test.each([
    ['an address', { email: 'else@shop.example' }],
    ['a role', { roles: 'head-of-digital' }],
    ['a permission', { admin: 'true' }],
  ])('takes no field for %s', async (_, more) => {
    const path = await invited()
    const before = { size: await size(), people: await people() }
    const page = await post(path, { ...newcomer, ...more }).expect(422)
    expect(textOf(page.text)).toContain(`Unknown fields: ${Object.keys(more).join()}`)
    expect({ size: await size(), people: await people() }).toEqual(before)
  })

  test('gives back what was typed but the password', async () => {
    const path = await invited()
    const before = await people()
    const page = await post(path, { name: 'Noa Levi', password: 'noa levi noa levi' }).expect(422)
    expect(standsIn(page.text, 'name')).toBe('Noa Levi')
    expect(page.text).not.toContain('noa levi noa levi')
    expect(await people()).toBe(before)
  })

  test('offers single sign-on where it is configured', async () => {
    await shop.close()
    shop = await openShop({
      OIDC_ISSUER: 'https://id.example',
      OIDC_CLIENT_ID: 'launchgate',
      OIDC_CLIENT_SECRET: 'not-a-real-one',
    })
    const path = await invited()
    const page = await get(path).expect(200)
    expect(page.text).toContain(`href="/sign-in/oidc?invite=${path.split('/').at(-1)}"`)
    expect(formsOf(page.text)[0]?.action).toBe(path)
  })

  test('leaves no secret, name, address or password in the log', async () => {
    const path = await invited()
    await post(path).expect(303)
    const leaves = (await shop.store.installation.leaves(0, 1000)).join('\n')
    for (const text of [path.split('/').at(-1) ?? '', 'noa@', 'Levi', newcomer.password])
      expect(leaves).not.toContain(text)
  })

  test('is refused once the address belongs to somebody', async () => {
    const path = await invited()
    const blank = { roles: [], admin: false, auditor: false, active: true }
    await putPerson(shop.store, { ...blank, id: 'noa', pseudonym: 'p_noa', name: 'Noa', email: 'Noa@shop.example' })
    const before = await people()
    await post(path).expect(404)
    expect(await people()).toBe(before)
  })
})
