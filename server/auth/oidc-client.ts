import * as openid from 'openid-client'
import { z } from 'zod'
import { isLoopback } from '../settings/loopback.ts'
import type { OidcSettings } from '../settings/oidc.ts'
import { failureOf, type OidcFailure, oidcFailure } from './oidc-failure.ts'

/**
 * Sign-in by OpenID Connect: authorization code flow with PKCE (S256), state, nonce, and the issuer in the callback (RFC 9207).
 * The signature of the ID token is checked against the provider's present keys, fetched for each sign-in.
 * Nothing here throws because of the provider: a failure is a value, and it comes within five seconds.
 */
export interface OidcClient {
  /** Where to send the browser, and what to keep, bound to that browser, until it comes back. */
  begin(wish: { redirectUri: string }): Promise<OidcStart | OidcFailure>
  /** The person that the provider vouches for. `callbackUrl`: the redirect URI as it was given to begin, with the query that came. */
  finish(callbackUrl: URL, expected: OidcExpectation): Promise<OidcSuccess | OidcFailure>
}

export interface OidcExpectation {
  state: string
  nonce: string
  codeVerifier: string
}

export interface OidcStart extends OidcExpectation {
  ok: true
  url: string
}

/** Somebody is identified by issuer and subject together, and by nothing else. */
export interface OidcIdentity {
  issuer: string
  subject: string
  email: string | null
  /** Whether the provider says so; false if it says nothing. */
  emailVerified: boolean
  name: string | null
  groups: string[]
}

export interface OidcSuccess {
  ok: true
  identity: OidcIdentity
}

/** In ms. A provider gets this long for everything that one call asks of it. */
const patience = 4000
/** In ms. After a failed discovery the next attempt waits this long; until then the same failure is the answer. */
const retryAfter = 5000
/** In ms. The provider's addresses are read again after this. */
const metadataLife = 600_000

/** `now` is monotonic, in ms. The provider is first asked by the first sign-in, never at the start of the server. */
export function oidcClient(settings: OidcSettings, now: () => number = () => performance.now()): OidcClient {
  const metadata = discovered(settings, now)
  return {
    async begin({ redirectUri }) {
      try {
        const config = configuration(settings, await metadata(), AbortSignal.timeout(patience))
        const codeVerifier = openid.randomPKCECodeVerifier()
        const kept = { state: openid.randomState(), nonce: openid.randomNonce(), codeVerifier }
        const url = openid.buildAuthorizationUrl(config, {
          redirect_uri: redirectUri,
          scope: scopeFor(config.serverMetadata()),
          state: kept.state,
          nonce: kept.nonce,
          code_challenge: await openid.calculatePKCECodeChallenge(codeVerifier),
          code_challenge_method: 'S256',
        })
        return { ok: true, url: url.href, ...kept }
      } catch (error) {
        return failureOf(error)
      }
    },
    async finish(callbackUrl, expected) {
      // From here on, so that a slow answer about its addresses leaves less time for the rest.
      const deadline = AbortSignal.timeout(patience)
      try {
        const config = configuration(settings, await metadata(), deadline)
        return refuseCallback(callbackUrl, expected, config) ?? (await readIdentity(config, callbackUrl, expected))
      } catch (error) {
        return failureOf(error)
      }
    },
  }
}

/** Reads the provider's metadata once for all who ask at the same time, and keeps it for a while. */
function discovered(settings: OidcSettings, now: () => number): () => Promise<openid.ServerMetadata> {
  let known: { metadata: Promise<openid.ServerMetadata>; until: number } | null = null
  return () => {
    if (known !== null && now() < known.until) return known.metadata
    const reading = { metadata: discover(settings), until: now() + metadataLife }
    known = reading
    reading.metadata.catch(() => {
      reading.until = now() + retryAfter
    })
    return reading.metadata
  }
}

async function discover(settings: OidcSettings): Promise<openid.ServerMetadata> {
  const issuer = new URL(settings.issuer)
  const found = await openid.discovery(issuer, settings.clientId, settings.clientSecret, undefined, {
    timeout: patience / 1000,
    [openid.customFetch]: fetchBefore(AbortSignal.timeout(patience)),
    execute: issuer.protocol === 'http:' ? [openid.allowInsecureRequests] : [],
  })
  return found.serverMetadata()
}

/** Made for each call: it has that call's deadline, and no keys from earlier, which the provider may have replaced. */
function configuration(
  settings: OidcSettings,
  metadata: openid.ServerMetadata,
  deadline: AbortSignal,
): openid.Configuration {
  const methods = metadata.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
  const authenticate = methods.includes('client_secret_post') ? openid.ClientSecretPost : openid.ClientSecretBasic
  const config = new openid.Configuration(metadata, settings.clientId, {}, authenticate(settings.clientSecret))
  config[openid.customFetch] = fetchBefore(deadline)
  openid.enableNonRepudiationChecks(config)
  if (new URL(settings.issuer).protocol === 'http:') openid.allowInsecureRequests(config)
  return config
}

/** Plain http never leaves this machine, whatever the provider's metadata say. */
function fetchBefore(deadline: AbortSignal): openid.CustomFetch {
  return async (url, { signal, body = null, ...options }) => {
    const { protocol, hostname } = new URL(url)
    if (protocol !== 'https:' && !isLoopback(hostname)) throw new Error('The provider names an address without https.')
    return fetch(url, {
      ...options,
      body,
      signal: signal === undefined ? deadline : AbortSignal.any([signal, deadline]),
    })
  }
}

/** Some providers refuse scopes that they do not know, so `groups` is asked for only where it is listed. */
function scopeFor({ scopes_supported: listed = [] }: openid.ServerMetadata): string {
  return ['openid', 'email', 'profile', ...(listed.includes('groups') ? ['groups'] : [])].join(' ')
}

/** Each of these is checked by openid-client too, but only here do they have a code each. */
function refuseCallback(url: URL, { state }: OidcExpectation, config: openid.Configuration): OidcFailure | null {
  const parameters = url.searchParams
  const all = (name: string) => parameters.getAll(name).join(' ')
  if (all('state') !== state) return oidcFailure('wrong-state', 'The state is not the one of this sign-in.')
  const { issuer, authorization_response_iss_parameter_supported: sendsIssuer = false } = config.serverMetadata()
  if (parameters.has('iss') ? all('iss') !== issuer : sendsIssuer)
    return oidcFailure('wrong-issuer', 'The callback does not name the issuer that was asked.')
  if (!parameters.has('error')) return null
  return oidcFailure('denied-by-provider', `The provider answered ${all('error').slice(0, 100)}.`)
}

const claimsSchema = z.object({
  email: z.string().optional(),
  email_verified: z.boolean().optional(),
  name: z.string().optional(),
  groups: z.union([z.array(z.string()), z.string().transform((group) => [group])]).optional(),
})

async function readIdentity(
  config: openid.Configuration,
  url: URL,
  expected: OidcExpectation,
): Promise<OidcSuccess | OidcFailure> {
  const tokens = await openid.authorizationCodeGrant(config, url, {
    pkceCodeVerifier: expected.codeVerifier,
    expectedState: expected.state,
    expectedNonce: expected.nonce,
    idTokenExpected: true,
  })
  const idToken = tokens.claims()
  if (idToken === undefined) return oidcFailure('invalid-response', 'The answer has no ID token.')
  const hasUserInfo = config.serverMetadata().userinfo_endpoint !== undefined
  const userInfo = hasUserInfo ? await openid.fetchUserInfo(config, tokens.access_token, idToken.sub) : {}
  const claims = claimsSchema.safeParse({ ...userInfo, ...idToken })
  if (!claims.success) {
    const names = claims.error.issues.map(({ path }) => path.join('.'))
    return oidcFailure('invalid-response', `Malformed claims: ${names.join(', ')}.`)
  }
  const { email = null, email_verified: emailVerified = false, name = null, groups = [] } = claims.data
  return { ok: true, identity: { issuer: idToken.iss, subject: idToken.sub, email, emailVerified, name, groups } }
}
