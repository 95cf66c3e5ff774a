import supertest from 'supertest'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ssoStatus, testSso } from '../../server/auth/oidc-status.ts'
import { newSecret, secretHash } from '../../server/auth/secret.ts'
import { deactivate } from '../support/directory.ts'
import { type TestProvider, testProvider } from '../support/oidc-provider.ts'
import { givePassword, password } from '../support/passwords.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { textOf } from './read.ts'

/** Noa, whom nobody has entered into the directory, signs in at a real OpenID provider; and everything that can go wrong. */

let provider: TestProvider
let shop: Shop
beforeAll(async () => {
  provider = await testProvider()
})
afterAll(() => provider.stop())

const noa = (changes: object = {}) => ({
  subject: 'noa-1',
  claims: { email: 'noa@example.com', email_verified: true, name: 'Noa Levi', groups: ['qa', 'staff'], ...changes },
})
beforeEach(async () => {
  provider.account = noa()
  provider.denies = false
  provider.mode = 'up'
  shop = await openShop({
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: provider.clientId,
    OIDC_CLIENT_SECRET: provider.clientSecret,
    OIDC_GROUP_ROLES: 'qa=tester, leads=project-lead, admins=admin',
  })
})
afterEach(() => shop.close())

const get = (path: string, cookie = '') =>
  supertest(shop.app.handler).get(path).set('Cookie', cookie).set('Sec-Fetch-Site', 'cross-site')
const cookiesOf = (answer: supertest.Response): string =>
  [answer.headers['set-cookie'] ?? []]
    .flat()
    .map((each: string) => each.split(';')[0] ?? '')
    .filter((each) => !each.endsWith('='))
    .join('; ')

/** Starts at the link and goes to the provider; what comes back has not reached us yet. */
async function visited(path = '/sign-in/oidc?next=/launches') {
  const start = await get(path).expect(303)
  const callback = await provider.visit(start.headers.location ?? '')
  return { callback, browser: cookiesOf(start) }
}
const back = ({ callback, browser }: { callback: URL; browser: string }) =>
  get(`${callback.pathname}${callback.search}`, browser)
const signIn = async (path?: string) => back(await visited(path))

const person = async (email = 'noa@example.com') =>
  (await shop.store.directory.people()).find((each) => each.email === email)
const lastEntries = async (count: number) =>
  (await shop.store.installation.find({}, 0, count)).map((each) => each.action)

/** Nobody is signed in, nothing is changed, and the log has one more entry: the failure with its code. */
async function refuses(why: string, status: number, act: () => Promise<supertest.Response>) {
  const before = {
    standing: await shop.store.installation.standing(),
    size: (await shop.store.installation.head()).size,
  }
  const answer = await act()
  expect([answer.status, answer.headers.location]).toEqual([status, undefined])
  expect(cookiesOf(answer), 'no session').toBe('')
  expect(await shop.store.installation.standing()).toEqual(before.standing)
  expect((await shop.store.installation.head()).size).toBe(before.size + 1)
  const [entry] = await shop.store.installation.find({}, 0, 1)
  expect(entry).toMatchObject({ action: 'sign-in.fail', data: { method: 'oidc', why, account: null } })
  expect(answer.text).toContain('href="/sign-in"')
  return textOf(answer.text)
}

describe('a sign-in', () => {
  test('makes the person whose groups match, once, and leads to where they wanted', async () => {
    const page = await get('/sign-in?next=/launches').expect(200)
    expect(page.text).toContain('href="/sign-in/oidc?next=%2Flaunches"')
    const answer = await signIn()
    expect([answer.status, answer.headers.location]).toEqual([303, '/launches'])
    await get('/launches', cookiesOf(answer)).expect(200)
    const made = await person()
    expect(made).toMatchObject({ id: 'noa', name: 'Noa Levi', roles: ['tester'], admin: false, auditor: false })
    expect(await lastEntries(3)).toEqual(['session.start', 'identity.add', 'person.add'])
    const leaves = (await shop.store.installation.leaves(0, 1000)).join('\n')
    for (const secret of ['Noa', 'noa@', 'noa-1']) expect(leaves).not.toContain(secret)
    await signIn()
    expect((await shop.store.directory.people()).filter(({ email }) => email === made?.email)).toEqual([made])
  })

  test('is of the same subject after the email address has changed', async () => {
    await signIn()
    provider.account = noa({ email: 'levi@example.com' })
    expect((await signIn()).status).toBe(303)
    expect(await person('levi@example.com')).toBeUndefined()
    expect((await person())?.id).toBe('noa')
  })

  test('goes on after the provider has replaced its keys', async () => {
    await signIn()
    provider.rotateKeys()
    expect((await signIn()).status).toBe(303)
  })

  test.each(['https://evil.example/', '//evil.example', '/\\evil.example'])('never leads to %s', async (next) => {
    const answer = await signIn(`/sign-in/oidc?next=${encodeURIComponent(next)}`)
    expect(answer.headers.location).toBe('/')
  })
})

describe('groups', () => {
  const give = async (groups: string[]) => {
    provider.account = noa({ groups })
    return signIn()
  }
  const rolesNow = async () => {
    const now = await person()
    return [now?.roles, now?.admin]
  }
  const put = async (change: object) => {
    const now = await person()
    if (now === undefined) throw new Error('Noa is not there.')
    const row = { ...now, ...change }
    await shop.store.installation.change({
      at: shop.now,
      asked: {},
      texts: [],
      decide: () => ({ accepted: true, entries: [], changes: [{ put: 'people', row }] }),
    })
  }

  test('replace what came from groups, keep what was given by hand, and end the sessions of who lost something', async () => {
    const first = cookiesOf(await give(['qa']))
    await put({ roles: ['tester', 'copywriter'] })
    const second = cookiesOf(await give(['qa', 'leads', 'admins']))
    expect(await rolesNow()).toEqual([['copywriter', 'project-lead', 'tester'], true])
    await get('/launches', first).expect(200)
    const third = cookiesOf(await give(['leads']))
    expect(await rolesNow()).toEqual([['copywriter', 'project-lead'], false])
    for (const cookie of [first, second]) await get('/launches', cookie).expect(303)
    await get('/launches', third).expect(200)
    expect(await lastEntries(2)).toEqual(['session.start', 'person.change'])
    await give([])
    expect(await rolesNow()).toEqual([['copywriter'], false])
  })

  test('never take from somebody what they also have by hand', async () => {
    await give(['leads'])
    await put({ roles: ['project-lead', 'tester'] })
    await give(['leads', 'qa'])
    await give(['leads'])
    expect((await person())?.roles).toEqual(expect.arrayContaining(['tester', 'project-lead']))
  })

  test('leave the last administrator one, until there is another', async () => {
    await give(['admins'])
    const ada = (await shop.store.directory.people()).find(({ id }) => id === 'ada')
    const setAda = (admin: boolean) =>
      shop.store.installation.change({
        at: shop.now,
        asked: {},
        texts: [],
        decide: () =>
          ada
            ? { accepted: true, entries: [], changes: [{ put: 'people', row: { ...ada, admin } }] }
            : { accepted: false, reason: 'unknown-person' },
      })
    await setAda(false)
    await give(['qa'])
    expect(await rolesNow()).toEqual([['tester'], true])
    await setAda(true)
    await give(['qa'])
    expect(await rolesNow()).toEqual([['tester'], false])
  })

  test('that give nothing let nobody in whom nobody knows; the page says which came', async () => {
    provider.account = noa({ groups: ['staff', 'QA'] })
    const said = await refuses('no-matching-group', 422, () => signIn())
    expect(said).toContain('None of your groups gives you access. Ask an admin.')
    expect(said).toContain('Your groups are: staff and QA.')
    provider.account = noa({ groups: [] })
    expect(await refuses('no-matching-group', 422, () => signIn())).toContain('sent no groups')
  })
})

describe('nobody is signed in', () => {
  test('for the email address of somebody else, who is never linked', async () => {
    provider.account = noa({ email: 'TOM@example.com' })
    const said = await refuses('email-in-use', 422, () => signIn())
    expect(said).toContain('This email belongs to another account. Ask an admin for an invite.')
    expect((await shop.store.installation.read({ identitiesOf: 'tom' })).identitiesOf).toEqual([])
  })

  test('with another subject and the same email address', async () => {
    await signIn()
    provider.account = { ...noa(), subject: 'noa-2' }
    await refuses('email-in-use', 422, () => signIn())
  })

  test('without an email address', async () => {
    provider.account = noa({ email: undefined })
    await refuses('no-email', 422, () => signIn())
  })

  test('who was deactivated', async () => {
    await signIn()
    await deactivate(shop.store, 'noa', shop.now)
    expect(await refuses('inactive-account', 422, () => signIn())).toContain('Your account is deactivated.')
  })

  test('twice by the same answer', async () => {
    const answer = await visited()
    expect((await back(answer)).status).toBe(303)
    await refuses('wrong-state', 422, async () => back(answer))
  })

  test.each([
    ['an unknown state', 'state', 'another', 'wrong-state'],
    ['no state', 'state', null, 'wrong-state'],
    ['another issuer', 'iss', 'https://other.example', 'wrong-issuer'],
    ['an unknown code', 'code', 'another', 'replayed-code'],
  ])('with %s', async (_what, name, value, why) => {
    const answer = await visited()
    if (value === null) answer.callback.searchParams.delete(name)
    else answer.callback.searchParams.set(name, value)
    await refuses(why, 422, async () => back(answer))
    expect(await person()).toBeUndefined()
  })

  test('in another browser, or by somebody else’s transaction', async () => {
    await refuses('other-browser', 422, async () => back({ ...(await visited()), browser: '' }))
    const [mine, theirs] = [await visited(), await visited()]
    await refuses('other-browser', 422, async () => back({ ...theirs, browser: mine.browser }))
  })

  test('with the nonce of another sign-in', async () => {
    const answer = await visited()
    const hash = secretHash(answer.callback.searchParams.get('state') ?? '')
    const { challenge } = await shop.store.installation.read({ challenge: hash })
    if (challenge === null) throw new Error('There is no transaction.')
    const row = { ...challenge, data: JSON.stringify({ ...JSON.parse(challenge.data), nonce: 'another' }) }
    await shop.store.installation.change({
      at: shop.now,
      asked: {},
      texts: [],
      decide: () => ({ accepted: true, entries: [], changes: [{ put: 'challenges', row }] }),
    })
    await refuses('wrong-nonce', 422, async () => back(answer))
  })

  test('after ten minutes', async () => {
    const answer = await visited()
    shop.now += 600_000
    expect(await refuses('took-too-long', 422, async () => back(answer))).toContain('longer than 10 minutes')
    await refuses('wrong-state', 422, async () => back(answer))
  })

  test('whom the provider refuses', async () => {
    provider.denies = true
    await refuses('denied-by-provider', 422, () => signIn())
  })

  test('while the provider is down; passwords work, and the sign-in page does not wait for it', async () => {
    const answer = await visited()
    provider.mode = 'hanging'
    const began = performance.now()
    const said = await refuses('provider-unreachable', 503, async () => back(answer))
    expect(performance.now() - began, 'ms').toBeLessThan(5000)
    expect(said).toContain('Single sign-on isn’t reachable right now.')
    provider.requests.length = 0
    await get('/sign-in').expect(200)
    expect(provider.requests).toEqual([])
    await givePassword(shop.store, 'tom')
    await supertest(shop.app.handler)
      .post('/sign-in')
      .set('Sec-Fetch-Site', 'same-origin')
      .type('form')
      .send({ email: 'tom@example.com', password })
      .expect(303)
  })
})

test('an invite is accepted by the identity with its email address, and by no other', async () => {
  const { secret, hash } = newSecret()
  const invite = {
    id: 'i-1',
    hash,
    email: 'Noa@example.com',
    roles: ['copywriter'],
    admin: false,
    auditor: false,
    invitedBy: 'operator',
    createdAt: shop.now,
    expiresAt: shop.now + 1000,
    acceptedAt: null,
    revokedAt: null,
  }
  await shop.store.installation.change({
    at: shop.now,
    asked: {},
    texts: [],
    decide: () => ({ accepted: true, entries: [], changes: [{ add: 'invites', row: invite }] }),
  })
  const path = `/sign-in/oidc?invite=${secret}`
  provider.account = noa({ email: 'other@example.com' })
  await refuses('invite-for-other-email', 422, () => signIn(path))
  provider.account = noa({ email_verified: false })
  await refuses('invite-for-other-email', 422, () => signIn(path))
  await refuses('invite-over', 422, () => signIn('/sign-in/oidc?invite=another'))
  provider.account = noa()
  expect((await signIn(path)).status).toBe(303)
  expect(await person('Noa@example.com')).toMatchObject({ roles: ['copywriter', 'tester'] })
  provider.account = { ...noa(), subject: 'noa-2' }
  await refuses('invite-over', 422, () => signIn(path))
  provider.account = noa({ groups: [] })
  await signIn()
  expect(await person('Noa@example.com')).toMatchObject({ roles: ['copywriter'] })
})

test('admins see whether the provider answers, once it was asked', async () => {
  const about = {
    configured: true,
    issuer: provider.issuer,
    redirectUri: 'http://localhost:3000/sign-in/oidc/callback',
  }
  expect(ssoStatus(shop.services)).toEqual({ ...about, reachable: null, code: null, checkedAt: null })
  const up = { ...about, reachable: true, code: null, checkedAt: shop.now }
  expect(await testSso(shop.services)).toEqual(up)
  provider.mode = 'failing'
  expect(ssoStatus(shop.services)).toEqual(up)
  expect(await testSso(shop.services)).toEqual({ ...up, reachable: false, code: 'provider-unreachable' })
})

test('without its settings there is no single sign-on', async () => {
  const plain = await openShop()
  const ask = (path: string) => supertest(plain.app.handler).get(path)
  await ask('/sign-in/oidc').expect(404)
  await ask('/sign-in/oidc/callback?state=a&code=b').expect(404)
  expect((await ask('/sign-in')).text).not.toContain('/sign-in/oidc')
  expect(ssoStatus(plain.services)).toEqual({ configured: false })
  await plain.close()
})
