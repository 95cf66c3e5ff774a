import type { Request, RequestHandler } from 'express'
import { nobody } from '../../machines/installation/entry.ts'
import { authorOf, type Caller } from '../auth/caller.ts'
import { callerOf } from '../auth/sessions.ts'
import { networkOf } from '../http/network-of.ts'
import type { Denials } from './denials.ts'

const tokenCaller = Symbol('caller of the token')
interface WithCaller {
  [tokenCaller]?: Caller
}

/** Whose token a request of the API came with: if it is denied, the log says to whom. */
export const rememberTokenCaller = (req: Request & WithCaller, caller: Caller): void => {
  req[tokenCaller] = caller
}

/** Tells of each request that was answered with 401 or 403, after the answer. */
export function logDenials(denials: Denials): RequestHandler {
  return (req: Request & WithCaller, res, next) => {
    res.on('finish', () => {
      const { statusCode: status } = res
      if (status !== 401 && status !== 403) return
      const caller = req[tokenCaller] ?? callerOf(req)
      const who =
        caller === null
          ? { author: nobody, address: networkOf(req.ip ?? '') }
          : { author: authorOf(caller), address: null }
      denials.add({ ...who, route: routeOf(req), status })
    })
    next()
  }
}

/** The pattern, not the path: a path may hold what somebody typed, and there is no end of paths. */
function routeOf(req: Request): string | null {
  const route: unknown = req.route
  const path = typeof route === 'object' && route !== null && 'path' in route ? route.path : null
  if (typeof path !== 'string') return null
  return `${req.method} ${req.originalUrl.startsWith('/api/v1/') ? '/api/v1' : ''}${path}`
}
