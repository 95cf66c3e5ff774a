import type { ErrorRequestHandler, Request, Response } from 'express'
import { Unsealable } from '../../db/seal.ts'
import { isDamage, StoreUnavailable } from '../../db/store.ts'
import { QueueFull } from '../auth/work-queue.ts'
import { ClockJumped } from '../clock.ts'
import { isTransientError } from '../evidence/transient-errors.ts'
import type { Services } from '../services.ts'
import { words } from '../words/index.ts'
import { languageOf } from './language.ts'
import { statusOfCode } from './problem-codes.ts'
import { Problem, requestIdOf, sendProblem } from './problems.ts'
import { type Audience, unavailableProblem } from './unavailable.ts'

/** What went wrong, in the words of the contract; what nobody foresaw is logged with its stack and answered without it. */
export function problemOf(services: Services, req: Request, error: unknown, reader: Audience): Problem {
  const w = words(languageOf(req))
  if (error instanceof Problem) return error
  const [, launch] = /\/launches\/([^/?]+)/.exec(req.originalUrl) ?? []
  if (launch !== undefined && isDamage(error)) return damaged(services, req, error, launch)
  if (error instanceof StoreUnavailable || error instanceof ClockJumped) {
    // Without its stack: while the database is not there, every request says this.
    services.log.warn({ why: error.message, request: requestIdOf(req) }, 'request failed: service unavailable')
    return unavailableProblem(req, error, reader)
  }
  if (error instanceof QueueFull) {
    services.log.warn({ request: requestIdOf(req) }, 'request failed: too many passwords to check')
    return new Problem('unavailable', { detail: w.t('problem.unavailable.detail') })
  }
  if (isTransientError(error)) {
    services.log.error({ err: error, request: requestIdOf(req) }, 'file can’t be read or written')
    return new Problem('unavailable', { detail: w.t('problem.unavailable.detail') })
  }
  if (error instanceof Unsealable) return new Problem('invalid', { detail: w.t('api.unsealable') })
  if (error instanceof URIError) return new Problem('unknown', { detail: w.t('problem.unknown.detail') })
  services.log.error({ err: error, request: requestIdOf(req) }, 'fault')
  return new Problem('fault', { detail: w.t('problem.fault.detail') })
}

/** Of a read that failed nobody knows yet whether it will fail again; what is no row or leaf of ours stays so until it is restored. */
function damaged(services: Services, req: Request, error: unknown, launch: string): Problem {
  services.log.error(
    { err: error, launch, request: requestIdOf(req) },
    'can’t read what was asked for; restore a backup if this stays',
  )
  const code = error instanceof StoreUnavailable ? 'unavailable' : 'fault'
  return new Problem(code, {
    detail: words(languageOf(req)).t('problem.unavailable.damaged', { launch, command: 'launchgate restore' }),
  })
}

export function apiErrors(services: Services): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    if (res.headersSent) return next(error)
    const { code, fields } = problemOf(services, req, error, 'program')
    services.figures.problems.add(code)
    sendProblem(req, res, code, fields)
  }
}

/** For an error page that could not be drawn either, such as without file descriptors; Express would answer with the stack. */
export function lastResort(services: Services): ErrorRequestHandler {
  return (error: unknown, req, res, _next) => {
    if (res.headersSent) return endAnswered(services, req, res, error)
    const { code, fields } = problemOf(services, req, error, 'person')
    if (code === 'unavailable') res.set('Retry-After', '5')
    res.status(statusOfCode[code]).type('text/plain').send(`${fields.detail}\n`)
  }
}

/** An error after the answer began, such as of a body that was cut off with 408: Express would print its stack on stderr. */
function endAnswered(services: Services, req: Request, res: Response, error: unknown): void {
  // What has begun and will not be complete must not look complete.
  if (!res.writableEnded) req.socket.destroy()
  const isKnown = error instanceof Problem || res.writableFinished
  services.log[isKnown ? 'debug' : 'error'](
    { err: error, request: requestIdOf(req) },
    'an error after the answer began',
  )
}
