/** A person of the directory. `id` is a slug; `pseudonym` stands for them in every log. */
export interface Person {
  readonly id: string
  readonly pseudonym: string
  readonly name: string
  readonly email: string
  /** Default roles: taken over when a launch is created without naming somebody else. */
  readonly roles: readonly string[]
  readonly admin: boolean
  readonly auditor: boolean
  readonly active: boolean
}

export interface Service {
  readonly name: string
  readonly pseudonym: string
}

/** A token as it is kept: the secret only as its SHA-256 (hex). Exactly one of `person` (id) and `service` (name) is set. */
export interface Token {
  readonly id: string
  readonly secretHash: string
  readonly person: string | null
  readonly service: string | null
  readonly scopes: readonly string[]
  readonly launch: string | null
  readonly createdAt: number
  readonly expiresAt: number
  readonly revokedAt: number | null
  readonly lastUsedAt: number | null
}

/** A browser session; `hash` is the SHA-256 (hex) of the cookie's value. */
export interface Session {
  readonly hash: string
  readonly person: string
  readonly createdAt: number
  readonly seenAt: number
}

/** What became of a deactivation. `last-admin`: they are the only active one; then, as with `unknown`, nothing was written. */
export type Deactivation = 'done' | 'was-inactive' | 'unknown' | 'last-admin'

/** A token and the person or service whose it is. */
export interface HeldToken {
  readonly token: Token
  readonly holder:
    | { readonly kind: 'person'; readonly person: Person }
    | { readonly kind: 'service'; readonly service: Service }
}

/** The same object for as long as nobody is added, changed or removed. */
export interface Everyone {
  readonly people: readonly Person[]
  readonly services: readonly Service[]
}

/**
 * People, services, tokens, sessions and settings of the installation, kept in memory: reading them costs no query until something
 * changes, in this process or in another one.
 */
export interface Directory {
  people(): Promise<readonly Person[]>
  person(id: string): Promise<Person | null>
  /** Throws Taken when the id, the pseudonym or the email address (whatever its case) is somebody else's. */
  addPerson(person: Person): Promise<void>
  /**
   * The person is active no more, their sessions end and their living tokens are revoked at that instant, all of it or nothing.
   * The last active admin stays. What they did and the roles they have in launches stay as they are.
   */
  deactivatePerson(id: string, at: number): Promise<Deactivation>
  services(): Promise<readonly Service[]>
  everyone(): Promise<Everyone>
  /** The service of this name, made with the pseudonym given when it is new. */
  service(name: string, pseudonym: string): Promise<Service>
  tokens(): Promise<Token[]>
  token(id: string): Promise<Token | null>
  /** The same with its holder, of one moment; null also where there is no such person or service. */
  heldToken(id: string): Promise<HeldToken | null>
  addToken(token: Token): Promise<void>
  /** False when there is no such token. */
  revokeToken(id: string, at: number): Promise<boolean>
  /** Best effort: tried once, without waiting for another writer. */
  touchToken(id: string, at: number): Promise<void>
  session(hash: string): Promise<Session | null>
  addSession(session: Session): Promise<void>
  /**
   * Removes some of the sessions that have ended by age, whoever's they are, and of this person's all but the newest `most`.
   * Called at each sign-in, so that the table stays small.
   */
  removeOldSessions(person: string, ended: { seenBefore: number; createdBefore: number }, most: number): Promise<void>
  /** Best effort, like touchToken. */
  touchSession(hash: string, at: number): Promise<void>
  endSession(hash: string): Promise<void>
  setting(name: string): Promise<string | null>
  setSetting(name: string, value: string): Promise<void>
}
