import type { Person, Service, Session, Token } from '../store.ts'
import type { Connection } from './connection.ts'
import type { DirectoryRows } from './directory.ts'

/** What is read of the directory; none of it writes. */
export type DirectoryReads = Pick<
  DirectoryMemory,
  'people' | 'person' | 'services' | 'tokens' | 'token' | 'session' | 'setting'
>

/** So many tokens, and so many sessions, are kept in memory: those that were read last. */
const mostKept = 10_000

/**
 * The directory of one connection, in memory: each row is read once. Everything is dropped when another connection has committed, which
 * SQLite's data_version tells and which is asked at each read, and when this one writes. It is filled by reads alone, and those
 * happen outside write transactions, so that a COMMIT that fails leaves nothing here that is not in the file.
 *
 * Whoever reads shares what is here: it is frozen. `people` and `services` are the same array for as long as nothing has changed.
 */
export class DirectoryMemory {
  readonly #rows: DirectoryRows
  readonly #readDataVersion
  #dataVersion: unknown = null
  #kept = empty()

  constructor(db: Connection, rows: DirectoryRows) {
    this.#rows = rows
    this.#readDataVersion = db.$client.prepare('pragma data_version').pluck()
  }

  people(): readonly Person[] {
    const kept = this.#fresh()
    kept.people ??= peopleOf(this.#rows.people())
    return kept.people.all
  }

  person(id: string): Person | null {
    this.people()
    return this.#kept.people?.byId.get(id) ?? null
  }

  services(): readonly Service[] {
    const kept = this.#fresh()
    kept.services ??= Object.freeze(this.#rows.services().map((each) => Object.freeze(each)))
    return kept.services
  }

  /** Past the memory: only the command line lists them. */
  tokens(): Token[] {
    return this.#rows.tokens()
  }

  /** A token that does not exist is asked for each time: anybody can make up ids, and they must not fill the memory. */
  token(id: string): Token | null {
    return keptOrRead(this.#fresh().tokens, id, () => this.#rows.token(id))
  }

  session(hash: string): Session | null {
    return keptOrRead(this.#fresh().sessions, hash, () => this.#rows.session(hash))
  }

  setting(name: string): string | null {
    const { settings } = this.#fresh()
    const known = settings.get(name)
    if (known !== undefined) return known
    const value = this.#rows.setting(name)
    settings.set(name, value)
    return value
  }

  /** Any write but a touch. What is in memory is dropped whether or not it succeeds. Belongs inside a write transaction. */
  change<T>(work: (rows: DirectoryRows) => T): T {
    this.#kept = empty()
    return work(this.#rows)
  }

  /** Of all that is in memory this changes one token alone. Belongs inside a write transaction. */
  touchToken(id: string, at: number): void {
    this.#kept.tokens.delete(id)
    this.#rows.touchToken(id, at)
  }

  /** As touchToken. */
  touchSession(hash: string, at: number): void {
    this.#kept.sessions.delete(hash)
    this.#rows.touchSession(hash, at)
  }

  #fresh(): Kept {
    const version = this.#readDataVersion.get()
    if (version !== this.#dataVersion) this.#kept = empty()
    this.#dataVersion = version
    return this.#kept
  }
}

interface Kept {
  people: { all: readonly Person[]; byId: ReadonlyMap<string, Person> } | null
  services: readonly Service[] | null
  tokens: Map<string, Token>
  sessions: Map<string, Session>
  settings: Map<string, string | null>
}

const empty = (): Kept => ({
  people: null,
  services: null,
  tokens: new Map(),
  sessions: new Map(),
  settings: new Map(),
})

function peopleOf(rows: Person[]): NonNullable<Kept['people']> {
  const all = rows.map((each) => Object.freeze({ ...each, roles: Object.freeze(each.roles) }))
  return { all: Object.freeze(all), byId: new Map(all.map((each) => [each.id, each])) }
}

/** The value in memory, moved to the end of those that are dropped first; else the one that is read. */
function keptOrRead<Value extends object>(
  kept: Map<string, Value>,
  name: string,
  read: () => Value | null,
): Value | null {
  const value = kept.get(name) ?? read()
  if (value === null) return null
  kept.delete(name)
  kept.set(name, Object.freeze(value))
  const [oldest] = kept.keys()
  if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest)
  return value
}
