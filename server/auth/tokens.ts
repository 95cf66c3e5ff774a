import { hash, randomBytes, timingSafeEqual } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { HeldToken, Service, Token } from '../../db/directory.ts'
import { newServicePseudonym, seal } from '../../db/seal.ts'
import type { Store } from '../../db/store.ts'
import { type Author, operator } from '../../machines/installation/entry.ts'
import type { InstallationReason, Known } from '../../machines/installation/known.ts'
import { type Scope, scopes, serviceMay } from '../../machines/installation/scopes.ts'
import { addService, addToken, isLive, revokeToken } from '../../machines/installation/tokens.ts'
import { slug } from '../../machines/pipeline/pipeline.ts'
import { UserFacingError } from '../words/terminal.ts'
import { bestEffort, type DebugLog } from './best-effort.ts'
import type { Caller } from './caller.ts'
import { credentialsIn } from './credentials.ts'

/**
 * Tokens of programs: `lg_<id>_<secret><checksum>`. The id finds the row, the secret is 32 random bytes of which only the
 * SHA-256 is kept, and the checksum tells a mistyped token from an unknown one before the database is asked.
 */

/** Why this token is not made, as one sentence for whoever asked. Nothing was written. */
export class TokenRefused extends UserFacingError {
  override name = 'TokenRefused'
}

/**
 * Whose token, and for what. `launch` limits it to one launch; `expires` is how long it lives, in ms. A new service is made. With a `key`, of the
 * form that asks for it, the token is made only once: createToken throws Taken the second time.
 */
export type TokenWish = ({ person: string } | { service: string }) & {
  scopes: readonly Scope[]
  launch?: string | undefined
  expires?: number | undefined
  key?: string | undefined
}

const minute = 60_000
const day = 24 * 60 * minute
const usualLife = 90 * day
const longestLife = 366 * day
export const longestSigningLife = day

/** Makes a token and keeps its hash. `token` can never be shown again. Throws TokenRefused. */
export async function createToken(
  store: Store,
  wish: TokenWish,
  now: number,
  by: Author = operator,
): Promise<{ token: string; record: Token }> {
  const life = lifeOf(wish)
  const { launch } = wish
  if (launch !== undefined && (await store.load(launch)) === null)
    throw new TokenRefused((t) => t('token-refused.no-launch', { launch }))
  const holder = await holderOf(store, wish, now, by)
  const id = base62(wish.key === undefined ? randomBytes(8) : hashOf(`token ${by.id} ${wish.key}`).subarray(0, 8), 11)
  const secret = base62(randomBytes(32), secretLength)
  const record: Token = {
    id,
    secretHash: hashOf(secret).toString('hex'),
    ...holder,
    scopes: scopes.filter((scope) => wish.scopes.includes(scope)),
    launch: wish.launch ?? null,
    createdAt: now,
    expiresAt: now + life,
    revokedAt: null,
    lastUsedAt: null,
  }
  const decide = (known: Known) => addToken(known, record, by)
  const outcome = await store.installation.change({ at: now, asked: {}, texts: [], decide })
  if (outcome.kind === 'refused') throw new TokenRefused((t) => t('token-refused.holder-gone'))
  return { token: `lg_${id}_${secret}${checksum(id, secret)}`, record }
}

/** Null once it is revoked; a token that was revoked before stays so. */
export async function revokeTokenById(
  store: Store,
  id: string,
  at: number,
  by: Author = operator,
): Promise<InstallationReason | null> {
  const asked = { token: id }
  const decide = (known: Known<typeof asked>, now: number) => revokeToken(known, by, now)
  const outcome = await store.installation.change({ at, asked, texts: [], decide })
  return outcome.kind === 'refused' ? outcome.reason : null
}

function lifeOf({ scopes: asked, expires }: TokenWish): number {
  if (asked.length === 0) throw new TokenRefused((t) => t('token-refused.no-scope'))
  const signs = asked.includes('sign:write')
  const life = expires ?? (signs ? longestSigningLife : usualLife)
  if (!Number.isSafeInteger(life) || life <= 0) throw new TokenRefused((t) => t('token-refused.no-life'))
  if (signs && life > longestSigningLife) throw new TokenRefused((t) => t('token-refused.signs-too-long'))
  if (life > longestLife) throw new TokenRefused((t) => t('token-refused.too-long'))
  return life
}

async function holderOf(
  store: Store,
  wish: TokenWish,
  now: number,
  by: Author,
): Promise<Pick<Token, 'person' | 'service'>> {
  if ('person' in wish) {
    const person = await store.directory.person(wish.person)
    if (!person) throw new TokenRefused((t) => t('token-refused.no-person', { person: wish.person }))
    if (!person.active) throw new TokenRefused((t) => t('token-refused.deactivated', { person: person.name }))
    return { person: person.id, service: null }
  }
  const tooMuch = wish.scopes.find((scope) => !serviceMay(scope))
  if (tooMuch !== undefined) throw new TokenRefused((t) => t('token-refused.not-for-services', { scope: tooMuch }))
  if (!slug.max(60).safeParse(wish.service).success)
    throw new TokenRefused((t) => t('token-refused.service-name', { service: wish.service }))
  return { person: null, service: (await serviceNamed(store, wish.service, now, by)).name }
}

/** The service of this name; a new one is added. */
export async function serviceNamed(store: Store, name: string, at: number, by: Author = operator): Promise<Service> {
  const service = { name, pseudonym: newServicePseudonym() }
  const text = seal(name)
  const decide = (known: Known) => addService(known, service, text.commitment, by)
  const { known } = await store.installation.change({ at, asked: {}, texts: [text], decide })
  return known.services.find((each) => each.name === name) ?? service
}

/**
 * Who sends this Authorization header; null for everybody whom no living token stands for: a header that is missing or
 * malformed, a token that is unknown, expired or revoked, a person who is no longer active. Notes the use once a minute, best effort.
 */
export async function authenticate(
  store: Store,
  header: string | undefined,
  now: number,
  log: DebugLog | null = null,
): Promise<Caller | null> {
  const credentials = credentialsIn(header)
  const parts = credentials === null ? null : partsOf(credentials.token)
  if (parts === null) return null
  const held = await store.directory.heldToken(parts.id)
  if (held === null || !isSecretOf(held.token, parts.secret)) return null
  const { token } = held
  if (!isLive(token, now)) return null
  const caller = callerOf(held)
  if (caller !== null && (token.lastUsedAt === null || now - token.lastUsedAt >= minute))
    await bestEffort(log, () => store.directory.touchToken(token.id, now))
  return caller
}

function callerOf({ token, holder }: HeldToken): Caller | null {
  if (holder.kind === 'person' && !holder.person.active) return null
  return { ...holder, token }
}

const written = /^lg_([0-9A-Za-z]{11})_([0-9A-Za-z]{43})([0-9A-Za-z]{6})$/

/** Id and secret of a token that was not mistyped, or null. */
function partsOf(token: string): { id: string; secret: string } | null {
  const [, id, secret, check] = written.exec(token) ?? []
  if (id === undefined || secret === undefined || check !== checksum(id, secret)) return null
  return { id, secret }
}

/** Compared as hexadecimal text: both are hashes, and of one length unless the row was damaged. */
function isSecretOf(token: Token, secret: string): boolean {
  const kept = Buffer.from(token.secretHash, 'latin1')
  const given = Buffer.from(hash('sha256', secret, 'hex'), 'latin1')
  return kept.length === given.length && timingSafeEqual(kept, given)
}

const hashOf = (secret: string): Buffer => hash('sha256', secret, 'buffer')

/** CRC-32 of id and secret together; six digits hold 32 bits. */
function checksum(id: string, secret: string): string {
  let rest = crc32(id + secret)
  let text = ''
  for (let place = 0; place < 6; place += 1) {
    text = digits.charAt(rest % 62) + text
    rest = Math.floor(rest / 62)
  }
  return text
}

/** 62 to the 43rd is the first power that holds 32 bytes. */
const secretLength = 43
const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** The bytes as one number in base 62, with leading zeros up to `length`: one word under a double click, and never a hyphen in front. */
function base62(bytes: Buffer, length: number): string {
  let rest = BigInt(`0x${bytes.toString('hex')}`)
  let text = ''
  for (; rest > 0n; rest /= 62n) text = digits.charAt(Number(rest % 62n)) + text
  return text.padStart(length, '0')
}
