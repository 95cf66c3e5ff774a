import type { NextFunction, Request, RequestHandler, Response } from 'express'
import { cookieName, cookieOf } from './auth/sessions.ts'
import type { Services } from './services.ts'

/** What every answer says, and which requests are not taken at all. */

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** CSP Level 3 and its companions on every answer; nothing is kept by a cache unless a handler says so. */
export function safeHeaders(_req: Request, res: Response, next: NextFunction): void {
  res.set({
    'Content-Security-Policy': policy,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'same-origin',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cache-Control': 'no-store',
  })
  next()
}

/**
 * A form of another site cannot act: an unsafe method must come from ourselves by Sec-Fetch-Site, else by Origin;
 * without either it is refused when a cookie is used.
 */
export function sameOrigin(services: Services, refuse: RequestHandler): RequestHandler {
  return (req, res, next) => {
    if (['GET', 'HEAD', 'OPTIONS'].includes(req.method) || isOurs(services, req)) next()
    else refuse(req, res, next)
  }
}

function isOurs(services: Services, req: Request): boolean {
  const site = req.get('Sec-Fetch-Site')
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  const origin = req.get('Origin')
  if (origin !== undefined) return origin === new URL(services.config.baseUrl).origin
  return cookieOf(req, cookieName(services)) === null
}
