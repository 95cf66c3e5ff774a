import { createHash, randomBytes } from 'node:crypto'
import { type Author, operator } from '../../machines/installation/entry.ts'
import type { InstallationReason, Known } from '../../machines/installation/known.ts'
import { createLink } from '../../machines/installation/links.ts'
import type { Link } from '../../machines/installation/records.ts'
import type { Services } from '../services.ts'

/** One-time links: 32 random bytes in the address, of which only the SHA-256 is kept. */

const minute = 60_000
const hour = 60 * minute

export const setupLife = 60 * minute
/** Of a link that an administrator hands over. */
export const handedLife = 24 * hour
/** Of the link for somebody who was just added. */
export const welcomeLife = 72 * hour
export const mailedLife = 60 * minute

export const newLinkSecret = (): string => randomBytes(32).toString('base64url')
export const hashOfLink = (secret: string): string => createHash('sha256').update(secret).digest('hex')

export const passwordLinkUrl = (services: Pick<Services, 'config'>, secret: string): string =>
  `${services.config.baseUrl}/reset/${secret}`

type Made = { secret: string; url: string; expiresAt: number }
type Wanted = Pick<Services, 'store' | 'config'>

/** A link by which this person chooses a new password; earlier ones stop working. A reason if they may have none. */
export async function makePasswordLink(
  services: Wanted,
  person: string,
  { life, by = operator, at }: { life: number; by?: Author; at: number },
): Promise<Made | InstallationReason> {
  const secret = newLinkSecret()
  const link = linkOf('password', person, secret, at, life)
  const reason = await add(services, link, by)
  return reason ?? { secret, url: passwordLinkUrl(services, secret), expiresAt: link.expiresAt }
}

/** The link by which the first administrator is made; `secret` is the code. A reason if there are people. */
export async function makeSetupLink(services: Wanted, by: Author, at: number): Promise<Made | InstallationReason> {
  const secret = newLinkSecret()
  const link = linkOf('setup', null, secret, at, setupLife)
  const reason = await add(services, link, by)
  return reason ?? { secret, url: `${services.config.baseUrl}/setup?code=${secret}`, expiresAt: link.expiresAt }
}

const linkOf = (kind: Link['kind'], person: string | null, secret: string, at: number, life: number): Link => ({
  hash: hashOfLink(secret),
  kind,
  person,
  createdAt: at,
  expiresAt: at + life,
  usedAt: null,
})

async function add({ store }: Wanted, link: Link, by: Author): Promise<InstallationReason | null> {
  const asked = { openLinks: link.kind }
  const decide = (known: Known<typeof asked>, now: number) => createLink(known, link, by, now)
  const outcome = await store.installation.change({ at: link.createdAt, asked, texts: [], decide })
  return outcome.kind === 'refused' ? outcome.reason : null
}
