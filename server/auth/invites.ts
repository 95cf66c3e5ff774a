import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { seal } from '../../db/seal.ts'
import type { Author } from '../../machines/installation/entry.ts'
import {
  createInvites,
  type Invited,
  inviteLife,
  type NewInvite,
  reasonAgainstAddress,
  renewInvite,
  revokeInvite,
} from '../../machines/installation/invites.ts'
import type { InstallationReason, Known } from '../../machines/installation/known.ts'
import type { Invite, Mail } from '../../machines/installation/records.ts'
import { wakeOutbox } from '../mail/outbox.ts'
import { queuedMail } from '../mail/queued.ts'
import { powerfulRoles } from '../pipelines/roles.ts'
import type { Services } from '../services.ts'
import { inviteUrl } from './link-urls.ts'
import { newSecret } from './secret.ts'
import { readSettings } from './settings.ts'

/** Inviting people: by mail where mail is set up, else by links that whoever invites passes on. */

type Needed = Pick<Services, 'store' | 'config' | 'pipelines'>

/** Who invites: the author of the entries, and the name that the mail says. */
export interface Inviter {
  author: Author
  name: string
}

/** `links` are there to be shown once; null where they are on their way by mail. */
export type InviteOutcome =
  | { kind: 'done'; links: { email: string; url: string }[] | null }
  | { kind: 'refused'; reason: InstallationReason }

export const mostInvited = 50

/** What was typed, split at commas, semicolons, spaces and lines; each address once. */
export function addressesIn(text: string): { good: string[]; bad: string[] } {
  const all = text.split(/[\s,;]+/).filter((each) => each !== '')
  const once = [...new Map(all.map((each) => [each.toLowerCase(), each])).values()]
  const isAddress = (each: string) => z.email().max(254).safeParse(each).success
  return { good: once.filter(isAddress), bad: once.filter((each) => !isAddress(each)) }
}

/** Those of the addresses under which nobody can be invited. */
export async function refusedAddresses(
  { store }: Needed,
  addresses: readonly string[],
  at: number,
): Promise<{ known: string[]; invited: string[] }> {
  const rows = await store.installation.read({ openInvites: at })
  const of = (reason: InstallationReason) => addresses.filter((each) => reasonAgainstAddress(rows, each) === reason)
  return { known: of('email-in-use'), invited: of('invited') }
}

/** All of them or none. */
export async function invite(
  services: Needed,
  addresses: readonly string[],
  wish: Invited,
  by: Inviter,
  at: number,
): Promise<InviteOutcome> {
  const { store } = services
  const powerful = await powerfulRoles(services)
  const language = await mailLanguage(services)
  const made = addresses.map((email) => {
    const { secret, hash } = newSecret()
    const text = seal(email)
    const url = inviteUrl(services.config.baseUrl, secret)
    const row: Invite = {
      id: randomBytes(8).toString('hex'),
      hash,
      email,
      roles: [...new Set(wish.roles)],
      admin: wish.admin,
      auditor: wish.auditor,
      invitedBy: by.author.id,
      createdAt: at,
      expiresAt: at + inviteLife,
      acceptedAt: null,
      revokedAt: null,
    }
    const mail = inviteMailOf(services, { email, url, inviter: by.name, language }, at)
    return { each: { invite: row, email: text.commitment, mail } satisfies NewInvite, text, url }
  })
  const invites = made.map(({ each }) => each)
  const asked = { openInvites: at }
  const decide = (known: Known<typeof asked>) => createInvites(known, invites, powerful, by.author)
  const texts = made.map(({ text }) => text)
  const outcome = await store.installation.change({ at, asked, texts, decide })
  if (outcome.kind === 'refused') return { kind: 'refused', reason: outcome.reason }
  return delivered(
    services,
    made.map(({ each, url }) => ({ email: each.invite.email, url })),
  )
}

/** A new link for an invite; the one before it ends. */
export async function inviteAgain(services: Needed, id: string, by: Inviter, at: number): Promise<InviteOutcome> {
  const { store } = services
  const powerful = await powerfulRoles(services)
  const asked = { inviteById: id }
  const { inviteById: found } = await store.installation.read(asked)
  if (found === null) return { kind: 'refused', reason: 'unknown-invite' }
  const { secret, hash } = newSecret()
  const url = inviteUrl(services.config.baseUrl, secret)
  const { email } = found
  const mail = inviteMailOf(services, { email, url, inviter: by.name, language: await mailLanguage(services) }, at)
  const decide = (known: Known<typeof asked>, now: number) =>
    renewInvite(known, { hash, mail }, powerful, by.author, now)
  const outcome = await store.installation.change({ at, asked, texts: [], decide })
  if (outcome.kind === 'refused') return { kind: 'refused', reason: outcome.reason }
  return delivered(services, [{ email, url }])
}

/** Null once its link has ended. */
export async function endInvite(
  services: Needed,
  id: string,
  by: Author,
  at: number,
): Promise<InstallationReason | null> {
  const powerful = await powerfulRoles(services)
  const asked = { inviteById: id }
  const decide = (known: Known<typeof asked>, now: number) => revokeInvite(known, powerful, by, now)
  const outcome = await services.store.installation.change({ at, asked, texts: [], decide })
  return outcome.kind === 'refused' ? outcome.reason : null
}

function delivered(services: Needed, links: { email: string; url: string }[]): InviteOutcome {
  if (services.config.mail === null) return { kind: 'done', links }
  wakeOutbox(services)
  return { kind: 'done', links: null }
}

/** The default language of the installation: nobody knows yet which one the reader would choose. */
export async function mailLanguage({ store }: Pick<Services, 'store'>): Promise<string> {
  return (await readSettings(store)).language
}

function inviteMailOf(
  { config }: Needed,
  { email, url, inviter, language }: { email: string; url: string; inviter: string; language: string },
  at: number,
): Mail | null {
  if (config.mail === null) return null
  const hours = inviteLife / 3_600_000
  return queuedMail({ kind: 'invite', name: email, inviter, url, hours }, email, language, at)
}
