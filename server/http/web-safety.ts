import type { IncomingMessage } from 'node:http'
import type { Request, RequestHandler } from 'express'
import { cookieName } from '../auth/sessions.ts'
import type { Config } from '../config.ts'
import type { Services } from '../services.ts'
import { isLoopback } from '../settings/loopback.ts'
import { words } from '../words/index.ts'
import { cookieIn } from './cookies.ts'
import { languageOf } from './language.ts'
import { Problem } from './problems.ts'

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

/**
 * CSP Level 3 and its companions on every answer; nothing is kept by a cache unless a handler says so. With an https BASE_URL
 * browsers use https only for a year (RFC 6797). Subdomains are not included: they may be somebody else's.
 */
export function safeHeaders(config: Pick<Config, 'baseUrl'>): RequestHandler {
  const headers = safeHeaderFields(config)
  return (_req, res, next) => {
    for (const [name, value] of headers) res.setHeader(name, value)
    next()
  }
}

export function safeHeaderFields({ baseUrl }: Pick<Config, 'baseUrl'>): [name: string, value: string][] {
  return Object.entries({
    'Content-Security-Policy': policy,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'same-origin',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cache-Control': 'no-store',
    ...(baseUrl.startsWith('https:') ? { 'Strict-Transport-Security': 'max-age=31536000' } : {}),
  })
}

/**
 * Answers only to the host name of BASE_URL or, while listening on loopback, to a loopback name: another site's name that was
 * pointed at this server (DNS rebinding) would count as its own origin in a browser. The port is not compared, because proxies
 * and containers change it, and rebinding needs another name.
 */
export function ownHost({ config }: Services): RequestHandler {
  const isOwn = isOwnHost(config)
  return (req, _res, next) => {
    if (isOwn(req)) return next()
    const detail = words(languageOf(req)).t('error.other-host', { url: config.baseUrl })
    throw new Problem('forbidden', { detail })
  }
}

/** Whether a request names a host that the server answers to. */
export function isOwnHost({ baseUrl, host }: Pick<Config, 'baseUrl' | 'host'>): (req: IncomingMessage) => boolean {
  const own = new URL(baseUrl).hostname
  return (req) => {
    const name = hostNameOf(req)
    return name === own || (isLoopback(host) && isLoopback(name))
  }
}

/** The name in the Host header without its port (RFC 9110 section 7.2); empty when there is none, several, or it is malformed. */
function hostNameOf(req: IncomingMessage): string {
  const { host = '' } = req.headers
  if (hasSeveralHosts(req)) return ''
  return /^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(:\d*)?$/i.exec(host)?.[1]?.toLowerCase() ?? ''
}

/** Node's `headers` names the first one only. */
function hasSeveralHosts({ rawHeaders }: IncomingMessage): boolean {
  let hosts = 0
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]
    if (name?.length === 4 && name.toLowerCase() === 'host') hosts += 1
  }
  return hosts > 1
}

/**
 * A form of another site cannot act: an unsafe method must come from ourselves by Sec-Fetch-Site, else by Origin;
 * without either it is refused when a cookie is used.
 */
export function sameOrigin(services: Services): RequestHandler {
  return (req, _res, next) => {
    if (isSafe(req) || isOurs(services, req)) return next()
    throw new Problem('forbidden', { detail: words(languageOf(req)).t('api.other-site') })
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
  return cookieIn(req, cookieName(services)) === null
}
