import { type Author, operator } from '../../machines/installation/entry.ts'
import type { InstallationReason, Known } from '../../machines/installation/known.ts'
import { makeSetupLink } from '../../machines/installation/links.ts'
import { draftPasswordLink, makePasswordLink } from '../../machines/installation/password-links.ts'
import type { Link } from '../../machines/installation/records.ts'
import type { Services } from '../services.ts'
import { passwordUrl, setupUrl } from './link-urls.ts'
import { newSecret } from './secret.ts'

/** Making one-time links; see secret.ts. Lives are in ms. */

const minute = 60_000
const hour = 60 * minute
const setupLife = 60 * minute
/** Of the link for somebody who was just added. */
export const welcomeLife = 72 * hour
export const mailedLife = 60 * minute

interface Made {
  secret: string
  url: string
  expiresAt: number
}
type Needed = Pick<Services, 'store' | 'config'>

/** The link by which the first administrator is made; `secret` is its code. A reason if there are people. */
export async function newSetupLink(
  { store, config }: Needed,
  at: number,
  by: Author = operator,
): Promise<Made | InstallationReason> {
  const { secret, hash } = newSecret()
  const link: Link = { hash, kind: 'setup', person: null, createdAt: at, expiresAt: at + setupLife, usedAt: null }
  const asked = { openLinks: 'setup' as const }
  const decide = (known: Known<typeof asked>, now: number) => makeSetupLink(known, link, by, now)
  const outcome = await store.installation.change({ at, asked, texts: [], decide })
  if (outcome.kind === 'refused') return outcome.reason
  return { secret, url: setupUrl(config.baseUrl, secret), expiresAt: link.expiresAt }
}

interface PasswordLinkWish {
  person: string
  life: number
}

/** A link by which this person chooses a new password; earlier ones end. A reason if they can have none. */
export async function newPasswordLink(
  { store, config }: Needed,
  { person, life }: PasswordLinkWish,
  at: number,
): Promise<Made | InstallationReason> {
  const { secret, hash } = newSecret()
  const url = passwordUrl(config.baseUrl, secret)
  const link = draftPasswordLink(person, hash, at, life)
  const asked = { openLinks: 'password' as const }
  const decide = (known: Known<typeof asked>, now: number) => makePasswordLink(known, link, null, operator, now)
  const outcome = await store.installation.change({ at, asked, texts: [], decide })
  return outcome.kind === 'refused' ? outcome.reason : { secret, url, expiresAt: link.expiresAt }
}
