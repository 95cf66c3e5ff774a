import type { Request } from 'express'
import { readBytes } from '../evidence/read-bytes.ts'

/** A body that is text. It must be UTF-8: decoding anything else leniently would store other characters than were sent. */
export type TextBody =
  | { kind: 'read'; text: string; bytes: Buffer }
  | { kind: 'too-large' }
  /** It is not UTF-8, or claims another charset. */
  | { kind: 'not-utf8' }
  /** It cannot be unpacked as its Content-Encoding says, or ended early. */
  | { kind: 'corrupt' }

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Reads a body of at most `limit` bytes, counted after unpacking. */
export async function readTextBody(req: Request, limit: number): Promise<TextBody> {
  const charset = charsetOf(req)
  if (charset !== null && !/^utf-?8$/i.test(charset)) return { kind: 'not-utf8' }
  // Not by Express's parsers: they take the request of a client that has closed its sending half for one that was read before.
  const read = await readBytes(req, limit)
  if (read.kind === 'too-large') return read
  if (read.kind === 'unreadable') return { kind: 'corrupt' }
  const bytes = Buffer.from(read.bytes)
  try {
    return { kind: 'read', text: utf8.decode(bytes), bytes }
  } catch {
    return { kind: 'not-utf8' }
  }
}

/** The charset parameter of Content-Type (RFC 9110 section 8.3.2); null where there is none. */
function charsetOf(req: Request): string | null {
  const [, quoted, plain] = /;\s*charset\s*=\s*(?:"([^"]*)"|([^;\s]*))/i.exec(req.get('Content-Type') ?? '') ?? []
  return quoted ?? plain ?? null
}
