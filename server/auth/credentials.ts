/** The token that an Authorization header carries: by Bearer (RFC 6750), or as the password of Basic (RFC 7617). */

export type Scheme = 'bearer' | 'basic'

export interface Credentials {
  scheme: Scheme
  token: string
}

/** Null for a header that is missing, malformed or of another scheme. The user name of Basic may be anything, also empty. */
export function credentialsIn(header: string | undefined): Credentials | null {
  const [, scheme, value] = /^(Bearer|Basic) +([A-Za-z0-9._~+/-]+=*) *$/i.exec(header ?? '') ?? []
  if (scheme === undefined || value === undefined) return null
  if (scheme.toLowerCase() === 'bearer') return { scheme: 'bearer', token: value }
  const pair = decoded(value)
  // The first colon ends the user name: a user name has none.
  const colon = pair?.indexOf(':') ?? -1
  return pair === null || colon < 0 ? null : { scheme: 'basic', token: pair.slice(colon + 1) }
}

/** Base64 in either alphabet, with its padding or without (RFC 4648 sections 4 and 5); null for anything else. */
function decoded(value: string): string | null {
  const digits = value
    .replace(/={1,2}$/, '')
    .replaceAll('-', '+')
    .replaceAll('_', '/')
  if (/[^A-Za-z0-9+/]/.test(digits) || digits.length % 4 === 1) return null
  return Buffer.from(digits, 'base64').toString('utf8')
}
