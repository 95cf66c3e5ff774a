import type supertest from 'supertest'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openShop, type Shop } from '../support/shop.ts'
import { testMailServer } from '../support/smtp-server.ts'
import { alertsIn, formsOf, saysAt, standsIn, textOf } from './read.ts'
import { type Visitor, visitor } from './visitor.ts'

/** Invites, services, tokens and settings, as an administrator finds them; a project lead finds the invites. */

let shop: Shop
let ada: Visitor
let close: (() => Promise<void>)[] = []
async function open(env: Record<string, string> = {}): Promise<void> {
  shop = await openShop({ LAUNCHGATE_DEMO: '1', ...env })
  ada = await visitor(shop, 'ada')
}
beforeEach(() => open())
afterEach(async () => {
  await shop.close()
  for (const each of close) await each()
  close = []
})

/** Nothing but, perhaps, that somebody was denied something. */
async function nothingWritten(act: () => Promise<supertest.Response>): Promise<supertest.Response> {
  const { installation } = shop.store
  const all = async () => [
    (await installation.find({}, 0, 1000)).filter(({ action }) => action !== 'access.deny'),
    await installation.read({ openInvites: shop.now, dueMails: shop.now }),
  ]
  const before = await all()
  const answer = await act()
  expect(await all()).toEqual(before)
  return answer
}
const openInvites = async () => (await shop.store.installation.read({ openInvites: shop.now })).openInvites
const linksIn = (html: string) => [...html.matchAll(/value="http:\/\/localhost:3000\/invite\/([\w-]{43})"/g)]
const several = 'kim@example.com, lee@example.com\nKIM@example.com;max@example.com'

describe('invites', () => {
  test('go to several people at once; each link is shown once and only its hash is kept', async () => {
    const page = await ada.get('/admin/invites').expect(200)
    const fields = { addresses: several, roles: ['tester'], permissions: 'auditor' }
    const answer = await ada.send(page, 'f-invite', fields).expect(200)
    const secrets = linksIn(answer.text).map(([, secret]) => secret ?? '')
    expect(secrets).toHaveLength(3)
    const invites = [...(await openInvites())].sort((a, b) => (a.email < b.email ? -1 : 1))
    expect(invites.map(({ email }) => email)).toEqual(['KIM@example.com', 'lee@example.com', 'max@example.com'])
    for (const each of invites) expect(each).toMatchObject({ roles: ['tester'], auditor: true, admin: false })
    const kept = JSON.stringify([invites, await shop.store.installation.leaves(0, 1000)])
    for (const secret of secrets) expect(kept).not.toContain(secret)
    expect(linksIn((await ada.get('/admin/invites')).text)).toEqual([])
  })

  test.each([
    ['kim@example.com, nonsense, tom@', 'Not an email address: nonsense and tom@.'],
    ['kim@example.com TOM@example.com', 'Already here: TOM@example.com.'],
    ['  ', 'Enter at least one email address.'],
    [Array.from({ length: 51 }, (_, at) => `p${at}@example.com`).join(' '), 'You can invite up to 50 people at once.'],
  ])('none of %s is sent, and what was typed stays', async (addresses, sentence) => {
    const page = await ada.get('/admin/invites')
    const answer = await nothingWritten(() => ada.send(page, 'f-invite', { addresses, roles: ['tester'] }).expect(422))
    expect(saysAt(answer.text, 'invite-addresses-error')).toContain(sentence)
    expect(standsIn(answer.text, 'addresses')).toBe(addresses)
    expect(answer.text).toMatch(/value="tester"\s+checked/)
  })

  test('by a lead: members only, and only their own are listed', async () => {
    await ada.send(await ada.get('/admin/invites'), 'f-invite', { addresses: 'kim@example.com' }).expect(200)
    const priya = await visitor(shop, 'priya')
    const page = await priya.get('/admin/invites').expect(200)
    expect(page.text).not.toContain('kim@example.com')
    expect(standsIn(page.text, 'permissions')).toBeNull()
    for (const more of [{ permissions: 'admin' }, { permissions: 'auditor' }, { roles: ['head-of-digital'] }]) {
      const fields = { addresses: 'lee@example.com', ...more }
      const answer = await nothingWritten(() => priya.send(page, 'f-invite', fields).expect(403))
      expect(alertsIn(answer.text).join()).toContain('unless you have that role yourself')
    }
    await priya.send(page, 'f-invite', { addresses: 'lee@example.com', roles: ['tester'] }).expect(200)
    const invites = await openInvites()
    const idOf = (email: string) => invites.find((each) => each.email === email)?.id
    expect(textOf((await priya.get('/admin/invites')).text)).toContain('lee@example.com Tester Invited by Priya Nair')
    const foreign = `/admin/invites/${idOf('kim@example.com')}/revoke`
    await nothingWritten(() => priya.post(foreign, { requestKey: 'k' }).expect(404))
    await priya.post(`/admin/invites/${idOf('lee@example.com')}/revoke`, { requestKey: 'k' }).expect(303)
    expect((await openInvites()).map(({ email }) => email)).toEqual(['kim@example.com'])
  })

  test('get a new link, and the old one ends; a revoked one is gone', async () => {
    await ada.send(await ada.get('/admin/invites'), 'f-invite', { addresses: 'kim@example.com' }).expect(200)
    const [before] = await openInvites()
    const page = await ada.get('/admin/invites')
    const again = await ada.send(page, `f-again-${before?.id}`).expect(200)
    expect(linksIn(again.text)).toHaveLength(1)
    const [after] = await openInvites()
    expect(after).toMatchObject({ id: before?.id, email: 'kim@example.com' })
    expect(after?.hash).not.toBe(before?.hash)
    await ada.send(page, `f-revoke-${before?.id}`).expect(303)
    expect(await openInvites()).toEqual([])
    const gone = await nothingWritten(() => ada.send(page, `f-again-${before?.id}`).expect(404))
    expect(alertsIn(gone.text).join()).toContain('This invite was accepted or revoked.')
  })

  test('are mailed where mail is set up: in the same change, and no link is on the page', async () => {
    await shop.close()
    await open({ SMTP_URL: 'smtp://127.0.0.1:1', MAIL_FROM: 'launchgate@example.com' })
    const answer = await ada.send(await ada.get('/admin/invites'), 'f-invite', { addresses: several }).expect(303)
    expect(answer.headers.location).toBe('/admin/invites?done=sent-3')
    expect(textOf((await ada.get('/admin/invites?done=sent-3')).text)).toContain('3 invites on the way.')
    const { dueMails } = await shop.store.installation.read({ dueMails: shop.now })
    expect(dueMails.map(({ kind, recipient }) => `${kind} ${recipient}`).sort()).toEqual([
      'invite KIM@example.com',
      'invite lee@example.com',
      'invite max@example.com',
    ])
  })
})

test.each<[string, string, string, Record<string, string | string[]>, string]>([
  [
    '/admin/invites',
    'invite',
    'addresses',
    { addresses: several, roles: ['tester', 'content-team'] },
    '/admin/invites',
  ],
  ['/admin/people/tom', 'person', 'name', { name: 'Thomas', email: 'thomas@example.com' }, '/admin/people/tom'],
  ['/admin/services', 'service-token', 'name', { name: 'deploy-ci', days: '7' }, '/admin/services'],
  ['/admin/settings', 'settings', 'organization', { organization: 'Acme' }, '/admin/settings'],
])('what was typed on %s comes back after a session that had ended', async (path, form, field, fields, on) => {
  const page = await ada.get(path).expect(200)
  await ada.post('/sign-out', {}).expect(303)
  const ended = await nothingWritten(() => ada.send(page, `f-${form}`, fields).expect(401))
  const hidden = formsOf(ended.text)[0]?.hidden ?? {}
  expect(hidden.next).toBe(on)
  const again = await visitor(shop, 'ada')
  const roles = fields.roles === undefined ? {} : { 'typed.roles': fields.roles }
  const back = await nothingWritten(() => again.post(on, { ...typedOf(hidden), ...roles }).expect(200))
  expect(standsIn(back.text, field)).toBe(fields[field])
  expect(alertsIn(back.text).join()).toContain('Not sent yet.')
})

const typedOf = (hidden: Record<string, string>) =>
  Object.fromEntries(Object.entries(hidden).filter(([name]) => name.startsWith('typed.')))

test('a button that was pressed when the session had ended leads back to its page', async () => {
  const page = await ada.get('/admin/people/tom/deactivate')
  await ada.post('/sign-out', {}).expect(303)
  const ended = await ada.send(page, 'f-deactivate').expect(401)
  expect(formsOf(ended.text)[0]?.hidden.next).toBe('/admin/people/tom')
  const again = await visitor(shop, 'ada')
  const answer = await nothingWritten(() => again.post('/admin/people/tom', { 'typed.requestKey': 'k' }).expect(303))
  expect(answer.headers.location).toBe('/admin/people/tom')
})

test('WRITES_PER_MINUTE holds for the administration too, and what is refused does not count', async () => {
  await shop.close()
  await open({ WRITES_PER_MINUTE: '1' })
  const page = await ada.get('/admin/invites')
  await ada.send(page, 'f-invite', { addresses: 'nonsense' }).expect(422)
  await ada.send(page, 'f-invite', { addresses: 'kim@example.com' }).expect(200)
  await nothingWritten(() => ada.send(page, 'f-invite', { addresses: 'lee@example.com' }).expect(429))
})

test('whoever plans a launch finds the way to invite somebody', async () => {
  for (const who of ['priya', 'ada'])
    expect((await (await visitor(shop, who)).get('/launches/new')).text).toContain('href="/admin/invites"')
})

describe('services and tokens', () => {
  const wish = { name: 'deploy-ci', scopes: ['status:read', 'candidate:write'], launch: '', days: '30' }

  test('a token is shown once, works, and ends when it is revoked', async () => {
    const page = await ada.get('/admin/services').expect(200)
    const answer = await ada.send(page, 'f-service-token', wish).expect(200)
    const token = /value="(lg_\w+)"/.exec(answer.text)?.[1] ?? ''
    expect(answer.headers['cache-control']).toBe('no-store')
    await shop.get(token, '/api/v1/launches').expect(403)
    const listed = await ada.get('/admin/services')
    expect(textOf(listed.text)).toContain('deploy-ci 1 active token')
    expect(listed.text).not.toContain(token)
    const again = await nothingWritten(() => ada.send(page, 'f-service-token', wish).expect(409))
    expect(alertsIn(again.text).join()).toContain('was already created')
    const id = token.split('_')[1]
    const all = await ada.get('/admin/tokens').expect(200)
    await ada.send(all, `f-revoke-${id}`).expect(303)
    await shop.get(token, '/api/v1/launches').expect(401)
    expect(textOf((await ada.get('/admin/tokens')).text)).toContain('Revoked')
  })

  test.each<[string, Partial<Record<keyof typeof wish, string | string[]>>, string, string]>([
    ['a name', { name: 'Deploy CI' }, 'service-token-name', 'Use lowercase letters'],
    ['scopes', { scopes: [] }, 'service-token-scopes', 'Choose at least one scope.'],
    ['a scope that a service may have', { scopes: ['sign:write'] }, 'service-token-scopes', 'Invalid value.'],
    ['a launch that is there', { launch: 'none' }, 'service-token-launch', 'Launch not found.'],
    ['an end within 366 days', { days: '367' }, 'service-token-days', 'from 1 to 366'],
    ['an end', { days: '0' }, 'service-token-days', 'from 1 to 366'],
  ])('no token without %s', async (_what, more, id, sentence) => {
    const page = await ada.get('/admin/services')
    const answer = await nothingWritten(() => ada.send(page, 'f-service-token', { ...wish, ...more }).expect(422))
    expect(answer.text).toContain(`href="#${id}"`)
    expect(textOf(answer.text)).toContain(sentence)
  })

  test('people’s tokens are listed without their secrets, and end here too', async () => {
    const page = await ada.get('/admin/tokens')
    expect(textOf(page.text)).toMatch(/Priya Nair lg_\w{11}… status:read/)
    const tom = (await shop.store.directory.tokens()).find((each) => each.person === 'tom')
    await ada.send(page, `f-revoke-${tom?.id}`).expect(303)
    await shop.get('tom', '/api/v1/launches').expect(401)
    await nothingWritten(() => ada.post('/admin/tokens/none/revoke', { requestKey: 'k' }).expect(404))
  })
})

describe('settings', () => {
  const wish = { organization: 'Acme Ltd', language: 'en', timeZone: 'Asia/Taipei' }

  test('are kept with an entry that has no name in it', async () => {
    const page = await ada.get('/admin/settings').expect(200)
    await ada.send(page, 'f-settings', wish).expect(303)
    const after = await ada.get('/admin/settings?done=saved')
    expect(standsIn(after.text, 'organization')).toBe('Acme Ltd')
    expect(standsIn(after.text, 'timeZone')).toBe('Asia/Taipei')
    const [entry] = await shop.store.installation.find({}, 0, 1)
    expect(entry?.action).toBe('settings.change')
    expect(JSON.stringify(entry)).not.toContain('Acme')
    await nothingWritten(() => ada.send(page, 'f-settings', wish).expect(303))
  })

  test.each([{ organization: ' ' }, { language: 'tlh' }, { timeZone: 'Mars/Olympus' }, { odd: 'x' }])(
    'are not kept with %o',
    async (more) => {
      const page = await ada.get('/admin/settings')
      await nothingWritten(() => ada.send(page, 'f-settings', { ...wish, ...more }).expect(422))
    },
  )

  test('mail is tested by one to oneself, single sign-on by asking the provider; nothing secret is on the page', async () => {
    const server = await testMailServer()
    close.push(server.close)
    await shop.close()
    await open({
      SMTP_URL: `smtp://127.0.0.1:${server.port}`,
      MAIL_FROM: 'launchgate@example.com',
      OIDC_ISSUER: 'http://127.0.0.1:1',
      OIDC_CLIENT_ID: 'launchgate',
      OIDC_CLIENT_SECRET: 'very-secret-value',
    })
    const page = await ada.get('/admin/settings').expect(200)
    expect(page.text).not.toContain('very-secret-value')
    const mail = await nothingWritten(() => ada.send(page, 'f-mail-test').expect(200))
    expect(textOf(mail.text)).toContain('Sent to ada@example.com.')
    expect(server.received.map(({ to }) => to)).toEqual([['ada@example.com']])
    const sso = await nothingWritten(() => ada.send(page, 'f-sso-test').expect(200))
    expect(textOf(sso.text)).toContain('The provider can’t be used (provider-unreachable).')
    expect(sso.text).not.toContain('very-secret-value')
  })
})
