import type { Request, Response } from 'express'
import { newPersonPseudonym, sealPerson } from '../../db/seal.ts'
import { acceptInvite, refusalOfInvite } from '../../machines/installation/invite-acceptance.ts'
import type { InstallationReason, Known } from '../../machines/installation/known.ts'
import type { Invite, Session } from '../../machines/installation/records.ts'
import { settingNames } from '../../machines/installation/settings.ts'
import type { Services } from '../services.ts'
import { hashPassword } from './password-hash.ts'
import { freePersonId } from './people.ts'
import { secretHash } from './secret.ts'
import { beginSession, draftSession } from './sessions.ts'

/** Accepting an invite by the secret of its link. */

/** `inviter` is a name; null where the command line invited. */
export interface OpenInvite {
  invite: Invite
  inviter: string | null
  organization: string
}

/** What the link invites to, or why it invites to nothing. */
export async function findInvite(
  { store, clock }: Pick<Services, 'store' | 'clock'>,
  secret: string,
): Promise<OpenInvite | { reason: InstallationReason }> {
  const known = await store.installation.read({ invite: secretHash(secret) })
  const reason = refusalOfInvite(known, clock())
  const { invite } = known
  if (reason !== null || invite === null) return { reason: reason ?? 'wrong-invite' }
  const inviter = known.people.find(({ pseudonym }) => pseudonym === invite.invitedBy)?.name ?? null
  return { invite, inviter, organization: known.settings.get(settingNames.organization) ?? '' }
}

/** Makes the person and signs them in, in one change; null, or why not. Rejects with QueueFull. */
export async function joinByInvite(
  services: Services,
  req: Request,
  res: Response,
  secret: string,
  { invite, name, password }: { invite: Invite; name: string; password: string },
): Promise<InstallationReason | null> {
  const draft = draftSession(services, req, '', 'invite')
  const at = draft.session.createdAt
  const hash = await hashPassword(password)
  const newcomer = { pseudonym: newPersonPseudonym(), name }
  const { sealed, texts } = sealPerson({ name, email: invite.email })
  const asked = { invite: secretHash(secret), session: draft.before }
  const decide = (known: Known<typeof asked>, now: number) => {
    const id = freePersonId(known.people, { name, email: invite.email })
    const session: Session = { ...draft.session, person: id }
    const proof = { password: { person: id, hash, changedAt: at }, session }
    return acceptInvite(known, { ...newcomer, id }, proof, sealed, now)
  }
  const outcome = await beginSession(services, res, draft, { asked, texts, decide })
  return outcome.kind === 'refused' ? outcome.reason : null
}
