import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Person } from '../../db/directory.ts'
import { seal, Unsealable } from '../../db/seal.ts'
import { type Connection, connect } from '../../db/sqlite/connection.ts'
import { SqliteStore } from '../../db/sqlite/store.ts'
import { type Outcome, type Store, Taken } from '../../db/store.ts'
import { verifyLaunch } from '../../db/verify.ts'
import { putPerson } from '../support/directory.ts'
import { create, does } from './hello.ts'
import { sqlitePlace } from './sqlite-place.ts'

/** Commands of one turn share a transaction: one COMMIT for all, and what happens to each when that fails. */

let place: Awaited<ReturnType<typeof sqlitePlace>>
let store: Store
/** COMMITs of the first connection. */
let commits: number
/** What the next COMMIT does instead. */
let failure: { code: string; when: 'before' | 'after' } | null

beforeEach(async () => {
  place = await sqlitePlace()
  commits = 0
  failure = null
  let isFirst = true
  const open = () => {
    const connection = connect(place.file, 100)
    if (isFirst) watchCommits(connection)
    isFirst = false
    return connection
  }
  // On a busy machine a few commands may take longer than a group may.
  store = new SqliteStore(place.file, open, { longestGroupMs: Number.POSITIVE_INFINITY })
  await create(store)
  commits = 0
})
afterEach(async () => {
  await store.close()
  await place.remove()
})

function watchCommits({ $client }: Connection): void {
  const prepare = $client.prepare.bind($client)
  Object.defineProperty($client, 'prepare', {
    value: (source: string) => {
      const statement = prepare(source)
      if (source !== 'COMMIT') return statement
      const { run } = statement
      return Object.defineProperty(statement, 'run', { value: () => commit(() => Reflect.apply(run, statement, [])) })
    },
  })
}

function commit(run: () => void): void {
  const failing = failure
  failure = null
  if (failing?.when !== 'before') run()
  if (failing !== null) throw new Database.SqliteError('the commit fails', failing.code)
  commits += 1
}

const comment = (n: number): Promise<Outcome> => {
  const text = seal(`Comment ${n}`, `salt-${n}`)
  const command = { type: 'gate.comment', gate: 'content', text: text.commitment } as const
  return does(store, 'chloe', command, { request: `r_${n}`, privateTexts: [text] })
}
const comments = (count: number) => Array.from({ length: count }, (_, n) => comment(n))
const versions = (outcomes: readonly Outcome[]) => outcomes.map((each) => each.kind === 'accepted' && each.version)

describe('commands of one turn', () => {
  test('are committed together, and listeners hear of each afterwards', async () => {
    const heard: [number, number][] = []
    store.watch(({ version }) => heard.push([version, commits]))
    expect(versions(await Promise.all(comments(5)))).toEqual([2, 3, 4, 5, 6])
    expect(commits).toBe(1)
    expect(heard).toEqual([2, 3, 4, 5, 6].map((version) => [version, 1]))
  })

  test('see each what those before it did, and not what was undone', async () => {
    const tom: Person = {
      id: 'tom',
      pseudonym: 'p_tom',
      name: 'Tom Becker',
      email: 'tom@example.com',
      roles: [],
      admin: false,
      auditor: false,
      active: true,
    }
    const reason = seal('The supplier is late.')
    const hold = { type: 'launch.hold', reason: reason.commitment } as const
    const nul = { ...seal('x'), value: 'NUL \u0000' }
    const outcomes = await Promise.allSettled([
      comment(1),
      does(store, 'priya', { type: 'launch.start' }, { privateTexts: [nul] }),
      does(store, 'helen', hold),
      does(store, 'priya', { type: 'launch.start' }, { request: 'r_start' }),
      does(store, 'helen', hold, { request: 'r_hold', privateTexts: [reason] }),
      putPerson(store, tom),
      putPerson(store, { ...tom, name: 'Another' }),
      comment(2),
    ])
    expect(outcomes).toMatchObject([
      { value: { kind: 'accepted', version: 2, state: { state: 'draft' } } },
      { reason: expect.any(Unsealable) },
      { value: { kind: 'refused', state: { state: 'draft', version: 2 } } },
      { value: { kind: 'accepted', version: 3, state: { state: 'preparing.locked' } } },
      { value: { kind: 'accepted', version: 4, state: { state: 'held' } } },
      { status: 'fulfilled' },
      { reason: expect.any(Taken) },
      { value: { kind: 'accepted', version: 5, state: { state: 'held' } } },
    ])
    expect(commits).toBe(1)
    expect(await store.directory.people()).toEqual([tom])
    expect(await store.load('hello')).toEqual((await store.stored('hello'))?.state)
    expect(await verifyLaunch(store, 'hello')).toMatchObject({ matches: true, entries: 5 })
  })

  test('with one request key give one outcome', async () => {
    const key = { actor: 'p_priya', route: '/hello', key: 'k1', fingerprint: 'f1' }
    const start = () => does(store, 'priya', { type: 'launch.start' }, { key })
    const outcomes = await Promise.all([start(), comment(1), start()])
    expect(outcomes).toMatchObject([
      { version: 2, repeated: false },
      { version: 3, repeated: false },
      { version: 2, repeated: true, entries: [{ action: 'launch.start' }], state: { version: 3 } },
    ])
    expect(commits).toBe(1)
    expect(await verifyLaunch(store, 'hello')).toMatchObject({ matches: true, entries: 3 })
  })

  test('that are many are committed in several transactions, with turns for others in between', async () => {
    const order: string[] = []
    const writes = comments(200).map((write) => write.then(() => order.push('write')))
    for (let turn = 0; turn < 4; turn += 1) {
      await new Promise((resolve) => setImmediate(resolve))
      order.push('read')
    }
    await Promise.all(writes)
    expect(commits).toBeGreaterThanOrEqual(4)
    expect(order.indexOf('read')).toBeLessThan(order.lastIndexOf('write'))
    expect(await verifyLaunch(store, 'hello')).toMatchObject({ matches: true, entries: 201 })
  })

  test('are done one by one when their COMMIT finds the disk full, and left nothing', async () => {
    failure = { code: 'SQLITE_FULL', when: 'before' }
    expect(versions(await Promise.all(comments(3)))).toEqual([2, 3, 4])
    expect(commits).toBe(3)
    expect(await verifyLaunch(store, 'hello')).toMatchObject({ matches: true, entries: 4 })
  })

  test('of which one is too large for the disk: it alone fails', async () => {
    const client = new Database(place.file)
    const pages = Number(client.pragma('page_count', { simple: true }))
    client.close()
    await store.close()
    const connection = connect(place.file, 100)
    store = new SqliteStore(place.file, () => connection)
    connection.$client.pragma(`max_page_count = ${pages + 20}`)
    const large = { ...seal('large'), value: 'x'.repeat(500_000) }
    const outcomes = await Promise.allSettled([
      comment(1),
      does(store, 'priya', { type: 'launch.start' }, { privateTexts: [large] }),
      comment(2),
    ])
    expect(outcomes).toMatchObject([
      { value: { version: 2, state: { state: 'draft' } } },
      { reason: { name: 'StoreUnavailable', written: 'nothing' } },
      { value: { version: 3, state: { state: 'draft' } } },
    ])
    expect(await store.load('hello')).toEqual((await store.stored('hello'))?.state)
    expect(await verifyLaunch(store, 'hello')).toMatchObject({ matches: true, entries: 3 })
  })

  test.each(['before', 'after'] as const)(
    'hear all that nobody can tell when their COMMIT fails %s it was done; then memory is what the file says',
    async (when) => {
      failure = { code: 'SQLITE_IOERR_FSYNC', when }
      const outcomes = await Promise.allSettled([
        ...comments(2),
        does(store, 'tom', { type: 'launch.start' }),
        store.directory.setSetting('demo', 'yes'),
      ])
      for (const outcome of outcomes)
        expect(outcome).toMatchObject({ reason: { name: 'StoreUnavailable', written: 'unknown' } })
      const isSettled = () =>
        store.ping().then(
          () => true,
          () => false,
        )
      await expect.poll(isSettled, { timeout: 5000 }).toBe(true)
      const version = when === 'after' ? 3 : 1
      expect(await store.load('hello')).toMatchObject({ version })
      expect(await store.load('hello')).toEqual((await store.stored('hello'))?.state)
      expect(versions([await comment(2)])).toEqual([version + 1])
      expect(await verifyLaunch(store, 'hello')).toMatchObject({ matches: true, entries: version + 1 })
    },
  )
})
