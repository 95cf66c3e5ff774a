import type { RequestHandler } from 'express'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { authenticate } from '../auth/tokens.ts'
import { isOnlyLocal } from '../config.ts'
import { countLaunches } from '../launches/launch-lists.ts'
import type { Services } from '../services.ts'
import { words } from '../words/index.ts'
import { languageOf } from './language.ts'
import { Problem } from './problems.ts'

/** Metrics for Prometheus (text exposition format): requests and launches. */
export interface Metrics {
  /** Counts each request under its route, never under its URL. */
  count: RequestHandler
  /** Serves /metrics, to a valid token, or to anyone if only this machine can connect. */
  answer: RequestHandler
}

export function metrics(services: Services, { droppedLogLines }: { droppedLogLines(): number }): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'launchgate_request_seconds',
    help: 'HTTP request duration in seconds.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  })
  const launches = new Gauge({
    name: 'launchgate_launches',
    help: 'Number of launches by state.',
    labelNames: ['state'],
    registers: [registry],
  })
  new Counter({
    name: 'launchgate_log_lines_dropped_total',
    help: 'Number of log lines that could not be written.',
    registers: [registry],
    collect() {
      this.reset()
      this.inc(droppedLogLines())
    },
  })
  return {
    count(req, res, next) {
      const end = requests.startTimer({ method: req.method })
      res.on('finish', () => {
        const route: unknown = req.route?.path
        end({ route: typeof route === 'string' ? `${req.baseUrl}${route}` : 'none', status: String(res.statusCode) })
      })
      next()
    },
    async answer(req, res) {
      const isLocal = isOnlyLocal(services.config)
      const caller = isLocal
        ? null
        : await authenticate(services.store, req.get('Authorization'), services.clock(), services.log)
      if (!isLocal && !caller)
        throw new Problem('unauthenticated', { detail: words(languageOf(req)).t('problem.unauthenticated.detail') })
      launches.reset()
      for (const [state, count] of await countLaunches(services)) launches.set({ state }, count)
      res.type(registry.contentType).send(await registry.metrics())
    },
  }
}
