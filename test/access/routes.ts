import type { Router } from 'express'
import { api } from '../../server/api/index.ts'
import { launchEvents } from '../../server/launches/live-events.ts'
import { pages } from '../../server/pages/index.ts'
import type { Services } from '../../server/services.ts'

/** Every route that people and programs have, as `METHOD path`, read from the routers themselves. */
export function registeredRoutes(services: Services): { pages: string[]; api: string[] } {
  const events = launchEvents(services)
  const routes = { pages: routesOf(pages(services, events)), api: routesOf(api(services, events)) }
  events.close()
  return routes
}

function routesOf({ stack }: Router): string[] {
  return stack.flatMap(({ route }) =>
    route ? [...new Set(route.stack.map(({ method }) => `${method.toUpperCase()} ${route.path}`))] : [],
  )
}
