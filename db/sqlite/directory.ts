import type { Directory } from '../directory.ts'
import type { DirectoryMemory, DirectoryReads } from './directory-memory.ts'
import type { DirectoryRows } from './directory-rows.ts'

/** How a method of the store is carried out: on the connection that is open, with its errors translated. */
interface Runner {
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
    profile: (id) => read((memory) => memory.profile(id)),
    services: () => read((memory) => memory.services()),
    everyone: () => read((memory) => memory.everyone()),
    tokens: () => read((memory) => memory.tokens()),
    token: (id) => read((memory) => memory.token(id)),
    heldToken: (id) => read((memory) => memory.heldToken(id)),
    touchToken: (id, at) => writeIfFree((memory) => memory.touchToken(id, at)),
    session: (hash) => read((memory) => memory.session(hash)),
    removeOldSessions: (ended) => change((rows) => rows.removeOldSessions(ended)),
    removeOldTries: (before) => change((rows) => rows.removeOldTries(before)),
    touchSession: (hash, at) => writeIfFree((memory) => memory.touchSession(hash, at)),
    setting: (name) => read((memory) => memory.setting(name)),
    setSetting: (name, value) => change((rows) => rows.setSetting(name, value)),
  }
}
