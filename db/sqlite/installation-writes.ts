import { and, eq, sql } from 'drizzle-orm'
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { Change, Tables } from '../../machines/installation/known.ts'
import { Taken } from '../store.ts'
import { type Connection, sqliteCode } from './connection.ts'
import * as schema from './installation-schema.ts'

/** A table that rules may write, and its key. */
interface Target {
  table: SQLiteTable
  key: SQLiteColumn[]
}

const targets: Record<keyof Tables, Target> = {
  people: { table: schema.people, key: [schema.people.id] },
  profiles: { table: schema.profiles, key: [schema.profiles.person] },
  services: { table: schema.services, key: [schema.services.name] },
  tokens: { table: schema.tokens, key: [schema.tokens.id] },
  sessions: { table: schema.sessions, key: [schema.sessions.hash] },
  passwords: { table: schema.passwords, key: [schema.passwords.person] },
  passkeys: { table: schema.passkeys, key: [schema.passkeys.id] },
  identities: { table: schema.identities, key: [schema.identities.issuer, schema.identities.subject] },
  invites: { table: schema.invites, key: [schema.invites.id] },
  links: { table: schema.links, key: [schema.links.hash] },
  challenges: { table: schema.challenges, key: [schema.challenges.hash] },
  limits: { table: schema.limits, key: [schema.limits.key] },
  mails: { table: schema.mails, key: [schema.mails.id] },
  settings: { table: schema.settings, key: [schema.settings.name] },
}

/** Writes one change of a rule. Belongs inside a write transaction. Throws Taken. */
export function writeChange(db: Connection, change: Change): void {
  if ('add' in change) addRow(db, targets[change.add], change.row)
  else if ('put' in change) putRow(db, targets[change.put], change.row)
  else removeRow(db, change)
}

/** Lists become JSON text. */
const valuesOf = (row: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]: [string, unknown]) => [
      name,
      Array.isArray(value) ? JSON.stringify(value) : value,
    ]),
  )

function addRow(db: Connection, { table }: Target, row: object): void {
  try {
    db.insert(table).values(valuesOf(row)).run()
  } catch (error) {
    throw takenOr(error)
  }
}

function putRow(db: Connection, { table, key }: Target, row: object): void {
  const values = valuesOf(row)
  try {
    db.insert(table).values(values).onConflictDoUpdate({ target: key, set: values }).run()
  } catch (error) {
    throw takenOr(error)
  }
}

function removeRow(db: Connection, change: Extract<Change, { remove: unknown }>): void {
  switch (change.remove) {
    case 'sessions':
    case 'challenges': {
      const table = change.remove === 'sessions' ? schema.sessions : schema.challenges
      db.delete(table).where(eq(table.hash, change.hash)).run()
      break
    }
    case 'passwords':
      db.delete(schema.passwords).where(eq(schema.passwords.person, change.person)).run()
      break
    case 'passkeys':
      db.delete(schema.passkeys).where(eq(schema.passkeys.id, change.id)).run()
      break
    case 'identities': {
      const { issuer, subject } = schema.identities
      const where = and(eq(issuer, change.issuer), eq(subject, change.subject))
      db.delete(schema.identities).where(where).run()
      break
    }
    case 'limits':
      db.delete(schema.limits).where(sql`key = ${change.key}`).run()
      break
  }
}

/** SQLite names the column, or for email addresses the index, that refused the row. */
const whatIsTaken = [
  { in: 'people.id', what: 'id' },
  { in: 'people_by_email', what: 'email address' },
  { in: 'pseudonym', what: 'pseudonym' },
  { in: 'tokens.id', what: 'token id' },
] as const

/** SQLite's own error: the one around it repeats the values, such as the link in a mail, and errors are logged. */
export const withoutValues = (error: unknown): unknown =>
  error instanceof Error && error.cause !== undefined ? error.cause : error

function takenOr(error: unknown): unknown {
  const cause = withoutValues(error)
  const code = sqliteCode(cause)
  if (code !== 'SQLITE_CONSTRAINT_UNIQUE' && code !== 'SQLITE_CONSTRAINT_PRIMARYKEY') return cause
  const message = cause instanceof Error ? cause.message : ''
  const taken = whatIsTaken.find((one) => message.includes(one.in))
  return taken === undefined ? cause : new Taken(taken.what)
}
