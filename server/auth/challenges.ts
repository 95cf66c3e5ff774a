import { keepChallenge, takeChallenge } from '../../machines/installation/challenges.ts'
import type { Known } from '../../machines/installation/known.ts'
import type { Challenge } from '../../machines/installation/records.ts'
import type { Services } from '../services.ts'

/** Challenges in the database. `data` is JSON of the ceremony's own. */

export async function storeChallenge(
  { store, clock }: Services,
  challenge: Pick<Challenge, 'hash' | 'kind'> & { data: object; life: number },
): Promise<void> {
  const at = clock()
  const { hash, kind, data, life } = challenge
  const row = { hash, kind, data: JSON.stringify(data), createdAt: at, expiresAt: at + life }
  const asked = { expiredChallenges: at }
  const decide = (known: Known<typeof asked>) => keepChallenge(known, row)
  await store.installation.change({ at, asked, texts: [], decide })
}

/** Removes the challenge, whatever comes of it, and gives its data; else why there is none. */
export async function takeStoredChallenge(
  { store, clock }: Services,
  hash: string,
  kind: Challenge['kind'],
): Promise<{ data: unknown } | 'unknown' | 'expired'> {
  const asked = { challenge: hash }
  const decide = (known: Known<typeof asked>, at: number) => takeChallenge(known, kind, at)
  const outcome = await store.installation.change({ at: clock(), asked, texts: [], decide })
  if (outcome.kind === 'refused') return outcome.reason === 'expired-challenge' ? 'expired' : 'unknown'
  const data: unknown = JSON.parse(outcome.known.challenge?.data ?? 'null')
  return { data }
}
