import type { RequestHandler } from 'express'
import type { Services } from '../services.ts'
import { setRequestId } from './problems.ts'
import { newHttpRequestId } from './request-id.ts'

/** Every request has an id: in the log, in every error, and in the answer's head. */
export function requestLog(services: Services): RequestHandler {
  return (req, res, next) => {
    const id = newHttpRequestId()
    setRequestId(req, id)
    res.setHeader('X-Request-Id', id)
    if (!services.log.isLevelEnabled('debug')) return next()
    const started = performance.now()
    res.on('finish', () => {
      // The path alone: a query string may hold what somebody typed.
      services.log.debug(
        {
          request: id,
          method: req.method,
          path: req.path,
          status: res.statusCode,
          ms: Math.round(performance.now() - started),
        },
        'request',
      )
    })
    next()
  }
}
