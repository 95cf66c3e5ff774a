import type { NextFunction, Request, RequestHandler, Response } from 'express'
import type { Person } from '../../db/directory.ts'
import type { InstallationChange, InstallationOutcome } from '../../db/store.ts'
import type { Known, RowsAsked } from '../../machines/installation/known.ts'
import type { Session, SignInMethod } from '../../machines/installation/records.ts'
import { endSession, startSession } from '../../machines/installation/sessions.ts'
import { cookieIn, ownCookie } from '../http/cookies.ts'
import type { Services } from '../services.ts'
import { bestEffort } from './best-effort.ts'
import type { Caller } from './caller.ts'
import { maySignIn } from './identity.ts'
import { newSecret, secretHash } from './secret.ts'

/** Sessions of people in the browser: 32 random bytes in a cookie, of which only the SHA-256 is stored. */

const hour = 3_600_000
const idle = 12 * hour
const absolute = 7 * 24 * hour

const callers = new WeakMap<Request, Caller>()

/** The person who is signed in, or null. */
export function callerOf(req: Request): Caller | null {
  return callers.get(req) ?? null
}

const cookieOf = ({ config }: Services) => ownCookie('launchgate', config.baseUrl)
export const cookieName = (services: Services): string => cookieOf(services).name

/**
 * Reads the session of a request for people. A session that is idle for 12 h or 7 d old counts as none, and so does one of a person
 * who may no longer sign in.
 */
export function readSession(services: Services): RequestHandler {
  return async (req: Request, _res: Response, next: NextFunction) => {
    const secret = cookieIn(req, cookieName(services))
    if (secret !== null) {
      const caller = await resume(services, secret, true)
      if (caller) callers.set(req, caller)
    }
    next()
  }
}

/** Whether the session that a request came with still counts: for answers that last. Asking is no use of the session. */
export async function isStillSignedIn(services: Services, req: Request): Promise<boolean> {
  const secret = cookieIn(req, cookieName(services))
  return secret !== null && (await resume(services, secret, false)) !== null
}

/** Whether a session has ended by its age or because nobody used it. */
export const isOver = ({ seenAt, createdAt }: Pick<Session, 'seenAt' | 'createdAt'>, now: number): boolean =>
  now - seenAt > idle || now - createdAt > absolute

async function resume(services: Services, secret: string, isUse: boolean): Promise<Caller | null> {
  const { directory } = services.store
  const now = services.clock()
  const session = await directory.session(secretHash(secret))
  if (!session) return null
  if (isOver(session, now)) return null
  const person = await directory.person(session.person)
  if (person === null || !(await maySignIn(services, person, session.method))) return null
  if (isUse && now - session.seenAt > 60_000)
    await bestEffort(services.log, () => directory.touchSession(session.hash, now))
  return { kind: 'person', person, token: null }
}

/** A session that is not written yet; `secret` is for the cookie. */
export interface SessionDraft {
  secret: string
  session: Session
  /** The hash of the session that the request came with, which ends; empty where there is none. */
  before: string
}

/** For beginSession, with a rule that asks for `sessionsOf` this person and `session` before. */
export function draftSession(services: Services, req: Request, person: string, method: SignInMethod): SessionDraft {
  const { secret, hash } = newSecret()
  const now = services.clock()
  const session = { hash, person, method, device: deviceOf(req), createdAt: now, seenAt: now }
  return { secret, session, before: sessionHashOf(services, req) ?? '' }
}

/** The hash of the session that the request names, whether or not there is one. */
export function sessionHashOf(services: Services, req: Request): string | null {
  const secret = cookieIn(req, cookieName(services))
  return secret === null ? null : secretHash(secret)
}

/**
 * Makes the change that starts this session, and gives the session to the browser once it is on disk. It is made at the instant at which
 * the session begins, so that its entry is never before that.
 */
export async function beginSession<Asked extends RowsAsked>(
  services: Services,
  res: Response,
  { secret, session }: SessionDraft,
  change: Omit<InstallationChange<Asked>, 'at'>,
): Promise<InstallationOutcome<Asked>> {
  const at = session.createdAt
  const { installation, directory } = services.store
  const outcome = await installation.change({ ...change, at })
  if (outcome.kind === 'refused') return outcome
  await directory.removeOldSessions({ seenBefore: at - idle, createdBefore: at - absolute })
  const { name, options } = cookieOf(services)
  res.cookie(name, secret, { ...options, maxAge: absolute })
  return outcome
}

/**
 * Ends the session that the request came with and starts a new one for this person. Resolves once it is on disk; false, and nothing
 * was written, when the person is no longer active.
 */
export async function signIn(
  services: Services,
  req: Request,
  res: Response,
  person: Person,
  method: SignInMethod,
): Promise<boolean> {
  const draft = draftSession(services, req, person.id, method)
  const { session, before } = draft
  const asked = { sessionsOf: person.id, session: before }
  const decide = (known: Known<typeof asked>) => startSession(known, session)
  return (await beginSession(services, res, draft, { asked, texts: [], decide })).kind === 'accepted'
}

/** The user agent as the browser sends it, cut; pages show only the names of the browser and the system. */
function deviceOf(req: Request): string {
  return (req.get('User-Agent') ?? '').slice(0, 200)
}

/** Ends the session that the request came with, on disk before the cookie goes. */
export async function signOut(services: Services, req: Request, res: Response): Promise<void> {
  const secret = cookieIn(req, cookieName(services))
  const caller = callerOf(req)
  if (secret !== null && caller?.kind === 'person') {
    const { person } = caller
    const asked = { session: secretHash(secret) }
    const decide = (known: Known<typeof asked>) => endSession(known, person)
    await services.store.installation.change({ at: services.clock(), asked, texts: [], decide })
  }
  const { name, options } = cookieOf(services)
  res.clearCookie(name, options)
}
