import type { Commitment } from '../commitment.ts'
import { nobody } from './entry.ts'
import type { Change, InstallationRuling, Known } from './known.ts'
import { countTry, giveBackTry, type LimitTerms, type Try } from './limits.ts'
import type { Password, Session, SignInFailure, SignInMethod } from './records.ts'
import { startSession } from './sessions.ts'

/** The rules about signing in with a password, and about those who fail to sign in, whatever the method. */

/** The tries of one sign-in: of the address that it came from, and of the account that it named. */
export interface SignInTries {
  address: Try
  account: Try
}

/** The tables that `signInWithPassword` reads. */
type Rows = { sessionsOf: string; session: string; password: string; limits: readonly string[] }

/**
 * The password was compared with `verified` and is right. It may have been changed in the meantime: then it was wrong. `rehashed` replaces
 * a hash with outdated parameters.
 */
export function signInWithPassword(
  known: Known<Rows>,
  { session, verified, rehashed }: { session: Session; verified: string; rehashed: Password | null },
  tries: SignInTries,
  at: number,
): InstallationRuling {
  if (known.password?.hash !== verified) return { accepted: false, reason: 'sign-in-failed' }
  const ruling = startSession(known, session)
  if (!ruling.accepted) return ruling
  return {
    ...ruling,
    changes: [
      ...ruling.changes,
      ...(giveBackTry(known, [tries.address], at).changes ?? []),
      { remove: 'limits', key: tries.account.key },
      ...(rehashed === null ? [] : [{ put: 'passwords', row: rehashed } satisfies Change]),
    ],
  }
}

/** In the log of the whole installation, whoever fails: an attacker with many addresses could fill the disk. */
const writtenFailures: LimitTerms = { most: 60, window: 60_000, pauses: [] }
const failuresKey = 'sign-in.fail'

/**
 * Somebody was not signed in. `refused`: how many more were turned away by a limit since the last entry. Beyond the limit nothing is
 * written but how many there were, in the next entry.
 */
export function failSignIn(
  known: Known<{ limits: readonly string[] }>,
  failure: { method: SignInMethod; why: SignInFailure; account: Commitment | null; refused: number },
  at: number,
): InstallationRuling {
  const unwritten = known.limits.find(({ key }) => key === unwrittenKey) ?? { count: 0 }
  const counted = countTry(known, [{ key: failuresKey, terms: writtenFailures }], at)
  const { refused, ...about } = failure
  const left = (count: number): Change => ({ put: 'limits', row: { key: unwrittenKey, count, since: at, until: 0 } })
  if (!counted.accepted)
    return { accepted: false, reason: 'sign-in-failed', changes: [left(unwritten.count + 1 + refused)] }
  const data = { ...about, unwritten: unwritten.count + refused }
  return {
    accepted: false,
    reason: 'sign-in-failed',
    entries: [{ action: 'sign-in.fail', actor: nobody, data }],
    changes: [...counted.changes, ...(unwritten.count === 0 ? [] : [left(0)])],
  }
}

const unwrittenKey = 'sign-in.unwritten'
/** What `failSignIn` reads. */
export const failureLimits: readonly string[] = [failuresKey, unwrittenKey]
