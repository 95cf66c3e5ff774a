import type { Commitment } from '../commitment.ts'
import { mayAdminister, personByEmail } from './directory.ts'
import type { Author, InstallationDraft } from './entry.ts'
import type { Change, InstallationReason, InstallationRuling, Known } from './known.ts'
import { queueMail } from './mails.ts'
import type { Invite, Mail, Person } from './records.ts'

/** The rules about invites: who may invite whom, as what. How one is accepted is in invite-acceptance.ts. */

const hour = 3_600_000
/** How long an invite is valid. */
export const inviteLife = 72 * hour

/** Roles of all pipelines that make somebody lead or sponsor of a launch. */
export interface PowerfulRoles {
  lead: readonly string[]
  sponsor: readonly string[]
}

/** What an invite gives. */
export type Invited = Pick<Person, 'roles' | 'admin' | 'auditor'>

/**
 * Why this author may not invite anybody as this, or null. Administrators may give everything. A project lead invites members: with no
 * permission, and as lead or sponsor only where they have that role themselves.
 */
export function reasonAgainstInviting(
  known: Known,
  { roles, admin, auditor }: Invited,
  powerful: PowerfulRoles,
  by: Author,
): InstallationReason | null {
  if (mayAdminister(known, by)) return null
  const inviter = known.people.find(({ pseudonym }) => by.kind === 'person' && pseudonym === by.id)
  if (inviter === undefined || !mayInvite(inviter, powerful)) return 'not-inviter'
  const isAbove = (role: string) =>
    [...powerful.lead, ...powerful.sponsor].includes(role) && !inviter.roles.includes(role)
  return admin || auditor || roles.some(isAbove) ? 'above-own' : null
}

/** Whether somebody may invite anybody at all. */
export function mayInvite({ active, admin, auditor, roles }: Person, { lead }: PowerfulRoles): boolean {
  return active && (admin || (!auditor && roles.some((role) => lead.includes(role))))
}

/** An invite with its address as the log holds it, and the mail that brings the link, if mail is sent. */
export interface NewInvite {
  invite: Invite
  email: Commitment
  mail: Mail | null
}

/** All of them or none: an address of somebody who is here, or who has an open invite, is refused. */
export function createInvites(
  known: Known<{ openInvites: number }>,
  invites: readonly NewInvite[],
  powerful: PowerfulRoles,
  by: Author,
): InstallationRuling {
  for (const { invite } of invites) {
    const reason =
      reasonAgainstInviting(known, invite, powerful, by) ?? reasonAgainstAddress(known, invite.email, invites)
    if (reason !== null) return { accepted: false, reason }
  }
  return {
    accepted: true,
    entries: invites.map((each) => created(each, by)),
    changes: invites.flatMap(({ invite, mail }): Change[] => [{ add: 'invites', row: invite }, ...queueMail(mail)]),
  }
}

/** Why nobody can be invited under this address, or null. */
export function reasonAgainstAddress(
  known: Known<{ openInvites: number }>,
  email: string,
  together: readonly NewInvite[] = [],
): InstallationReason | null {
  if (personByEmail(known, email) !== undefined) return 'email-in-use'
  const isSame = (other: Pick<Invite, 'email'>) => other.email.toLowerCase() === email.toLowerCase()
  const twice = together.filter(({ invite }) => isSame(invite)).length > 1
  return twice || known.openInvites.some(isSame) ? 'invited' : null
}

const created = ({ invite, email }: NewInvite, by: Author): InstallationDraft => ({
  action: 'invite.create',
  actor: by,
  data: {
    invite: invite.id,
    email,
    roles: [...invite.roles],
    admin: invite.admin,
    auditor: invite.auditor,
    expiresAt: new Date(invite.expiresAt).toISOString(),
  },
})

/** A new link for an invite that nobody has accepted, also after it expired; the link before it ends. `mail` brings the new one. */
export function renewInvite(
  known: Known<{ inviteById: string }>,
  link: { hash: string; mail: Mail | null },
  powerful: PowerfulRoles,
  by: Author,
  at: number,
): InstallationRuling {
  const found = inviteToChange(known, powerful, by)
  if ('reason' in found) return { accepted: false, ...found }
  const { invite } = found
  if (personByEmail(known, invite.email) !== undefined) return { accepted: false, reason: 'email-in-use' }
  const row = { ...invite, hash: link.hash, expiresAt: at + inviteLife }
  const expiresAt = new Date(row.expiresAt).toISOString()
  return {
    accepted: true,
    entries: [{ action: 'invite.renew', actor: by, data: { invite: invite.id, expiresAt } }],
    changes: [{ put: 'invites', row }, ...queueMail(link.mail)],
  }
}

/** Its link ends. */
export function revokeInvite(
  known: Known<{ inviteById: string }>,
  powerful: PowerfulRoles,
  by: Author,
  at: number,
): InstallationRuling {
  const found = inviteToChange(known, powerful, by)
  if ('reason' in found) return { accepted: false, ...found }
  const { invite } = found
  return {
    accepted: true,
    entries: [{ action: 'invite.revoke', actor: by, data: { invite: invite.id } }],
    changes: [{ put: 'invites', row: { ...invite, revokedAt: at } }],
  }
}

/** An administrator changes every invite, a lead those that are their own. Of any other it says that there is none. */
function inviteToChange(
  known: Known<{ inviteById: string }>,
  powerful: PowerfulRoles,
  by: Author,
): { invite: Invite } | { reason: InstallationReason } {
  const invite = known.inviteById
  if (invite === null || invite.acceptedAt !== null || invite.revokedAt !== null) return { reason: 'unknown-invite' }
  if (!mayAdminister(known, by) && invite.invitedBy !== by.id) return { reason: 'unknown-invite' }
  const reason = reasonAgainstInviting(known, invite, powerful, by)
  return reason === null ? { invite } : { reason }
}
