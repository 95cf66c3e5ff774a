import { newRequestId } from '../db/seal.ts'
import { Damaged, StoreUnavailable } from '../db/store.ts'
import { decideClock } from '../machines/due.ts'
import { isOver } from '../machines/queries.ts'
import type { LaunchState } from '../machines/state.ts'
import { ClockJumped } from './clock.ts'
import { isBeingTold } from './demo/telling.ts'
import type { Events } from './events.ts'
import type { Services } from './services.ts'

/** Writes what has fallen due, within seconds. No answer depends on it: every reader applies what is due by itself. */
export function clockWorker(services: Services, events: Events, every = 1000): { stop(): Promise<void> } {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()
  const said: Said = new Map()
  /** What stopped the last round; the same trouble is logged once. */
  let trouble = ''
  const round = async () => {
    try {
      await writeDue(services, events, said)
      trouble = ''
    } catch (error) {
      const name = error instanceof Error ? error.name : String(error)
      if (name !== trouble)
        services.log.error({ err: error }, 'what has fallen due could not be written; it will be tried again')
      trouble = name
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

/**
 * One round over every launch that time can still change. A launch that cannot be read or written is logged, once for
 * each thing that is wrong with it, and the others get their turn all the same. Throws StoreUnavailable and ClockJumped, which
 * are about all.
 */
export async function writeDue(services: Services, events: Events, said: Said = new Map()): Promise<void> {
  // Read in every round, also where there is no launch: see guardedClock.
  services.clock()
  const { readable, damaged } = await services.store.survey()
  const wrong = new Map<string, unknown>(damaged.map(({ launch, difference }) => [launch, new Damaged(difference)]))
  for (const launch of readable)
    try {
      await writeDueOf(launch, services, events)
    } catch (error) {
      if (error instanceof StoreUnavailable || error instanceof ClockJumped) throw error
      wrong.set(launch.launch, error)
    }
  for (const launch of said.keys()) if (!wrong.has(launch)) said.delete(launch)
  for (const [launch, error] of wrong) {
    const what = String(error)
    if (said.get(launch) === what) continue
    said.set(launch, what)
    services.log.error({ err: error, launch }, 'a launch is left out of the clock: it cannot be read or written')
  }
}

async function writeDueOf(launch: LaunchState, services: Services, events: Events): Promise<void> {
  if (isOver(launch)) return
  const now = services.clock()
  if (isDue(decideClock(launch, now, '')) && !(await isBeingTold(services.store, launch.launch, now)))
    await services.store.execute({
      launch: launch.launch,
      at: now,
      privateTexts: [],
      evidence: [],
      requestKey: null,
      decide: (state) =>
        state
          ? decideClock(state, now, newRequestId())
          : { accepted: false, kind: 'unknown', reason: { code: 'unknown-launch', params: {} } },
    })
  await events.clockMoved(launch.launch)
}

const isDue = (decision: ReturnType<typeof decideClock>) => decision.accepted && decision.entries.length > 0
