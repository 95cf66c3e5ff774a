import type { IncomingMessage } from 'node:http'
import type { CookieOptions } from 'express'

/** The value of one cookie of a request; RFC 6265 section 4.2.1. Null where it has none of this name. */
export function cookieIn(req: IncomingMessage, name: string): string | null {
  for (const pair of (req.headers.cookie ?? '').split(';')) {
    const at = pair.indexOf('=')
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim()
  }
  return null
}

/** A cookie of the application: no script reads it, and where the application is reached by https it goes only there, bound to its host. */
export function ownCookie(name: string, baseUrl: string): { name: string; options: CookieOptions } {
  const secure = baseUrl.startsWith('https:')
  return { name: `${secure ? '__Host-' : ''}${name}`, options: { httpOnly: true, sameSite: 'lax', path: '/', secure } }
}
