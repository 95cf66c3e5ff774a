import type { Request, Response } from 'express'
import { type Capacity, limitCapacity } from '../http/capacity.ts'
import type { Events } from '../launches/live-events.ts'
import type { Services } from '../services.ts'

/** Long polling: a request that is held until its answer changes. */

/** What a held request asks for, and when it has it. */
export interface Question<A> {
  launch: string
  /** In seconds. */
  wait: number
  /** The present answer. Cheap: everybody who waits for the launch asks it at each change. */
  look(): Promise<A>
  isEnough(answer: A): boolean
  /** The next instant at which the answer may change by the clock alone, or null. */
  nextChangeAt(answer: A): number | null
}

/** Of one process: each holds a connection and listens to a launch. */
const mostHeld = 2000
/** At most half of the places are for one caller, and half for all who come without a token, so that neither keeps out the rest. */
const held = limitCapacity(mostHeld, mostHeld / 2)
const heldWithoutToken = limitCapacity(mostHeld / 2, mostHeld / 4)

/** How many requests this process holds now. */
export const countHeldRequests = (): number => held.taken()

/** A place for one held request; null when none is free, and then the present answer is given at once. */
export function takePlace(req: Request, caller: string | null): (() => void) | null {
  if (caller !== null) return held.take(caller)
  return takeBoth(heldWithoutToken, req.ip ?? '')
}

function takeBoth(first: Capacity, caller: string): (() => void) | null {
  const leaveFirst = first.take(caller)
  const leave = leaveFirst && held.take('without a token')
  if (!leaveFirst || !leave) leaveFirst?.()
  return leaveFirst && leave
    ? () => {
        leaveFirst()
        leave()
      }
    : null
}

/**
 * Holds the request until its answer is enough, its time is over, the client leaves or the server ends. The time is over by the
 * product's clock or by the monotonic one, whichever comes first: a wall clock that is set back holds nobody longer. A client that
 * closes its sending half gets the present answer: it may wait for one, or be gone for good, which looks the same, and then it must
 * not keep its place.
 */
export async function hold<A>(services: Services, events: Events, res: Response, question: Question<A>): Promise<A> {
  const { launch, wait, look, isEnough, nextChangeAt } = question
  const until = services.clock() + wait * 1000
  const started = performance.now()
  const { socket } = res.req
  let isDraining = false
  for (let isFirst = true; ; isFirst = false) {
    if (!isFirst) await turn()
    let wake = () => {}
    const changed = new Promise<void>((resolve) => {
      wake = resolve
    })
    // Listening starts before looking, so that no change falls between the two.
    const stopListening = events.listen(launch, () => wake())
    const stopWaiting = events.whenClosed(() => {
      isDraining = true
      // The server ends, so the connection is not kept open for another request.
      if (!res.headersSent) res.set('Connection', 'close')
      wake()
    })
    res.once('close', wake)
    socket.once('end', wake)
    try {
      const now = services.clock()
      const left = Math.min(until - now, started + wait * 1000 - performance.now())
      const isOver = left <= 0 || res.closed || socket.readableEnded || isDraining
      const answer = await look()
      if (isOver || isEnough(answer)) return answer
      const next = nextChangeAt(answer)
      const byClock = next === null ? left : next - services.clock()
      const timer = setTimeout(wake, Math.max(10, Math.min(left, byClock)))
      await changed
      clearTimeout(timer)
    } finally {
      stopListening()
      stopWaiting()
      res.off('close', wake)
      socket.off('end', wake)
    }
  }
}

/** So many looks in a turn of the event loop: with what each answers, about two milliseconds. */
const mostInTurn = 16
let inLine: (() => void)[] = []

/** Requests that wake together look one after the other, and leave room for all others between them. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    if (inLine.push(resolve) === 1) setImmediate(nextTurn)
  })
}

function nextTurn(): void {
  const now = inLine.slice(0, mostInTurn)
  inLine = inLine.slice(mostInTurn)
  for (const look of now) look()
  if (inLine.length > 0) setImmediate(nextTurn)
}
