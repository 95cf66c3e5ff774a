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
import type { DirectoryMemory, DirectoryReads } from './directory-memory.ts'
import { prepareQueries } from './directory-queries.ts'
import type { people, tokens } from './schema.ts'

/** How a method of the store is carried out: on the connection that is open, with its errors translated. */
export interface Runner {
  read<T>(work: (memory: DirectoryReads) => T): Promise<T>
  write<T>(work: (memory: Pick<DirectoryMemory, 'change'>) => T): Promise<T>
  /** A write that is tried once, without waiting for another writer. */
  writeIfFree<T>(work: (memory: Pick<DirectoryMemory, 'touchToken' | 'touchSession'>) => T): Promise<T>
}

/** People, services, tokens, sessions and settings; it stays the same object whichever connection is open. */
export function sqliteDirectory({ read, write, writeIfFree }: Runner): Directory {
  /** The only way from here to the rows, and every use of it drops what is in memory. */
  const change = <T>(work: (rows: DirectoryRows) => T) => write((memory) => memory.change(work))
  return {
    people: () => read((memory) => memory.people()),
    person: (id) => read((memory) => memory.person(id)),
    addPerson: (added) => change((rows) => rows.addPerson(added)),
    deactivatePerson: (id, at) => change((rows) => rows.deactivatePerson(id, at)),
    services: () => read((memory) => memory.services()),
    everyone: () => read((memory) => memory.everyone()),
    service: (name, pseudonym) => change((rows) => rows.service(name, pseudonym)),
    tokens: () => read((memory) => memory.tokens()),
    token: (id) => read((memory) => memory.token(id)),
    heldToken: (id) => read((memory) => memory.heldToken(id)),
    addToken: (added) => change((rows) => rows.addToken(added)),
    revokeToken: (id, at) => change((rows) => rows.revokeToken(id, at)),
    touchToken: (id, at) => writeIfFree((memory) => memory.touchToken(id, at)),
    session: (hash) => read((memory) => memory.session(hash)),
    addSession: (added) => change((rows) => rows.addSession(added)),
    removeOldSessions: (person, ended, most) => change((rows) => rows.removeOldSessions(person, ended, most)),
    touchSession: (hash, at) => writeIfFree((memory) => memory.touchSession(hash, at)),
    endSession: (hash) => change((rows) => rows.endSession(hash)),
    setting: (name) => read((memory) => memory.setting(name)),
    setSetting: (name, value) => change((rows) => rows.setSetting(name, value)),
  }
}

type EndedBefore = Parameters<Directory['removeOldSessions']>[1]
export type DirectoryRows = ReturnType<typeof directoryRows>

/** The same on one connection, synchronous, past every memory; what writes belongs inside a write transaction. */
export function directoryRows(db: Connection) {
  const queries = prepareQueries(db)
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
