import { and, eq, inArray, like, lt, or, sql } from 'drizzle-orm'
import type { Connection } from './connection.ts'
import { limits, people, profiles, services, sessions, settings, tokens } from './installation-schema.ts'

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
  return {
    profile: db
      .select()
      .from(profiles)
      .where(eq(profiles.person, p('id')))
      .prepare(),
    people: db.select().from(people).orderBy(people.id).prepare(),
    person: db
      .select()
      .from(people)
      .where(eq(people.id, p('id')))
      .prepare(),
    services: db.select().from(services).orderBy(services.name).prepare(),
    tokens: db.select().from(tokens).orderBy(tokens.createdAt, tokens.id).prepare(),
    token: db
      .select()
      .from(tokens)
      .where(eq(tokens.id, p('id')))
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
    removeEnded: db.delete(sessions).where(inArray(sessions.hash, ended)).prepare(),
    removeOldTries: db
      .delete(limits)
      .where(
        and(
          lt(limits.since, p('before')),
          lt(limits.until, p('before')),
          or(like(limits.key, 'address %'), like(limits.key, 'account %')),
        ),
      )
      .prepare(),
    touchSession: db
      .update(sessions)
      .set({ seenAt: set('at') })
      .where(eq(sessions.hash, p('hash')))
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
