import { sealPerson } from '../../db/seal.ts'
import type { Store } from '../../db/store.ts'
import type { Author } from '../../machines/installation/entry.ts'
import * as erasure from '../../machines/installation/erasure.ts'
import type { InstallationReason, Known } from '../../machines/installation/known.ts'
import { draftPasswordLink, makePasswordLink, passwordLinkLife } from '../../machines/installation/password-links.ts'
import * as rules from '../../machines/installation/people.ts'
import type { Person } from '../../machines/installation/records.ts'
import { wakeOutbox } from '../mail/outbox.ts'
import { queuedMail } from '../mail/queued.ts'
import type { Services } from '../services.ts'
import { mailLanguage } from './invites.ts'
import { passwordUrl } from './link-urls.ts'
import { newSecret } from './secret.ts'

/** What an administrator changes about people. Each gives null when it was done, else the reason why nothing was. */

type Refusal = Promise<InstallationReason | null>

export async function changePerson(store: Store, id: string, wish: rules.PersonWish, by: Author, at: number): Refusal {
  const { sealed, texts } = sealPerson(wish)
  const asked = { sessionsOf: id }
  const decide = (known: Known<typeof asked>) => rules.changePerson(known, id, wish, sealed, by)
  const outcome = await store.installation.change({ at, asked, texts, decide })
  return outcome.kind === 'refused' ? outcome.reason : null
}

/** Their sessions and tokens end. */
export async function deactivatePerson(store: Store, id: string, by: Author, at: number): Refusal {
  const asked = { sessionsOf: id, tokensOf: id }
  const decide = (known: Known<typeof asked>, now: number) => rules.deactivatePerson(known, id, by, now)
  const outcome = await store.installation.change({ at, asked, texts: [], decide })
  return outcome.kind === 'refused' ? outcome.reason : null
}

export async function activatePerson(store: Store, id: string, by: Author, at: number): Refusal {
  const decide = (known: Known) => rules.activatePerson(known, id, by)
  const outcome = await store.installation.change({ at, asked: {}, texts: [], decide })
  return outcome.kind === 'refused' ? outcome.reason : null
}

/** A link to choose a new password: to be shown once, or null where it is on its way by mail. */
export async function passwordLink(
  services: Pick<Services, 'store' | 'config'>,
  { id: person, name, email }: Person,
  by: Author,
  at: number,
): Promise<{ kind: 'done'; url: string | null } | { kind: 'refused'; reason: InstallationReason }> {
  const { store, config } = services
  const { secret, hash } = newSecret()
  const url = passwordUrl(config.baseUrl, secret)
  const link = draftPasswordLink(person, hash, at, passwordLinkLife)
  const minutes = passwordLinkLife / 60_000
  const language = (await store.directory.profile(person))?.language ?? (await mailLanguage(services))
  const mail =
    config.mail === null ? null : queuedMail({ kind: 'password-reset', name, url, minutes }, email, language, at)
  const asked = { openLinks: 'password' } as const
  const decide = (known: Known<typeof asked>, now: number) => makePasswordLink(known, link, mail, by, now)
  const outcome = await store.installation.change({ at, asked, texts: [], decide })
  if (outcome.kind === 'refused') return { kind: 'refused', reason: outcome.reason }
  if (mail !== null) wakeOutbox(services)
  return { kind: 'done', url: mail === null ? url : null }
}

/** Name, address, secrets and texts of somebody who is deactivated go for good. `id` is what they are called then. */
export async function erasePerson(
  store: Store,
  { id, pseudonym, email }: Person,
  by: Author,
  at: number,
): Promise<{ kind: 'done'; id: string } | { kind: 'refused'; reason: InstallationReason }> {
  const asked = { identitiesOf: id, passkeysOf: id, invitesOf: email, mailsTo: email }
  const decide = (known: Known<typeof asked>, now: number) => erasure.erasePerson(known, id, by, now)
  const outcome = await store.installation.change({ at, asked, texts: [], decide, erases: id })
  if (outcome.kind === 'refused') return outcome
  const erased = (await store.directory.people()).find((each) => each.pseudonym === pseudonym)
  return { kind: 'done', id: erased?.id ?? id }
}
