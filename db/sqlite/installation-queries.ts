import { and, count, desc, eq, gt, gte, isNull, lt, lte, or, type SQL, sql } from 'drizzle-orm'
import type { InstallationFilter } from '../installation.ts'
import type { Connection } from './connection.ts'
import {
  challenges,
  identities,
  installationEntries,
  installationTexts,
  invites,
  limits,
  links,
  mails,
  passkeys,
  passwords,
  profiles,
  sessions,
  settings,
  tokens,
} from './installation-schema.ts'
import { launches } from './schema.ts'

/** Every read of the rows by which people prove who they are, prepared once for a connection. */
export function prepareInstallationReads(db: Connection) {
  const p = sql.placeholder
  return {
    profiles: db.select().from(profiles).prepare(),
    settings: db.select().from(settings).prepare(),
    password: db
      .select()
      .from(passwords)
      .where(eq(passwords.person, p('key')))
      .prepare(),
    passkeysOf: db
      .select()
      .from(passkeys)
      .where(eq(passkeys.person, p('key')))
      .orderBy(passkeys.createdAt, passkeys.id)
      .prepare(),
    passkey: db
      .select()
      .from(passkeys)
      .where(eq(passkeys.id, p('key')))
      .prepare(),
    identity: db
      .select()
      .from(identities)
      .where(and(eq(identities.issuer, p('issuer')), eq(identities.subject, p('subject'))))
      .prepare(),
    identitiesOf: db
      .select()
      .from(identities)
      .where(eq(identities.person, p('key')))
      .prepare(),
    invite: db
      .select()
      .from(invites)
      .where(eq(invites.hash, p('key')))
      .prepare(),
    inviteById: db
      .select()
      .from(invites)
      .where(eq(invites.id, p('key')))
      .prepare(),
    invitesOf: db
      .select()
      .from(invites)
      .where(sql`lower(${invites.email}) = lower(${p('key')})`)
      .prepare(),
    openInvites: db
      .select()
      .from(invites)
      .where(and(gt(invites.expiresAt, p('key')), isNull(invites.acceptedAt), isNull(invites.revokedAt)))
      .orderBy(invites.createdAt, invites.id)
      .prepare(),
    link: db
      .select()
      .from(links)
      .where(eq(links.hash, p('key')))
      .prepare(),
    openLinks: db
      .select()
      .from(links)
      .where(and(eq(links.kind, p('key')), isNull(links.usedAt)))
      .prepare(),
    challenge: db
      .select()
      .from(challenges)
      .where(eq(challenges.hash, p('key')))
      .prepare(),
    expiredChallenges: db
      .select()
      .from(challenges)
      .where(lte(challenges.expiresAt, p('key')))
      .orderBy(challenges.expiresAt)
      .limit(50)
      .prepare(),
    session: db
      .select()
      .from(sessions)
      .where(eq(sessions.hash, p('key')))
      .prepare(),
    sessionsOf: db
      .select()
      .from(sessions)
      .where(eq(sessions.person, p('key')))
      .orderBy(desc(sessions.createdAt), desc(sql`rowid`))
      .prepare(),
    token: db
      .select()
      .from(tokens)
      .where(eq(tokens.id, p('key')))
      .prepare(),
    tokensOf: db
      .select()
      .from(tokens)
      .where(eq(tokens.person, p('key')))
      .orderBy(tokens.createdAt, tokens.id)
      .prepare(),
    limit: db
      .select()
      .from(limits)
      .where(eq(limits.key, p('key')))
      .prepare(),
    mailsTo: db
      .select()
      .from(mails)
      .where(sql`lower(${mails.recipient}) = lower(${p('key')})`)
      .prepare(),
    dueMails: db
      .select()
      .from(mails)
      .where(
        and(lte(mails.dueAt, p('key')), lte(mails.leasedUntil, p('key')), isNull(mails.sentAt), isNull(mails.failedAt)),
      )
      .orderBy(mails.dueAt)
      .limit(20)
      .prepare(),
    mail: db
      .select()
      .from(mails)
      .where(eq(mails.id, p('key')))
      .prepare(),
    lastEntry: db.select().from(installationEntries).orderBy(desc(installationEntries.seq)).limit(1).prepare(),
    entries: db
      .select()
      .from(installationEntries)
      .where(and(gte(installationEntries.seq, p('from')), lt(installationEntries.seq, p('to'))))
      .orderBy(installationEntries.seq)
      .prepare(),
    text: db
      .select()
      .from(installationTexts)
      .where(eq(installationTexts.commitment, p('key')))
      .prepare(),
    texts: db.select().from(installationTexts).prepare(),
    countTexts: db.select({ rows: count() }).from(installationTexts).prepare(),
    sessions: db.select().from(sessions).prepare(),
    launches: db.select({ slug: launches.slug }).from(launches).prepare(),
  }
}

/** The condition of a filter; each of its parts has an index. */
export function whereOf({ before, person, actions, from, until }: InstallationFilter): SQL | undefined {
  const { seq, actor, subject, action, at } = installationEntries
  return and(
    before === undefined ? undefined : lt(seq, before),
    person === undefined ? undefined : or(eq(actor, person), eq(subject, person)),
    actions === undefined ? undefined : sql`${action} in (select value from json_each(${JSON.stringify(actions)}))`,
    from === undefined ? undefined : gte(at, from),
    until === undefined ? undefined : lt(at, until),
  )
}
