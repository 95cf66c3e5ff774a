import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { workQueue } from './work-queue.ts'

/**
 * Passwords as argon2id hashes (RFC 9106) in the PHC string format, with parameters from the OWASP Password Storage Cheat Sheet.
 * Passwords are normalized to NFKC before hashing, as NIST SP 800-63B-4 section 3.1.1.2 recommends: the same password typed on
 * another keyboard or system is the same password. Each hash takes 19 MiB, so two run at once, off the event loop, 20 wait,
 * and beyond that hashPassword and verifyPassword reject with QueueFull.
 */

interface Parameters {
  /** KiB. */
  memory: number
  passes: number
  parallelism: number
}

const current: Parameters = { memory: 19_456, passes: 2, parallelism: 1 }
const saltLength = 16
const tagLength = 32

const hashes = workQueue(2, 20)
const argon2id = promisify(argon2)

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltLength)
  const tag = await tagOf(password, salt, current, tagLength)
  const { memory, passes, parallelism } = current
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(salt)}$${base64(tag)}`
}

/**
 * Whether this is the password of the hash. Null is for a person who is unknown or has no password: it takes as long as a
 * wrong password and is false. Throws for a hash that is malformed or asks for absurd parameters.
 */
export async function verifyPassword(password: string, hash: string | null): Promise<boolean> {
  const { parameters, salt, tag } = parseHash(hash ?? hashOfNobody)
  const isEqual = timingSafeEqual(await tagOf(password, salt, parameters, tag.length), tag)
  return isEqual && hash !== null
}

/** Whether the hash was made with other parameters than today's: make a new one the next time its person signs in. */
export function needsRehash(hash: string): boolean {
  const { parameters, salt, tag } = parseHash(hash)
  const isCurrent =
    parameters.memory === current.memory &&
    parameters.passes === current.passes &&
    parameters.parallelism === current.parallelism
  return !isCurrent || salt.length !== saltLength || tag.length !== tagLength
}

/** No password leads to this tag: it was chosen, not computed. */
const hashOfNobody = `$argon2id$v=19$m=19456,t=2,p=1$${base64(Buffer.alloc(saltLength))}$${base64(Buffer.alloc(tagLength))}`

function tagOf(password: string, salt: Buffer, { memory, passes, parallelism }: Parameters, tagLength: number) {
  const message = password.normalize('NFKC')
  return hashes.run(() => argon2id('argon2id', { message, nonce: salt, memory, passes, parallelism, tagLength }))
}

/** Above these a damaged row could occupy the server: 256 MiB, 16 passes, 16 lanes. */
const most: Parameters = { memory: 262_144, passes: 16, parallelism: 16 }

function parseHash(hash: string): { parameters: Parameters; salt: Buffer; tag: Buffer } {
  const form = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,3})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/
  const [, memory, passes, parallelism, salt = '', tag = ''] = form.exec(hash) ?? []
  const parameters = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) }
  const isAllowed =
    parameters.memory <= most.memory && parameters.passes <= most.passes && parameters.parallelism <= most.parallelism
  if (!isAllowed) throw new Error('A stored password hash is malformed.')
  return { parameters, salt: Buffer.from(salt, 'base64'), tag: Buffer.from(tag, 'base64') }
}

/** Without padding, as PHC strings have it. */
function base64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '')
}
