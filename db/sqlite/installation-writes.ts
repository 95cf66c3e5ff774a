import { and, eq, getTableColumns, sql } from 'drizzle-orm'
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { Change, Tables } from '../../machines/installation/known.ts'
import { Taken } from '../store.ts'
import { type Connection, sqliteCode } from './connection.ts'
import * as schema from './installation-schema.ts'

/** Every write of the installation, prepared once for a connection. All of them belong inside a write transaction. */
export function installationWrites(db: Connection) {
  const tables = writesOfTables(db)
  const addEntry = insertInto(db, schema.installationEntries).prepare()
  const addText = insertInto(db, schema.installationTexts).onConflictDoNothing().prepare()
  return {
    /** One change of a rule. Throws Taken. */
    change(change: Change): void {
      if ('add' in change) writeRow(tables[change.add].add, change.row)
      else if ('put' in change) writeRow(tables[change.put].put, change.row)
      else tables[change.remove].remove.run({ ...change })
    },
    addEntry: (row: EntryRow): void => void addEntry.run({ ...row }),
    /** A text that is kept already stays as it is. */
    addText(row: TextRow): void {
      try {
        addText.run({ ...row, erasedAt: null })
      } catch (error) {
        throw withoutValues(error)
      }
    },
  }
}

type EntryRow = typeof schema.installationEntries.$inferInsert
type TextRow = Omit<typeof schema.installationTexts.$inferInsert, 'erasedAt'>
type TableWrites = ReturnType<typeof prepareWrites>

/** The tables that rules may write, each with its key. */
function writesOfTables(db: Connection): Record<keyof Tables, TableWrites> {
  const of = (table: SQLiteTable, ...key: SQLiteColumn[]) => prepareWrites(db, table, key)
  return {
    people: of(schema.people, schema.people.id),
    profiles: of(schema.profiles, schema.profiles.person),
    services: of(schema.services, schema.services.name),
    tokens: of(schema.tokens, schema.tokens.id),
    sessions: of(schema.sessions, schema.sessions.hash),
    passwords: of(schema.passwords, schema.passwords.person),
    passkeys: of(schema.passkeys, schema.passkeys.id),
    identities: of(schema.identities, schema.identities.issuer, schema.identities.subject),
    invites: of(schema.invites, schema.invites.id),
    links: of(schema.links, schema.links.hash),
    challenges: of(schema.challenges, schema.challenges.hash),
    limits: of(schema.limits, schema.limits.key),
    mails: of(schema.mails, schema.mails.id),
    settings: of(schema.settings, schema.settings.name),
  }
}

/** By the names of the row's members; the columns of a key have the same names as the members. */
function prepareWrites(db: Connection, table: SQLiteTable, key: SQLiteColumn[]) {
  const replaced = Object.entries(getTableColumns(table)).map(([name, column]) => [
    name,
    sql`excluded.${sql.identifier(column.name)}`,
  ])
  const where = and(...key.map((column) => eq(column, sql.placeholder(column.name))))
  return {
    add: insertInto(db, table).prepare(),
    put: insertInto(db, table)
      .onConflictDoUpdate({ target: key, set: Object.fromEntries(replaced) })
      .prepare(),
    remove: db.delete(table).where(where).prepare(),
  }
}

/** A placeholder for each column that is not generated. */
function insertInto(db: Connection, table: SQLiteTable) {
  const columns = Object.entries(getTableColumns(table)).filter(([, { generated }]) => generated === undefined)
  return db.insert(table).values(Object.fromEntries(columns.map(([name]) => [name, sql.placeholder(name)])))
}

function writeRow(statement: TableWrites['add'], row: object): void {
  try {
    statement.run(valuesOf(row))
  } catch (error) {
    throw takenOr(error)
  }
}

/** Lists become JSON text. */
const valuesOf = (row: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]: [string, unknown]) => [
      name,
      Array.isArray(value) ? JSON.stringify(value) : value,
    ]),
  )

/** SQLite names the column, or for email addresses the index, that refused the row. */
const whatIsTaken = [
  { in: 'people.id', what: 'id' },
  { in: 'people_by_email', what: 'email address' },
  { in: 'pseudonym', what: 'pseudonym' },
  { in: 'tokens.id', what: 'token id' },
] as const

/** SQLite's own error: the one around it repeats the values, such as the link in a mail, and errors are logged. */
const withoutValues = (error: unknown): unknown =>
  error instanceof Error && error.cause !== undefined ? error.cause : error

function takenOr(error: unknown): unknown {
  const cause = withoutValues(error)
  const code = sqliteCode(cause)
  if (code !== 'SQLITE_CONSTRAINT_UNIQUE' && code !== 'SQLITE_CONSTRAINT_PRIMARYKEY') return cause
  const message = cause instanceof Error ? cause.message : ''
  const taken = whatIsTaken.find((one) => message.includes(one.in))
  return taken === undefined ? cause : new Taken(taken.what)
}
