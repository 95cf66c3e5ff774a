import { and, eq, isNull, sql } from 'drizzle-orm'
import { z } from 'zod'
import { json, parse } from '../rows.ts'
import { type Deactivation, type Directory, type Person, Taken, type Token } from '../store.ts'
import { type Connection, sqliteCode, translated } from './connection.ts'
import { people, services, sessions, settings, tokens } from './schema.ts'

/** People, services, tokens, sessions and settings in SQLite. */
export function sqliteDirectory(db: Connection): Directory {
  const { placeholder } = sql
  const person = db
    .select()
    .from(people)
    .where(eq(people.id, placeholder('id')))
    .prepare()
  const token = db
    .select()
    .from(tokens)
    .where(eq(tokens.id, placeholder('id')))
    .prepare()
  const session = db
    .select()
    .from(sessions)
    .where(eq(sessions.hash, placeholder('hash')))
    .prepare()
  const setting = db
    .select()
    .from(settings)
    .where(eq(settings.name, placeholder('name')))
    .prepare()
  const service = db
    .select()
    .from(services)
    .where(eq(services.name, placeholder('name')))
    .prepare()
  const makeService = db.$client.transaction((name: string, pseudonym: string) => {
    const found = service.get({ name })
    if (found !== undefined) return found
    return adding(() => db.insert(services).values({ name, pseudonym }).returning().get())
  })
  const deactivate = db.$client.transaction((id: string, at: number): Deactivation => {
    const found = person.get({ id })
    if (found === undefined) return 'unknown'
    if (!found.active) return 'was-inactive'
    const admins = db
      .select({ id: people.id })
      .from(people)
      .where(and(eq(people.admin, true), eq(people.active, true)))
      .all()
    if (admins.every((admin) => admin.id === id) && found.admin) return 'last-admin'
    db.update(people).set({ active: false }).where(eq(people.id, id)).run()
    db.update(tokens)
      .set({ revokedAt: at })
      .where(and(eq(tokens.person, id), isNull(tokens.revokedAt)))
      .run()
    db.delete(sessions).where(eq(sessions.person, id)).run()
    return 'done'
  })

  // Every method is asynchronous, so that what it throws is a rejection.
  return {
    people: async () => translated(() => db.select().from(people).orderBy(people.id).all().map(personOf)),
    person: async (id) => translated(() => orNull(person.get({ id }), personOf)),
    addPerson: async (added) => {
      translated(() =>
        adding(() =>
          db
            .insert(people)
            .values({ ...added, roles: JSON.stringify(added.roles) })
            .run(),
        ),
      )
    },
    deactivatePerson: async (id, at) => translated(() => deactivate.immediate(id, at)),
    services: async () => translated(() => db.select().from(services).orderBy(services.name).all()),
    service: async (name, pseudonym) => translated(() => makeService.immediate(name, pseudonym)),
    tokens: async () =>
      translated(() => db.select().from(tokens).orderBy(tokens.createdAt, tokens.id).all().map(tokenOf)),
    token: async (id) => translated(() => orNull(token.get({ id }), tokenOf)),
    addToken: async (added) => {
      translated(() =>
        adding(() =>
          db
            .insert(tokens)
            .values({ ...added, scopes: JSON.stringify(added.scopes) })
            .run(),
        ),
      )
    },
    revokeToken: async (id, at) =>
      translated(() => {
        // The first revocation is the one that counts.
        db.update(tokens)
          .set({ revokedAt: at })
          .where(and(eq(tokens.id, id), isNull(tokens.revokedAt)))
          .run()
        return token.get({ id }) !== undefined
      }),
    touchToken: async (id, at) => {
      translated(() => db.update(tokens).set({ lastUsedAt: at }).where(eq(tokens.id, id)).run())
    },
    session: async (hash) => translated(() => session.get({ hash }) ?? null),
    addSession: async (added) => {
      translated(() => db.insert(sessions).values(added).run())
    },
    touchSession: async (hash, at) => {
      translated(() => db.update(sessions).set({ seenAt: at }).where(eq(sessions.hash, hash)).run())
    },
    endSession: async (hash) => {
      translated(() => db.delete(sessions).where(eq(sessions.hash, hash)).run())
    },
    setting: async (name) => translated(() => setting.get({ name })?.value ?? null),
    setSetting: async (name, value) => {
      translated(() =>
        db.insert(settings).values({ name, value }).onConflictDoUpdate({ target: settings.name, set: { value } }).run(),
      )
    },
  }
}

const names = z.array(z.string())
const personOf = (row: typeof people.$inferSelect): Person => ({
  ...row,
  roles: parse(names, `person ${row.id}`, json(row.roles, `person ${row.id}`)),
})
const tokenOf = (row: typeof tokens.$inferSelect): Token => ({
  ...row,
  scopes: parse(names, `token ${row.id}`, json(row.scopes, `token ${row.id}`)),
})

function orNull<Row, Value>(row: Row | undefined, value: (row: Row) => Value): Value | null {
  return row === undefined ? null : value(row)
}

/** SQLite names the column, or for e-mail addresses the index, that refused the row. */
const whatIsTaken = [
  { in: 'people.id', what: 'id' },
  { in: 'people_by_email', what: 'e-mail address' },
  { in: 'pseudonym', what: 'pseudonym' },
  { in: 'tokens.id', what: 'token id' },
] as const

function adding<T>(insert: () => T): T {
  try {
    return insert()
  } catch (error) {
    const code = sqliteCode(error)
    if (code !== 'SQLITE_CONSTRAINT_UNIQUE' && code !== 'SQLITE_CONSTRAINT_PRIMARYKEY') throw error
    const message = error instanceof Error ? error.message : ''
    const taken = whatIsTaken.find((one) => message.includes(one.in))
    if (taken === undefined) throw error
    throw new Taken(taken.what)
  }
}
