import type { Served } from '../support/server.ts'
import { withLoad } from './server-load.ts'

/** Runs a load; gives what it returned and the server's event-loop delay p99 meanwhile, in ms. */
export async function withDelay<T>(
  server: Pick<Served, 'url'>,
  run: () => Promise<T>,
): Promise<{ result: T; delayP99: number }> {
  const { result, load } = await withLoad(server, run)
  return { result, delayP99: load.delayP99 }
}
