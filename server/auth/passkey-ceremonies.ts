import type { Request, Response } from 'express'
import { z } from 'zod'
import type { Person } from '../../db/directory.ts'
import type { InstallationReason, Known } from '../../machines/installation/known.ts'
import { signInsOfAddress } from '../../machines/installation/limits.ts'
import { addPasskey, signInWithPasskey } from '../../machines/installation/passkeys.ts'
import type { Passkey } from '../../machines/installation/records.ts'
import type { Services } from '../services.ts'
import { addressTry, beginTry, recordFailure, takeBackTry } from './attempts.ts'
import { browserBinding } from './browser-binding.ts'
import { storeChallenge, takeStoredChallenge } from './challenges.ts'
import { passkeyIdIn, passkeysAt } from './passkeys.ts'
import { secretHash } from './secret.ts'
import { beginSession, draftSession, sessionHashOf } from './sessions.ts'

/** Passkeys from the options to the row or the session. A challenge belongs to one session, or to one browser, and is taken once. */

/** In ms; security keys have to be found. */
const life = 300_000
const binding = browserBinding('passkey')
const kept = z.strictObject({ challenge: z.string() })

/** Replaces the challenge that this session had before. */
const registrationOf = (services: Services, req: Request) =>
  secretHash(`passkey-registration ${sessionHashOf(services, req) ?? ''}`)

/** The options for the browser of somebody who is signed in. */
export async function beginPasskey(services: Services, req: Request, person: Person): Promise<object> {
  const { passkeysOf } = await services.store.installation.read({ passkeysOf: person.id })
  const { pseudonym, email, name } = person
  const passkeys = passkeysOf.map(({ id, transports }) => ({ id, transports: [...transports] }))
  const { options, challenge } = await passkeysAt(services.config).beginRegistration({
    userHandle: pseudonym,
    email,
    name,
    passkeys,
  })
  const hash = registrationOf(services, req)
  await storeChallenge(services, { hash, kind: 'passkey-registration', data: { challenge }, life })
  return options
}

/** Null once the passkey is on disk. */
export async function finishPasskey(
  services: Services,
  req: Request,
  person: Person,
  name: string,
  response: unknown,
): Promise<InstallationReason | null> {
  const taken = await takeStoredChallenge(services, registrationOf(services, req), 'passkey-registration')
  if (typeof taken === 'string') return taken === 'expired' ? 'expired-challenge' : 'unknown-challenge'
  const result = await passkeysAt(services.config).finishRegistration(response, kept.parse(taken.data).challenge)
  if (!result.ok) return 'wrong-passkey'
  const { id, publicKey, counter, transports } = result.passkey
  const at = services.clock()
  const passkey: Passkey = {
    id,
    person: person.id,
    name,
    publicKey: Buffer.from(publicKey).toString('base64url'),
    counter,
    transports,
    createdAt: at,
    lastUsedAt: null,
  }
  const asked = { passkey: id, passkeysOf: person.id }
  const decide = (known: Known<typeof asked>) => addPasskey(known, passkey)
  const outcome = await services.store.installation.change({ at, asked, texts: [], decide })
  return outcome.kind === 'refused' ? outcome.reason : null
}

/** The options for the browser of nobody yet, which are tied to it by a cookie; or in how many seconds it may ask again. */
export async function beginPasskeySignIn(
  services: Services,
  req: Request,
  res: Response,
): Promise<{ options: object } | { retryAfter: number }> {
  const closed = await beginTry(services, [tryOf(services, req)])
  if (closed !== null) return closed
  const { options, challenge } = await passkeysAt(services.config).beginSignIn()
  const hash = binding.begin(services, res, life)
  await storeChallenge(services, { hash, kind: 'passkey-sign-in', data: { challenge }, life })
  return { options }
}

const tryOf = (services: Services, req: Request) => addressTry(services, 'sign-in', req, signInsOfAddress)

/** Null once the session is on disk. Who is refused is told only whether it took too long. */
export async function signInByPasskey(
  services: Services,
  req: Request,
  res: Response,
  response: unknown,
): Promise<'failed' | 'expired' | null> {
  const browser = binding.end(services, req, res)
  const taken =
    browser === null ? ('unknown' as const) : await takeStoredChallenge(services, browser, 'passkey-sign-in')
  const isIn =
    typeof taken !== 'string' && (await enter(services, req, res, response, kept.parse(taken.data).challenge))
  if (isIn) {
    await takeBackTry(services, [tryOf(services, req)])
    return null
  }
  await recordFailure(services, { method: 'passkey', why: 'wrong-passkey', account: null })
  return taken === 'expired' ? 'expired' : 'failed'
}

async function enter(services: Services, req: Request, res: Response, response: unknown, challenge: string) {
  const id = passkeyIdIn(response)
  const { passkey } = await services.store.installation.read({ passkey: id ?? '' })
  if (id === null || passkey === null) return false
  const { publicKey, counter, transports, person } = passkey
  const stored = { id, publicKey: Buffer.from(publicKey, 'base64url'), counter, transports: [...transports] }
  const result = await passkeysAt(services.config).finishSignIn(response, challenge, stored)
  if (!result.ok) return false
  const draft = draftSession(services, req, person, 'passkey')
  const { session, before } = draft
  const asked = { passkey: id, sessionsOf: person, session: before }
  const decide = (known: Known<typeof asked>, at: number) => signInWithPasskey(known, session, result.counter, at)
  return (await beginSession(services, res, draft, { asked, texts: [], decide })).kind === 'accepted'
}

/** The JSON that the form of public/js/passkeys.js sends; undefined where it is none. */
export function credentialIn(field: unknown): unknown {
  if (typeof field !== 'string') return undefined
  try {
    const value: unknown = JSON.parse(field)
    return value
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
