import { and, desc, eq, inArray, isNull, lt, notInArray, or, sql } from 'drizzle-orm'
import { z } from 'zod'
import { json, parse } from '../rows.ts'
import {
  type Deactivation,
  type Directory,
  type Person,
  type Service,
  type Session,
  Taken,
  type Token,
} from '../store.ts'
import { type Connection, sqliteCode } from './connection.ts'
import { people, services, sessions, settings, tokens } from './schema.ts'

/** How a method of the store is carried out: on the connection that is open, with its errors translated. */
export interface Runner {
  read<T>(work: (rows: DirectoryRows) => T): Promise<T>
  write<T>(work: (rows: DirectoryRows) => T): Promise<T>
  /** A write that is tried once, without waiting for another writer. */
  writeIfFree<T>(work: (rows: DirectoryRows) => T): Promise<T>
}

/** People, services, tokens, sessions and settings; it stays the same object whichever connection is open. */
export function sqliteDirectory({ read, write, writeIfFree }: Runner): Directory {
  return {
    people: () => read((rows) => rows.people()),
    person: (id) => read((rows) => rows.person(id)),
    addPerson: (added) => write((rows) => rows.addPerson(added)),
    deactivatePerson: (id, at) => write((rows) => rows.deactivatePerson(id, at)),
    services: () => read((rows) => rows.services()),
    service: (name, pseudonym) => write((rows) => rows.service(name, pseudonym)),
    tokens: () => read((rows) => rows.tokens()),
    token: (id) => read((rows) => rows.token(id)),
    addToken: (added) => write((rows) => rows.addToken(added)),
    revokeToken: (id, at) => write((rows) => rows.revokeToken(id, at)),
    touchToken: (id, at) => writeIfFree((rows) => rows.touchToken(id, at)),
    session: (hash) => read((rows) => rows.session(hash)),
    addSession: (added) => write((rows) => rows.addSession(added)),
    removeOldSessions: (person, ended, most) => write((rows) => rows.removeOldSessions(person, ended, most)),
    touchSession: (hash, at) => writeIfFree((rows) => rows.touchSession(hash, at)),
    endSession: (hash) => write((rows) => rows.endSession(hash)),
    setting: (name) => read((rows) => rows.setting(name)),
    setSetting: (name, value) => write((rows) => rows.setSetting(name, value)),
  }
}

type EndedBefore = Parameters<Directory['removeOldSessions']>[1]
/** Ended sessions removed at one sign-in: more than one is made, so that they become fewer. */
const mostRemoved = 100

export type DirectoryRows = ReturnType<typeof directoryRows>

/** The same on one connection, synchronous; what writes belongs inside a write transaction. */
export function directoryRows(db: Connection) {
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
  const makeService = (name: string, pseudonym: string): Service => {
    const found = service.get({ name })
    if (found !== undefined) return found
    return adding(() => db.insert(services).values({ name, pseudonym }).returning().get())
  }
  const deactivate = (id: string, at: number): Deactivation => {
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
  }
  const removeOldSessions = (of: string, ended: EndedBefore, most: number): void => {
    const old = db
      .select({ hash: sessions.hash })
      .from(sessions)
      .where(or(lt(sessions.seenAt, ended.seenBefore), lt(sessions.createdAt, ended.createdBefore)))
      .limit(mostRemoved)
    db.delete(sessions).where(inArray(sessions.hash, old)).run()
    const newest = db
      .select({ hash: sessions.hash })
      .from(sessions)
      .where(eq(sessions.person, of))
      .orderBy(desc(sessions.createdAt), desc(sql`rowid`))
      .limit(most)
    db.delete(sessions)
      .where(and(eq(sessions.person, of), notInArray(sessions.hash, newest)))
      .run()
  }

  return {
    people: (): Person[] => db.select().from(people).orderBy(people.id).all().map(personOf),
    person: (id: string): Person | null => orNull(person.get({ id }), personOf),
    addPerson: (added: Person): void => {
      const row = { ...added, roles: JSON.stringify(added.roles) }
      adding(() => db.insert(people).values(row).run())
    },
    deactivatePerson: deactivate,
    services: (): Service[] => db.select().from(services).orderBy(services.name).all(),
    service: makeService,
    tokens: (): Token[] => db.select().from(tokens).orderBy(tokens.createdAt, tokens.id).all().map(tokenOf),
    token: (id: string): Token | null => orNull(token.get({ id }), tokenOf),
    addToken: (added: Token): void => {
      const row = { ...added, scopes: JSON.stringify(added.scopes) }
      adding(() => db.insert(tokens).values(row).run())
    },
    revokeToken: (id: string, at: number): boolean => {
      // The first revocation is the one that counts.
      db.update(tokens)
        .set({ revokedAt: at })
        .where(and(eq(tokens.id, id), isNull(tokens.revokedAt)))
        .run()
      return token.get({ id }) !== undefined
    },
    touchToken: (id: string, at: number): void => {
      db.update(tokens).set({ lastUsedAt: at }).where(eq(tokens.id, id)).run()
    },
    session: (hash: string): Session | null => session.get({ hash }) ?? null,
    addSession: (added: Session): void => {
      db.insert(sessions).values(added).run()
    },
    removeOldSessions,
    touchSession: (hash: string, at: number): void => {
      db.update(sessions).set({ seenAt: at }).where(eq(sessions.hash, hash)).run()
    },
    endSession: (hash: string): void => {
      db.delete(sessions).where(eq(sessions.hash, hash)).run()
    },
    setting: (name: string): string | null => setting.get({ name })?.value ?? null,
    setSetting: (name: string, value: string): void => {
      db.insert(settings).values({ name, value }).onConflictDoUpdate({ target: settings.name, set: { value } }).run()
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
