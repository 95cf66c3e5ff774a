import type { Request } from 'express'
import { seal } from '../../db/seal.ts'
import type { Known } from '../../machines/installation/known.ts'
import { closedUntil, countTry, giveBackTry, type LimitTerms, type Try } from '../../machines/installation/limits.ts'
import type { SignInFailure, SignInMethod } from '../../machines/installation/records.ts'
import { failSignIn, failureLimits } from '../../machines/installation/sign-in.ts'
import { networkOf } from '../http/network-of.ts'
import type { Services } from '../services.ts'
import { keyedHash } from './installation-secret.ts'

/** Limits on what somebody may try who is not signed in, kept in the database, and the entries about those who fail. */

/** By the network that the request came from, as TRUST_PROXY says. */
export const addressTry = (
  { config }: Pick<Services, 'config'>,
  what: string,
  req: Request,
  terms: LimitTerms,
): Try => ({
  key: `address ${what} ${keyedHash(config, networkOf(req.ip ?? ''))}`,
  terms,
})

/** By the email address that was typed, whether or not somebody has it. */
export const accountTry = (
  { config }: Pick<Services, 'config'>,
  what: string,
  email: string,
  terms: LimitTerms,
): Try => ({
  key: `account ${what} ${keyedHash(config, email.trim().toLowerCase())}`,
  terms,
})

/** Tries that a limit turned away and that no entry has told of yet. */
const refusedSince = new WeakMap<Services, number>()

/**
 * Counts a try, before anything is checked. Null if it may go on; else in how many seconds it may come again, at least 1. What is
 * turned away costs no write, so that nobody can fill the disk with it.
 */
export async function beginTry(services: Services, tries: readonly Try[]): Promise<{ retryAfter: number } | null> {
  const { installation } = services.store
  const asked = { limits: tries.map(({ key }) => key) }
  const at = services.clock()
  const before = turnAway(services, await installation.read(asked), tries, at)
  if (before !== null) return before
  const decide = (known: Known<typeof asked>, now: number) => countTry(known, tries, now)
  const outcome = await installation.change({ at, asked, texts: [], decide })
  await forgetOldTries(services, at)
  return outcome.kind === 'accepted' ? null : (turnAway(services, outcome.known, tries, at) ?? { retryAfter: 1 })
}

/** Null if a try may go on; else it is counted, in memory, and told when to come again. */
export function turnAway(
  services: Services,
  known: Known<{ limits: readonly string[] }>,
  tries: readonly Try[],
  at: number,
): { retryAfter: number } | null {
  const until = closedUntil(known, tries, at)
  if (until === null) return null
  refusedSince.set(services, (refusedSince.get(services) ?? 0) + 1)
  return { retryAfter: secondsUntil(until, at) }
}

/** For Retry-After: at least 1. */
export const secondsUntil = (until: number, at: number): number => Math.max(1, Math.ceil((until - at) / 1000))

/** For a try that nobody looked at. */
export async function takeBackTry(services: Services, tries: readonly Try[]): Promise<void> {
  const asked = { limits: tries.map(({ key }) => key) }
  const decide = (known: Known<typeof asked>, now: number) => giveBackTry(known, tries, now)
  await services.store.installation.change({ at: services.clock(), asked, texts: [], decide })
}

/**
 * Puts a failed sign-in into the log. What was typed as the address is kept behind its commitment only if it has the form of one: people
 * type their password into the wrong field.
 */
export async function recordFailure(
  services: Services,
  failure: { method: SignInMethod; why: SignInFailure; account: string | null },
): Promise<void> {
  const text = failure.account === null ? null : seal(failure.account)
  const keepsText = text !== null && /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(String(text.value))
  const refused = refusedSince.get(services) ?? 0
  refusedSince.set(services, 0)
  const about = { ...failure, account: text?.commitment ?? null, refused }
  const asked = { limits: failureLimits }
  const decide = (known: Known<typeof asked>, now: number) => failSignIn(known, about, now)
  await services.store.installation.change({ at: services.clock(), asked, texts: keepsText ? [text] : [], decide })
}

const hour = 3_600_000
const forgottenAt = new WeakMap<Services, number>()

/** Once an hour, so that the table stays small whoever tries. */
async function forgetOldTries(services: Services, at: number): Promise<void> {
  if (at - (forgottenAt.get(services) ?? Number.NEGATIVE_INFINITY) < hour) return
  forgottenAt.set(services, at)
  await services.store.directory.removeOldTries(at - 24 * hour)
}
