import { createHash, randomBytes } from 'node:crypto'

/** The secret of a one-time link: 32 random bytes, of which only the SHA-256 (hex) is stored. */
export function newLinkSecret(): { secret: string; hash: string } {
  const secret = randomBytes(32).toString('base64url')
  return { secret, hash: linkHash(secret) }
}

export const linkHash = (secret: string): string => createHash('sha256').update(secret).digest('hex')

/** Where somebody accepts an invite. */
export const inviteUrl = (baseUrl: string, secret: string): string => `${baseUrl}/invite/${secret}`
/** Where somebody chooses a new password. */
export const passwordUrl = (baseUrl: string, secret: string): string => `${baseUrl}/reset/${secret}`
/** Where the first administrator is made. */
export const setupUrl = (baseUrl: string, secret: string): string => `${baseUrl}/setup?code=${secret}`
