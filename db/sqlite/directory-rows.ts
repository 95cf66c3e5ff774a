import { z } from 'zod'
import type { Deactivation, Directory, Person, Service, Session, Token } from '../directory.ts'
import { json, parseStored } from '../rows.ts'
import { Taken } from '../store.ts'
import { type Connection, sqliteCode } from './connection.ts'
import { prepareDirectoryQueries } from './directory-queries.ts'
import type { people, tokens } from './schema.ts'

type EndedBefore = Parameters<Directory['removeOldSessions']>[1]

export type DirectoryRows = ReturnType<typeof directoryRows>

/** The directory on one connection, synchronous and without a cache. What writes belongs inside a write transaction. */
export function directoryRows(db: Connection) {
  const queries = prepareDirectoryQueries(db)
  const person = (id: string) => queries.person.get({ id })
  const makeService = (name: string, pseudonym: string): Service => {
    const found = queries.service.get({ name })
    if (found !== undefined) return found
    return adding(() => queries.addService.get({ name, pseudonym }))
  }
  const deactivate = (id: string, at: number): Deactivation => {
    const found = person(id)
    if (found === undefined) return 'unknown'
    if (!found.active) return 'was-inactive'
    if (found.admin && queries.activeAdmins.all().every((admin) => admin.id === id)) return 'last-admin'
    queries.deactivate.run({ id })
    queries.revokeTokensOf.run({ person: id, at })
    queries.endSessionsOf.run({ person: id })
    return 'done'
  }

  return {
    people: (): Person[] => queries.people.all().map(personOf),
    person: (id: string): Person | null => orNull(person(id), personOf),
    addPerson: (added: Person): void => {
      const row = { ...added, roles: JSON.stringify(added.roles) }
      adding(() => queries.addPerson.run(row))
    },
    deactivatePerson: deactivate,
    services: (): Service[] => queries.services.all(),
    service: makeService,
    tokens: (): Token[] => queries.tokens.all().map(tokenOf),
    token: (id: string): Token | null => orNull(queries.token.get({ id }), tokenOf),
    addToken: (added: Token): void => {
      const row = { ...added, scopes: JSON.stringify(added.scopes) }
      adding(() => queries.addToken.run(row))
    },
    revokeToken: (id: string, at: number): boolean => {
      queries.revokeToken.run({ id, at })
      return queries.token.get({ id }) !== undefined
    },
    touchToken: (id: string, at: number): void => void queries.touchToken.run({ id, at }),
    session: (hash: string): Session | null => queries.session.get({ hash }) ?? null,
    addSession: (added: Session): void => void queries.addSession.run({ ...added }),
    removeOldSessions: (of: string, { seenBefore, createdBefore }: EndedBefore, most: number): void => {
      queries.removeEnded.run({ seenBefore, createdBefore })
      queries.removeOldest.run({ person: of, most })
    },
    touchSession: (hash: string, at: number): void => void queries.touchSession.run({ hash, at }),
    endSession: (hash: string): void => void queries.endSession.run({ hash }),
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

function orNull<Row, Value>(row: Row | undefined, value: (row: Row) => Value): Value | null {
  return row === undefined ? null : value(row)
}

/** SQLite names the column, or for email addresses the index, that refused the row. */
const whatIsTaken = [
  { in: 'people.id', what: 'id' },
  { in: 'people_by_email', what: 'email address' },
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
