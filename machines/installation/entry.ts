import { z } from 'zod'
import { commitment } from '../commitment.ts'
import { signInFailures, signInMethods } from './records.ts'

/**
 * The log of the installation: who may get in, who did, and who was refused. People and services appear only as pseudonyms; names, addresses
 * and whatever somebody typed only as commitments. What each action may hold is listed here, so that a field that is not sealed does not
 * compile.
 */

const pseudonym = z.string().regex(/^[ps]_[a-z0-9_-]+$/)
const roles = z.array(z.string())
const permissions = { roles, admin: z.boolean(), auditor: z.boolean() }
const instant = z.iso.datetime({ precision: 3 })
const slug = z.string()
const id = z.string()
const standing = z.strictObject({ person: pseudonym, ...permissions, active: z.boolean() })
const grant = {
  token: id,
  holder: pseudonym,
  scopes: z.array(z.string()),
  launch: slug.nullable(),
  expiresAt: instant,
}
/** `session` is the beginning of its hash. */
const session = { person: pseudonym, session: id, method: z.enum(signInMethods) }

/** The data of each action. */
export const installationActions = {
  /** The first entry of every log: who and what was there when it began. */
  'installation.begin': z.strictObject({
    people: z.array(standing),
    services: z.array(pseudonym),
    tokens: z.array(z.strictObject({ ...grant, revoked: z.boolean() })),
    sessions: z.array(z.strictObject({ ...session, startedAt: instant })),
    launches: z.array(slug),
  }),
  'person.add': z.strictObject({ person: pseudonym, name: commitment, email: commitment, ...permissions }),
  'person.change': z.strictObject({
    person: pseudonym,
    ...permissions,
    name: commitment.exactOptional(),
    email: commitment.exactOptional(),
  }),
  'person.deactivate': z.strictObject({ person: pseudonym }),
  'person.activate': z.strictObject({ person: pseudonym }),
  /** Their name, address and texts were deleted; `invites` are those by which they were invited. */
  'person.erase': z.strictObject({ person: pseudonym, invites: z.array(id) }),
  /** A one-time link; of no person: for the first administrator. */
  'link.create': z.strictObject({
    kind: z.enum(['setup', 'password']),
    person: pseudonym.nullable(),
    expiresAt: instant,
  }),
  'invite.create': z.strictObject({ invite: id, email: commitment, ...permissions, expiresAt: instant }),
  /** A new link; the one before it ends. */
  'invite.renew': z.strictObject({ invite: id, expiresAt: instant }),
  'invite.revoke': z.strictObject({ invite: id }),
  /** The settings that were changed; a name that somebody typed is sealed. */
  'settings.change': z.strictObject({
    organization: commitment.exactOptional(),
    language: z.string().exactOptional(),
    timeZone: z.string().exactOptional(),
  }),
  /** The database was restored from a backup of this instant: what followed it is gone. All sessions end. */
  'installation.restore': z.strictObject({ madeAt: instant }),
  /** A mail that was given up. */
  'mail.fail': z.strictObject({ mail: id, kind: z.string() }),
  'service.add': z.strictObject({ service: pseudonym, name: commitment }),
  'token.create': z.strictObject(grant),
  'token.revoke': z.strictObject({ token: id }),
  'session.start': z.strictObject(session),
  'session.end': z.strictObject({ person: pseudonym, session: id }),
  /** `unwritten`: how many failures and refused tries since the last such entry have none of their own. */
  'sign-in.fail': z.strictObject({
    method: z.enum(signInMethods),
    why: z.enum(signInFailures),
    account: commitment.nullable(),
    unwritten: z.number().int().nonnegative(),
  }),
  'setup.fail': z.strictObject({ why: z.enum(['wrong-code', 'expired-code']) }),
  'setup.complete': z.strictObject({
    person: pseudonym,
    organization: commitment,
    language: z.string(),
    timeZone: z.string(),
  }),
  /** All sessions of the person end. */
  'password.change': z.strictObject({ person: pseudonym, by: z.enum(['person', 'link']) }),
  'invite.accept': z.strictObject({ invite: id, person: pseudonym }),
  /** Who the person is at an OpenID provider: issuer and subject. */
  'identity.add': z.strictObject({ person: pseudonym, identity: commitment }),
  /** `passkey` is the beginning of its id. */
  'passkey.add': z.strictObject({ person: pseudonym, passkey: id }),
  'passkey.remove': z.strictObject({ person: pseudonym, passkey: id }),
  'launch.create': z.strictObject({ launch: slug }),
  /**
   * Requests that were answered with 401 or 403: `route` is a method and a pattern of ours, null where there is none; `address` only of
   * somebody who is not signed in. The first one in a minute has an entry of its own; later ones are counted in one.
   */
  'access.deny': z.strictObject({
    status: z.literal([401, 403]),
    route: z.string().nullable(),
    count: z.number().int().positive(),
    address: commitment.exactOptional(),
  }),
  /** Somebody read a log; null: the log of the installation. At most one entry an hour for each reader and log. */
  'log.view': z.strictObject({ launch: slug.nullable() }),
  /** Somebody took the leaves of a log; at most one entry a minute for each reader and log. */
  'log.export': z.strictObject({ launch: slug.nullable() }),
} satisfies Record<string, z.ZodType>

export type InstallationAction = keyof typeof installationActions
export type InstallationData<Action extends InstallationAction> = z.infer<(typeof installationActions)[Action]>

/** Every action that a log can hold. */
export const installationActionNames = Object.keys(installationActions).filter(isInstallationAction)

/** Who did it: a person or service by its pseudonym, the command line, the engine, or somebody who is not signed in. */
export interface Author {
  id: string
  kind: 'person' | 'service' | 'operator' | 'engine' | 'nobody'
}

/** A person as the author of an entry. */
export const personAuthor = ({ pseudonym }: { pseudonym: string }): Author => ({ id: pseudonym, kind: 'person' })
export const operator: Author = { id: 'operator', kind: 'operator' }
/** What follows from the settings, such as roles from groups. */
export const engine: Author = { id: 'engine', kind: 'engine' }
export const nobody: Author = { id: 'nobody', kind: 'nobody' }

/** An entry before the store gives it its place. */
export type InstallationDraft = {
  [Action in InstallationAction]: { action: Action; actor: Author; data: InstallationData<Action> }
}[InstallationAction]

/** One entry: the leaf of the Merkle tree is the canonical JSON of exactly this. */
export type InstallationEntry = InstallationDraft & { v: 1; log: 'installation'; seq: number; at: string }

/** The schema of a leaf, but for its data. */
export const installationEntry = z.strictObject({
  v: z.literal(1),
  log: z.literal('installation'),
  seq: z.number().int().nonnegative(),
  at: instant,
  action: z.string().refine(isInstallationAction, 'an action that this program does not know'),
  actor: z.strictObject({ id: z.string(), kind: z.enum(['person', 'service', 'operator', 'engine', 'nobody']) }),
  data: z.unknown(),
})

/** Whether this is the data of an entry of this action; else why not. */
export function installationDataIssue(action: InstallationAction, data: unknown): z.ZodError | null {
  return installationActions[action].safeParse(data).error ?? null
}

function isInstallationAction(action: string): action is InstallationAction {
  return Object.hasOwn(installationActions, action)
}
