import { createHash, randomBytes } from 'node:crypto'
import type { CookieOptions, NextFunction, Request, RequestHandler, Response } from 'express'
import type { Person } from '../../db/directory.ts'
import type { Services } from '../services.ts'
import { bestEffort } from './best-effort.ts'
import type { Caller } from './caller.ts'
import { maySignIn } from './identity.ts'

/** Sessions of people in the browser: 32 random bytes in a cookie, of which only the SHA-256 is stored. */

const hour = 3_600_000
const idle = 12 * hour
const absolute = 7 * 24 * hour
/** Of one person; the oldest ends when one more begins. */
const mostSessions = 20

const callers = new WeakMap<Request, Caller>()

/** The person who is signed in, or null. */
export function callerOf(req: Request): Caller | null {
  return callers.get(req) ?? null
}

const hashOf = (secret: string) => createHash('sha256').update(secret).digest('hex')
const isSecure = (services: Services) => services.config.baseUrl.startsWith('https:')
export const cookieName = (services: Services): string => (isSecure(services) ? '__Host-launchgate' : 'launchgate')

function options(services: Services): CookieOptions {
  return { httpOnly: true, sameSite: 'lax', path: '/', secure: isSecure(services) }
}

/** The value of one cookie of a request; RFC 6265 section 4.2.1. */
export function cookieOf(req: Request, name: string): string | null {
  for (const pair of (req.headers.cookie ?? '').split(';')) {
    const at = pair.indexOf('=')
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim()
  }
  return null
}

/**
 * Reads the session of a request for people. A session that is idle for 12 h or 7 d old counts as none, and so does one of a person
 * who may no longer sign in.
 */
export function readSession(services: Services): RequestHandler {
  return async (req: Request, _res: Response, next: NextFunction) => {
    const secret = cookieOf(req, cookieName(services))
    if (secret !== null) {
      const caller = await resume(services, secret, true)
      if (caller) callers.set(req, caller)
    }
    next()
  }
}

/** Whether the session that a request came with still counts: for answers that last. Asking is no use of the session. */
export async function isStillSignedIn(services: Services, req: Request): Promise<boolean> {
  const secret = cookieOf(req, cookieName(services))
  return secret !== null && (await resume(services, secret, false)) !== null
}

async function resume(services: Services, secret: string, isUse: boolean): Promise<Caller | null> {
  const { directory } = services.store
  const now = services.clock()
  const session = await directory.session(hashOf(secret))
  if (!session) return null
  if (now - session.seenAt > idle || now - session.createdAt > absolute) {
    // It counts as none whether or not its row can be deleted now.
    await bestEffort(services.log, () => directory.endSession(session.hash))
    return null
  }
  const person = await directory.person(session.person)
  if (person === null || !(await maySignIn(services, person))) return null
  if (isUse && now - session.seenAt > 60_000)
    await bestEffort(services.log, () => directory.touchSession(session.hash, now))
  return { kind: 'person', person, token: null }
}

/** Ends the session that the request came with and starts a new one for this person. */
export async function signIn(services: Services, req: Request, res: Response, person: Person): Promise<void> {
  await signOut(services, req, res)
  const secret = randomBytes(32).toString('base64url')
  const now = services.clock()
  const { directory } = services.store
  await directory.removeOldSessions(
    person.id,
    { seenBefore: now - idle, createdBefore: now - absolute },
    mostSessions - 1,
  )
  await directory.addSession({ hash: hashOf(secret), person: person.id, createdAt: now, seenAt: now })
  // The old cookie is replaced, not cleared as well: one answer sets a cookie once (RFC 6265 section 4.1.1).
  res.removeHeader('Set-Cookie')
  res.cookie(cookieName(services), secret, { ...options(services), maxAge: absolute })
}

export async function signOut(services: Services, req: Request, res: Response): Promise<void> {
  const secret = cookieOf(req, cookieName(services))
  if (secret !== null) await services.store.directory.endSession(hashOf(secret))
  res.clearCookie(cookieName(services), options(services))
}
