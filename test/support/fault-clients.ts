import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import type { Served } from './server.ts'

/**
 * Clients of the launch `hello` who tick its payment gateway while something breaks. Every tick has an idempotency key and a number of its
 * own, by which it is found in the log: so it is known of each what its sender was told, and how often it was done.
 */
export interface Clients {
  /** One more tick: the status of its answer, null where none came. `directly` is past whatever is in front of the server. */
  tick(directly?: 'directly'): Promise<number | null>
  /** So many clients tick, each as soon as its last tick was answered, until the returned function is called. */
  flood(clients: number): () => Promise<void>
  /** Sends those ticks again, under their keys, whose senders cannot know whether they were done; all must be accepted now. */
  settle(): Promise<void>
  /** Every acknowledged tick is in the log once, and none is there whose sender was told that nothing was saved. */
  expectEachOnce(): Promise<void>
  /** Sends the newest acknowledged tick again under its key: true when the answer is the same. */
  repeats(): Promise<boolean>
  readonly told: Told
}

/** What senders were told of their ticks, by the number of each. */
export interface Told {
  /** By its number, the version of the launch in the answer. */
  acknowledged: Map<number, number>
  /** 503, nothing was saved. */
  refused: Set<number>
  /** No answer, or one that says that it may have been saved. */
  unsure: Set<number>
  /** Answers that no fault may lead to. */
  wrong: string[]
  /** Of an answer, in ms. */
  slowest: number
}

const longestWait = 60_000
/** A client that was refused tries no sooner again, in ms. */
const pause = 20
/** Nor one that reached nobody: until the server is back, each try is one more tick to be settled. */
const pauseAlone = 500
const settledAtOnce = 16
/** So that no two clients of one server send the same. */
let lastNumber = 0

/** `url` may lead through something else than the server itself. */
export function clientsOf(server: Served, token: string, url = server.url): Clients {
  const keys = randomUUID()
  const told: Told = { acknowledged: new Map(), refused: new Set(), unsure: new Set(), wrong: [], slowest: 0 }
  const sent = new Set<number>()
  const launch = (base: string, path: string) => `${base}/api/v1/launches/hello${path}`
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }

  const send = async (number: number, to: string): Promise<{ status: number; text: string } | null> => {
    const began = performance.now()
    try {
      const answer = await fetch(launch(to, '/commands'), {
        method: 'POST',
        headers: { ...headers, 'idempotency-key': `${keys}-${number}` },
        body: JSON.stringify({
          type: 'gate.tick',
          gate: 'payment-gateway',
          item: 'PAY-1',
          evidence: { kind: 'number', value: -number },
        }),
        signal: AbortSignal.timeout(longestWait),
      })
      const text = await answer.text()
      told.slowest = Math.max(told.slowest, performance.now() - began)
      if (answer.status === 503 && !/^\d+$/.test(answer.headers.get('retry-after') ?? ''))
        told.wrong.push(`503 without Retry-After: ${text}`)
      return { status: answer.status, text }
    } catch {
      return null
    }
  }

  const versionOf = (text: string): number => {
    // The contract's own shape.
    const { version } = JSON.parse(text) as { version: number }
    return version
  }

  const hear = (number: number, answer: { status: number; text: string } | null): void => {
    if (answer === null) told.unsure.add(number)
    else if (answer.status === 200) told.acknowledged.set(number, versionOf(answer.text))
    else if (answer.status !== 503) told.wrong.push(`${answer.status}: ${answer.text}`)
    else if (answer.text.includes('may or may not')) told.unsure.add(number)
    else told.refused.add(number)
  }

  const tick = async (directly?: 'directly'): Promise<number | null> => {
    lastNumber += 1
    const number = lastNumber
    sent.add(number)
    const answer = await send(number, directly === undefined ? url : server.url)
    hear(number, answer)
    return answer?.status ?? null
  }

  return {
    told,
    tick,
    flood(clients) {
      let isOver = false
      const client = async () => {
        while (!isOver) {
          const status = await tick()
          if (status !== 200) await sleep(status === null ? pauseAlone : pause)
        }
      }
      const all = Array.from({ length: clients }, client)
      return async () => {
        isOver = true
        await Promise.all(all)
      }
    },
    async settle() {
      const again = async (number: number) => {
        const answer = await send(number, server.url)
        expect(answer, `tick ${number}, sent again`).toMatchObject({ status: 200 })
        told.unsure.delete(number)
        hear(number, answer)
      }
      const waiting = [...told.unsure]
      while (waiting.length > 0) await Promise.all(waiting.splice(0, settledAtOnce).map(again))
    },
    async expectEachOnce() {
      expect(told.wrong).toEqual([])
      expect([...told.unsure], 'not settled').toEqual([])
      const times = new Map<number, number>()
      for (const number of await numbersInLog(launch(server.url, '/entries'), headers))
        if (sent.has(number)) times.set(number, (times.get(number) ?? 0) + 1)
      const notOnce = [...told.acknowledged.keys()].filter((number) => times.get(number) !== 1)
      expect(notOnce, 'acknowledged, but not there once').toEqual([])
      expect(
        [...told.refused].filter((number) => times.has(number)),
        'done, but refused as not saved',
      ).toEqual([])
      expect(times.size, 'of these clients in the log').toBe(told.acknowledged.size)
    },
    async repeats() {
      const [number, version] = [...told.acknowledged].at(-1) ?? []
      if (number === undefined) throw new Error('nothing was acknowledged yet')
      const answer = await send(number, server.url)
      return answer?.status === 200 && versionOf(answer.text) === version
    },
  }
}

async function numbersInLog(url: string, headers: Record<string, string>): Promise<number[]> {
  const numbers: number[] = []
  for (let after: number | null = -1; after !== null; ) {
    const answer = await fetch(`${url}?after=${after}&limit=500`, { headers })
    expect(answer.status).toBe(200)
    // The contract's own shape: a list of entries and the cursor of the next page.
    const page = (await answer.json()) as {
      entries: { action: string; data: { evidence?: { value?: number } } }[]
      next: number | null
    }
    for (const { action, data } of page.entries)
      if (action === 'gate.tick' && data.evidence?.value !== undefined) numbers.push(-data.evidence.value)
    after = page.next
  }
  return numbers
}
