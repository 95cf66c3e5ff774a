import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Desk, openDesk, type Ran } from './run.ts'

/** `check` against a server that answers all kinds of things: only an undoubted yes is 0. */

interface Reply {
  status: number
  body: string
  headers?: Record<string, string>
  /** Sent in place of everything. */
  instead?: (res: ServerResponse) => void
}

let desk: Desk
let url: string
let reply: Reply
let seen: IncomingMessage[] = []
const server = createServer((req, res) => {
  seen.push(req)
  if (reply.instead) return reply.instead(res)
  res.writeHead(reply.status, reply.headers).end(reply.body)
})

/** Asked at the start and looked at later: it takes ten seconds, in which the other tests run. */
let endless: Promise<{ ran: Ran; took: number }>
let askedAt = 0
const endlessServer = createServer((_, res) => {
  askedAt = performance.now()
  res.writeHead(200).write('{')
})

beforeAll(async () => {
  desk = openDesk()
  url = await listening(server)
  const asked = { LAUNCHGATE_URL: await listening(endlessServer) }
  endless = desk.spawnWith(asked, 'check', 'aurora').then((ran) => ({ ran, took: performance.now() - askedAt }))
})
afterAll(() => {
  for (const each of [server, endlessServer]) {
    each.closeAllConnections()
    each.close()
  }
  desk.remove()
})

async function listening(each: Server): Promise<string> {
  each.listen(0, '127.0.0.1')
  await once(each, 'listening')
  // A server that listens on TCP has an address of this kind.
  return `http://127.0.0.1:${(each.address() as AddressInfo).port}`
}

const gate = {
  kind: 'gate',
  word: 'wait',
  gate: 'inventory',
  title: 'Inventory',
  status: 'needs-recheck',
  reason: 'The stock count is older than 3 days.',
  role: 'inventory-manager',
  waitingFor: [{ id: 'joon', name: '박준' }],
  since: '2026-11-22T14:10:00.000Z',
}
const go = { launch: 'aurora', decision: 'go', unlocked: true, summary: 'Ready.', candidate: null, blockers: [] }
const locked = (decision: string, more: object = {}) => ({
  ...go,
  decision,
  unlocked: false,
  summary: 'Not ready: 1 of 3 gates still open',
  blockers: [gate],
  ...more,
})

function answer(status: number, body: unknown, headers: Record<string, string> = {}): void {
  reply = { status, body: typeof body === 'string' ? body : JSON.stringify(body), headers }
  seen = []
}
const check = (...args: string[]) => desk.runWith({ LAUNCHGATE_URL: url }, 'check', ...args)
/** The same as a process of its own, which has to end although a connection is open. */
const spawnCheck = (...args: string[]) => desk.spawnWith({ LAUNCHGATE_URL: url }, 'check', ...args)

describe('an answer', () => {
  it('go is 0', async () => {
    answer(200, go)
    expect(await spawnCheck('aurora')).toEqual({ code: 0, stdout: 'Ready.\n', stderr: '' })
  })

  it.each([
    ['wait', 3],
    ['hold', 4],
    ['no-go', 6],
  ])('%s is %i, with a table of who is waited for', async (decision, code) => {
    answer(423, locked(decision))
    expect(await spawnCheck('aurora')).toEqual({
      code,
      stderr: '',
      stdout: [
        'Not ready: 1 of 3 gates still open',
        '',
        'GATE       STATUS         WAITING ON  SINCE                 REASON',
        'Inventory  needs-recheck  박준        2026-11-22 14:10 UTC  The stock count is older than 3 days.',
        '',
      ].join('\n'),
    })
  })

  it('is printed as it came with --json', async () => {
    answer(423, locked('wait'))
    const ran = await check('aurora', '--json')
    expect([ran.code, JSON.parse(ran.stdout)]).toEqual([3, locked('wait')])
  })

  it('is asked for with the token and the build that were given', async () => {
    answer(200, { ...go, candidate: { version: '4812', commit: '9f3c2a1', url: null } })
    expect((await check('aurora', '--candidate', '9f3c2a1', '--token', 'lg_given')).code).toBe(0)
    expect(seen.map(({ method, url, headers }) => [method, url, headers.authorization])).toEqual([
      ['GET', '/api/v1/launches/aurora/deploy?candidate=9f3c2a1', 'Bearer lg_given'],
    ])
    await desk.runWith({ LAUNCHGATE_TOKEN: 'lg_set' }, 'check', 'aurora', '--url', `${url}/`)
    expect(seen[1]?.headers.authorization).toBe('Bearer lg_set')
  })

  it('agrees with its header, and names the build in either Unicode form', async () => {
    answer(200, { ...go, candidate: { version: 'caf\u00e9-1', commit: null } }, { 'Launchgate-Decision': 'go' })
    expect((await check('aurora', '--candidate', 'cafe\u0301-1')).code).toBe(0)
    answer(423, locked('hold'), { 'Launchgate-Decision': 'hold' })
    expect((await check('aurora')).code).toBe(4)
  })

  it('may be about a build although none was named', async () => {
    answer(200, { ...go, candidate: { version: '4812', commit: '9f3c2a1' } })
    expect((await check('aurora')).code).toBe(0)
  })

  it('of a newer server may hold more fields, kinds and statuses', async () => {
    answer(200, { ...go, candidate: { version: '4812', commit: null, tag: 'v3' }, freezes: [] })
    expect((await check('aurora', '--candidate', '4812')).code).toBe(0)
    const newer = {
      ...gate,
      kind: 'budget',
      status: 'overspent',
      limit: 3,
      waitingFor: [{ id: 'joon', name: null, team: 2 }],
    }
    answer(423, locked('hold', { blockers: [newer], freezes: [1] }))
    const ran = await check('aurora')
    expect([ran.code, ran.stdout]).toEqual([4, expect.stringMatching(/^Inventory +overspent +joon /m)])
  })

  it('cannot steer the terminal', async () => {
    answer(423, locked('wait', { summary: 'Wait\u001b[2J\u202e.' }))
    expect((await check('aurora')).stdout).toMatch(/^Wait \[2J \.\n/)
  })

  it('about a build that nobody has named yet is 3', async () => {
    answer(423, locked('wait', { blockers: [{ ...gate, kind: 'candidate', status: null, waitingFor: [] }] }))
    expect((await check('aurora')).code).toBe(3)
  })
})

describe('any doubt is 5', () => {
  const built = { version: '4812', commit: null, url: null }
  const doubts: [string, number, unknown][] = [
    ['200 without unlocked', 200, { ...go, unlocked: undefined }],
    ['200 that is not unlocked', 200, { ...go, unlocked: false }],
    ['200 with "true" as a word', 200, { ...go, unlocked: 'true' }],
    ['200 without a decision', 200, { ...go, decision: undefined }],
    ['200 with another decision', 200, { ...go, decision: 'wait' }],
    ['200 with a decision nobody knows', 200, { ...go, decision: 'maybe' }],
    ['200 with a blocker', 200, { ...go, blockers: [gate] }],
    ['200 without the launch', 200, { ...go, launch: undefined }],
    ['200 without a word about the build', 200, { ...go, candidate: undefined }],
    ['200 with a build without a commit of any kind', 200, { ...go, candidate: { version: '4812' } }],
    ['200 with a build that is no build', 200, { ...go, candidate: '4812' }],
    ['200 without blockers', 200, { ...go, blockers: undefined }],
    ['200 with blockers that are no list', 200, { ...go, blockers: 0 }],
    ['200 of a stub', 200, { decision: 'go', unlocked: true, blockers: [] }],
    ['200 about another launch', 200, { ...go, launch: 'borealis' }],
    ['200 as a page', 200, '<!doctype html><title>Welcome</title>'],
    ['200 with nothing', 200, ''],
    ['201 go', 201, go],
    ['204', 204, ''],
    ['423 with go', 423, { ...locked('go'), blockers: [] }],
    ['423 that is unlocked', 423, locked('wait', { unlocked: true })],
    ['423 without a decision', 423, { title: 'Locked' }],
    ['423 as text', 423, 'Locked'],
    ['423 without a summary', 423, locked('wait', { summary: undefined })],
    ['423 without blockers', 423, locked('wait', { blockers: undefined })],
    ['423 with a blocker without a reason', 423, locked('wait', { blockers: [{ ...gate, reason: undefined }] })],
    ['423 with a blocker since noon', 423, locked('wait', { blockers: [{ ...gate, since: 'noon' }] })],
    [
      'a build that was not said',
      423,
      locked('wait', { candidate: built, blockers: [{ ...gate, kind: 'candidate' }] }),
    ],
    ['401', 401, { detail: 'A token is needed.' }],
    ['403', 403, {}],
    ['404', 404, { detail: 'There is no launch aurora.' }],
    ['422', 422, {}],
    ['500 that says go', 500, go],
    ['503', 503, 'busy'],
  ]
  it.each(doubts)('%s', async (_, status, body) => {
    answer(status, body)
    const ran = await check('aurora')
    expect([ran.code, ran.stdout]).toEqual([5, ''])
    expect(ran.stderr).toMatch(/^Deploy status unknown: .+\n$/)
  })

  it.each([
    ['another build', built],
    ['no build', null],
    ['a build that only begins with it', { ...built, version: '48130' }],
  ])('a yes about %s', async (_, candidate) => {
    answer(200, { ...go, candidate })
    expect((await check('aurora', '--candidate', '4813')).code).toBe(5)
  })

  it.each([
    [200, go, 'wait'],
    [200, go, 'no-go'],
    [200, go, ''],
    [423, locked('wait'), 'go'],
    [423, locked('wait'), 'hold'],
  ])('%i whose header says something else than its body', async (status, body, header) => {
    answer(status, body, { 'Launchgate-Decision': header })
    expect((await check('aurora')).code).toBe(5)
  })

  it.each([301, 302, 303, 307, 308])('%i to a yes is not followed', async (status) => {
    answer(status, go, { Location: `${url}/elsewhere` })
    expect((await check('aurora')).code).toBe(5)
    expect(seen).toHaveLength(1)
  })

  it('no server, and one that hangs up', async () => {
    expect((await spawnCheck('aurora', '--url', 'http://127.0.0.1:1')).code).toBe(5)
    reply = { status: 0, body: '', instead: (res) => void res.destroy() }
    expect((await spawnCheck('aurora')).code).toBe(5)
    reply.instead = (res) => {
      res.writeHead(200, { 'Content-Length': '1000' }).write('{"decision":"go"')
      setTimeout(() => res.destroy(), 50)
    }
    expect((await check('aurora')).code).toBe(5)
  })

  it('an answer that never ends', async () => {
    const { ran, took } = await endless
    expect([ran.code, ran.stderr]).toEqual([5, expect.stringContaining('timed out after 10 seconds')])
    expect(took).toBeLessThan(15_000)
  })

  it.each([
    [[]],
    [['aurora', 'borealis']],
    [['aurora', '--fast']],
    [['aurora', '--candidate']],
    [['aurora', '--candidate', '']],
    [['aurora', '--url', 'ftp://example.org']],
    [['aurora', '--url', 'nonsense']],
    [['../status']],
    [['--help']],
    [['--token', 'lg two', 'aurora']],
  ])('wrong usage: %j', async (args) => {
    answer(200, go)
    expect((await check(...args)).code).toBe(5)
    expect(seen).toEqual([])
  })
})

it('says 5 too when the unknown option stands before it', async () => {
  answer(200, go)
  expect((await desk.spawnWith({ LAUNCHGATE_URL: url }, '--fast', 'check', 'aurora')).code).toBe(5)
  expect(seen).toEqual([])
})

it('never repeats a token, whatever is wrong with it', async () => {
  answer(200, go)
  const ran = await desk.runWith({ LAUNCHGATE_URL: url, LAUNCHGATE_TOKEN: 'lg_secret\nline' }, 'check', 'aurora')
  expect([ran.code, ran.stdout]).toEqual([5, ''])
  expect(ran.stderr).toMatch(/^Deploy status unknown: the token .*\n$/)
  expect(ran.stderr).not.toContain('secret')
})

it('never repeats credentials of the address, nor sends them', async () => {
  answer(200, go)
  const ran = await check('aurora', '--url', url.replace('http://', 'http://x:lg_secret@'))
  expect([ran.code, ran.stdout, seen]).toEqual([5, '', []])
  expect(ran.stderr).toMatch(/^Deploy status unknown: the URL contains credentials\. Use --token/)
  expect(ran.stderr).not.toContain('lg_secret')
})

it('loads no database', async () => {
  answer(200, go)
  const ran = await desk.spawnWith({ LAUNCHGATE_URL: url, NODE_DEBUG: 'esm' }, 'check', 'aurora')
  expect(ran.code).toBe(0)
  expect(ran.stderr).toMatch(/check-\w+\.mjs/)
  expect(ran.stderr).not.toMatch(/node_modules\/better-sqlite3\//)
})
