import type { Services } from '../services.ts'
import type { OidcClient } from './oidc-client.ts'
import type { OidcFailureCode } from './oidc-failure.ts'

/** The client of the provider that the settings name, and whether the provider was last seen to answer. */

const clients = new WeakMap<Services, OidcClient>()

/** Null where single sign-on is not configured. Its library is loaded when it is first needed: see server/README.md. */
export async function oidcClientOf(services: Services): Promise<OidcClient | null> {
  const { oidc } = services.config
  if (oidc === null) return null
  const { oidcClient } = await import('./oidc-client.ts')
  const client = clients.get(services) ?? oidcClient(oidc)
  clients.set(services, client)
  return client
}

/** Where the provider sends browsers back to; it must be registered there. */
export const redirectUriOf = ({ config }: Services): string => `${config.baseUrl}/sign-in/oidc/callback`

export type SsoStatus =
  | { configured: false }
  | {
      configured: true
      issuer: string
      redirectUri: string
      /** Null until the provider was asked by testSso. */
      reachable: boolean | null
      /** Why it was not reachable. */
      code: OidcFailureCode | null
      /** Epoch ms; null until then. */
      checkedAt: number | null
    }

const checks = new WeakMap<Services, { reachable: boolean; code: OidcFailureCode | null; checkedAt: number }>()

/** What is known; nobody is asked, so that a page never waits for the provider. */
export function ssoStatus(services: Services): SsoStatus {
  const { oidc } = services.config
  if (oidc === null) return { configured: false }
  const last = checks.get(services) ?? { reachable: null, code: null, checkedAt: null }
  return { configured: true, issuer: oidc.issuer, redirectUri: redirectUriOf(services), ...last }
}

/** Reads the provider's metadata anew, for five seconds at most. */
export async function testSso(services: Services): Promise<SsoStatus> {
  const { oidc } = services.config
  if (oidc === null) return { configured: false }
  const { oidcClient } = await import('./oidc-client.ts')
  const outcome = await oidcClient(oidc).begin({ redirectUri: redirectUriOf(services) })
  if (!outcome.ok) services.log.warn({ code: outcome.code, why: outcome.detail }, 'single sign-on can’t be used')
  const code = outcome.ok ? null : outcome.code
  checks.set(services, { reachable: outcome.ok, code, checkedAt: services.clock() })
  return ssoStatus(services)
}
