import type { Served } from '../support/server.ts'

/** What the server says about itself in /metrics, so that the figures of a busy machine are the server's own. */

/** What one load cost the server. */
export interface Load {
  /** CPU time in ms, of all its threads. */
  cpu: number
  /** The 99th percentile of its event-loop delay in ms. The resolution is 10 ms, and an idle server shows about that. */
  delayP99: number
}

/** Runs a load; gives what it returned and what it cost. Other requests must not run meanwhile. */
export async function withLoad<T>(
  server: Pick<Served, 'url'>,
  run: () => Promise<T>,
): Promise<{ result: T; load: Load }> {
  const before = await readMetrics(server)
  const result = await run()
  const after = await readMetrics(server)
  // The histogram behind the delay begins anew with each request for /metrics.
  return { result, load: { cpu: after.cpu - before.cpu, delayP99: after.delayP99 } }
}

async function readMetrics(server: Pick<Served, 'url'>): Promise<Load> {
  const answer = await fetch(`${server.url}/metrics`)
  const metrics = await answer.text()
  const inMs = (name: string) => {
    const [, seconds] = new RegExp(`^${name} (\\S+)$`, 'm').exec(metrics) ?? []
    if (seconds === undefined) throw new Error(`/metrics does not show ${name} (${answer.status})`)
    return Number(seconds) * 1000
  }
  return { cpu: inMs('process_cpu_seconds_total'), delayP99: inMs('nodejs_eventloop_lag_p99_seconds') }
}
