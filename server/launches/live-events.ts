import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Request, Response } from 'express'
import type { Commit } from '../../db/store.ts'
import type { DecisionWord } from '../../machines/reading/verdict.ts'
import { limitCapacity } from '../http/capacity.ts'
import type { Services } from '../services.ts'
import { judge } from './judgements.ts'

/** Who is told: one server-sent event for each commit of a launch, and one when the decision changes by the clock alone. */

export interface LiveEvent {
  launch: string
  version: number
  gates: { id: string; version: number }[]
  decision: DecisionWord
}

/** Who reads a stream, under one name for all their tokens and browsers, and whether they still may. */
export interface StreamReader {
  name: string
  mayStill(): Promise<boolean>
}

type Listener = (event: LiveEvent) => void

export interface Events {
  /** Hears of everything that happens to this launch from now on; returns how to stop. */
  listen(launch: string, listener: Listener): () => void
  /** How many listen to this launch now. */
  listeners(launch: string): number
  /** How many streams are open now. */
  countStreams(): number
  /** The decision may have changed by the clock alone: tells those who listen if it has. */
  clockMoved(launch: string): Promise<void>
  /**
   * Serves one stream until the reader leaves, or until they may not read it any more, which is asked at each pulse;
   * `Last-Event-ID` resumes without a gap. False when there are too many streams, of all or of this reader: nothing was answered.
   */
  stream(req: Request, res: Response, launch: string, reader: StreamReader): Promise<boolean>
  /** Calls once when no more is told, at once if that is already so; returns how to stop. */
  whenClosed(listener: () => void): () => void
  close(): void
}

const commentEvery = 15_000
/** Of one process, each a connection that stays open. */
const mostStreams = 2000
/** Of one person or service, over all their tokens and browsers. */
const mostStreamsOfOne = 20
/** Of those who hear of one event, in a turn of the event loop: the rest of the server goes on between them. */
const mostToldInTurn = 100
/** A reader who leaves so many bytes lying is cut off; it resumes by Last-Event-ID. */
const mostUnread = 256 * 1024

export function launchEvents(services: Services): Events {
  const listeners = new Map<string, Set<Listener>>()
  const streams = new Set<Response>()
  const seats = limitCapacity(mostStreams, mostStreamsOfOne)
  const closing = new Set<() => void>()
  let closed = false
  const told = new Map<string, DecisionWord>()
  /** One after the other, so that events of a launch leave in the order of its versions. */
  let queue: Promise<void> = Promise.resolve()

  const decisionOf = async (launch: string): Promise<{ decision: DecisionWord; version: number } | null> => {
    const stored = await services.store.load(launch)
    if (!stored) return null
    const { verdict } = judge(stored, services.clock(), { build: 'current' })
    return { decision: verdict.decision, version: stored.version }
  }
  const tell = async (event: LiveEvent) => {
    told.set(event.launch, event.decision)
    const all = listeners.get(event.launch) ?? new Set()
    for (const [index, listener] of [...all].entries()) {
      if (index % mostToldInTurn === mostToldInTurn - 1) await nextTurn()
      if (all.has(listener)) listener(event)
    }
  }
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    queue = queue.then(work).catch((error: unknown) => services.log.error({ err: error }, 'event could not be sent'))
    return queue
  }
  const stopWatching = services.store.watch((commit) => {
    if (!listeners.has(commit.launch)) return
    void inTurn(async () => {
      const now = await decisionOf(commit.launch)
      if (now) await tell(eventOf(commit, now.decision))
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
    listeners: (launch) => listeners.get(launch)?.size ?? 0,
    countStreams: () => streams.size,
    clockMoved: (launch) =>
      inTurn(async () => {
        if (!listeners.has(launch)) return
        const before = told.get(launch)
        const now = await decisionOf(launch)
        if (!now) return
        if (before === undefined) told.set(launch, now.decision)
        else if (before !== now.decision)
          await tell({ launch, version: now.version, gates: [], decision: now.decision })
      }),
    async stream(req, res, launch, { name, mayStill }) {
      const leave = seats.take(name)
      if (!leave) return false
      res.on('close', leave)
      // Who left before this was reached is not told of it again.
      if (res.closed) {
        leave()
        return true
      }
      if (closed) {
        res.status(503).set('Retry-After', '5').end()
        return true
      }
      res.status(200).set({
        'Content-Type': 'text/event-stream; charset=utf-8',
        'X-Accel-Buffering': 'no',
        Connection: 'keep-alive',
      })
      // HEAD asks for the head alone (RFC 9110 section 9.3.2).
      if (req.method === 'HEAD') {
        res.end()
        return true
      }
      res.write(': launchgate\n\n')
      streams.add(res)
      const beat = async () => {
        if (await mayStill()) res.write(': still here\n\n')
        else res.end()
      }
      const pulse = setInterval(() => {
        beat().catch((error: unknown) => {
          services.log.error({ err: error }, 'event stream closed: its access could not be checked')
          res.end()
        })
      }, commentEvery)
      let sent = Number.NEGATIVE_INFINITY
      const held: LiveEvent[] = []
      let resumed = false
      const write = (event: LiveEvent) => {
        if (res.writableEnded) return
        if (event.version < sent || (event.version === sent && event.gates.length > 0)) return
        sent = event.version
        res.write(textOf(event))
        if (res.writableLength > mostUnread) res.destroy()
      }
      const stop = events.listen(launch, (event) => (resumed ? write(event) : held.push(event)))
      // Somebody who left looks like a reader who only stopped sending. Writing tells which: the first write makes their machine
      // reset the connection, the second one finds out, and their place is free.
      const comment = () => res.writableEnded || res.write(': still here\n\n')
      let second: NodeJS.Timeout | undefined
      const probe = () => {
        comment()
        second = setTimeout(comment, 200)
      }
      req.socket.once('end', probe)
      res.on('close', () => {
        clearInterval(pulse)
        clearTimeout(second)
        req.socket.off('end', probe)
        stop()
        streams.delete(res)
      })
      const now = await decisionOf(launch)
      if (now && !told.has(launch)) told.set(launch, now.decision)
      const after = now && versionIn(req.get('Last-Event-ID'), now.version)
      if (now && after !== null) {
        sent = after
        for (const commit of await services.store.commits(launch, after)) write(eventOf(commit, now.decision))
      }
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

const eventTexts = new WeakMap<LiveEvent, string>()

/** The event as its stream says it, made once for all readers. */
function textOf(event: LiveEvent): string {
  const text = eventTexts.get(event) ?? `id: ${event.version}\ndata: ${JSON.stringify(event)}\n\n`
  eventTexts.set(event, text)
  return text
}

/** The version that a reader has already; null for what is no version of the launch, and then the stream starts from now. */
function versionIn(lastEventId: string | undefined, newest: number): number | null {
  const version = /^[0-9]{1,15}$/.test(lastEventId ?? '') ? Number(lastEventId) : null
  return version !== null && version <= newest ? version : null
}

function eventOf({ launch, version, gates }: Commit, decision: DecisionWord): LiveEvent {
  return { launch, version, gates, decision }
}
