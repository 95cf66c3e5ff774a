import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { beside } from './beside.ts'
import { atLeast, atMost, describe as described, isMet, ratioText } from './figure.ts'
import { parseAnswer } from './load/connection.ts'
import { type Load, sendLoad } from './load/send-load.ts'
import { chartsOf } from './report/charts.ts'
import { performancePage } from './report/page.ts'
import { readResults } from './results.ts'

/** The bench itself, in seconds: its figures are for `npm run bench`. */

const docs = new URL('../../docs/', import.meta.url)

test('docs/performance.md and its charts are what the JSON makes', () => {
  const results = readResults()
  expect(readFileSync(new URL('performance.md', docs), 'utf8'), 'made by npm run bench -- --write').toBe(
    performancePage(results),
  )
  const charts = chartsOf(results)
  for (const { file, svg } of charts) expect(readFileSync(new URL(file, docs), 'utf8')).toBe(svg)
  const folder = new URL('performance/', docs)
  const files = existsSync(folder) ? readdirSync(folder) : []
  expect(files.sort()).toEqual(charts.map(({ file }) => file.replace('performance/', '')).sort())
})

test('the page says of each figure what it stands beside, and whether its limit is met', () => {
  const figures = [
    { ...atLeast('ticks', [1900, '/s'], [1000, 'raw'], 1), point: { chart: 'ticks', series: 'Ticks', x: 64 } },
    { name: 'raw rows', value: 1000, unit: '/s', point: { chart: 'ticks', series: 'SQLite', x: 64 } },
    atMost('p50', [2, 'ms'], [1, 'raw'], 1.5),
  ]
  const machine = { cores: 2, processor: 'Bench 1', node: 'v24.0.0' }
  const results = { parts: { writes: { measured: '2026-12-01', commit: 'abc', machine, figures } } }
  const page = performancePage(results)
  expect(page).toContain('1 of 2 limits are missed.')
  expect(page).toContain('| ticks | 1,900/s | 1,000/s: raw | 1.90 | at least 1 × | met |')
  expect(page).toContain('| p50 | 2.00 ms | 1.00 ms: raw | 2.00 | at most 1.5 × | **missed** |')
  expect(page).toContain('](performance/ticks.svg)')
  const [chart, ...others] = chartsOf(results)
  expect(others).toEqual([])
  expect(chart?.alt).toBe('Durable ticks a second. Ticks: 1,900 with 64 clients. SQLite: 1,000 with 64 clients.')
  // Bars start at zero, so their heights are as their values.
  const heights = [...(chart?.svg ?? '').matchAll(/height="([\d.]+)" fill=/g)].map(([, height]) => Number(height))
  expect((heights[2] ?? 0) / (heights[3] ?? 1)).toBeCloseTo(1.9, 1)
})

test('a ratio that misses its limit by a little is not printed as met', () => {
  const slow = atLeast('ticks', [996, '/s'], [1000, 'raw'], 1)
  expect([isMet(slow), ratioText(slow)]).toEqual([false, '0.99'])
  expect(described(slow)).toMatch(/^MISSED {2}ticks: 996\/s; 0\.99 × raw, 1,000\/s; at least 1 ×$/)
  const long = atMost('p50', [1501, 'ms'], [1000, 'raw'], 1.5)
  expect([isMet(long), ratioText(long)]).toEqual([false, '1.51'])
  const exact = atLeast('status', [290, '/s'], [1000, 'Express'], 0.29)
  expect([isMet(exact), ratioText(exact)]).toEqual([true, '0.29'])
  expect(isMet(atLeast('nothing', [Number.NaN, '/s'], [1000, 'raw'], 1))).toBe(false)
})

test('each thing stands beside the limits measured before and after it', async () => {
  const limits = [10, 20, 60]
  const measured = await beside(async () => limits.shift() ?? 0, { a: async () => 'A', b: async () => 'B' })
  expect(measured).toEqual({ a: { result: 'A', limit: 15 }, b: { result: 'B', limit: 40 } })
})

test('answers are read whole, in parts, chunked and without a body', () => {
  const whole = Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello')
  expect(parseAnswer(whole)).toEqual({ answer: { status: 200, body: Buffer.from('hello') }, length: whole.length })
  for (let end = 0; end < whole.length; end += 1) expect(parseAnswer(whole.subarray(0, end))).toBeNull()
  const chunked = Buffer.from(
    'HTTP/1.1 423 Locked\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n',
  )
  expect(parseAnswer(chunked)).toEqual({ answer: { status: 423, body: Buffer.from('hello') }, length: chunked.length })
  expect(parseAnswer(chunked.subarray(0, -3))).toBeNull()
  const empty = Buffer.from('HTTP/1.1 304 Not Modified\r\nETag: "a"\r\n\r\nHTTP/1.1 200')
  expect(parseAnswer(empty)?.length).toBe(empty.length - 'HTTP/1.1 200'.length)
})

test('a load sends what each client has, and fails at another status', async () => {
  const seen: string[] = []
  await withServer(
    (req, res) => {
      let body = ''
      req
        .on('data', (part) => (body += part))
        .on('end', () => {
          seen.push(`${req.method} ${req.url} ${body}`)
          res.writeHead(req.url === '/broken' ? 500 : 200, { 'Content-Length': 2 }).end('ok')
        })
    },
    async (port) => {
      const load: Load = {
        port,
        clients: 2,
        each: [
          [
            { method: 'POST', path: '/a', body: '{n}', expected: 200 },
            { method: 'GET', path: '/b', expected: 200 },
          ],
          [{ method: 'GET', path: '/c', expected: 200 }],
        ],
        seconds: 0,
        warmUp: 0,
        requests: 8,
      }
      const { count, p50, p99 } = await sendLoad(load)
      expect([count, p99 >= p50]).toEqual([8, true])
      const numbers = seen.flatMap((line) => /^POST \/a (\d{12})$/.exec(line)?.[1] ?? [])
      expect(new Set(numbers).size).toBeGreaterThan(1)
      expect(new Set(seen.map((line) => line.slice(0, 7).trim()))).toEqual(new Set(['POST /a', 'GET /b', 'GET /c']))
      const broken: Load = { ...load, each: [[{ method: 'GET', path: '/broken', expected: 200 }]] }
      await expect(sendLoad(broken)).rejects.toThrow('GET /broken: expected 200, got 500 ok')
    },
  )
})

async function withServer(listener: RequestListener, run: (port: number) => Promise<void>): Promise<void> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    // A server that listens on a port has such an address.
    await run((server.address() as AddressInfo).port)
  } finally {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
}
