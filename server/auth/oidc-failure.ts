import { ClientError, ResponseBodyError } from 'openid-client'

/**
 * Why a sign-in at the OpenID provider failed. `detail` is for the server's log: it has no code, token or secret in it, but may
 * hold text of the provider.
 */
export interface OidcFailure {
  ok: false
  code: OidcFailureCode
  detail: string
}

export type OidcFailureCode =
  | 'wrong-state'
  | 'wrong-nonce'
  | 'wrong-issuer'
  | 'replayed-code'
  | 'denied-by-provider'
  | 'provider-unreachable'
  | 'invalid-response'

export const oidcFailure = (code: OidcFailureCode, detail: string): OidcFailure => ({ ok: false, code, detail })

/** An error of openid-client as a failure. */
export function failureOf(error: unknown): OidcFailure {
  const message = error instanceof Error ? error.message : String(error)
  if (isUnreachable(error)) return oidcFailure('provider-unreachable', message)
  if (error instanceof ResponseBodyError) {
    // RFC 6749 section 5.2: the code is invalid, expired, or was used before.
    const code = error.error === 'invalid_grant' ? 'replayed-code' : 'invalid-response'
    return oidcFailure(code, `The provider answered ${error.status} ${error.error}.`)
  }
  const claim = comparedClaim(error)
  if (claim === 'nonce') return oidcFailure('wrong-nonce', message)
  return oidcFailure(claim === 'iss' || claim === 'issuer' ? 'wrong-issuer' : 'invalid-response', message)
}

/** No connection, no answer in time, or an answer that says "not now" (5xx). */
function isUnreachable(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at.name === 'TimeoutError' || at.name === 'AbortError') return true
    if (at instanceof TypeError && at.message === 'fetch failed') return true
    if (at instanceof ClientError && at.cause instanceof Response && at.cause.status >= 500) return true
  }
  return false
}

/** The name of the claim, or of the attribute of the metadata, that was not as expected. */
function comparedClaim(error: unknown): unknown {
  for (let at = error; at instanceof Error; at = at.cause) {
    const { cause } = at
    if (typeof cause !== 'object' || cause === null || cause instanceof Error) continue
    if ('claim' in cause) return cause.claim
    if ('attribute' in cause) return cause.attribute
  }
  return null
}
