import { createHash, randomBytes } from 'node:crypto'

/** A secret that a cookie or a link holds: 32 random bytes (base64url), of which only the SHA-256 (hex) is stored. */
export function newSecret(): { secret: string; hash: string } {
  const secret = randomBytes(32).toString('base64url')
  return { secret, hash: secretHash(secret) }
}

export const secretHash = (secret: string): string => createHash('sha256').update(secret).digest('hex')
