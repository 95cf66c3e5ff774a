import type { Request, Response } from 'express'
import { newPersonPseudonym, seal, sealPerson } from '../../db/seal.ts'
import type { InstallationReason, Known } from '../../machines/installation/known.ts'
import { closedUntil } from '../../machines/installation/limits.ts'
import { checkSetupCode, setUp, setupTry } from '../../machines/installation/setup.ts'
import type { Services } from '../services.ts'
import { secondsUntil } from './attempts.ts'
import { hashPassword } from './password-hash.ts'
import { freePersonId } from './people.ts'
import { secretHash } from './secret.ts'
import { beginSession, draftSession } from './sessions.ts'

/** What the form of the first run says, checked. */
export interface FirstRunForm {
  code: string
  organization: string
  language: string
  timeZone: string
  name: string
  email: string
  password: string
}

export type FirstRunOutcome = 'done' | { reason: InstallationReason; retryAfter: number | null }

/** Makes the first administrator and signs them in. Rejects with QueueFull if too many passwords are being hashed. */
export async function runSetup(
  services: Services,
  req: Request,
  res: Response,
  form: FirstRunForm,
): Promise<FirstRunOutcome> {
  const { code, name, email, organization, language, timeZone } = form
  const person = {
    id: freePersonId([], form),
    pseudonym: newPersonPseudonym(),
    name,
    email,
    roles: [],
    admin: true,
    auditor: false,
    active: true,
  }
  const draft = draftSession(services, req, person.id, 'setup')
  const at = draft.session.createdAt
  const asked = { link: secretHash(code), limits: [setupTry.key], sessionsOf: person.id, session: draft.before }
  // Whoever has no code makes nobody hash a password.
  const before = checkSetupCode(await services.store.installation.read(asked), at)
  const password = { person: person.id, hash: before === null ? await hashPassword(form.password) : '', changedAt: at }
  const { sealed, texts } = sealPerson(person)
  const sealedOrganization = seal(organization)
  const first = { person, password, session: draft.session, organization, language, timeZone }
  const decide = (known: Known<typeof asked>, now: number) =>
    password.hash === ''
      ? (checkSetupCode(known, now) ?? { accepted: false as const, reason: 'wrong-code' as const })
      : setUp(known, first, { ...sealed, organization: sealedOrganization.commitment }, now)
  const change = { asked, texts: [...texts, sealedOrganization], decide }
  const outcome = await beginSession(services, res, draft, change)
  if (outcome.kind === 'accepted') return 'done'
  return { reason: outcome.reason, retryAfter: retryAfter(outcome.known, at) }
}

function retryAfter(known: Known<{ limits: readonly string[] }>, at: number): number | null {
  const until = closedUntil(known, [setupTry], at)
  return until === null ? null : secondsUntil(until, at)
}
