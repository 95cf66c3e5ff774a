import type supertest from 'supertest'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createLaunch, openShop, type Shop } from '../support/shop.ts'
import { alertsIn, formOf, saysAt, standsIn, textOf } from './read.ts'
import { type Visitor, visitor } from './visitor.ts'

/** Ada administers people: what she changes, what follows, and what nobody can do. */

let shop: Shop
let ada: Visitor
beforeEach(async () => {
  shop = await openShop({ LAUNCHGATE_DEMO: '1' })
  ada = await visitor(shop, 'ada')
})
afterEach(() => shop.close())

const person = async (id: string) => (await shop.store.directory.people()).find((each) => each.id === id)
/** All but that somebody was denied something. */
const entries = async () =>
  (await shop.store.installation.find({}, 0, 1000)).filter(({ action }) => action !== 'access.deny')
const log = async () => (await entries()).slice(0, 3).map(({ action }) => action)

/** Nothing of the installation is another than before. */
async function nothingWritten(act: () => Promise<supertest.Response>): Promise<supertest.Response> {
  const all = async () => [await entries(), await shop.store.installation.standing()]
  const before = await all()
  const answer = await act()
  expect(await all()).toEqual(before)
  return answer
}

test('the first page of an administrator without a part in a launch is their work', async () => {
  const first = await ada.get('/').expect(200)
  expect(textOf(first.text)).toContain('Administration Manage people, access and settings.')
  expect(textOf(first.text)).toContain('You’re the only admin.')
  expect(first.text).toContain('href="/admin/people"')
  expect((await (await visitor(shop, 'tom')).get('/')).text).not.toContain('/admin')
})

describe('the list', () => {
  test.each([
    ['TOM B', ['tom']],
    ['sam@example', ['sam']],
    ['inventory', ['joon']],
    ['박준', ['joon']],
    ['admin', ['ada']],
    ['nobody at all', []],
  ])('searched for %s', async (q, ids) => {
    const page = await ada.get(`/admin/people?q=${encodeURIComponent(q)}`).expect(200)
    const found = [...page.text.matchAll(/href="\/admin\/people\/([\w-]+)"/g)].map(([, id]) => id)
    expect(found).toEqual(ids)
    expect(page.text).toContain(`value="${q}"`)
  })

  test('has those who are active first', async () => {
    await ada.send(await ada.get('/admin/people/ana/deactivate'), 'f-deactivate').expect(303)
    const found = [...(await ada.get('/admin/people')).text.matchAll(/href="\/admin\/people\/([\w-]+)"/g)]
    expect(found.at(-1)?.[1]).toBe('ana')
    expect(found).toHaveLength(15)
  })
})

describe('a person', () => {
  const fields = { name: 'Tom Becker', email: 'tom@example.com', roles: ['backend-developer'] }

  test('gets another name, address, role and permission', async () => {
    const page = await ada.get('/admin/people/tom').expect(200)
    const more = { name: ' Thomas Becker ', email: 'thomas@example.com', roles: ['backend-developer', 'tester'] }
    const answer = await ada.send(page, 'f-person', { ...more, permissions: 'admin' }).expect(303)
    expect(answer.headers.location).toBe('/admin/people/tom?done=saved')
    expect(await person('tom')).toMatchObject({ ...more, name: 'Thomas Becker', admin: true, auditor: false })
    expect(await log()).toEqual(['person.change', 'session.start', 'token.create'])
  })

  test('stays signed in with more rights, and is signed out with fewer', async () => {
    const tom = await visitor(shop, 'tom')
    const page = await ada.get('/admin/people/tom')
    await ada.send(page, 'f-person', { ...fields, permissions: 'admin' }).expect(303)
    await tom.get('/admin').expect(200)
    await ada.send(page, 'f-person', fields).expect(303)
    expect(await person('tom')).toMatchObject({ admin: false })
    await tom.get('/launches').expect(303)
  })

  test('saved as it is writes nothing', async () => {
    const page = await ada.get('/admin/people/tom')
    await nothingWritten(() => ada.send(page, 'f-person', fields).expect(303))
  })

  test.each<[string, Record<string, string | string[]>, string, string]>([
    ['a name', { name: ' ' }, 'person-name-error', 'Required.'],
    ['an address', { email: 'tom at example' }, 'person-email-error', 'Enter an email address'],
    ['somebody’s address', { email: 'ADA@example.com' }, 'person-email-error', 'Someone already uses this email'],
  ])('is not saved without %s, and what was typed stays', async (_what, more, at, sentence) => {
    const page = await ada.get('/admin/people/tom')
    const typed = { ...fields, name: 'Thomas', ...more }
    const answer = await nothingWritten(() => ada.send(page, 'f-person', typed))
    expect([409, 422]).toContain(answer.status)
    expect(saysAt(answer.text, at)).toContain(sentence)
    expect(standsIn(answer.text, 'name')).toBe(typed.name)
    expect(standsIn(answer.text, 'email')).toBe(typed.email)
  })

  test('gets no role that no pipeline has, and no permission that there is not', async () => {
    const page = await ada.get('/admin/people/tom')
    const role = await nothingWritten(() => ada.send(page, 'f-person', { ...fields, roles: 'king' }).expect(422))
    expect(alertsIn(role.text).join()).toContain('No pipeline has this role: king.')
    await nothingWritten(() => ada.send(page, 'f-person', { ...fields, permissions: 'root' }).expect(422))
    const odd = await nothingWritten(() => ada.send(page, 'f-person', { ...fields, odd: 'x' }).expect(422))
    expect(textOf(odd.text)).toContain('Unknown fields: odd.')
  })

  test('who is the last admin stays one', async () => {
    const page = await ada.get('/admin/people/ada')
    const own = { name: 'Ada Byrne', email: 'ada@example.com' }
    const answer = await nothingWritten(() => ada.send(page, 'f-person', own).expect(409))
    expect(alertsIn(answer.text).join()).toContain('This is the last active admin.')
    const way = await ada.get('/admin/people/ada/deactivate')
    await nothingWritten(() => ada.send(way, 'f-deactivate').expect(409))
  })

  test('whom nobody knows has no page', () => ada.get('/admin/people/nobody').expect(404))

  test('gets a link for a new password, shown once', async () => {
    const page = await ada.get('/admin/people/tom')
    const answer = await ada.send(page, 'f-password').expect(200)
    expect(answer.headers['cache-control']).toBe('no-store')
    const url = /value="(http:\/\/localhost:3000\/\w+\/([\w-]{43}))"/.exec(answer.text)
    expect(url).not.toBeNull()
    const { openLinks } = await shop.store.installation.read({ openLinks: 'password' })
    expect(openLinks).toMatchObject([{ person: 'tom', expiresAt: shop.now + 24 * 3_600_000 }])
    expect(JSON.stringify(openLinks)).not.toContain(url?.[2])
    expect((await ada.get('/admin/people/tom')).text).not.toContain(url?.[2] ?? 'no link')
    await ada.send(page, 'f-password').expect(200)
    expect((await shop.store.installation.read({ openLinks: 'password' })).openLinks).toHaveLength(1)
  })
})

describe('deactivating', () => {
  test('says first which launches wait, then ends sessions and tokens; activating gives the way in back', async () => {
    await createLaunch(shop, 'shop')
    const tom = await visitor(shop, 'tom')
    const way = await ada.get('/admin/people/tom/deactivate').expect(200)
    expect(textOf(way.text)).toContain('Deactivate Tom Becker? Their sessions and tokens end now.')
    expect(way.text).toContain('href="/launches/shop"')
    expect((await person('tom'))?.active).toBe(true)
    await ada.send(way, 'f-deactivate').expect(303)
    expect((await person('tom'))?.active).toBe(false)
    await tom.get('/').expect(303)
    await shop.get('tom', '/api/v1/launches').expect(401)
    expect(textOf((await ada.get('/admin')).text)).toContain(
      'Tom Becker was deactivated and still has a role in 1 launch.',
    )
    const page = await ada.get('/admin/people/tom')
    expect(textOf(page.text)).toContain('Deactivated: can’t sign in.')
    await ada.send(page, 'f-activate').expect(303)
    expect((await person('tom'))?.active).toBe(true)
    expect(await log()).toEqual(['person.activate', 'person.deactivate', 'session.start'])
    // What has ended stays so.
    await tom.get('/').expect(303)
    await shop.get('tom', '/api/v1/launches').expect(401)
  })

  test('of somebody who has no part in a launch says so', async () => {
    const way = await ada.get('/admin/people/fay/deactivate')
    expect(textOf(way.text)).toContain('No open launch has them in a role.')
    expect(formOf(way, 'f-deactivate').text).toBe('Deactivate Cancel')
  })
})
