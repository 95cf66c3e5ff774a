import { setTimeout as sleep } from 'node:timers/promises'
import { percentile } from '../sample.ts'
import { type Answer, Connection } from './connection.ts'
import { bytesOf, type Sent } from './request.ts'

/** What is sent to a server of this machine, and how fast. */
export interface Load {
  port: number
  /** How many connections. */
  clients: number
  /** What each client sends, over and over; client 5 of three lists has the third. */
  each: Sent[][]
  /** Measured time, and the time before it that only warms up, in seconds. */
  seconds: number
  warmUp: number
  /** So many requests instead of a time; nothing warms up. */
  requests?: number
  /** So many requests a second for all clients together; otherwise each client sends the next when the last is answered. */
  perSecond?: number
}

export interface LoadResult {
  /** Answers in the measured time. */
  count: number
  perSecond: number
  /** How long an answer took, in ms. */
  p50: number
  p99: number
}

/** Sends a load from this process. Rejects at the first answer that has another status than expected. */
export async function sendLoad(load: Load): Promise<LoadResult> {
  const { port, clients, each, seconds, warmUp, requests = Number.POSITIVE_INFINITY, perSecond } = load
  const begin = performance.now() + (Number.isFinite(requests) ? 0 : warmUp * 1000)
  const end = Number.isFinite(requests) ? Number.POSITIVE_INFINITY : begin + seconds * 1000
  const times: number[] = []
  let sent = 0
  let last = 0
  const isOver = () => performance.now() >= end || sent >= requests
  const client = async (number: number) => {
    const list = (each[number % each.length] ?? []).map((one) => ({ one, bytes: bytesOf(one, port) }))
    const connection = new Connection(port)
    try {
      for (let round = 0; !isOver(); round += 1) {
        const next = list[round % list.length]
        if (!next) throw new Error('a client has nothing to send')
        sent += 1
        // At a fixed rate, an answer is late by as much as its request could not be sent in time.
        const due = perSecond === undefined ? performance.now() : await turn(begin, sent, perSecond)
        check(next.one, await connection.ask(next.bytes()))
        const now = performance.now()
        // A slow server has one answer to show at least.
        if (now >= begin && (now < end || times.length === 0)) times.push(now - due)
        last = Math.max(last, now)
      }
    } finally {
      connection.close()
    }
  }
  await Promise.all(Array.from({ length: clients }, (_, number) => client(number)))
  const took = ((times.length === 1 ? last : Math.min(last, end)) - begin) / 1000
  return {
    count: times.length,
    perSecond: times.length / took,
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
  }
}

/** Waits until request number `nth` of a load with this rate is due; gives that instant. */
async function turn(begin: number, nth: number, perSecond: number): Promise<number> {
  const due = begin + (nth * 1000) / perSecond
  const early = due - performance.now()
  if (early > 1) await sleep(early)
  return due
}

function check({ method, path, expected }: Sent, { status, body }: Answer): void {
  if (status === expected) return
  throw new Error(`${method} ${path}: expected ${expected}, got ${status} ${body.toString().slice(0, 300)}`)
}
