import { and, desc, eq, inArray, isNull, lt, notInArray, or, sql } from 'drizzle-orm'
import type { Connection } from './connection.ts'
import { people, services, sessions, settings, tokens } from './schema.ts'

/** Ended sessions removed at one sign-in: more than one is made, so that they become fewer. */
const mostRemoved = 100

/** Every statement about the directory, prepared once for a connection. */
export function prepareDirectoryQueries(db: Connection) {
  const p = sql.placeholder
  /** A placeholder where drizzle's types ask for a value: in `set`. */
  const set = (name: string) => sql`${p(name)}`
  const ended = db
    .select({ hash: sessions.hash })
    .from(sessions)
    .where(or(lt(sessions.seenAt, p('seenBefore')), lt(sessions.createdAt, p('createdBefore'))))
    .limit(mostRemoved)
  const newest = db
    .select({ hash: sessions.hash })
    .from(sessions)
    .where(eq(sessions.person, p('person')))
    .orderBy(desc(sessions.createdAt), desc(sql`rowid`))
    .limit(p('most'))
  return {
    people: db.select().from(people).orderBy(people.id).prepare(),
    person: db
      .select()
      .from(people)
      .where(eq(people.id, p('id')))
      .prepare(),
    activeAdmins: db
      .select({ id: people.id })
      .from(people)
      .where(and(eq(people.admin, true), eq(people.active, true)))
      .prepare(),
    addPerson: db
      .insert(people)
      .values({
        id: p('id'),
        pseudonym: p('pseudonym'),
        name: p('name'),
        email: p('email'),
        roles: p('roles'),
        admin: p('admin'),
        auditor: p('auditor'),
        active: p('active'),
      })
      .prepare(),
    deactivate: db
      .update(people)
      .set({ active: false })
      .where(eq(people.id, p('id')))
      .prepare(),
    services: db.select().from(services).orderBy(services.name).prepare(),
    service: db
      .select()
      .from(services)
      .where(eq(services.name, p('name')))
      .prepare(),
    addService: db
      .insert(services)
      .values({ name: p('name'), pseudonym: p('pseudonym') })
      .returning()
      .prepare(),
    tokens: db.select().from(tokens).orderBy(tokens.createdAt, tokens.id).prepare(),
    token: db
      .select()
      .from(tokens)
      .where(eq(tokens.id, p('id')))
      .prepare(),
    addToken: db
      .insert(tokens)
      .values({
        id: p('id'),
        secretHash: p('secretHash'),
        person: p('person'),
        service: p('service'),
        scopes: p('scopes'),
        launch: p('launch'),
        createdAt: p('createdAt'),
        expiresAt: p('expiresAt'),
        revokedAt: p('revokedAt'),
        lastUsedAt: p('lastUsedAt'),
      })
      .prepare(),
    /** The first revocation is the one that counts. */
    revokeToken: db
      .update(tokens)
      .set({ revokedAt: set('at') })
      .where(and(eq(tokens.id, p('id')), isNull(tokens.revokedAt)))
      .prepare(),
    revokeTokensOf: db
      .update(tokens)
      .set({ revokedAt: set('at') })
      .where(and(eq(tokens.person, p('person')), isNull(tokens.revokedAt)))
      .prepare(),
    touchToken: db
      .update(tokens)
      .set({ lastUsedAt: set('at') })
      .where(eq(tokens.id, p('id')))
      .prepare(),
    session: db
      .select()
      .from(sessions)
      .where(eq(sessions.hash, p('hash')))
      .prepare(),
    addSession: db
      .insert(sessions)
      .values({ hash: p('hash'), person: p('person'), createdAt: p('createdAt'), seenAt: p('seenAt') })
      .prepare(),
    removeEnded: db.delete(sessions).where(inArray(sessions.hash, ended)).prepare(),
    /** Of this person, all but the newest. */
    removeOldest: db
      .delete(sessions)
      .where(and(eq(sessions.person, p('person')), notInArray(sessions.hash, newest)))
      .prepare(),
    touchSession: db
      .update(sessions)
      .set({ seenAt: set('at') })
      .where(eq(sessions.hash, p('hash')))
      .prepare(),
    endSession: db
      .delete(sessions)
      .where(eq(sessions.hash, p('hash')))
      .prepare(),
    endSessionsOf: db
      .delete(sessions)
      .where(eq(sessions.person, p('person')))
      .prepare(),
    setting: db
      .select()
      .from(settings)
      .where(eq(settings.name, p('name')))
      .prepare(),
    setSetting: db
      .insert(settings)
      .values({ name: p('name'), value: p('value') })
      .onConflictDoUpdate({ target: settings.name, set: { value: sql`excluded.value` } })
      .prepare(),
  }
}
