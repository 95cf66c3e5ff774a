import { z } from 'zod'
import { themes } from '../../machines/installation/records.ts'
import type { Directory, Person, Profile, Service, Session, Token } from '../directory.ts'
import { json, parseStored } from '../rows.ts'
import type { Connection } from './connection.ts'
import { prepareDirectoryQueries } from './directory-queries.ts'
import { sessionOf } from './installation-rows.ts'
import type { people, profiles, tokens } from './installation-schema.ts'

type EndedBefore = Parameters<Directory['removeOldSessions']>[0]

export type DirectoryRows = ReturnType<typeof directoryRows>

/** The directory on one connection, synchronous and without a cache. What writes belongs inside a write transaction. */
export function directoryRows(db: Connection) {
  const queries = prepareDirectoryQueries(db)
  return {
    people: (): Person[] => queries.people.all().map(personOf),
    person: (id: string): Person | null => orNull(queries.person.get({ id }), personOf),
    profile: (id: string): Profile | null => orNull(queries.profile.get({ id }), profileOf),
    services: (): Service[] => queries.services.all(),
    tokens: (): Token[] => queries.tokens.all().map(tokenOf),
    token: (id: string): Token | null => orNull(queries.token.get({ id }), tokenOf),
    touchToken: (id: string, at: number): void => void queries.touchToken.run({ id, at }),
    session: (hash: string): Session | null => orNull(queries.session.get({ hash }), sessionOf),
    removeOldSessions: ({ seenBefore, createdBefore }: EndedBefore): void =>
      void queries.removeEnded.run({ seenBefore, createdBefore }),
    removeOldTries: (before: number): void => void queries.removeOldTries.run({ before }),
    touchSession: (hash: string, at: number): void => void queries.touchSession.run({ hash, at }),
    setting: (name: string): string | null => queries.setting.get({ name })?.value ?? null,
    setSetting: (name: string, value: string): void => void queries.setSetting.run({ name, value }),
  }
}

const names = z.array(z.string())

const personOf = (row: typeof people.$inferSelect): Person => ({
  ...row,
  roles: parseStored(names, `person ${row.id}`, json(row.roles, `person ${row.id}`)),
})

const tokenOf = (row: typeof tokens.$inferSelect): Token => ({
  ...row,
  scopes: parseStored(names, `token ${row.id}`, json(row.scopes, `token ${row.id}`)),
})

const profileOf = (row: typeof profiles.$inferSelect): Profile => ({
  ...row,
  theme: parseStored(z.enum(themes), `profile of ${row.person}`, row.theme),
})

function orNull<Row, Value>(row: Row | undefined, value: (row: Row) => Value): Value | null {
  return row === undefined ? null : value(row)
}
