import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AdapterFactory, type Configuration, Provider } from 'oidc-provider'
import { oidcStorage } from './oidc-storage.ts'

/** A real OpenID provider on this machine. Whoever comes to it is signed in as `account`, without a page in between. */
export interface TestProvider {
  issuer: string
  clientId: string
  clientSecret: string
  account: TestAccount
  /** Whether the provider refuses the next sign-ins with access_denied. */
  denies: boolean
  /** Goes to an authorization URL like a browser, and returns the callback URL to which the provider sends it back. */
  visit(url: string): Promise<URL>
  /** Signs with a new key from now on; the old one is no longer published. */
  rotateKeys(): void
  /** What it does with requests: answers them, takes them and never answers, or answers 503. */
  mode: 'up' | 'hanging' | 'failing'
  /** In ms: how long it takes for each answer. */
  delay: number
  /** Requests that it has got, by path. */
  requests: string[]
  /** Refuses connections until start(). */
  stop(): Promise<void>
  start(): Promise<void>
}

/** What the provider knows of the one person who signs in. */
export interface TestAccount {
  subject: string
  claims: Record<string, unknown>
}

export const redirectUri = 'http://localhost:3000/sign-in/oidc/callback'

/** `callback`: the one address to which it sends people back. */
export async function testProvider(callback: string = redirectUri): Promise<TestProvider> {
  const server = createServer((req, res) => answer(req, res))
  const listen = (port: number) => new Promise<void>((resolve) => void server.listen(port, '127.0.0.1', resolve))
  await listen(0)
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The provider listens on no port.')
  const test: TestProvider = {
    issuer: `http://127.0.0.1:${address.port}`,
    clientId: 'launchgate',
    clientSecret: randomUUID(),
    account: {
      subject: 'tom',
      claims: { email: 'tom@example.com', email_verified: true, name: 'Tom Becker', groups: ['qa'] },
    },
    denies: false,
    mode: 'up',
    delay: 0,
    requests: [],
    visit,
    rotateKeys() {
      provider = makeProvider(test, storage, callback)
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
    start: () => listen(address.port),
  }
  const storage = oidcStorage()
  let provider = makeProvider(test, storage, callback)
  const answer = (req: IncomingMessage, res: ServerResponse): void => {
    const path = new URL(req.url ?? '/', test.issuer).pathname
    test.requests.push(path)
    if (test.mode === 'hanging') return
    if (test.mode === 'failing') res.writeHead(503).end()
    else if (path.startsWith('/interaction/')) signIn(provider, test, req, res)
    else {
      const later = setTimeout(() => provider.callback()(req, res), test.delay)
      res.once('close', () => clearTimeout(later))
    }
  }
  return test
}

/** In place of the provider's page with name and password. */
function signIn(provider: Provider, test: TestProvider, req: IncomingMessage, res: ServerResponse): void {
  const result = test.denies ? { error: 'access_denied' } : { login: { accountId: test.account.subject } }
  provider.interactionFinished(req, res, result).catch(() => res.destroy())
}

function makeProvider(test: TestProvider, adapter: AdapterFactory, callback: string): Provider {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const key = { ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), use: 'sig', alg: 'ES256' }
  const client = {
    client_id: test.clientId,
    client_secret: test.clientSecret,
    redirect_uris: [callback],
    id_token_signed_response_alg: 'ES256' as const,
  }
  const configuration: Configuration = {
    adapter,
    clients: [client],
    ttl: { AccessToken: 60, AuthorizationCode: 60, Grant: 60, IdToken: 60, Interaction: 60, Session: 60 },
    jwks: { keys: [key] },
    cookies: { keys: ['of the tests'] },
    scopes: ['openid', 'groups'],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'], groups: ['groups'] },
    features: { devInteractions: { enabled: false } },
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, ...test.account.claims }) }),
    // Everyone has consented to everything.
    async loadExistingGrant(context) {
      const { client, session, provider } = context.oidc
      const grant = new provider.Grant({ clientId: client?.clientId ?? '', accountId: session?.accountId ?? '' })
      grant.addOIDCScope('openid email profile groups')
      await grant.save()
      return grant
    },
  }
  return new Provider(test.issuer, configuration)
}

/** Each visit begins without cookies, as in a private window. */
async function visit(start: string): Promise<URL> {
  const cookies = new Map<string, string>()
  for (let url = new URL(start); ; ) {
    const cookie = [...cookies].map((pair) => pair.join('=')).join('; ')
    const response = await fetch(url, { redirect: 'manual', headers: { cookie } })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      cookies.set(name, value)
    }
    const location = response.headers.get('location')
    if (location === null) throw new Error(`${url.pathname} answered ${response.status}: ${await response.text()}`)
    url = new URL(location, url)
    if (url.href.startsWith(redirectUri)) return url
  }
}
