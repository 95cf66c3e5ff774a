import type { Served } from '../support/server.ts'

/**
 * The 99th percentile of the server's event-loop delay since the last call, in ms: the library behind /metrics starts a new
 * histogram at each request. Its resolution is 10 ms, so an idle server shows about 10.
 */
export async function eventLoopDelay(server: Pick<Served, 'url'>): Promise<number> {
  const answer = await fetch(`${server.url}/metrics`)
  const metrics = await answer.text()
  const [, seconds] = /^nodejs_eventloop_lag_p99_seconds (\S+)$/m.exec(metrics) ?? []
  if (seconds === undefined) throw new Error(`/metrics shows no event-loop delay (${answer.status})`)
  return Number(seconds) * 1000
}

/** Runs a load; gives what it returned and the server's event-loop delay p99 meanwhile, in ms. */
export async function withDelay<T>(
  server: Pick<Served, 'url'>,
  load: () => Promise<T>,
): Promise<{ result: T; delayP99: number }> {
  await eventLoopDelay(server)
  const result = await load()
  return { result, delayP99: await eventLoopDelay(server) }
}
