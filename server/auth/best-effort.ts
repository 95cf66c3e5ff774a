import type { Logger } from 'pino'
import { StoreUnavailable } from '../../db/store.ts'

export type DebugLog = Pick<Logger, 'debug'>

const logEvery = 60_000
let missed = 0
let loggedAt = Number.NEGATIVE_INFINITY

/**
 * A write beside a read, such as "last used": when the database cannot take it (disk full, locked), the read goes on without it.
 * Logged once a minute at most, with the number of writes that were missed so far.
 */
export async function bestEffort(log: DebugLog | null, write: () => Promise<void>): Promise<void> {
  try {
    await write()
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error
    missed += 1
    if (log === null || performance.now() - loggedAt < logEvery) return
    loggedAt = performance.now()
    log.debug({ err: error, missed }, 'last-used time was not saved')
  }
}
