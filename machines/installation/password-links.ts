import { mayAdminister, personBy } from './directory.ts'
import type { Author } from './entry.ts'
import type { InstallationRuling, Known } from './known.ts'
import { useLink } from './links.ts'
import { queueMail } from './mails.ts'
import type { Link, Mail } from './records.ts'

/** The rule about a link by which somebody may choose a new password. */

const hour = 3_600_000
/** How long a link from an administrator is valid. */
export const passwordLinkLife = 24 * hour

/** A link for a person, by their id; `life` in ms. */
export const draftPasswordLink = (person: string, hash: string, at: number, life: number) => ({
  hash,
  kind: 'password' as const,
  person,
  createdAt: at,
  expiresAt: at + life,
  usedAt: null,
})

/** Links that this person had before end. `mail` brings the new one, if mail is sent. */
export function makePasswordLink(
  known: Known<{ openLinks: 'password' }>,
  link: Link & { person: string },
  mail: Mail | null,
  by: Author,
  at: number,
): InstallationRuling {
  if (!mayAdminister(known, by)) return { accepted: false, reason: 'not-admin' }
  const person = personBy(known, link.person)
  if (person === undefined) return { accepted: false, reason: 'unknown-person' }
  if (!person.active) return { accepted: false, reason: 'inactive-person' }
  const expiresAt = new Date(link.expiresAt).toISOString()
  return {
    accepted: true,
    entries: [{ action: 'link.create', actor: by, data: { kind: 'password', person: person.pseudonym, expiresAt } }],
    changes: [
      ...known.openLinks.filter((each) => each.person === person.id).map((each) => useLink(each, at)),
      { add: 'links', row: link },
      ...queueMail(mail),
    ],
  }
}
