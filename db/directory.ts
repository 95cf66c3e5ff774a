import type { Person, Profile, Service, Session, Token } from '../machines/installation/records.ts'

export type { Person, Profile, Service, Session, Token } from '../machines/installation/records.ts'

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
 * changes, in this process or in another one. What changes them is InstallationStore.change, with its entry in the log; only notes
 * that say nothing about who may do what are written here.
 */
export interface Directory {
  people(): Promise<readonly Person[]>
  person(id: string): Promise<Person | null>
  /** What this person chose for themselves; null where there is no such person. */
  profile(id: string): Promise<Profile | null>
  services(): Promise<readonly Service[]>
  everyone(): Promise<Everyone>
  tokens(): Promise<Token[]>
  token(id: string): Promise<Token | null>
  /** The same with its holder, of one moment; null also where there is no such person or service. */
  heldToken(id: string): Promise<HeldToken | null>
  /** Best effort: tried once, without waiting for another writer. */
  touchToken(id: string, at: number): Promise<void>
  session(hash: string): Promise<Session | null>
  /** Removes some of the sessions that have ended by age, whoever's they are, so that the table stays small. */
  removeOldSessions(ended: { seenBefore: number; createdBefore: number }): Promise<void>
  /** Removes the limits of addresses and accounts that nothing was tried with since. */
  removeOldTries(before: number): Promise<void>
  /** Best effort, like touchToken. */
  touchSession(hash: string, at: number): Promise<void>
  setting(name: string): Promise<string | null>
  /** A mark of the program's own, which says nothing about who may do what. */
  setSetting(name: string, value: string): Promise<void>
}
