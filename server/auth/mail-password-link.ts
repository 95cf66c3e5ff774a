import { personByEmail } from '../../machines/installation/directory.ts'
import { engine } from '../../machines/installation/entry.ts'
import type { InstallationAccepted, InstallationRuling, Known } from '../../machines/installation/known.ts'
import { countTry, type Try } from '../../machines/installation/limits.ts'
import { draftPasswordLink, makePasswordLink } from '../../machines/installation/password-links.ts'
import { settingsOf } from '../../machines/installation/settings.ts'
import { wakeOutbox } from '../mail/outbox.ts'
import { queuedMail } from '../mail/queued.ts'
import type { Services } from '../services.ts'
import { turnAway } from './attempts.ts'
import { passwordUrl } from './link-urls.ts'
import { mailedLife } from './one-time-links.ts'
import { newSecret } from './secret.ts'

/**
 * Mails a link to choose a new password to whoever has this address. For an address that nobody active has, the same one transaction is
 * written without link and mail, so that the time tells nothing. Null, or in how many seconds it may be asked for again.
 */
export async function mailPasswordLink(
  services: Services,
  email: string,
  tries: readonly Try[],
): Promise<{ retryAfter: number } | null> {
  const { installation } = services.store
  const at = services.clock()
  const asked = { limits: tries.map(({ key }) => key), openLinks: 'password' as const }
  const before = turnAway(services, await installation.read(asked), tries, at)
  if (before !== null) return before
  const secret = newSecret()
  const decide = (known: Known<typeof asked>, now: number): InstallationRuling => {
    const counted = countTry(known, tries, now)
    const link = linkFor(services, known, email, secret, at)
    if (!counted.accepted || link === null) return counted
    return { accepted: true, entries: link.entries, changes: [...counted.changes, ...link.changes] }
  }
  const outcome = await installation.change({ at, asked, texts: [], decide })
  if (outcome.kind === 'refused') return turnAway(services, outcome.known, tries, at) ?? { retryAfter: 1 }
  wakeOutbox(services)
  return null
}

function linkFor(
  { config }: Services,
  known: Known<{ openLinks: 'password' }>,
  email: string,
  { secret, hash }: { secret: string; hash: string },
  at: number,
): InstallationAccepted | null {
  const person = personByEmail(known, email)
  if (person === undefined) return null
  const link = draftPasswordLink(person.id, hash, at, mailedLife)
  const language = known.profiles.get(person.id)?.language ?? settingsOf(known.settings).language
  const url = passwordUrl(config.baseUrl, secret)
  const content = { kind: 'password-reset', name: person.name, minutes: mailedLife / 60_000, url } as const
  const ruling = makePasswordLink(known, link, queuedMail(content, person.email, language, at), engine, at)
  return ruling.accepted ? ruling : null
}
