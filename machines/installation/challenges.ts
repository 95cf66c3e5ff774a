import type { InstallationRuling, Known } from './known.ts'
import type { Challenge } from './records.ts'

/** What a ceremony of several requests remembers between them. A challenge is taken once, whatever comes of it. */

/** Replaces a challenge with the same hash, and removes some that nobody took in time, so that the table stays small. */
export function keepChallenge(known: Known<{ expiredChallenges: number }>, challenge: Challenge): InstallationRuling {
  const expired = known.expiredChallenges.filter(({ hash }) => hash !== challenge.hash)
  return {
    accepted: true,
    entries: [],
    changes: [
      ...expired.map(({ hash }) => ({ remove: 'challenges' as const, hash })),
      { put: 'challenges', row: challenge },
    ],
  }
}

/** It is removed also where it has expired. */
export function takeChallenge(
  { challenge }: Known<{ challenge: string }>,
  kind: Challenge['kind'],
  at: number,
): InstallationRuling {
  if (challenge === null || challenge.kind !== kind) return { accepted: false, reason: 'unknown-challenge' }
  const removed = [{ remove: 'challenges' as const, hash: challenge.hash }]
  if (challenge.expiresAt <= at) return { accepted: false, reason: 'expired-challenge', changes: removed }
  return { accepted: true, entries: [], changes: removed }
}
