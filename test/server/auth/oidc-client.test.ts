import { createServer } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type OidcStart, oidcClient } from '../../../server/auth/oidc-client.ts'
import type { OidcSettings } from '../../../server/settings/oidc.ts'
import { redirectUri, type TestProvider, testProvider } from '../../support/oidc-provider.ts'

/** Tom signs in at a real OpenID provider, which may be slow, wrong or down. */

let provider: TestProvider
let now = 0

beforeAll(async () => {
  provider = await testProvider()
})
afterAll(() => provider.stop())

const usual = {
  subject: 'tom',
  claims: { email: 'tom@example.com', email_verified: true, name: 'Tom Becker', groups: ['qa'] },
}
beforeEach(() => {
  provider.account = usual
  provider.denies = false
  provider.mode = 'up'
  provider.delay = 0
  provider.requests.length = 0
  now = 0
})

const settings = (): OidcSettings => ({
  issuer: provider.issuer,
  clientId: provider.clientId,
  clientSecret: provider.clientSecret,
  groupGrants: [],
})
const newClient = (changes: Partial<OidcSettings> = {}) => oidcClient({ ...settings(), ...changes }, () => now)

/** Starts a sign-in and goes to the provider; what comes back is not given to the client yet. */
async function visitProvider(client = newClient()) {
  const start = await begun(client)
  return { client, start, callback: await provider.visit(start.url) }
}

async function begun(client: ReturnType<typeof newClient>): Promise<OidcStart> {
  const start = await client.begin({ redirectUri })
  if (!start.ok) throw new Error(start.detail)
  return start
}

async function signIn(client = newClient()) {
  const { start, callback } = await visitProvider(client)
  return client.finish(callback, start)
}

test('the browser is sent with code, S256, state and nonce', async () => {
  const start = await begun(newClient())
  const { origin, searchParams } = new URL(start.url)
  expect(origin).toBe(provider.issuer)
  expect(Object.fromEntries(searchParams)).toEqual({
    client_id: 'launchgate',
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: 'openid email profile groups',
    state: start.state,
    nonce: start.nonce,
    code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    code_challenge_method: 'S256',
  })
  expect(start.url).not.toContain(start.codeVerifier)
  const other = await begun(newClient())
  expect([other.state, other.nonce, other.codeVerifier]).not.toContain(start.state)
  expect(other.nonce).not.toBe(start.nonce)
})

test('Tom is identified by issuer and subject, with his address, name and groups', async () => {
  expect(await signIn()).toEqual({
    ok: true,
    identity: {
      issuer: provider.issuer,
      subject: 'tom',
      email: 'tom@example.com',
      emailVerified: true,
      name: 'Tom Becker',
      groups: ['qa'],
    },
  })
})

test('groups that changed count at the next sign-in', async () => {
  const client = newClient()
  await signIn(client)
  provider.account = {
    subject: 'tom',
    claims: { ...usual.claims, email: 'tom@new.example.com', groups: ['shop-leads', 'qa'] },
  }
  expect(await signIn(client)).toMatchObject({
    identity: { subject: 'tom', email: 'tom@new.example.com', groups: ['shop-leads', 'qa'] },
  })
})

test.each([
  ['without groups', { ...usual.claims, groups: undefined }, { groups: [] }],
  ['with an empty list of groups', { ...usual.claims, groups: [] }, { groups: [] }],
  ['with one group as text', { ...usual.claims, groups: 'qa' }, { groups: ['qa'] }],
  [
    'with an address that is not verified',
    { email: 'tom@example.com', email_verified: false },
    { emailVerified: false },
  ],
  ['with nothing but a subject', {}, { email: null, emailVerified: false, name: null, groups: [] }],
])('a person %s', async (_name, claims, expected) => {
  provider.account = { subject: 'tom', claims }
  expect(await signIn()).toMatchObject({ ok: true, identity: { subject: 'tom', ...expected } })
})

test.each([[{ groups: [1] }], [{ groups: { qa: true } }], [{ email: 7 }]])(
  'claims that are malformed: %j',
  async (claims) => {
    provider.account = { subject: 'tom', claims }
    expect(await signIn()).toMatchObject({
      ok: false,
      code: 'invalid-response',
      detail: expect.stringMatching(/^Malformed claims: /),
    })
  },
)

test('keys may be replaced between two sign-ins, and even between visit and return', async () => {
  const client = newClient()
  expect(await signIn(client)).toMatchObject({ ok: true })
  provider.rotateKeys()
  expect(await signIn(client)).toMatchObject({ ok: true })
  const { start, callback } = await visitProvider(client)
  provider.rotateKeys()
  expect(await client.finish(callback, start)).toMatchObject({ ok: true })
})

describe('is refused', () => {
  const asked = () => provider.requests.filter((path) => path === '/token').length

  test.each([
    ['another state', (url: URL) => url.searchParams.set('state', 'x'.repeat(43)), 'wrong-state'],
    ['no state', (url: URL) => url.searchParams.delete('state'), 'wrong-state'],
    ['two states', (url: URL) => url.searchParams.append('state', 'x'), 'wrong-state'],
    ['another issuer', (url: URL) => url.searchParams.set('iss', 'https://evil.example.com'), 'wrong-issuer'],
    ['no issuer', (url: URL) => url.searchParams.delete('iss'), 'wrong-issuer'],
  ])('a callback with %s, before the code is used', async (_name, change, code) => {
    const { client, start, callback } = await visitProvider()
    const changed = new URL(callback)
    change(changed)
    expect(await client.finish(changed, start)).toMatchObject({ ok: false, code })
    expect(asked()).toBe(0)
    expect(await client.finish(callback, start)).toMatchObject({ ok: true })
  })

  test('an ID token for another nonce', async () => {
    const { client, start, callback } = await visitProvider()
    expect(await client.finish(callback, { ...start, nonce: 'x'.repeat(43) })).toMatchObject({ code: 'wrong-nonce' })
  })

  test('a code that was used', async () => {
    const { client, start, callback } = await visitProvider()
    expect(await client.finish(callback, start)).toMatchObject({ ok: true })
    expect(await client.finish(callback, start)).toMatchObject({ ok: false, code: 'replayed-code' })
  })

  test('a code with the verifier of another browser', async () => {
    const { client, start, callback } = await visitProvider()
    const other = await begun(client)
    expect(await client.finish(callback, { ...start, codeVerifier: other.codeVerifier })).toMatchObject({
      ok: false,
      code: 'replayed-code',
    })
  })

  test('a callback without a code', async () => {
    const { client, start, callback } = await visitProvider()
    callback.searchParams.delete('code')
    expect(await client.finish(callback, start)).toMatchObject({ ok: false, code: 'invalid-response' })
  })

  test('a person whom the provider denies', async () => {
    provider.denies = true
    expect(await signIn()).toEqual({
      ok: false,
      code: 'denied-by-provider',
      detail: 'The provider answered access_denied.',
    })
  })

  test('a provider that calls itself something else', async () => {
    const client = newClient({ issuer: provider.issuer.replace('127.0.0.1', 'localhost') })
    expect(await client.begin({ redirectUri })).toMatchObject({ ok: false, code: 'wrong-issuer' })
  })

  test('a client secret that the provider does not know, without telling it', async () => {
    const said = await signIn(newClient({ clientSecret: 'not-the-secret' }))
    expect(said).toMatchObject({
      ok: false,
      code: 'invalid-response',
      detail: 'The provider answered 401 invalid_client.',
    })
  })
})

describe('a provider that cannot be asked', () => {
  const unreachable = { ok: false, code: 'provider-unreachable' }

  test('is down: told at once, and signing in works again when it is up', async () => {
    const client = newClient()
    await provider.stop()
    expect(await client.begin({ redirectUri })).toMatchObject(unreachable)
    await provider.start()
    expect(await client.begin({ redirectUri })).toMatchObject(unreachable)
    expect(provider.requests).toEqual([])
    now = 5001
    expect(await signIn(client)).toMatchObject({ ok: true })
  })

  test('fails, before and after the visit', async () => {
    const { client, start, callback } = await visitProvider()
    provider.mode = 'failing'
    expect(await client.finish(callback, start)).toMatchObject(unreachable)
    expect(await newClient().begin({ redirectUri })).toMatchObject(unreachable)
  })

  test('hangs: told within five seconds, once for all who wait', async () => {
    const { client, start, callback } = await visitProvider()
    provider.mode = 'hanging'
    provider.requests.length = 0
    const fresh = newClient()
    const from = performance.now()
    const all = [client.finish(callback, start), fresh.begin({ redirectUri }), fresh.begin({ redirectUri })]
    for (const said of await Promise.all(all)) expect(said).toMatchObject(unreachable)
    expect(performance.now() - from).toBeLessThan(5000)
    expect(provider.requests.sort()).toEqual(['/.well-known/openid-configuration', '/token'])
  })

  test('is slow with every answer: told within five seconds in all', async () => {
    const { start, callback } = await visitProvider()
    provider.delay = 2600
    provider.requests.length = 0
    const from = performance.now()
    expect(await newClient().finish(callback, start)).toMatchObject(unreachable)
    expect(performance.now() - from).toBeLessThan(5000)
    expect(provider.requests).toEqual(['/.well-known/openid-configuration', '/token'])
  })

  test('is asked for its addresses once', async () => {
    const client = newClient()
    const count = () => provider.requests.filter((path) => path.startsWith('/.well-known/')).length
    await signIn(client)
    await signIn(client)
    expect(count()).toBe(1)
    now = 600_001
    await signIn(client)
    expect(count()).toBe(2)
  })
})

test('plain http is not spoken to another machine, whatever the metadata say', async () => {
  const liar = createServer((_req, res) => {
    const at = (path: string) => `http://id.example.com${path}`
    res.setHeader('Content-Type', 'application/json')
    res.end(
      JSON.stringify({
        issuer: url(),
        authorization_endpoint: at('/auth'),
        token_endpoint: at('/token'),
        jwks_uri: at('/jwks'),
      }),
    )
  })
  const url = () => {
    const address = liar.address()
    return typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : ''
  }
  await new Promise<void>((resolve) => void liar.listen(0, '127.0.0.1', resolve))
  const client = newClient({ issuer: url() })
  const start = await begun(client)
  const callback = new URL(`${redirectUri}?code=abc&state=${start.state}`)
  expect(await client.finish(callback, start)).toMatchObject({ ok: false, code: 'invalid-response' })
  await new Promise((resolve) => liar.close(resolve))
})
