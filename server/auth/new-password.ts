import type { Request, Response } from 'express'
import type { Person } from '../../db/directory.ts'
import type { InstallationReason, Known } from '../../machines/installation/known.ts'
import { changePassword, choosePassword, refusalOfPasswordLink } from '../../machines/installation/passwords.ts'
import type { Mail } from '../../machines/installation/records.ts'
import { wakeOutbox } from '../mail/outbox.ts'
import { queuedMail } from '../mail/queued.ts'
import type { Services } from '../services.ts'
import { words } from '../words/index.ts'
import { beginTry, recordFailure, takeBackTry } from './attempts.ts'
import { hashPassword, verifyPassword } from './password-hash.ts'
import { signInTries } from './password-sign-in.ts'
import { secretHash } from './secret.ts'
import { beginSession, draftSession } from './sessions.ts'
import { readSettings } from './settings.ts'
import { QueueFull } from './work-queue.ts'

/** New passwords: of people who are signed in, and by one-time links. All sessions of the person end. */

/** `wrong`: the present password is. `busy`: too many are being hashed, and nothing was counted. */
export type PasswordChange = 'done' | 'wrong' | 'busy' | { retryAfter: number }

/**
 * Whoever is signed in gets a new session in this browser. `present` is what they typed as their present password; it does not matter
 * where they have none, such as people who came by single sign-on.
 */
export async function changeOwnPassword(
  services: Services,
  req: Request,
  res: Response,
  me: Person,
  { present, next }: { present: string; next: string },
): Promise<PasswordChange> {
  const { account } = signInTries(services, req, me.email)
  const closed = await beginTry(services, [account])
  if (closed !== null) return closed
  try {
    const verified = (await services.store.installation.read({ password: me.id })).password?.hash ?? null
    const isRight = verified === null || (await verifyPassword(present, verified))
    if (isRight && (await change(services, req, res, me, verified, next))) {
      await takeBackTry(services, [account])
      return 'done'
    }
    await recordFailure(services, { method: 'password', why: 'wrong-password', account: me.email })
    return 'wrong'
  } catch (error) {
    if (!(error instanceof QueueFull)) throw error
    await takeBackTry(services, [account])
    return 'busy'
  }
}

/** False where the password was changed in the meantime. */
async function change(
  services: Services,
  req: Request,
  res: Response,
  me: Person,
  verified: string | null,
  next: string,
): Promise<boolean> {
  const draft = draftSession(services, req, me.id, 'password')
  const { session, before } = draft
  const password = { person: me.id, hash: await hashPassword(next), changedAt: session.createdAt }
  const mail = await changedMail(services, me, session.createdAt)
  const asked = { password: me.id, sessionsOf: me.id, session: before }
  const decide = (known: Known<typeof asked>) => changePassword(known, { password, session, verified, mail })
  const outcome = await beginSession(services, res, draft, { asked, texts: [], decide })
  if (outcome.kind === 'refused') return false
  wakeOutbox(services)
  return true
}

/** Whose password a link is for, or why it is for nobody's. */
export async function findPasswordLink(
  { store, clock }: Pick<Services, 'store' | 'clock'>,
  secret: string,
): Promise<{ person: Person } | { reason: InstallationReason }> {
  const known = await store.installation.read({ link: secretHash(secret) })
  const reason = refusalOfPasswordLink(known, clock())
  const person = known.people.find(({ id }) => id === known.link?.person)
  return reason === null && person !== undefined ? { person } : { reason: reason ?? 'unknown-link' }
}

/** Null once the password is saved and the link is used up. Rejects with QueueFull. */
export async function choosePasswordByLink(
  services: Services,
  req: Request,
  secret: string,
  person: Person,
  next: string,
): Promise<InstallationReason | null> {
  const at = services.clock()
  const password = { person: person.id, hash: await hashPassword(next), changedAt: at }
  const chosen = {
    password,
    mail: await changedMail(services, person, at),
    accountKey: signInTries(services, req, person.email).account.key,
  }
  const asked = { link: secretHash(secret), sessionsOf: person.id }
  const decide = (known: Known<typeof asked>, now: number) => choosePassword(known, chosen, now)
  const outcome = await services.store.installation.change({ at, asked, texts: [], decide })
  if (outcome.kind === 'refused') return outcome.reason
  wakeOutbox(services)
  return null
}

/** Null where no mail is sent. The time is in the zone that the person or the installation has. */
async function changedMail({ config, store }: Services, person: Person, at: number): Promise<Mail | null> {
  if (config.mail === null) return null
  const { language, timeZone } = await readSettings(store)
  const profile = await store.directory.profile(person.id)
  const zone = profile?.timeZone ?? timeZone
  const w = words(profile?.language ?? language)
  const time = `${w.dateTime(at, zone, at)} (${zone.replaceAll('_', ' ')})`
  return queuedMail({ kind: 'password-changed', name: person.name, time }, person.email, w.lang, at)
}
