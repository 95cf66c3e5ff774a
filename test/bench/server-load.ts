import type { Served } from '../support/server.ts'
import { profiled } from './profile.ts'

/** What the server says about itself in /metrics, so that the figures of a busy machine are the server's own. */

/** What one load cost the server. */
export interface ServerLoad {
  /** CPU time in ms, of all its threads. */
  cpu: number
  /** The 99th percentile of its event-loop delay in ms. The resolution is 10 ms, and an idle server shows about that. */
  delayP99: number
}

type Running = Pick<Served, 'url' | 'said'>

/** Runs a load; gives what it returned and what it cost. Other requests must not run meanwhile. `npm run bench -- --profile` profiles it. */
export async function withLoad<T>(
  server: Running,
  name: string,
  run: () => Promise<T>,
): Promise<{ result: T; load: ServerLoad }> {
  const before = await readMetrics(server)
  const result = await profiled(server, name, run)
  const after = await readMetrics(server)
  // The histogram behind the delay begins anew with each request for /metrics.
  return { result, load: { cpu: after.cpu - before.cpu, delayP99: after.delayP99 } }
}

/** Runs a load; gives what it returned and the server's event-loop delay p99 meanwhile, in ms. */
export async function withDelay<T>(
  server: Running,
  name: string,
  run: () => Promise<T>,
): Promise<{ result: T; delayP99: number }> {
  const { result, load } = await withLoad(server, name, run)
  return { result, delayP99: load.delayP99 }
}

/** The memory that the server's process holds, in MB. */
export async function residentMemory({ url }: Pick<Served, 'url'>): Promise<number> {
  return metric(await metricsOf(url), 'process_resident_memory_bytes') / 1e6
}

async function readMetrics({ url }: Pick<Served, 'url'>): Promise<ServerLoad> {
  const text = await metricsOf(url)
  return {
    cpu: metric(text, 'process_cpu_seconds_total') * 1000,
    delayP99: metric(text, 'nodejs_eventloop_lag_p99_seconds') * 1000,
  }
}

async function metricsOf(url: string): Promise<string> {
  const answer = await fetch(`${url}/metrics`)
  if (!answer.ok) throw new Error(`/metrics was answered with ${answer.status}`)
  return answer.text()
}

function metric(text: string, name: string): number {
  const [, value] = new RegExp(`^${name} (\\S+)$`, 'm').exec(text) ?? []
  if (value === undefined) throw new Error(`/metrics does not show ${name}`)
  return Number(value)
}
