import type { Everyone, HeldToken, Person, Profile, Service, Session, Token } from '../directory.ts'
import type { DataVersion } from './data-version.ts'
import type { DirectoryRows } from './directory-rows.ts'

/** What is read of the directory; none of it writes. */
export type DirectoryReads = Pick<
  DirectoryMemory,
  'people' | 'person' | 'profile' | 'services' | 'everyone' | 'tokens' | 'token' | 'heldToken' | 'session' | 'setting'
>

/** So many tokens, and so many sessions, are kept in memory: those that were read last. */
const mostKept = 10_000

/**
 * The directory of one connection, in memory: each row is read once. Everything is dropped when another connection has committed, which
 * DataVersion tells at each read, and when this one writes. It is filled by reads alone, and those
 * happen outside write transactions, so that a COMMIT that fails leaves nothing here that is not in the file.
 *
 * All readers share what is here, so it is frozen. `everyone` is the same object for as long as nothing has changed.
 */
export class DirectoryMemory {
  readonly #rows: DirectoryRows
  readonly #dataVersion: DataVersion
  #keptAt: unknown = null
  #kept = empty()

  constructor(dataVersion: DataVersion, rows: DirectoryRows) {
    this.#rows = rows
    this.#dataVersion = dataVersion
  }

  everyone(): Everyone {
    return this.#known().all
  }

  people(): readonly Person[] {
    return this.#known().all.people
  }

  person(id: string): Person | null {
    return this.#known().people.get(id) ?? null
  }

  profile(id: string): Profile | null {
    return keptOrRead(this.#fresh().profiles, id, () => this.#rows.profile(id))
  }

  services(): readonly Service[] {
    return this.#known().all.services
  }

  /** Past the memory: only the command line lists them. */
  tokens(): Token[] {
    return this.#rows.tokens()
  }

  /** A token that does not exist is asked for each time: anybody can make up ids, and they must not fill the memory. */
  token(id: string): Token | null {
    return keptOrRead(this.#fresh().tokens, id, () => this.#rows.token(id))
  }

  heldToken(id: string): HeldToken | null {
    const token = this.token(id)
    if (token === null) return null
    const { people, services } = this.#knownIn(this.#kept)
    const person = token.person === null ? undefined : people.get(token.person)
    if (person !== undefined) return { token, holder: { kind: 'person', person } }
    const service = token.service === null ? undefined : services.get(token.service)
    return service === undefined ? null : { token, holder: { kind: 'service', service } }
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

  /** Drops what is in memory: rows have changed, or may have. */
  forget(): void {
    this.#kept = empty()
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

  #known(): Known {
    return this.#knownIn(this.#fresh())
  }

  #knownIn(kept: Kept): Known {
    kept.known ??= knownOf(this.#rows.people(), this.#rows.services())
    return kept.known
  }

  #fresh(): Kept {
    const version = this.#dataVersion.ofThisTurn()
    if (version !== this.#keptAt) this.#kept = empty()
    this.#keptAt = version
    return this.#kept
  }
}

interface Kept {
  known: Known | null
  profiles: Map<string, Profile>
  tokens: Map<string, Token>
  sessions: Map<string, Session>
  settings: Map<string, string | null>
}

const empty = (): Kept => ({
  known: null,
  profiles: new Map(),
  tokens: new Map(),
  sessions: new Map(),
  settings: new Map(),
})

/** Everyone, people by their id and services by their name. */
interface Known {
  all: Everyone
  people: ReadonlyMap<string, Person>
  services: ReadonlyMap<string, Service>
}

function knownOf(personRows: Person[], serviceRows: Service[]): Known {
  const people = personRows.map((each) => Object.freeze({ ...each, roles: Object.freeze(each.roles) }))
  const services = serviceRows.map((each) => Object.freeze(each))
  return {
    all: Object.freeze({ people: Object.freeze(people), services: Object.freeze(services) }),
    people: new Map(people.map((each) => [each.id, each])),
    services: new Map(services.map((each) => [each.name, each])),
  }
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
