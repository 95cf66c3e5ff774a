import { hash, randomFillSync } from 'node:crypto'
import canonicalize from 'canonicalize'
import { z } from 'zod'
import { type Commitment, commitment } from '../machines/commitment.ts'
import { type ActionName, actionNames, type Entry } from '../machines/entry.ts'
import type { SealedPerson } from '../machines/installation/known.ts'
import { Damaged, type PrivateText } from './store.ts'

/** A value that no leaf can hold: it contains NUL or a lone surrogate, or is no JSON value at all. */
export class Unsealable extends Error {
  override name = 'Unsealable'
}

/** NUL as JSON writes it; the look-behind tells it from a backslash that somebody typed before "u0000". */
const writtenNul = /(?<!\\)(?:\\\\)*\\u0000/

/**
 * The canonical JSON text of a value by RFC 8785: the one text that everybody who holds the value gets.
 * Members that are undefined are left out. Throws Unsealable for NUL, lone surrogates and what JSON cannot say.
 */
export function canonical(value: unknown): string {
  const text = serialize(value)
  if (text === undefined) throw new Unsealable('This value has no JSON text.')
  // PostgreSQL cannot keep NUL in text, and a log must be the same in every store.
  if (writtenNul.test(text)) throw new Unsealable('A text contains the character NUL.')
  return text
}

function serialize(value: unknown): string | undefined {
  try {
    return canonicalize(value)
  } catch (error) {
    throw new Unsealable(error instanceof Error ? error.message : String(error), { cause: error })
  }
}

/** SHA-256 of a text's UTF-8 bytes. */
export function sha256(text: string): Buffer {
  return hash('sha256', text, 'buffer')
}

/** Randomness is fetched for so many bytes at once: each fetch is a call to the system, which takes longer than all the rest. */
const pool = Buffer.alloc(4096)
let used = pool.length

/** Random bytes of cryptographic quality as text; none is given twice. At most 4,096 at once. */
export function randomText(bytes: number, encoding: 'hex' | 'base64url'): string {
  if (used + bytes > pool.length) {
    randomFillSync(pool)
    used = 0
  }
  const text = pool.toString(encoding, used, used + bytes)
  pool.fill(0, used, used + bytes)
  used += bytes
  return text
}

/** A private value that was just sealed. What a database gives back is a PrivateText: its commitment may be damaged. */
export interface SealedText extends PrivateText {
  commitment: Commitment
}

/**
 * A private value with the commitment that stands for it in the log. The salt (128 random bits unless one is given)
 * keeps anybody from guessing a short value by trying; without salt and value the commitment says nothing.
 */
export function seal(value: unknown, salt: string = randomText(16, 'base64url')): SealedText {
  return { commitment: commitmentOf(salt, value), salt, value }
}

/** A person's name and address as the installation's log holds them, and the texts behind. */
export function sealPerson({ name, email }: { name: string; email: string }): {
  sealed: SealedPerson
  texts: PrivateText[]
} {
  const [sealedName, sealedEmail] = [seal(name), seal(email)]
  return {
    sealed: { name: sealedName.commitment, email: sealedEmail.commitment },
    texts: [sealedName, sealedEmail],
  }
}

/** `c1:` + base64url(SHA-256(canonical([salt, value]))). */
function commitmentOf(salt: string, value: unknown): Commitment {
  return commitment.parse(`c1:${sha256(canonical([salt, value])).toString('base64url')}`)
}

/** Whether salt and value are the ones that the commitment was made of. */
export function opens(text: PrivateText): boolean {
  return commitmentOf(text.salt, text.value) === text.commitment
}

/** The exact text of an entry in the log; what the tree hashes and an export prints. Throws Unsealable as canonical() does. */
export function leafOf(entry: Entry): string {
  return canonical(entry)
}

/** The entry that a leaf is the text of. Throws Damaged when it is none, or when the text is not the canonical one. */
export function readEntry(leaf: string): Entry {
  const { entry, value } = parseLeaf(leaf)
  if (!isCanonical(value, leaf)) throw new Damaged('not the canonical JSON text')
  return entry
}

/** The same for a text that leafOf made a moment ago: it is canonical, and is not made again to compare. */
export const readNewEntry = (leaf: string): Entry => parseLeaf(leaf).entry

function parseLeaf(leaf: string): { entry: Entry; value: unknown } {
  let value: unknown
  try {
    value = JSON.parse(leaf)
  } catch (error) {
    throw new Damaged('not JSON', { cause: error })
  }
  const parsed = leafSchema.safeParse(value)
  if (!parsed.success) throw new Damaged(`not an entry: ${firstIssue(parsed.error)}`, { cause: parsed.error })
  return { entry: parsed.data, value }
}

function isCanonical(value: unknown, text: string): boolean {
  try {
    return canonical(value) === text
  } catch (error) {
    if (error instanceof Unsealable) return false
    throw error
  }
}

/** Where a zod error first went wrong, and how, in one line. */
export function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0]
  return issue === undefined ? error.message : `${issue.path.map(String).join('.') || 'value'}: ${issue.message}`
}

/** A person's pseudonym: what logs call them. */
export const newPersonPseudonym = (): string => `p_${randomText(12, 'hex')}`
/** A service's pseudonym. */
export const newServicePseudonym = (): string => `s_${randomText(12, 'hex')}`
/** The id that all entries of one commit share. */
export const newCommitId = (): string => `r_${randomText(12, 'hex')}`

const actions: ReadonlySet<string> = new Set(actionNames)
const isAction = (name: unknown): name is ActionName => typeof name === 'string' && actions.has(name)

const instant = z.iso.datetime({ precision: 3 })

export const leafSchema = z.strictObject({
  v: z.literal(1),
  launch: z.string(),
  seq: z.number().int().nonnegative(),
  at: instant,
  action: z.custom<ActionName>(isAction, 'an action that this program does not know'),
  actor: z.strictObject({ id: z.string(), kind: z.enum(['person', 'service', 'engine']), roles: z.array(z.string()) }),
  gate: z.string().exactOptional(),
  data: z.record(z.string(), z.unknown()),
  from: z.string().nullable(),
  to: z.string(),
  request: z.string(),
  as: z.string().exactOptional(),
  via: z.literal('token').exactOptional(),
  cause: z
    .union([z.strictObject({ seq: z.number().int().nonnegative() }), z.strictObject({ clock: instant })])
    .exactOptional(),
  due: instant.exactOptional(),
}) satisfies z.ZodType<Entry>
