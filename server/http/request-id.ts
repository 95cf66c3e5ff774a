import { randomFillSync } from 'node:crypto'

/** Twelve characters of base64url. */
const bytes = 9
/** Randomness is fetched for so many names at once: each fetch is a call to the system. */
const pool = Buffer.alloc(256 * bytes)
let used = pool.length

/** The name of one request, in the log and in its answer: `q_` and 12 random characters. */
export function newRequestId(): string {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  used += bytes
  return `q_${pool.toString('base64url', used - bytes, used)}`
}
