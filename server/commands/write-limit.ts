import type { Request } from 'express'
import { actorOf, type Caller } from '../auth/caller.ts'
import { languageOf } from '../http/language.ts'
import { Problem } from '../http/problems.ts'
import { type RateLimit, type Reservation, rateLimit } from '../http/rate-limit.ts'
import type { Services } from '../services.ts'
import { words } from '../words/index.ts'

/** WRITES_PER_MINUTE: how many writes of one person, over all their tokens and sessions, or of one service are accepted in a minute. */

const limits = new WeakMap<Services, RateLimit>()
/** A caller is made anew for each request, so this is one reservation a request. */
const reservations = new WeakMap<Caller, Reservation>()

/**
 * Takes room for the write that this request may become, before its body is read. Parallel requests cannot pass the limit
 * together. Throws the problem (429, with Retry-After) when there is no room.
 */
export function reserveWrite(services: Services, req: Request, caller: Caller): void {
  const most = services.config.writesPerMinute
  if (most === null) return
  const limit = limits.get(services) ?? rateLimit(most)
  limits.set(services, limit)
  const reserved = limit.reserve(actorOf(caller).id)
  if ('retryAfter' in reserved) {
    req.res?.set('Retry-After', String(reserved.retryAfter))
    throw new Problem('too-many', { detail: words(languageOf(req)).t('api.too-many-writes') })
  }
  reservations.set(caller, reserved)
  req.res?.once('close', reserved.release)
}

/** Something was written for this caller. What has no request, such as a command of the command line, is not counted. */
export function countWrite(caller: Caller): void {
  reservations.get(caller)?.accept()
}
