import { newCommitId } from '../../db/seal.ts'
import { isDamage, StoreUnavailable } from '../../db/store.ts'
import { decideClock } from '../../machines/due.ts'
import { ClockJumped } from '../clock.ts'
import type { Services } from '../services.ts'
import type { Events } from './live-events.ts'
import { isBeingSeeded } from './seeding-lock.ts'

/** Writes what has fallen due, within seconds. No answer depends on it: every reader applies what is due by itself. */
export function clockWorker(services: Services, events: Events, every = 1000): { stop(): Promise<void> } {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()
  const said: Said = new Map()
  const round = async () => {
    try {
      await writeDue(services, events, said)
    } catch (error) {
      services.log.error({ err: error }, 'due changes could not be written; will retry')
    }
    if (!stopped) timer = setTimeout(go, every)
  }
  const go = () => {
    running = round()
  }
  go()
  return {
    stop() {
      stopped = true
      clearTimeout(timer)
      return running
    },
  }
}

/** What was logged about a launch; a round a second would otherwise say the same for ever. */
type Said = Map<string, string>

/** So many in a round; the next one begins a second later with those that waited the longest. */
const mostInRound = 500

/**
 * One round over the launches that something has fallen due for. One that cannot be read or written is logged, once for
 * each thing that is wrong with it, and the others get their turn all the same. Throws StoreUnavailable and ClockJumped,
 * which are about all.
 */
export async function writeDue(services: Services, events: Events, said: Said = new Map()): Promise<void> {
  // Read in every round, also where nothing is due: see guardedClock.
  const now = services.clock()
  const expired = await services.store.lists.expired(now, mostInRound)
  for (const launch of said.keys()) if (!expired.includes(launch)) said.delete(launch)
  for (const launch of expired)
    try {
      await writeDueOf(launch, now, services, events)
      said.delete(launch)
    } catch (error) {
      if ((error instanceof StoreUnavailable && !isDamage(error)) || error instanceof ClockJumped) throw error
      const what = String(error)
      if (said.get(launch) === what) continue
      said.set(launch, what)
      services.log.error({ err: error, launch }, 'launch skipped by the clock worker: it can’t be read or written')
    }
}

async function writeDueOf(launch: string, now: number, services: Services, events: Events): Promise<void> {
  const { store } = services
  if (await isBeingSeeded(store, launch, now)) return
  const outcome = await store.execute({
    launch,
    at: now,
    privateTexts: [],
    evidence: [],
    requestKey: null,
    decide: (state) =>
      state
        ? decideClock(state, now, newCommitId())
        : { accepted: false, kind: 'unknown', reason: { code: 'unknown-launch', params: {} } },
  })
  // A window that opens or closes changes the answer, and writes no entry.
  if (outcome.kind === 'accepted' && outcome.entries.length === 0) await store.lists.renew(launch, now)
  await events.clockMoved(launch)
}
