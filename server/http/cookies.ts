import type { Request } from 'express'

/** The value of one cookie of a request; RFC 6265 section 4.2.1. Null where it has none of this name. */
export function cookieIn(req: Request, name: string): string | null {
  for (const pair of (req.headers.cookie ?? '').split(';')) {
    const at = pair.indexOf('=')
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim()
  }
  return null
}
