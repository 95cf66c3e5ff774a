import type { RequestListener } from 'node:http'
import express, { type RequestHandler, Router } from 'express'
import { directStatus } from './api/direct-status.ts'
import { api } from './api/index.ts'
import { openapi } from './api/openapi.ts'
import { Denials } from './audit/denials.ts'
import { logDenials } from './audit/log-denials.ts'
import { readPreferences } from './auth/preferences.ts'
import { readSession } from './auth/sessions.ts'
import { readableQuery, shortAddress } from './http/address-checks.ts'
import { serveAssets } from './http/assets.ts'
import { diskProbe } from './http/disk-probe.ts'
import { apiErrors, lastResort } from './http/error-handlers.ts'
import { healthChecks } from './http/health-checks.ts'
import { refuseOtherMethods } from './http/methods.ts'
import { type Metrics, metrics } from './http/metrics.ts'
import { oneAfterAnother } from './http/one-after-another.ts'
import { requestLog } from './http/request-log.ts'
import { endSlowBodies, type SlowBodyLimits } from './http/slow-bodies.ts'
import { ownHost, safeHeaders, sameOrigin } from './http/web-safety.ts'
import { type Events, launchEvents } from './launches/live-events.ts'
import { pageErrors } from './pages/error-handler.ts'
import { pages } from './pages/index.ts'
import type { Services } from './services.ts'

/**
 * The whole web face, as a table of contents. `drain` makes /readyz say no; what is under way is finished. `settle` resolves when what
 * was only counted is in the log.
 */
export interface App {
  handler: RequestListener
  events: Events
  drain(): void
  settle(): Promise<void>
}

export interface AppOptions {
  slowBodies?: SlowBodyLimits
  /** What only the process knows, for /metrics. */
  droppedLogLines?: () => number
  /** Folders whose disks must take writes while /readyz says yes. */
  disks?: readonly string[]
}

export function createApp(
  services: Services,
  { slowBodies, droppedLogLines = () => 0, disks = [] }: AppOptions = {},
): App {
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

  const figures = metrics(services, events, { droppedLogLines })
  const denials = new Denials(services)
  const closeWhenDraining: RequestHandler = (_req, res, next) => {
    if (draining) res.set('Connection', 'close')
    next()
  }
  app.use(
    oneAfterAnother(
      requestLog(services),
      logDenials(denials),
      figures.count,
      closeWhenDraining,
      safeHeaders(services.config),
      endSlowBodies(slowBodies),
      shortAddress,
      readableQuery,
      notForApi(healthChecks(services, () => draining, diskProbe(disks))),
      ownHost(services),
      notForApi(forWatchers(services, figures)),
    ),
  )
  app.use('/api/v1', api(services, events))
  app.use('/assets', serveAssets())
  app.use(['/api/v1', '/healthz', '/readyz', '/metrics', '/openapi.json'], apiErrors(services))
  app.use(readSession(services))
  app.use(readPreferences(services))
  app.use(sameOrigin(services))
  app.use(pages(services, events))
  app.use(pageErrors(services))
  app.use(lastResort(services))

  return {
    handler: directStatus(services, { isDraining: () => draining }, app),
    events,
    drain: () => {
      draining = true
      events.close()
    },
    settle: () => denials.settle(),
  }
}

/** Requests that are plainly for the API pass by, without being compared with every address here. */
function notForApi(router: Router): RequestHandler {
  return (req, res, next) => (req.url.startsWith('/api/v1/') ? next() : router(req, res, next))
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
