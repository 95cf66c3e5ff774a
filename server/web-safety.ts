import type { NextFunction, Request, RequestHandler, Response } from 'express'
import { cookieName, cookieOf } from './auth/sessions.ts'
import { isLoopback, mayBeDemo } from './config.ts'
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
 * Where a demo may be, pages answer only to a name of this machine: another site's name that was pointed at it
 * (DNS rebinding) would count as its own origin in a browser.
 */
export function ownHost(services: Services, refuse: RequestHandler): RequestHandler {
  const { config } = services
  return (req, res, next) => {
    if (!mayBeDemo(config) || isLoopback(hostNameOf(req))) next()
    else refuse(req, res, next)
  }
}

/** The name in the Host header without its port (RFC 9110 section 7.2); empty when there is none or it is malformed. */
function hostNameOf(req: Request): string {
  return /^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(:\d*)?$/i.exec(req.headers.host ?? '')?.[1] ?? ''
}

/**
 * A form of another site cannot act: an unsafe method must come from ourselves by Sec-Fetch-Site, else by Origin;
 * without either it is refused when a cookie is used.
 */
export function sameOrigin(services: Services, refuse: RequestHandler): RequestHandler {
  return (req, res, next) => {
    if (isSafe(req) || isOurs(services, req)) next()
    else refuse(req, res, next)
  }
}

/** Methods that change nothing. */
export const isSafe = ({ method }: Request): boolean => ['GET', 'HEAD', 'OPTIONS'].includes(method)

/** Whether a form came from a page of ours. */
export function isOurs(services: Services, req: Request): boolean {
  const site = req.get('Sec-Fetch-Site')
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  const origin = req.get('Origin')
  if (origin !== undefined) return origin === new URL(services.config.baseUrl).origin
  return cookieOf(req, cookieName(services)) === null
}
