import type { RequestHandler } from 'express'
import type { Registry } from 'prom-client'
import { gateStatuses } from '../../machines/reading/queries.ts'
import { countHeldRequests } from '../api/held-request.ts'
import { authenticate } from '../auth/tokens.ts'
import { isOnlyLocal } from '../config.ts'
import { exposition, type Metric, type Sample } from '../figures/exposition.ts'
import { launchFigures } from '../figures/launch-figures.ts'
import { countLaunches } from '../launches/launch-lists.ts'
import type { Events } from '../launches/live-events.ts'
import type { Services } from '../services.ts'
import { words } from '../words/index.ts'
import { languageOf } from './language.ts'
import { Problem } from './problems.ts'

/** Metrics for Prometheus. The names and meanings are in docs/operating/README.md. */
export interface Metrics {
  /** Counts each request under its route, never under its URL. */
  count: RequestHandler
  /** Serves /metrics, to a valid token, or to anyone if only this machine can connect. */
  answer: RequestHandler
}

/** What only the process knows. */
export interface ProcessFigures {
  droppedLogLines(): number
}

export function metrics(services: Services, events: Events, process: ProcessFigures): Metrics {
  const { requests } = services.figures
  const launches = launchFigures(services)
  events.whenClosed(launches.close)
  let ofNode: Promise<Registry> | undefined
  return {
    count(req, res, next) {
      const started = performance.now()
      res.on('finish', () => requests.finished(req, res, started))
      next()
    },
    async answer(req, res) {
      await requireWatcher(services, req)
      ofNode ??= nodeMetrics()
      const registry = await ofNode
      const own = [
        ...countedMetrics(services),
        ...(await presentMetrics(services, events, process)),
        ...(await launchMetrics(services, launches)),
      ]
      res.type(registry.contentType).send(`${exposition(own)}\n${await registry.metrics()}`)
    },
  }
}

async function requireWatcher(services: Services, req: Parameters<RequestHandler>[0]): Promise<void> {
  if (isOnlyLocal(services.config)) return
  const caller = await authenticate(services.store, req.get('Authorization'), services.clock(), services.log)
  if (caller === null)
    throw new Problem('unauthenticated', { detail: words(languageOf(req)).t('problem.unauthenticated.detail') })
}

/** Of the process and of Node.js. Loaded by the first request for them, since a server that nobody watches needs neither. */
async function nodeMetrics(): Promise<Registry> {
  // A library in CommonJS has its names in `default` alone once it is bundled.
  const { collectDefaultMetrics, Registry } = (await import('prom-client')).default
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  return registry
}

/** What was counted since the process began. */
function countedMetrics({ figures, store }: Services): Metric[] {
  return [
    {
      type: 'histogram',
      name: 'launchgate_request_seconds',
      help: 'HTTP request duration in seconds.',
      samples: figures.requests
        .series()
        .map(({ method, route, status, seconds }) => [{ method, route, status }, seconds] as const),
    },
    {
      type: 'counter',
      name: 'launchgate_commands_total',
      help: 'Number of commands by type and outcome.',
      samples: Array.from(figures.commands.entries(), ([label, count]) => {
        const [type = '', outcome = ''] = label.split(' ')
        return [{ type, outcome }, count] as const
      }),
    },
    {
      type: 'counter',
      name: 'launchgate_refusals_total',
      help: 'Number of commands that a rule refused, by the code of its reason.',
      samples: Array.from(figures.refusals.entries(), ([code, count]) => [{ code }, count] as const),
    },
    {
      type: 'counter',
      name: 'launchgate_problems_total',
      help: 'Number of problems that programs were answered with, by code.',
      samples: Array.from(figures.problems.entries(), ([code, count]) => [{ code }, count] as const),
    },
    {
      type: 'histogram',
      name: 'launchgate_commit_seconds',
      help: 'Duration of a durable transaction in seconds.',
      samples: [[{}, store.figures.commitSeconds]],
    },
    {
      type: 'histogram',
      name: 'launchgate_commit_writes',
      help: 'Number of writes that shared a durable transaction.',
      samples: [[{}, store.figures.commitWrites]],
    },
  ]
}

/** What is so at this moment. */
async function presentMetrics(
  { store, figures }: Services,
  events: Events,
  process: ProcessFigures,
): Promise<Metric[]> {
  const one = (value: number): Sample[] => [[{}, value]]
  return [
    {
      type: 'gauge',
      name: 'launchgate_held_requests',
      help: 'Number of requests that are held until their answer changes.',
      samples: one(countHeldRequests()),
    },
    {
      type: 'gauge',
      name: 'launchgate_event_streams',
      help: 'Number of open event streams.',
      samples: one(events.countStreams()),
    },
    {
      type: 'gauge',
      name: 'launchgate_store_available',
      help: '1 while the database can be used.',
      samples: one(store.figures.isAvailable() ? 1 : 0),
    },
    {
      type: 'gauge',
      name: 'launchgate_wal_bytes',
      help: 'Size of the write-ahead log in bytes.',
      samples: one(await store.figures.walBytes()),
    },
    {
      type: 'counter',
      name: 'launchgate_log_lines_dropped_total',
      help: 'Number of log lines that could not be written.',
      samples: one(process.droppedLogLines()),
    },
    {
      type: 'gauge',
      name: 'launchgate_backup_last_success_timestamp_seconds',
      help: 'When the newest verified backup was made; absent before the first.',
      samples: figures.backups.lastSuccess === null ? [] : one(figures.backups.lastSuccess / 1000),
    },
    {
      type: 'counter',
      name: 'launchgate_backup_failures_total',
      help: 'Number of backups that failed.',
      samples: one(figures.backups.failures),
    },
  ]
}

/** From rows that each commit keeps, whatever the number of launches. */
async function launchMetrics(
  services: Services,
  { read }: Pick<ReturnType<typeof launchFigures>, 'read'>,
): Promise<Metric[]> {
  const states = await countLaunches(services)
  const { decisions, gates, unlocked, unnamed } = await read()
  return [
    {
      type: 'gauge',
      name: 'launchgate_launches',
      help: 'Number of launches by state.',
      samples: Array.from(states, ([state, count]) => [{ state }, count] as const),
    },
    {
      type: 'gauge',
      name: 'launchgate_active_launches',
      help: 'Number of launches that are not archived, canceled or live, by decision.',
      samples: Array.from(decisions, ([decision, count]) => [{ decision }, count] as const),
    },
    {
      type: 'gauge',
      name: 'launchgate_gates',
      help: 'Number of gates of active launches by status.',
      samples: gateStatuses.map((status) => [{ status }, gates.get(status) ?? 0] as const),
    },
    {
      type: 'gauge',
      name: 'launchgate_launch_unlocked',
      help: '1 while the deploy of an active launch may run; of the 1000 that open first.',
      samples: unlocked.map(([launch, isUnlocked]) => [{ launch }, isUnlocked ? 1 : 0] as const),
    },
    {
      type: 'gauge',
      name: 'launchgate_launches_unnamed',
      help: 'Number of active launches without a series of launchgate_launch_unlocked.',
      samples: [[{}, unnamed]],
    },
  ]
}
