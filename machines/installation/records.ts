/**
 * What the installation knows about those who use it: people, services, and everything by which they prove who they are. Instants are
 * epoch milliseconds; a secret appears only as its SHA-256 (hex), a password as its argon2id hash.
 */

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

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

/** What people choose for themselves. Null: the default of the installation or of the browser. */
export interface Profile {
  readonly person: string
  readonly language: string | null
  readonly timeZone: string | null
  readonly theme: Theme
  /** Whether their first steps are still listed on the first page. */
  readonly firstSteps: boolean
  /** When their name, address and texts were erased. */
  readonly erasedAt: number | null
}

export interface Service {
  readonly name: string
  readonly pseudonym: string
}

/** An API token. Exactly one of `person` (id) and `service` (name) is set. */
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

/** How somebody proved who they are; `list` means that they were picked from a list of people, which proves nothing. */
export const signInMethods = ['list', 'password', 'oidc', 'passkey', 'invite', 'setup'] as const
export type SignInMethod = (typeof signInMethods)[number]

/** Why somebody was not signed in. Who asks is not told which of these it was. */
export const signInFailures = [
  'unknown-account',
  'inactive-account',
  'no-password',
  'wrong-password',
  'wrong-passkey',
  'wrong-state',
  'took-too-long',
  'other-browser',
  'wrong-nonce',
  'wrong-issuer',
  'replayed-code',
  'denied-by-provider',
  'provider-unreachable',
  'invalid-response',
  'no-matching-group',
  'email-in-use',
  'no-email',
  'invite-for-other-email',
  'invite-over',
] as const
export type SignInFailure = (typeof signInFailures)[number]

/** A browser session; `hash` is the SHA-256 of the cookie's value, `device` a short description of the browser. */
export interface Session {
  readonly hash: string
  readonly person: string
  readonly method: SignInMethod
  readonly device: string
  readonly createdAt: number
  readonly seenAt: number
}

/** The argon2id hash in PHC string format. */
export interface Password {
  readonly person: string
  readonly hash: string
  readonly changedAt: number
}

/** A WebAuthn credential. `publicKey` is base64url of its COSE key. */
export interface Passkey {
  readonly id: string
  readonly person: string
  readonly name: string
  readonly publicKey: string
  readonly counter: number
  readonly transports: readonly string[]
  readonly createdAt: number
  readonly lastUsedAt: number | null
}

/** Who a person is at an OpenID provider: issuer and subject identify them, never their email address. `roles` came from its groups. */
export interface Identity {
  readonly issuer: string
  readonly subject: string
  readonly person: string
  readonly roles: readonly string[]
  readonly admin: boolean
  readonly auditor: boolean
  readonly lastUsedAt: number
}

/** An invite, valid once. `hash` is of the secret in its link. */
export interface Invite {
  readonly id: string
  readonly hash: string
  readonly email: string
  readonly roles: readonly string[]
  readonly admin: boolean
  readonly auditor: boolean
  /** The pseudonym of the inviter, or `operator`. */
  readonly invitedBy: string
  readonly createdAt: number
  readonly expiresAt: number
  readonly acceptedAt: number | null
  readonly revokedAt: number | null
}

/** A one-time link: to make the first administrator (`setup`, of no person), or to choose a new password. */
export interface Link {
  readonly hash: string
  readonly kind: 'setup' | 'password'
  readonly person: string | null
  readonly createdAt: number
  readonly expiresAt: number
  readonly usedAt: number | null
}

/** What a ceremony of several requests must remember between them; `data` is JSON of the ceremony's own. It is taken once. */
export interface Challenge {
  readonly hash: string
  readonly kind: 'oidc' | 'passkey-registration' | 'passkey-sign-in'
  readonly data: string
  readonly createdAt: number
  readonly expiresAt: number
}

/** How often something was tried: `count` times since `since`; nothing more before `until`. */
export interface Limit {
  readonly key: string
  readonly count: number
  readonly since: number
  readonly until: number
}

/** A mail to be sent: `data` is JSON of what its text needs. `leasedUntil`: a worker has it. */
export interface Mail {
  readonly id: string
  readonly kind: string
  readonly recipient: string
  readonly language: string
  readonly data: string
  readonly createdAt: number
  readonly dueAt: number
  readonly attempts: number
  readonly leasedUntil: number
  readonly sentAt: number | null
  readonly failedAt: number | null
  readonly error: string | null
}

/** A setting of the installation that is kept in the database. */
export interface Setting {
  readonly name: string
  readonly value: string
}
