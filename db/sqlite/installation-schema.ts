import { sql } from 'drizzle-orm'
import { check, foreignKey, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { fromLeaf } from './from-leaf.ts'

/**
 * The tables of the installation: people, services, everything by which somebody proves who they are, settings, mails, and the log of all
 * that. Instants are epoch milliseconds; lists are JSON text.
 */

export const people = sqliteTable(
  'people',
  {
    id: text('id').primaryKey(),
    pseudonym: text('pseudonym').notNull(),
    name: text('name').notNull(),
    email: text('email').notNull(),
    roles: text('roles').notNull(),
    admin: integer('admin', { mode: 'boolean' }).notNull(),
    auditor: integer('auditor', { mode: 'boolean' }).notNull(),
    active: integer('active', { mode: 'boolean' }).notNull(),
  },
  (table) => [
    uniqueIndex('people_by_pseudonym').on(table.pseudonym),
    uniqueIndex('people_by_email').on(sql`lower(${table.email})`),
  ],
)

export const services = sqliteTable(
  'services',
  { name: text('name').primaryKey(), pseudonym: text('pseudonym').notNull() },
  (table) => [uniqueIndex('services_by_pseudonym').on(table.pseudonym)],
)

export const tokens = sqliteTable(
  'tokens',
  {
    id: text('id').primaryKey(),
    secretHash: text('secret_hash').notNull(),
    person: text('person'),
    service: text('service'),
    scopes: text('scopes').notNull(),
    launch: text('launch'),
    createdAt: integer('created_at').notNull(),
    expiresAt: integer('expires_at').notNull(),
    revokedAt: integer('revoked_at'),
    lastUsedAt: integer('last_used_at'),
  },
  (table) => [
    foreignKey({ columns: [table.person], foreignColumns: [people.id] }),
    foreignKey({ columns: [table.service], foreignColumns: [services.name] }),
    check('tokens_of_one', sql`(${table.person} is null) <> (${table.service} is null)`),
  ],
)

const person = () =>
  text('person')
    .notNull()
    .references(() => people.id)

export const sessions = sqliteTable(
  'sessions',
  {
    hash: text('hash').primaryKey(),
    person: person(),
    createdAt: integer('created_at').notNull(),
    seenAt: integer('seen_at').notNull(),
    method: text('method').notNull().default('list'),
    device: text('device').notNull().default(''),
  },
  (table) => [index('sessions_by_person').on(table.person)],
)

export const profiles = sqliteTable('profiles', {
  person: person().primaryKey(),
  language: text('language'),
  timeZone: text('time_zone'),
  theme: text('theme').notNull(),
  firstSteps: integer('first_steps', { mode: 'boolean' }).notNull(),
  erasedAt: integer('erased_at'),
})

export const passwords = sqliteTable('passwords', {
  person: person().primaryKey(),
  hash: text('hash').notNull(),
  changedAt: integer('changed_at').notNull(),
})

export const passkeys = sqliteTable(
  'passkeys',
  {
    id: text('id').primaryKey(),
    person: person(),
    name: text('name').notNull(),
    publicKey: text('public_key').notNull(),
    counter: integer('counter').notNull(),
    transports: text('transports').notNull(),
    createdAt: integer('created_at').notNull(),
    lastUsedAt: integer('last_used_at'),
  },
  (table) => [index('passkeys_by_person').on(table.person)],
)

export const identities = sqliteTable(
  'identities',
  {
    issuer: text('issuer').notNull(),
    subject: text('subject').notNull(),
    person: person(),
    roles: text('roles').notNull(),
    admin: integer('admin', { mode: 'boolean' }).notNull(),
    auditor: integer('auditor', { mode: 'boolean' }).notNull(),
    lastUsedAt: integer('last_used_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.issuer, table.subject] }), index('identities_by_person').on(table.person)],
)

export const invites = sqliteTable(
  'invites',
  {
    id: text('id').primaryKey(),
    hash: text('hash').notNull(),
    email: text('email').notNull(),
    roles: text('roles').notNull(),
    admin: integer('admin', { mode: 'boolean' }).notNull(),
    auditor: integer('auditor', { mode: 'boolean' }).notNull(),
    invitedBy: text('invited_by').notNull(),
    createdAt: integer('created_at').notNull(),
    expiresAt: integer('expires_at').notNull(),
    acceptedAt: integer('accepted_at'),
    revokedAt: integer('revoked_at'),
  },
  (table) => [uniqueIndex('invites_by_hash').on(table.hash), index('invites_by_end').on(table.expiresAt)],
)

export const links = sqliteTable('links', {
  hash: text('hash').primaryKey(),
  kind: text('kind').notNull(),
  person: text('person').references(() => people.id),
  createdAt: integer('created_at').notNull(),
  expiresAt: integer('expires_at').notNull(),
  usedAt: integer('used_at'),
})

export const challenges = sqliteTable(
  'challenges',
  {
    hash: text('hash').primaryKey(),
    kind: text('kind').notNull(),
    data: text('data').notNull(),
    createdAt: integer('created_at').notNull(),
    expiresAt: integer('expires_at').notNull(),
  },
  (table) => [index('challenges_by_end').on(table.expiresAt)],
)

export const limits = sqliteTable('limits', {
  key: text('key').primaryKey(),
  count: integer('count').notNull(),
  since: integer('since').notNull(),
  until: integer('until').notNull(),
})

/** Mails that are to be sent, written together with what they tell of. */
export const mails = sqliteTable(
  'mails',
  {
    id: text('id').primaryKey(),
    kind: text('kind').notNull(),
    recipient: text('recipient').notNull(),
    language: text('language').notNull(),
    data: text('data').notNull(),
    createdAt: integer('created_at').notNull(),
    dueAt: integer('due_at').notNull(),
    attempts: integer('attempts').notNull(),
    leasedUntil: integer('leased_until').notNull(),
    sentAt: integer('sent_at'),
    failedAt: integer('failed_at'),
    error: text('error'),
  },
  (table) => [index('mails_due').on(table.dueAt).where(sql`sent_at is null and failed_at is null`)],
)

/**
 * The log of the installation, as append-only as `entries`. `edge` is what the tree needs to grow: the hashes of its perfect subtrees
 * after this entry. `subject` is the person that the entry is about.
 */
export const installationEntries = sqliteTable(
  'installation_entries',
  {
    seq: integer('seq').primaryKey(),
    at: integer('at').notNull(),
    action: text('action').notNull(),
    actor: text('actor').notNull(),
    leaf: text('leaf').notNull(),
    hash: text('hash').notNull(),
    edge: text('edge').notNull(),
    subject: fromLeaf('subject', `json_extract(leaf, '$.data.person')`),
  },
  (table) => [
    index('installation_entries_by_actor').on(table.actor, table.seq),
    index('installation_entries_by_subject').on(table.subject, table.seq).where(sql`subject is not null`),
    index('installation_entries_by_action').on(table.action, table.seq),
    index('installation_entries_by_time').on(table.at, table.seq),
  ],
)

export const installationTexts = sqliteTable('installation_texts', {
  commitment: text('commitment').primaryKey(),
  salt: text('salt').notNull(),
  value: text('value').notNull(),
  erasedAt: integer('erased_at'),
})

export const settings = sqliteTable('settings', {
  name: text('name').primaryKey(),
  value: text('value').notNull(),
})
