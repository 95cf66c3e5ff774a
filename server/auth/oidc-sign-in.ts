import type { Request, Response } from 'express'
import { z } from 'zod'
import { newPersonPseudonym, seal, sealPerson } from '../../db/seal.ts'
import { Taken } from '../../db/store.ts'
import {
  acceptInviteWithIdentity,
  joinWithIdentity,
  signInWithIdentity,
} from '../../machines/installation/identities.ts'
import type { InstallationReason, Known } from '../../machines/installation/known.ts'
import { signInsOfAddress } from '../../machines/installation/limits.ts'
import type { SignInFailure } from '../../machines/installation/records.ts'
import type { Services } from '../services.ts'
import { addressTry, beginTry, recordFailure, takeBackTry } from './attempts.ts'
import { browserBinding } from './browser-binding.ts'
import { storeChallenge, takeStoredChallenge } from './challenges.ts'
import { groupsToRoles } from './group-roles.ts'
import type { OidcIdentity, OidcStart } from './oidc-client.ts'
import { oidcClientOf, redirectUriOf } from './oidc-status.ts'
import { freePersonId } from './people.ts'
import { secretHash } from './secret.ts'
import { beginSession, draftSession } from './sessions.ts'

/** Sign-in at the OpenID provider, from the link on the sign-in page until the browser has a session, or not. */

/** In ms. Somebody may have to find their phone at the provider. */
const life = 600_000
const binding = browserBinding('oidc')

/** What single sign-on can be refused for. */
export type OidcRefusal = Exclude<SignInFailure, 'unknown-account' | 'no-password' | 'wrong-password' | 'wrong-passkey'>

/** Why nobody was signed in. `groups`: what the provider said, where none of them gives anything. */
export interface OidcRefused {
  ok: false
  why: OidcRefusal
  groups: string[]
}
export type OidcOutcome = { ok: true; next: string } | OidcRefused
export type OidcBegun = { ok: true; url: string } | OidcRefused | { ok: false; retryAfter: number }

const refused = (why: OidcRefusal, groups: string[] = []): OidcRefused => ({ ok: false, why, groups })
const tryOf = (services: Services, req: Request) => addressTry(services, 'sign-in', req, signInsOfAddress)

/** Where to send the browser. `next` is a path of ours; `inviteHash` is of the invite that is to be accepted. */
export async function beginOidc(
  services: Services,
  req: Request,
  res: Response,
  { next, inviteHash }: { next: string; inviteHash: string | null },
): Promise<OidcBegun> {
  const client = await oidcClientOf(services)
  if (client === null) return refused('provider-unreachable')
  const closed = await beginTry(services, [tryOf(services, req)])
  if (closed !== null) return { ok: false, ...closed }
  const start = await client.begin({ redirectUri: redirectUriOf(services) })
  if (!start.ok) {
    services.log.warn({ code: start.code, why: start.detail }, 'single sign-on failed')
    return fail(services, refused(start.code))
  }
  await keep(services, res, start, next, inviteHash)
  return { ok: true, url: start.url }
}

async function keep(services: Services, res: Response, start: OidcStart, next: string, inviteHash: string | null) {
  const { state, nonce, codeVerifier } = start
  const data: Kept = { nonce, codeVerifier, next, inviteHash, browser: binding.begin(services, res, life) }
  await storeChallenge(services, { hash: secretHash(state), kind: 'oidc', data, life })
}

const kept = z.strictObject({
  nonce: z.string(),
  codeVerifier: z.string(),
  next: z.string(),
  inviteHash: z.string().nullable(),
  browser: z.string(),
})
type Kept = z.infer<typeof kept>

/** The provider has sent the browser back. The transaction is over, whatever comes of it. */
export async function finishOidc(services: Services, req: Request, res: Response): Promise<OidcOutcome> {
  const outcome = await finish(services, req, res)
  if (!outcome.ok) return fail(services, outcome)
  await takeBackTry(services, [tryOf(services, req)])
  return outcome
}

async function finish(services: Services, req: Request, res: Response): Promise<OidcOutcome> {
  const browser = binding.end(services, req, res)
  const client = await oidcClientOf(services)
  const { state } = req.query
  if (client === null || typeof state !== 'string') return refused('wrong-state')
  const taken = await takeStoredChallenge(services, secretHash(state), 'oidc')
  if (typeof taken === 'string') return refused(taken === 'expired' ? 'took-too-long' : 'wrong-state')
  const { browser: expected, ...transaction } = kept.parse(taken.data)
  if (browser !== expected) return refused('other-browser')
  const { nonce, codeVerifier } = transaction
  const result = await client.finish(callbackUrl(services, req), { state, nonce, codeVerifier })
  if (!result.ok) {
    services.log.warn({ code: result.code, why: result.detail }, 'single sign-on failed')
    return refused(result.code)
  }
  return enter(services, req, res, result.identity, transaction)
}

/** The address as it was given to the provider: a proxy may have changed the host of the request. */
function callbackUrl(services: Services, req: Request): URL {
  const url = new URL(redirectUriOf(services))
  url.search = new URL(req.originalUrl, url).search
  return url
}

/** One change of the installation: the person, their roles, the link to their identity, and the session. */
async function enter(
  services: Services,
  req: Request,
  res: Response,
  identity: OidcIdentity,
  { next, inviteHash }: Pick<Kept, 'next' | 'inviteHash'>,
): Promise<OidcOutcome> {
  const { issuer, subject, groups } = identity
  const { roles, admin, auditor } = groupsToRoles(groups, services.config.oidc?.groupGrants ?? [])
  const granted = { roles, admin, auditor }
  const known = await services.store.installation.read({ identity: { issuer, subject } })
  const reason =
    known.identity === null
      ? await joinOnce(services, req, res, identity, granted, inviteHash)
      : await resume(services, req, res, known.identity, granted)
  if (reason === null) return { ok: true, next }
  return refused(failureOf(reason), reason === 'no-matching-group' ? groups : [])
}

type Granted = { roles: string[]; admin: boolean; auditor: boolean }

/** Null once the session is on disk. */
async function resume(
  services: Services,
  req: Request,
  res: Response,
  { issuer, subject, person }: { issuer: string; subject: string; person: string },
  granted: Granted,
): Promise<InstallationReason | null> {
  const draft = draftSession(services, req, person, 'oidc')
  const { session, before } = draft
  const asked = { identity: { issuer, subject }, sessionsOf: person, session: before }
  const decide = (known: Known<typeof asked>, at: number) => signInWithIdentity(known, granted, session, at)
  const outcome = await beginSession(services, res, draft, { asked, texts: [], decide })
  return outcome.kind === 'refused' ? outcome.reason : null
}

/** Somebody else may take the id at the same instant; then the next free one is taken. */
async function joinOnce(...args: Parameters<typeof join>): Promise<InstallationReason | null> {
  for (let tries = 0; tries < 5; tries += 1) {
    try {
      return await join(...args)
    } catch (error) {
      if (!(error instanceof Taken)) throw error
      if (error.what !== 'id') return 'email-in-use'
    }
  }
  return 'taken'
}

async function join(
  services: Services,
  req: Request,
  res: Response,
  identity: OidcIdentity,
  granted: Granted,
  inviteHash: string | null,
): Promise<InstallationReason | null> {
  const { issuer, subject, email, emailVerified } = identity
  if (email === null || !z.email().max(254).safeParse(email).success) return 'no-email'
  const name = nameOf(identity, email)
  const id = freePersonId(await services.store.directory.people(), { name, email })
  const draft = draftSession(services, req, id, 'oidc')
  const { session, before } = draft
  const who = seal([issuer, subject])
  const { sealed, texts } = sealPerson({ name, email })
  const newcomer = { id, pseudonym: newPersonPseudonym(), name }
  const from = { issuer, subject, sealed: who.commitment, granted }
  const asked = { identity: { issuer, subject }, session: before, invite: inviteHash ?? '' }
  const decide = (known: Known<typeof asked>, at: number) =>
    inviteHash === null
      ? joinWithIdentity(known, { ...newcomer, email }, from, sealed, session, at)
      : acceptInviteWithIdentity(known, newcomer, from, emailVerified ? email : null, sealed, session, at)
  const outcome = await beginSession(services, res, draft, { asked, texts: [...texts, who], decide })
  return outcome.kind === 'refused' ? outcome.reason : null
}

/** A name that can be shown; providers need not say one. */
function nameOf({ name }: OidcIdentity, email: string): string {
  const said = (name ?? '')
    .replace(/\p{Cc}/gu, ' ')
    .trim()
    .slice(0, 200)
  return said === '' ? email.replace(/@.*$/, '').slice(0, 200) : said
}

const failures: Partial<Record<InstallationReason, OidcRefusal>> = {
  'no-matching-group': 'no-matching-group',
  'email-in-use': 'email-in-use',
  'inactive-person': 'inactive-account',
  'no-email': 'no-email',
  'invite-for-other-email': 'invite-for-other-email',
  'wrong-invite': 'invite-over',
  'used-invite': 'invite-over',
  'revoked-invite': 'invite-over',
  'expired-invite': 'invite-over',
}
const failureOf = (reason: InstallationReason): OidcRefusal => failures[reason] ?? 'wrong-state'

async function fail<Refused extends OidcRefused>(services: Services, outcome: Refused): Promise<Refused> {
  await recordFailure(services, { method: 'oidc', why: outcome.why, account: null })
  return outcome
}
