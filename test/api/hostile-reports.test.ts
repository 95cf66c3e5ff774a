import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Served, served } from '../support/server.ts'

/** Reports of 10 MB, sent to the real server: whatever is in them, it goes on answering, in little memory. */

let shop: Served
let token: string
let pid: number
beforeAll(async () => {
  shop = await served({ LAUNCHGATE_DEMO: '1' })
  await shop.start()
  pid = shop.pid()
  token = await shop.cli('token', 'create', '--service', 'ci', '--scope', 'evidence:write', '--scope', 'launch:read')
})
afterAll(() => shop.close())

const repeated = (text: string, times: number) => Buffer.from(`<testsuite>${text.repeat(times)}</testsuite>`)
const numbered = (make: (number: number) => string, times: number) =>
  Buffer.from(`<testsuites>${Array.from({ length: times }, (_, number) => make(number)).join('')}</testsuites>`)
const suite = (n: number) =>
  `<testsuite name="suite ${n}" tests="1" failures="0" errors="0" skipped="0" time="0.001" timestamp="2026-11-23T09:00:00" hostname="ci">` +
  `<testcase name="a test ${n}" classname="c.${n}" time="0.001"/></testsuite>`

const residentMb = () => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024

/** Asks /healthz again and again while `act` runs: how long the slowest answer took, and the most memory meanwhile. */
async function watched<T>(act: () => Promise<T>) {
  let isOver = false
  const slowest = { ms: 0, mb: 0 }
  const watching = (async () => {
    while (!isOver) {
      const asked = performance.now()
      await fetch(`${shop.url}/healthz`).then((res) => res.text())
      slowest.ms = Math.max(slowest.ms, performance.now() - asked)
      slowest.mb = Math.max(slowest.mb, residentMb())
      await new Promise((wake) => setTimeout(wake, 20))
    }
  })()
  const result = await act()
  isOver = true
  await watching
  return { result, ...slowest }
}

const address = (candidate: string) =>
  `${shop.url}/api/v1/launches/aurora/gates/testing-signoff/items/TFN-1/evidence?candidate=${candidate}`
const build = '4812'

async function post(body: Buffer, candidate = build): Promise<{ status: number; text: string; ms: number }> {
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/xml' }
  const started = performance.now()
  const res = await fetch(address(candidate), { method: 'POST', headers, body: new Uint8Array(body) })
  return { status: res.status, text: await res.text(), ms: performance.now() - started }
}

/** Far more than is measured on an idle machine (80 ms, 290 MB), far less than what a parser in the event loop takes (10 s, 1 GB). */
const bearable = { ms: 4000, mb: 450 }

describe('a report of 10 MB', () => {
  test.each<[string, () => Buffer, status: number, says: string]>([
    ['of 9 MB of different names', () => numbered((n) => `<e${n}/>`, 910_000), 200, '"ticked":false'],
    ['of 49,500 suites', () => numbered(suite, 49_500), 200, '"passed":49500'],
    ['of 524,000 tests', () => repeated('<testcase name="x"/>', 524_000), 200, '"passed":524000'],
    [
      'of one comment that a parser keeps',
      () => Buffer.from(`<testsuite><!--${'-x'.repeat(5e6)}--></testsuite>`),
      422,
      'report-too-complex',
    ],
    [
      'of attributes',
      () => Buffer.from(`<testsuite ${Array.from({ length: 7e5 }, (_, n) => `a${n}=""`).join(' ')}/>`),
      422,
      'report-too-many-attributes',
    ],
    ['of elements in each other', () => Buffer.from(`<testsuite>${'<a>'.repeat(3e6)}`), 422, 'report-too-deep'],
    ['of ampersands', () => repeated('&', 1e7), 422, 'report-not-xml'],
  ])('%s', async (_, make, status, says) => {
    const body = make()
    const { result, ms, mb } = await watched(() => post(body))
    expect(result).toMatchObject({ status, text: expect.stringContaining(says) })
    expect(ms).toBeLessThan(bearable.ms)
    expect(mb).toBeLessThan(bearable.mb)
  })

  test('about another build is refused unread', async () => {
    const { result, ms } = await watched(() => post(numbered(suite, 49_500), 'another'))
    expect(result).toMatchObject({ status: 409, text: expect.stringContaining('candidate-other') })
    expect(ms).toBeLessThan(bearable.ms)
  })
})
