import type { Services } from '../services.ts'

/** How many deploys of each launch wait for its answer in this process: a page that unlocks a launch says so. */

const waiting = new WeakMap<Services, Map<string, number>>()

/** A deploy of this launch begins to wait; returns how it stops, to be called once. */
export function deployWaits(services: Services, launch: string): () => void {
  const counts = waiting.get(services) ?? new Map<string, number>()
  waiting.set(services, counts)
  const add = (one: number) => counts.set(launch, (counts.get(launch) ?? 0) + one)
  add(1)
  return () => void add(-1)
}

export function deploysWaiting(services: Services, launch: string): number {
  return waiting.get(services)?.get(launch) ?? 0
}
