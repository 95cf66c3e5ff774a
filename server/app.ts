import express, {
  type ErrorRequestHandler,
  type Express,
  type Request,
  type RequestHandler,
  type Response,
  Router,
} from 'express'
import { Unsealable } from '../db/seal.ts'
import { StoreUnavailable } from '../db/store.ts'
import { api } from './api/index.ts'
import { openapi } from './api/openapi.ts'
import { sessions } from './auth/sessions.ts'
import { ClockJumped } from './clock.ts'
import { isTransientError } from './evidence/transient-errors.ts'
import { serveAssets } from './http/assets.ts'
import { parseFormEncoding } from './http/form-encoding.ts'
import { languageOf } from './http/language.ts'
import { refuseOtherMethods } from './http/methods.ts'
import { type Metrics, metrics } from './http/metrics.ts'
import { Problem, requestIdOf, sendProblem, setRequestId, statusOfCode } from './http/problems.ts'
import { newRequestId } from './http/request-id.ts'
import { endSlowBodies, type SlowBodyLimits } from './http/slow-bodies.ts'
import { type Audience, unavailableProblem } from './http/unavailable.ts'
import { ownHost, safeHeaders, sameOrigin } from './http/web-safety.ts'
import { type Events, launchEvents } from './launches/live-events.ts'
import { errorPage, pages } from './pages/index.ts'
import type { Services } from './services.ts'
import { words } from './words/index.ts'

/** The whole web face, as a table of contents. `drain` makes /readyz say no; what is under way is finished. */
export interface App {
  handler: Express
  events: Events
  drain(): void
}

const longestUrl = 2048

export interface AppOptions {
  slowBodies?: SlowBodyLimits
  /** What only the process knows, for /metrics. */
  droppedLogLines?: () => number
}

export function createApp(services: Services, { slowBodies, droppedLogLines = () => 0 }: AppOptions = {}): App {
  const events = launchEvents(services)
  let draining = false
  const app = express()
  app
    .disable('x-powered-by')
    .disable('etag')
    .set('query parser', 'simple')
    .set('trust proxy', services.config.trustProxy)
  // Express answers 304 to `If-None-Match: *` at every address, and curl takes that for a yes. Who sets an ETag compares it.
  Object.defineProperty(app.request, 'fresh', { get: () => false })

  const figures = metrics(services, { droppedLogLines })
  app.use(known(services))
  app.use(figures.count)
  app.use((_req, res, next) => {
    if (draining) res.set('Connection', 'close')
    next()
  })
  app.use(safeHeaders(services.config))
  app.use(endSlowBodies(slowBodies))
  app.use(shortAddress)
  app.use(readableQuery)
  app.use(notForApi(forHealthChecks(services, () => draining)))
  app.use(
    ownHost(services, (req) => {
      throw new Problem('forbidden', {
        detail: words(languageOf(req)).t('error.other-host', { url: services.config.baseUrl }),
      })
    }),
  )
  app.use(notForApi(forWatchers(services, figures)))
  app.use('/assets', serveAssets())
  app.use('/api/v1', api(services, events))
  app.use(['/api/v1', '/healthz', '/readyz', '/metrics', '/openapi.json'], apiErrors(services))
  app.use(sessions(services))
  app.use(
    sameOrigin(services, (req) => {
      throw new Problem('forbidden', { detail: words(languageOf(req)).t('api.other-site') })
    }),
  )
  app.use(pages(services, events))
  app.use(pageErrors(services))
  app.use(lastResort(services))

  return {
    handler: app,
    events,
    drain: () => {
      draining = true
      events.close()
    },
  }
}

/** Requests that are plainly for the API pass by, without being compared with every address here. */
function notForApi(router: Router): RequestHandler {
  return (req, res, next) => (req.url.startsWith('/api/v1/') ? next() : router(req, res, next))
}

/** Whether it is up, and whether it may be sent requests: to whoever asks by whatever name, since probes often use an address. */
function forHealthChecks(services: Services, isDraining: () => boolean): Router {
  const router = Router()
  router.get('/healthz', (_req, res) => void res.type('text/plain').send('ok\n'))
  router.get('/readyz', async (_req, res) => {
    if (isDraining()) return void res.status(503).set('Retry-After', '5').type('text/plain').send('draining\n')
    await services.store.ping()
    services.clock()
    res.type('text/plain').send('ready\n')
  })
  router.use(refuseOtherMethods(router))
  return router
}

/** Figures, and the description of the API. */
function forWatchers(services: Services, figures: Metrics): Router {
  const router = Router()
  router.get('/metrics', figures.answer)
  router.get(
    '/openapi.json',
    (_req, res) => void res.type('application/json').send(JSON.stringify(openapi(services.config.baseUrl))),
  )
  router.use(refuseOtherMethods(router))
  return router
}

/** Every request has an id: in the log, in every error, and in the answer's head. */
function known(services: Services): RequestHandler {
  return (req, res, next) => {
    const id = newRequestId()
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

const shortAddress: RequestHandler = (req, _res, next) => {
  if (req.originalUrl.length <= longestUrl) return next()
  throw new Problem('too-large', { detail: words('en').t('api.too-long') })
}

/** The parser of query strings would replace what is not UTF-8 without a word: another build would be asked about than was named. */
const readableQuery: RequestHandler = (req, _res, next) => {
  const at = req.originalUrl.indexOf('?')
  if (at === -1 || parseFormEncoding(req.originalUrl.slice(at + 1)) !== null) return next()
  throw new Problem('invalid', { detail: words(languageOf(req)).t('api.not-utf8') })
}

/** What went wrong, in the words of the contract; what nobody foresaw is logged with its stack and answered without it. */
function problemOf(services: Services, req: Request, error: unknown, reader: Audience): Problem {
  const w = words(languageOf(req))
  if (error instanceof Problem) return error
  if (error instanceof StoreUnavailable || error instanceof ClockJumped) {
    // Without its stack: while the database is not there, every request says this.
    services.log.warn({ why: error.message, request: requestIdOf(req) }, 'a request could not be answered')
    return unavailableProblem(req, error, reader)
  }
  if (isTransientError(error)) {
    services.log.error({ err: error, request: requestIdOf(req) }, 'a file cannot be read or written now')
    return new Problem('unavailable', { detail: w.t('problem.unavailable.detail') })
  }
  if (error instanceof Unsealable) return new Problem('invalid', { detail: w.t('api.unsealable') })
  if (error instanceof URIError) return new Problem('unknown', { detail: w.t('problem.unknown.detail') })
  services.log.error({ err: error, request: requestIdOf(req) }, 'fault')
  return new Problem('fault', { detail: w.t('problem.fault.detail') })
}

function apiErrors(services: Services): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    if (res.headersSent) return next(error)
    const { code, fields } = problemOf(services, req, error, 'program')
    sendProblem(req, res, code, fields)
  }
}

function pageErrors(services: Services): ErrorRequestHandler {
  return async (error: unknown, req, res, next) => {
    if (res.headersSent) return next(error)
    await errorPage(services, req, res, problemOf(services, req, error, 'person'))
  }
}

/** For an error page that could not be drawn either, such as without file descriptors; Express would answer with the stack. */
function lastResort(services: Services): ErrorRequestHandler {
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
