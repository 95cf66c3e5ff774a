import { mayAdminister } from './directory.ts'
import type { Author } from './entry.ts'
import type { Change, InstallationReason, InstallationRuling, Known } from './known.ts'
import type { Link } from './records.ts'

/** The rules about one-time links: how the one of the first run is made, and when any of them opens something. */

/** The link by which the first administrator is made. Earlier ones end. */
export function makeSetupLink(
  known: Known<{ openLinks: 'setup' }>,
  link: Link,
  by: Author,
  at: number,
): InstallationRuling {
  if (!mayAdminister(known, by)) return { accepted: false, reason: 'not-admin' }
  if (known.people.length > 0) return { accepted: false, reason: 'set-up-already' }
  const expiresAt = new Date(link.expiresAt).toISOString()
  return {
    accepted: true,
    entries: [{ action: 'link.create', actor: by, data: { kind: 'setup', person: null, expiresAt } }],
    changes: [...known.openLinks.map((row) => useLink(row, at)), { add: 'links', row: link }],
  }
}

export const useLink = (row: Link, at: number): Change => ({ put: 'links', row: { ...row, usedAt: at } })

/** Why this link opens nothing; null if it does. */
export function refusalToOpen(link: Link | null, kind: Link['kind'], at: number): InstallationReason | null {
  if (link === null || link.kind !== kind) return 'unknown-link'
  if (link.usedAt !== null) return 'used-link'
  return link.expiresAt <= at ? 'expired-link' : null
}
