import type { Request, Response } from 'express'
import type { Person } from '../../db/directory.ts'
import { personByEmail } from '../../machines/installation/directory.ts'
import type { Known } from '../../machines/installation/known.ts'
import { signInsOfAccount, signInsOfAddress } from '../../machines/installation/limits.ts'
import type { Password, Session, SignInFailure } from '../../machines/installation/records.ts'
import { type SignInTries, signInWithPassword } from '../../machines/installation/sign-in.ts'
import type { Services } from '../services.ts'
import { accountTry, addressTry, beginTry, recordFailure, takeBackTry } from './attempts.ts'
import { hashPassword, needsRehash, verifyPassword } from './password-hash.ts'
import { beginSession, draftSession } from './sessions.ts'
import { QueueFull } from './work-queue.ts'

/** `failed`: the address or the password is wrong, and nobody says which. `busy`: too many others are being checked; nothing counted. */
export type PasswordSignIn = 'signed-in' | 'failed' | 'busy' | { retryAfter: number }

export const signInTries = (services: Pick<Services, 'config'>, req: Request, email: string): SignInTries => ({
  address: addressTry(services, 'sign-in', req, signInsOfAddress),
  account: accountTry(services, 'sign-in', email, signInsOfAccount),
})

/** Signs in by email address and password. Takes as long for an address that nobody has. */
export async function signInByPassword(
  services: Services,
  req: Request,
  res: Response,
  { email, password }: { email: string; password: string },
): Promise<PasswordSignIn> {
  const tries = signInTries(services, req, email)
  const both = [tries.address, tries.account]
  const closed = await beginTry(services, both)
  if (closed !== null) return closed
  try {
    const account = await findAccount(services, email)
    const isRight = await verifyPassword(password, account.hash)
    const why = isRight ? await start(services, req, res, account, password, tries) : account.why
    if (why === null) return 'signed-in'
    await recordFailure(services, { method: 'password', why, account: email.trim() })
    return 'failed'
  } catch (error) {
    if (!(error instanceof QueueFull)) throw error
    await takeBackTry(services, both)
    return 'busy'
  }
}

interface Account {
  person: Person | null
  /** Null where nobody can sign in with a password. */
  hash: string | null
  /** What a wrong password means. */
  why: SignInFailure
}

async function findAccount(services: Services, email: string): Promise<Account> {
  const people = await services.store.directory.people()
  const person = personByEmail({ people }, email.trim()) ?? null
  const { password } = await services.store.installation.read({ password: person?.id ?? '' })
  if (person === null) return { person, hash: null, why: 'unknown-account' }
  if (!person.active) return { person, hash: null, why: 'inactive-account' }
  const hash = password?.hash ?? null
  return { person, hash, why: hash === null ? 'no-password' : 'wrong-password' }
}

/** Null once the session is on disk; else why there is none. */
async function start(
  services: Services,
  req: Request,
  res: Response,
  { person, hash }: Account,
  password: string,
  tries: SignInTries,
): Promise<SignInFailure | null> {
  if (person === null || hash === null) return 'unknown-account'
  const draft = draftSession(services, req, person.id, 'password')
  const { session, before } = draft
  const rehashed = needsRehash(hash) ? await rehash(password, session) : null
  const limits = [tries.address.key, tries.account.key]
  const asked = { sessionsOf: person.id, session: before, password: person.id, limits }
  const proof = { session, verified: hash, rehashed }
  const decide = (known: Known<typeof asked>, at: number) => signInWithPassword(known, proof, tries, at)
  const outcome = await beginSession(services, res, draft, { asked, texts: [], decide })
  if (outcome.kind === 'accepted') return null
  return outcome.reason === 'inactive-person' ? 'inactive-account' : 'wrong-password'
}

const rehash = async (password: string, { person, createdAt }: Session): Promise<Password> => ({
  person,
  hash: await hashPassword(password),
  changedAt: createdAt,
})
