import type { CookieOptions, Request, Response } from 'express'
import { cookieIn } from '../http/cookies.ts'
import type { Services } from '../services.ts'
import { newSecret, secretHash } from './secret.ts'

/**
 * A cookie that ties the beginning and the end of a ceremony to one browser, before anybody is signed in: 32 random bytes, of which only
 * the SHA-256 is kept. Lax, because a provider sends the browser back from its own site.
 */
export interface BrowserBinding {
  /** `life` in ms. Gives the hash to keep. */
  begin(services: Services, res: Response, life: number): string
  /** The hash that the browser proves; null where it has no such cookie. The cookie is gone afterwards. */
  end(services: Services, req: Request, res: Response): string | null
}

export function browserBinding(what: 'oidc' | 'passkey'): BrowserBinding {
  const isSecure = ({ config }: Services) => config.baseUrl.startsWith('https:')
  const nameOf = (services: Services) => `${isSecure(services) ? '__Host-' : ''}launchgate-${what}`
  const options = (services: Services): CookieOptions => ({
    httpOnly: true,
    sameSite: 'lax',
    path: '/',
    secure: isSecure(services),
  })
  return {
    begin(services, res, life) {
      const { secret, hash } = newSecret()
      res.cookie(nameOf(services), secret, { ...options(services), maxAge: life })
      return hash
    },
    end(services, req, res) {
      const secret = cookieIn(req, nameOf(services))
      res.clearCookie(nameOf(services), options(services))
      return secret === null ? null : secretHash(secret)
    },
  }
}
