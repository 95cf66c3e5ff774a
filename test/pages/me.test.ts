import supertest from 'supertest'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { authenticate } from '../../server/auth/tokens.ts'
import { putSession } from '../support/directory.ts'
import { givePassword, password } from '../support/passwords.ts'
import { createLaunch, openShop, type Shop } from '../support/shop.ts'
import { formOf, formsOf, standsIn, textOf } from './read.ts'
import { type Visitor, visitor } from './visitor.ts'

/** Tom looks after what is his: how he appears, where he is signed in, and what acts in his name. */

let shop: Shop
let tom: Visitor
beforeEach(async () => {
  shop = await openShop({ LAUNCHGATE_DEMO: '1' })
  tom = await visitor(shop, 'tom')
})
afterEach(() => shop.close())

const page = () => tom.get('/me').expect(200)
const rowsOf = async () => {
  const { installation } = shop.store
  const mine = { sessionsOf: 'tom', tokensOf: 'tom', passkeysOf: 'tom', password: 'tom' }
  const { people, profiles, ...rows } = await installation.read(mine)
  return { head: await installation.head(), people, profiles: [...profiles], rows }
}
/** Does this, and fails where it wrote anything; gives what came of it. */
async function refused(act: () => Promise<supertest.Response>): Promise<supertest.Response> {
  const before = await rowsOf()
  const answer = await act()
  expect(await rowsOf(), 'nothing was written').toEqual(before)
  return answer
}
const lastEntry = async () => (await shop.store.installation.find({}, 0, 1))[0]

describe('the profile', () => {
  test('keeps name, language, zone and theme; only the name is an entry, behind its commitment', async () => {
    const before = await shop.store.installation.head()
    await tom
      .send(await page(), 'f-me-profile', { name: 'Tom Becker', theme: 'dark' })
      .expect(303)
      .expect('Location', '/me?done=profile')
    expect(await shop.store.installation.head()).toEqual(before)
    const fields = { name: ' Thomas Becker ', language: 'en', zone: 'Asia/Taipei', theme: 'light' }
    await tom.send(await page(), 'f-me-profile', fields).expect(303)
    const answer = await tom.get('/me?done=profile').expect(200)
    expect(textOf(answer.text)).toContain('Your profile was saved.')
    expect(['name', 'language', 'zone', 'theme'].map((name) => standsIn(answer.text, name))).toEqual([
      'Thomas Becker',
      'en',
      'Asia/Taipei',
      'light',
    ])
    expect(answer.text).toContain('<html lang="en" data-theme="light">')
    expect(textOf(answer.text), 'times are in that zone').toContain('Asia/Taipei')
    const entry = await lastEntry()
    expect(entry?.action).toBe('person.change')
    expect(JSON.stringify(entry)).not.toContain('Thomas')
    const other = await (await visitor(shop, 'ana')).get('/me').expect(200)
    expect(other.text).toContain('<html lang="en">')
  })

  test.each([
    [{ name: '  ' }, 'Enter your name.'],
    [{ name: `${'Tom '.repeat(50)}!` }, 'Too long: 201 of 200 characters.'],
    [{ language: 'tlh' }, 'Choose a language from the list.'],
    [{ zone: 'Mars/Olympus' }, 'Choose a time zone from the list.'],
    [{ theme: 'sepia' }, 'Choose a theme from the list.'],
  ])('refuses %j and keeps what was typed', async (wrong, sentence) => {
    const fields = { name: 'Thomas', language: '', zone: '', theme: 'dark', ...wrong }
    const answer = await refused(async () => tom.send(await page(), 'f-me-profile', fields))
    expect(answer.status).toBe(422)
    expect(formOf(answer, 'f-me-profile').text).toContain(sentence)
    expect(standsIn(answer.text, 'name')).toBe(fields.name)
  })

  test('refuses a field that it does not have, by its name', async () => {
    const answer = await refused(async () => tom.send(await page(), 'f-me-profile', { admin: 'true' }))
    expect(answer.status).toBe(422)
    expect(textOf(answer.text)).toContain('admin')
  })
})

describe('the password', () => {
  const next = 'seven herons on the breakwater'
  const fields = { currentPassword: password, newPassword: next }
  const opens = async (given: string) =>
    (
      await supertest(shop.app.handler)
        .post('/sign-in')
        .set('Sec-Fetch-Site', 'same-origin')
        .type('form')
        .send({ email: 'tom@example.com', password: given })
    ).status === 303

  test('is set where there is none, then changed; the other sessions end and this one gets a new cookie', async () => {
    const other = await visitor(shop, 'tom')
    expect(formOf(await page(), 'f-me-password').text).not.toContain('Current password')
    const set = await tom.send(await page(), 'f-me-password', { newPassword: password }).expect(303)
    expect(set.headers.location).toBe('/me?done=password')
    expect(await opens(password)).toBe(true)
    await tom.get('/me').expect(303)
    await other.get('/me').expect(303)
    tom = await visitor(shop, 'tom')
    await tom.send(await page(), 'f-me-password', fields).expect(303)
    expect([await opens(password), await opens(next)]).toEqual([false, true])
    const leaves = (await shop.store.installation.leaves(0, 1000)).join('')
    for (const secret of [password, next]) expect(leaves).not.toContain(secret)
  })

  test.each([
    [{ currentPassword: 'wrong wrong wrong' }, 'This isn’t your current password.'],
    [{ currentPassword: '' }, 'This isn’t your current password.'],
    [{ newPassword: 'short' }, 'Use at least 12 characters.'],
    [{ newPassword: 'becker becker becker' }, 'Don’t use your name or email address.'],
  ])('is not changed by %j, and nothing typed is shown', async (wrong, sentence) => {
    await givePassword(shop.store, 'tom')
    const before = (await rowsOf()).rows
    const answer = await tom.send(await page(), 'f-me-password', { ...fields, ...wrong })
    expect(answer.status).toBe(422)
    expect(formOf(answer, 'f-me-password').text).toContain(sentence)
    for (const typed of [password, next, 'wrong wrong']) expect(answer.text).not.toContain(typed)
    expect((await rowsOf()).rows).toEqual(before)
  })

  test('does not travel through the page of a session that has ended', async () => {
    const nobody = await visitor(shop, null)
    const answer = await nobody.post('/me/password', fields).expect(401)
    for (const typed of [password, next]) expect(answer.text).not.toContain(typed)
  })
})

test('what was typed when the session had ended comes back after the sign-in, and is not sent by itself', async () => {
  const nobody = await visitor(shop, null)
  const form = formOf(await page(), 'f-me-profile')
  const typed = { ...form.hidden, name: 'Thomas', language: '', zone: 'Asia/Taipei', theme: 'dark' }
  const ended = await nobody.post('/me/profile', typed).expect(401)
  const fields = formsOf(ended.text).find(({ action }) => action === '/sign-in')?.hidden ?? {}
  const back = await tom.post('/me', fields)
  expect(back.status).toBe(200)
  expect(formOf(back, 'f-me-profile').text).toContain('Not sent yet.')
  expect((await shop.store.directory.person('tom'))?.name).toBe('Tom Becker')
  expect((await shop.store.directory.profile('tom'))?.theme).toBe('system')
  expect(['name', 'zone', 'theme'].map((name) => standsIn(back.text, name))).toEqual(['Thomas', 'Asia/Taipei', 'dark'])
})

describe('sessions', () => {
  const agents = {
    phone:
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 (KHTML) Version/18.0 Mobile/1 Safari/604',
    desk: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  }
  const putTwo = async () => {
    const times = { createdAt: shop.now - 7_200_000, seenAt: shop.now - 3_600_000 }
    const of = { person: 'tom', method: 'list' as const }
    await putSession(shop.store, { hash: 'a'.repeat(64), device: agents.phone, ...of, ...times })
    await putSession(shop.store, { hash: 'b'.repeat(64), device: agents.desk, ...of, ...times, seenAt: shop.now })
    const stranger = { hash: 'c'.repeat(64), device: agents.desk, ...of, ...times }
    await putSession(shop.store, { ...stranger, person: 'ana' })
  }

  test('are listed with device, method and time, this browser first; one is ended, then all others', async () => {
    await putTwo()
    const before = textOf((await page()).text)
    expect(before).toMatch(
      /Unknown device List of people · signed in now · last seen now This browser Firefox on Linux List of people · signed in 2 hours ago · last seen now End : Firefox on Linux Safari on iPhone .* last seen 1 hour ago/,
    )
    await tom.post('/me/sessions/end', { session: 'a'.repeat(64) }).expect(303)
    expect(await shop.store.directory.session('a'.repeat(64))).toBeNull()
    expect(await lastEntry()).toMatchObject({ action: 'session.end', data: { session: 'a'.repeat(16) } })
    await tom.post('/me/sessions/end-others', {}).expect(303)
    expect(await shop.store.directory.session('b'.repeat(64))).toBeNull()
    expect(await shop.store.directory.session('c'.repeat(64)), 'nobody else’s').not.toBeNull()
    expect(textOf((await page()).text)).not.toContain('End all other sessions')
  })

  test('of somebody else cannot be ended', async () => {
    await putTwo()
    const answer = await refused(async () => tom.post('/me/sessions/end', { session: 'c'.repeat(64) }))
    expect(answer.status).toBe(409)
    expect(textOf(answer.text)).toContain('Session not found.')
    expect(await shop.store.directory.session('c'.repeat(64))).not.toBeNull()
  })
})

describe('personal tokens', () => {
  const wish = { scope: ['status:read', 'launch:read'], launch: '', expires: String(30 * 86_400_000) }
  const tokenIn = (html: string) => /lg_[0-9A-Za-z]{11}_[0-9A-Za-z]{49}/.exec(html)?.[0] ?? ''

  test('are shown once, act as their person, are listed, and are revoked', async () => {
    const form = await page()
    const made = await tom.send(form, 'f-me-token', wish).expect(200).expect('Cache-Control', 'no-store')
    const token = tokenIn(made.text)
    const asked = () => authenticate(shop.store, `Bearer ${token}`, shop.now)
    expect(await asked()).toMatchObject({ person: { id: 'tom' }, token: { scopes: ['status:read', 'launch:read'] } })
    const listed = await page()
    expect(tokenIn(listed.text)).toBe('')
    expect(textOf(listed.text)).toContain(
      `${token.slice(0, 14)}_… status:read, launch:read expires Wed 23 Dec · last used`,
    )
    const again = await refused(async () => tom.send(form, 'f-me-token', wish))
    expect(again.status, 'the same form makes one token').toBe(409)
    expect(tokenIn(again.text)).toBe('')
    await tom.post('/me/tokens/revoke', { token: token.slice(3, 14) }).expect(303)
    expect(await asked()).toBeNull()
    expect(await lastEntry()).toMatchObject({ action: 'token.revoke' })
    expect((await page()).text).not.toContain(token.slice(0, 14))
  })

  test('can be limited to a launch', async () => {
    await createLaunch(shop, 'aurora')
    await createLaunch(shop, 'borealis')
    const made = await tom.send(await page(), 'f-me-token', { ...wish, launch: 'aurora' }).expect(200)
    await shop.get(tokenIn(made.text), '/api/v1/launches/aurora').expect(200)
    await shop.get(tokenIn(made.text), '/api/v1/launches/borealis').expect(404)
  })

  test.each([
    [{ scope: [] }, 'Choose at least one.'],
    [{ scope: ['everything'] }, 'Invalid value.'],
    [{ launch: 'atlantis' }, 'Choose a launch from the list.'],
    [{ expires: '1' }, 'Choose a time from the list.'],
    [{ scope: ['sign:write'] }, 'A token that can sign off expires within 24 hours.'],
  ])('refuse %j', async (wrong, sentence) => {
    const answer = await refused(async () => tom.send(await page(), 'f-me-token', { ...wish, ...wrong }))
    expect(answer.status).toBe(422)
    expect(formOf(answer, 'f-me-token').text).toContain(sentence)
  })

  test('of somebody else cannot be revoked', async () => {
    const token = await shop.token('ana')
    const answer = await refused(async () => tom.post('/me/tokens/revoke', { token: token.slice(3, 14) }))
    expect(answer.status).toBe(409)
    expect(await authenticate(shop.store, `Bearer ${token}`, shop.now)).not.toBeNull()
  })
})

test('the header leads there, and out', async () => {
  const { text } = await page()
  expect(text).toContain('href="/me"')
  expect(formsOf(text).map(({ action }) => action)).toContain('/sign-out')
  await supertest(shop.app.handler).get('/me').expect(303).expect('Location', '/sign-in?next=%2Fme')
})
