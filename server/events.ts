import type { Request, Response } from 'express'
import type { Commit } from '../db/store.ts'
import { asOf } from '../machines/due.ts'
import { type DecisionWord, verdict } from '../machines/verdict.ts'
import { places } from './places.ts'
import type { Services } from './services.ts'

/** Who is told: one server-sent event for each commit of a launch, and one when the decision changes by the clock alone. */

export interface LaunchEvent {
  launch: string
  version: number
  gates: { id: string; version: number }[]
  decision: DecisionWord
}

type Listener = (event: LaunchEvent) => void

export interface Events {
  /** Hears of everything that happens to this launch from now on; returns how to stop. */
  listen(launch: string, listener: Listener): () => void
  /** The decision may have changed by the clock alone: tells those who listen if it has. */
  clockMoved(launch: string): Promise<void>
  /**
   * Serves one stream until the reader leaves, or until they may not read it any more, which is asked at each pulse;
   * `Last-Event-ID` resumes without a gap. False when there are too many streams: nothing was answered.
   */
  stream(req: Request, res: Response, launch: string, mayStill: () => Promise<boolean>): Promise<boolean>
  /** Calls once when no more is told, at once if that is already so; returns how to stop. */
  whenClosed(listener: () => void): () => void
  close(): void
}

const commentEvery = 15_000
/** Of one process, each a connection that stays open. */
const mostStreams = 200

export function launchEvents(services: Services): Events {
  const listeners = new Map<string, Set<Listener>>()
  const streams = new Set<Response>()
  const seats = places(mostStreams)
  const closing = new Set<() => void>()
  let closed = false
  const told = new Map<string, DecisionWord>()
  /** One after the other, so that events of a launch leave in the order of its versions. */
  let queue: Promise<void> = Promise.resolve()

  const decisionOf = async (launch: string): Promise<{ decision: DecisionWord; version: number } | null> => {
    const stored = await services.store.load(launch)
    if (!stored) return null
    const now = services.clock()
    return { decision: verdict(asOf(stored, now), now, { build: 'current' }).decision, version: stored.version }
  }
  const tell = (event: LaunchEvent) => {
    told.set(event.launch, event.decision)
    for (const listener of listeners.get(event.launch) ?? []) listener(event)
  }
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    queue = queue.then(work).catch((error: unknown) => services.log.error({ err: error }, 'an event could not be told'))
    return queue
  }
  const stopWatching = services.store.watch((commit) => {
    if (!listeners.has(commit.launch)) return
    void inTurn(async () => {
      const now = await decisionOf(commit.launch)
      if (now) tell(eventOf(commit, now.decision))
    })
  })

  const events: Events = {
    listen(launch, listener) {
      const all = listeners.get(launch) ?? new Set()
      listeners.set(launch, all.add(listener))
      return () => {
        all.delete(listener)
        if (all.size === 0) {
          listeners.delete(launch)
          told.delete(launch)
        }
      }
    },
    clockMoved: (launch) =>
      inTurn(async () => {
        if (!listeners.has(launch)) return
        const before = told.get(launch)
        const now = await decisionOf(launch)
        if (!now) return
        if (before === undefined) told.set(launch, now.decision)
        else if (before !== now.decision) tell({ launch, version: now.version, gates: [], decision: now.decision })
      }),
    async stream(req, res, launch, mayStill) {
      const leave = seats.take()
      if (!leave) return false
      res.on('close', leave)
      if (closed) {
        res.status(503).set('Retry-After', '5').end()
        return true
      }
      res.status(200).set({
        'Content-Type': 'text/event-stream; charset=utf-8',
        'X-Accel-Buffering': 'no',
        Connection: 'keep-alive',
      })
      res.write(': launchgate\n\n')
      streams.add(res)
      const beat = async () => {
        if (await mayStill()) res.write(': still here\n\n')
        else res.end()
      }
      const pulse = setInterval(() => {
        beat().catch((error: unknown) => {
          services.log.error({ err: error }, 'a stream ends, since nobody can say whether it may go on')
          res.end()
        })
      }, commentEvery)
      let sent = Number.parseInt(req.get('Last-Event-ID') ?? '', 10)
      const held: LaunchEvent[] = []
      let resumed = false
      const write = (event: LaunchEvent) => {
        if (res.writableEnded) return
        if (event.version < sent || (event.version === sent && event.gates.length > 0)) return
        sent = event.version
        res.write(`id: ${event.version}\ndata: ${JSON.stringify(event)}\n\n`)
      }
      const stop = events.listen(launch, (event) => (resumed ? write(event) : held.push(event)))
      res.on('close', () => {
        clearInterval(pulse)
        stop()
        streams.delete(res)
      })
      const now = await decisionOf(launch)
      if (now && !told.has(launch)) told.set(launch, now.decision)
      if (Number.isFinite(sent) && now)
        for (const commit of await services.store.commits(launch, sent)) write(eventOf(commit, now.decision))
      else sent = Number.NEGATIVE_INFINITY
      resumed = true
      held.forEach(write)
      return true
    },
    whenClosed(listener) {
      if (closed) listener()
      else closing.add(listener)
      return () => void closing.delete(listener)
    },
    close() {
      closed = true
      stopWatching()
      for (const res of streams) res.end()
      for (const listener of [...closing]) listener()
      closing.clear()
    },
  }
  return events
}

function eventOf({ launch, version, gates }: Commit, decision: DecisionWord): LaunchEvent {
  return { launch, version, gates, decision }
}
