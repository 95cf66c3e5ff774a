import type { Request, Response } from 'express'
import { cookieIn, ownCookie } from '../http/cookies.ts'
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
  const cookieOf = ({ config }: Services) => ownCookie(`launchgate-${what}`, config.baseUrl)
  return {
    begin(services, res, life) {
      const { secret, hash } = newSecret()
      const { name, options } = cookieOf(services)
      res.cookie(name, secret, { ...options, maxAge: life })
      return hash
    },
    end(services, req, res) {
      const { name, options } = cookieOf(services)
      const secret = cookieIn(req, name)
      res.clearCookie(name, options)
      return secret === null ? null : secretHash(secret)
    },
  }
}
