import type { Commitment } from '../commitment.ts'
import type { InstallationDraft } from './entry.ts'
import type {
  Challenge,
  Identity,
  Invite,
  Limit,
  Link,
  Mail,
  Passkey,
  Password,
  Person,
  Profile,
  Service,
  Session,
  Setting,
  Token,
} from './records.ts'

/**
 * What a rule of the installation sees, and what it makes of it. A change of the installation names the rows that its rule needs; the
 * store reads them under its lock, asks the rule once more, and writes the changes together with their log entries, or nothing.
 */

/** By what each kind of row is asked for: people by their id, secrets by their hash. */
export interface RowKeys {
  password: string
  passkeysOf: string
  passkey: string
  identity: { issuer: string; subject: string }
  identitiesOf: string
  invite: string
  inviteById: string
  /** Whatever became of them; the case of letters does not count. */
  invitesOf: string
  /** Those that are neither used, revoked nor expired at this instant. */
  openInvites: number
  link: string
  /** Unused ones of this kind. */
  openLinks: 'setup' | 'password'
  challenge: string
  /** Some of those that had expired at this instant. */
  expiredChallenges: number
  session: string
  sessionsOf: string
  everySession: true
  token: string
  tokensOf: string
  limits: readonly string[]
  /** Whatever became of them; the case of letters does not count. */
  mailsTo: string
  /** Mails that may be sent at this instant and that no worker has. */
  dueMails: number
  mail: string
}

export interface RowsFound {
  password: Password | null
  passkeysOf: readonly Passkey[]
  passkey: Passkey | null
  identity: Identity | null
  identitiesOf: readonly Identity[]
  invite: Invite | null
  inviteById: Invite | null
  invitesOf: readonly Invite[]
  openInvites: readonly Invite[]
  link: Link | null
  openLinks: readonly Link[]
  challenge: Challenge | null
  expiredChallenges: readonly Challenge[]
  session: Session | null
  sessionsOf: readonly Session[]
  everySession: readonly Session[]
  token: Token | null
  tokensOf: readonly Token[]
  limits: readonly Limit[]
  mailsTo: readonly Mail[]
  dueMails: readonly Mail[]
  mail: Mail | null
}

export type RowsAsked = Partial<RowKeys>

/** What every rule sees. */
export interface Installation {
  readonly people: readonly Person[]
  readonly profiles: ReadonlyMap<string, Profile>
  readonly services: readonly Service[]
  readonly settings: ReadonlyMap<string, string>
}

/** The same with the rows that were asked for: a rule that needs a row does not compile where it was not asked for. */
export type Known<Asked extends RowsAsked = object> = Installation & Pick<RowsFound, keyof Asked & keyof RowsFound>

/** The tables that a rule may write, by the type of their rows. */
export interface Tables {
  people: Person
  profiles: Profile
  services: Service
  tokens: Token
  sessions: Session
  passwords: Password
  passkeys: Passkey
  identities: Identity
  invites: Invite
  links: Link
  challenges: Challenge
  limits: Limit
  mails: Mail
  settings: Setting
}

type Add = { [Name in keyof Tables]: { add: Name; row: Tables[Name] } }[keyof Tables]
type Put = { [Name in keyof Tables]: { put: Name; row: Tables[Name] } }[keyof Tables]
/** People, services, tokens, invites and links stay: a log may name them. */
type Remove =
  | { remove: 'sessions' | 'challenges'; hash: string }
  | { remove: 'passwords'; person: string }
  | { remove: 'passkeys'; id: string }
  | { remove: 'identities'; issuer: string; subject: string }
  | { remove: 'limits'; key: string }

/** One row that is added (the store throws Taken where its key is there), written whether or not it is there, or removed. */
export type Change = Add | Put | Remove

/** Why not: codes whose sentences stand in server/words. */
export const installationReasons = [
  'not-admin',
  'unknown-person',
  'inactive-person',
  'last-admin',
  'already-done',
  'taken',
  'unknown-token',
  'unknown-service',
  'not-for-services',
  'unknown-session',
  'unknown-invite',
  'not-inviter',
  'above-own',
  'invited',
  'email-in-use',
  'still-active',
  'erased',
  'too-many',
  'sign-in-failed',
  'set-up-already',
  'wrong-code',
  'expired-code',
  'unknown-link',
  'used-link',
  'expired-link',
  'wrong-invite',
  'used-invite',
  'revoked-invite',
  'expired-invite',
  'unknown-challenge',
  'expired-challenge',
  'unknown-passkey',
  'passkey-counter',
  'too-many-passkeys',
  'wrong-passkey',
  'unknown-identity',
  'no-matching-group',
  'no-email',
  'invite-for-other-email',
] as const
export type InstallationReason = (typeof installationReasons)[number]

/** `entries` of an accepted change may be empty only where `changes` are no change of who may do what, such as a counter. */
export type InstallationRuling = InstallationAccepted | InstallationRefused

export interface InstallationAccepted {
  accepted: true
  entries: readonly InstallationDraft[]
  changes: readonly Change[]
}

export interface InstallationRefused {
  accepted: false
  reason: InstallationReason
  entries?: readonly InstallationDraft[]
  changes?: readonly Change[]
}

/** A person's name and address as a log holds them. */
export interface SealedPerson {
  name: Commitment
  email: Commitment
}
