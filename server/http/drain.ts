import type { Server } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'

/** How long a draining server goes on, in milliseconds. */
export interface DrainTimes {
  /** Still accepts connections: a load balancer needs this time to see that /readyz is 503. */
  accepting: number
  /** Then waits for requests that have begun; connections that are still open after it are cut. */
  finishing: number
}

export const usualDrainTimes: DrainTimes = { accepting: 1000, finishing: 5000 }

/** Resolves when every connection is closed. `announce` must make /readyz fail and every answer close its connection. */
export async function drain(server: Server, announce: () => void, times: DrainTimes): Promise<void> {
  announce()
  await delay(times.accepting)
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  // A request that began before the announcement leaves its connection open and idle.
  const idle = setInterval(() => server.closeIdleConnections(), 50)
  const cut = setTimeout(() => server.closeAllConnections(), times.finishing)
  await closed
  clearInterval(idle)
  clearTimeout(cut)
}
