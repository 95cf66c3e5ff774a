import { StoreUnavailable } from '../../db/store.ts'
import type { Services } from '../services.ts'
import { integrityCheckOf } from './integrity.ts'

const running = new WeakMap<Services, Promise<void>>()

/** Verifies these launches one after another, without anybody waiting for it. While that goes on, another call does nothing. */
export function verifyInBackground(services: Services, launches: readonly string[]): void {
  if (launches.length === 0 || running.has(services)) return
  const work = verifyEach(services, launches).finally(() => running.delete(services))
  running.set(services, work)
}

/** Resolves when no verification is going on. */
export const verifiedInBackground = async (services: Services): Promise<void> => running.get(services)

async function verifyEach(services: Services, launches: readonly string[]): Promise<void> {
  try {
    for (const launch of launches) await integrityCheckOf(services, launch).soon()
  } catch (error) {
    // The next page that is asked for tries again.
    if (!(error instanceof StoreUnavailable)) services.log.error({ err: error }, 'launches were not verified')
  }
}
