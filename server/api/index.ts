import { Router } from 'express'
import { languageOf } from '../http/language.ts'
import { refuseOtherMethods } from '../http/methods.ts'
import { Problem } from '../http/problems.ts'
import type { Events } from '../launches/live-events.ts'
import type { Services } from '../services.ts'
import { words } from '../words/index.ts'
import { commandRoutes } from './commands.ts'
import { launchRoutes } from './launches.ts'
import { logRoutes } from './log.ts'
import { statusRoutes } from './status.ts'

/** `/api/v1`: for programs. Every error is a problem; nothing here reads a cookie or redirects. */
export function api(services: Services, events: Events): Router {
  const router = Router({ strict: false })
  statusRoutes(router, services, events)
  launchRoutes(router, services, events)
  commandRoutes(router, services)
  logRoutes(router, services)
  router.use(refuseOtherMethods(router))
  router.use((req) => {
    throw new Problem('unknown', { detail: words(languageOf(req)).t('problem.unknown.detail') })
  })
  return router
}
