import { mayAdminister, personBy } from './directory.ts'
import type { Author } from './entry.ts'
import type { Change, InstallationReason, InstallationRuling, Known } from './known.ts'
import type { Link } from './records.ts'

/** The rules about one-time links: of them only the hash of the secret is kept. */

/** Replaces the links of the same kind and person that are still open: only the newest one works. */
export function createLink(
  known: Known<{ openLinks: Link['kind'] }>,
  link: Link,
  by: Author,
  at: number,
): InstallationRuling {
  const person = link.person === null ? undefined : personBy(known, link.person)
  const refusal = refusalOfLink(known, link, by)
  if (refusal !== null) return { accepted: false, reason: refusal }
  const replaced = known.openLinks.filter((each) => each.kind === link.kind && each.person === link.person)
  const { kind } = link
  const expiresAt = new Date(link.expiresAt).toISOString()
  return {
    accepted: true,
    entries: [{ action: 'link.create', actor: by, data: { kind, person: person?.pseudonym ?? null, expiresAt } }],
    changes: [...replaced.map((row) => useLink(row, at)), { add: 'links', row: link }],
  }
}

function refusalOfLink(known: Known, link: Link, by: Author): InstallationReason | null {
  // Somebody who asks for a mail proves nothing: what the link is worth, the mailbox says.
  if (by.kind !== 'nobody' && !mayAdminister(known, by)) return 'not-admin'
  if (link.kind === 'setup') return known.people.length > 0 ? 'set-up-already' : null
  const person = link.person === null ? undefined : personBy(known, link.person)
  if (person === undefined) return 'unknown-person'
  return person.active ? null : 'inactive-person'
}

export const useLink = (row: Link, at: number): Change => ({ put: 'links', row: { ...row, usedAt: at } })

/** Why this link opens nothing; null if it does. */
export function refusalToOpen(link: Link | null, kind: Link['kind'], at: number): InstallationReason | null {
  if (link === null || link.kind !== kind) return 'unknown-link'
  if (link.usedAt !== null) return 'used-link'
  return link.expiresAt <= at ? 'expired-link' : null
}
