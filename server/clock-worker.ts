import { newRequestId } from '../db/seal.ts'
import { decideClock } from '../machines/due.ts'
import { isOver } from '../machines/queries.ts'
import type { Events } from './events.ts'
import type { Services } from './services.ts'

/** Writes what has fallen due, within seconds. No answer depends on it: every reader applies what is due by itself. */
export function clockWorker(services: Services, events: Events, every = 1000): { stop(): Promise<void> } {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()
  const round = async () => {
    try {
      await writeDue(services, events)
    } catch (error) {
      services.log.error({ err: error }, 'what has fallen due could not be written; it will be tried again')
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

/** One round over every launch that time can still change. */
export async function writeDue(services: Services, events: Events): Promise<void> {
  for (const launch of await services.store.board()) {
    if (isOver(launch)) continue
    const now = services.clock()
    if (isDue(decideClock(launch, now, '')))
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
}

const isDue = (decision: ReturnType<typeof decideClock>) => decision.accepted && decision.entries.length > 0
