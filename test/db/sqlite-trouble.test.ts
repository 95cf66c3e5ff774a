import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { linkSync, readdirSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { copyFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { lockStore, openServerStore, openStore } from '../../db/open-store.ts'
import { seal } from '../../db/seal.ts'
import { type Connection, connect } from '../../db/sqlite/connection.ts'
import { openSqliteReader, SqliteStore } from '../../db/sqlite/store.ts'
import { type Store, type StoreNews, StoreUnavailable } from '../../db/store.ts'
import { verifyLaunch } from '../../db/verify.ts'
import { create, does } from './hello.ts'
import { sqlitePlace } from './sqlite-place.ts'

/** What happens to the file of a running server: it is deleted, replaced, emptied, locked, or served by another one. */

let place: Awaited<ReturnType<typeof sqlitePlace>>
let news: StoreNews[]
const stores: Store[] = []
const start = { type: 'launch.start' } as const

beforeEach(async () => {
  place = await sqlitePlace()
  news = []
})
afterEach(async () => {
  for (const store of stores.splice(0)) await store.close()
  await place.remove()
})

async function serve(): Promise<Store> {
  const store = await openServerStore(`file:${place.file}`, (each) => news.push(each))
  stores.push(store)
  return store
}

async function openAgain(): Promise<Store> {
  for (const store of stores.splice(0)) await store.close()
  const store = await openStore(`file:${place.file}`)
  stores.push(store)
  return store
}

const comment = (store: Store, text = 'x') => {
  const said = seal(text, `salt of ${text}`)
  const command = { type: 'gate.comment', gate: 'content', text: said.commitment } as const
  return does(store, 'chloe', command, { request: `r_${text}`, privateTexts: [said] })
}
const unavailable = (why: RegExp, written: 'nothing' | 'unknown' = 'nothing') =>
  expect.objectContaining({ name: 'StoreUnavailable', written, message: expect.stringMatching(why) })

describe('a file that is no longer at its path', () => {
  test('deleted: nothing is acknowledged, and nothing is read', async () => {
    const store = await serve()
    await create(store)
    rmSync(place.file)
    await expect(does(store, 'priya', start)).rejects.toEqual(unavailable(/deleted or moved/))
    for (const read of [() => store.load('hello'), () => store.ping(), () => store.board()])
      await expect(read()).rejects.toThrow(StoreUnavailable)
    expect(news).toEqual([{ kind: 'unavailable', why: expect.stringMatching(/deleted or moved/) }])
  })

  test('moved away and back: it goes on by itself, with everything that was acknowledged', async () => {
    const store = await serve()
    await create(store)
    renameSync(place.file, `${place.file}.away`)
    await expect(does(store, 'priya', start)).rejects.toEqual(unavailable(/deleted or moved/))
    renameSync(`${place.file}.away`, place.file)
    expect(await does(store, 'priya', start)).toMatchObject({ kind: 'accepted', version: 2 })
    expect(news.map(({ kind }) => kind)).toEqual(['unavailable', 'available'])
    expect(await verifyLaunch(await openAgain(), 'hello')).toMatchObject({ whole: true, entries: 2 })
  })

  test('a read notices within about a second', async () => {
    const store = await serve()
    await create(store)
    rmSync(place.file)
    await expect
      .poll(
        () =>
          store.ping().then(
            () => 'answers',
            () => 'unavailable',
          ),
        { timeout: 5000 },
      )
      .toBe('unavailable')
  })

  test('replaced by a backup: it waits for a restart, and the backup is what is there then', async () => {
    const store = await serve()
    await create(store)
    new Database(place.file).exec('pragma wal_checkpoint(TRUNCATE)').close()
    await copyFile(place.file, `${place.file}.backup`)
    await does(store, 'priya', start)
    renameSync(`${place.file}.backup`, place.file)
    await expect(comment(store)).rejects.toEqual(unavailable(/replaced by another file. Restart/))
    await expect(store.load('hello')).rejects.toThrow(StoreUnavailable)
    for (const end of ['-wal', '-shm']) rmSync(place.file + end, { force: true })
    const again = await openAgain()
    expect(await again.load('hello')).toMatchObject({ version: 1 })
    expect(await verifyLaunch(again, 'hello')).toMatchObject({ whole: true })
  })

  test('emptied in place: it is unavailable, not a fault', async () => {
    const store = await serve()
    await create(store)
    truncateSync(place.file)
    await expect(does(store, 'priya', start)).rejects.toEqual(unavailable(/cut short/))
    await expect(store.load('hello')).rejects.toThrow(StoreUnavailable)
  })

  test.each(['-wal', '-shm'])(
    'its %s deleted: what was acknowledged is saved into the file, and it goes on',
    async (end) => {
      const store = await serve()
      await create(store)
      rmSync(place.file + end)
      await expect(does(store, 'priya', start)).rejects.toThrow(StoreUnavailable)
      await expect
        .poll(() => does(store, 'priya', start).catch((error: Error) => error.name), { timeout: 5000 })
        .toMatchObject({ kind: 'accepted', version: 2 })
      expect(await verifyLaunch(await openAgain(), 'hello')).toMatchObject({ whole: true, entries: 2 })
    },
  )

  test('its -wal deleted while a second connection reads: what was acknowledged is saved all the same', async () => {
    const store = await serve()
    await create(store)
    const reader = await openSqliteReader(place.file)
    expect(await reader.load('hello')).toMatchObject({ version: 1 })
    rmSync(`${place.file}-wal`)
    await expect(does(store, 'priya', start)).rejects.toThrow(StoreUnavailable)
    await expect
      .poll(() => does(store, 'priya', start).catch((error: Error) => error.name), { timeout: 5000 })
      .toMatchObject({ kind: 'accepted', version: 2 })
    await reader.close()
    expect(await verifyLaunch(await openAgain(), 'hello')).toMatchObject({ whole: true, entries: 2 })
  })
})

describe('an I/O error at COMMIT', () => {
  /** A store whose first connection reports a failed fsync at its next commit of a command, before or after it was done. */
  async function failing(
    when: 'before' | 'after',
    code = 'SQLITE_IOERR_FSYNC',
  ): Promise<{ store: Store; fail: (does?: boolean) => void }> {
    let [fails, isFirst] = [false, true]
    const store = new SqliteStore(
      place.file,
      () => {
        const connection = connect(place.file, 100)
        if (isFirst) withFailingCommit(connection, () => fails, when, code)
        isFirst = false
        return connection
      },
      { busyTimeoutMs: 100, onNews: (each) => news.push(each) },
    )
    stores.push(store)
    await create(store)
    return { store, fail: (does = true) => (fails = does) }
  }

  function withFailingCommit(
    { $client }: Connection,
    fails: () => boolean,
    when: 'before' | 'after',
    code: string,
  ): void {
    const prepare = $client.prepare.bind($client)
    Object.defineProperty($client, 'prepare', {
      value: (source: string) => {
        const statement = prepare(source)
        if (source !== 'COMMIT') return statement
        const { run } = statement
        return Object.defineProperty(statement, 'run', {
          value: () => {
            if (!fails() || when === 'after') Reflect.apply(run, statement, [])
            if (fails()) throw new Database.SqliteError('disk I/O error', code)
          },
        })
      },
    })
  }

  test.each(['before', 'after'] as const)(
    'reported %s it was done: nobody gets an answer until it is settled; then the key gives the outcome, and listeners hear of it once',
    async (when) => {
      const { store, fail } = await failing(when)
      const heard: number[] = []
      store.watch(({ version }) => heard.push(version))
      const key = { actor: 'p_priya', route: '/hello', key: 'k1', fingerprint: 'f1' }
      fail()
      await expect(does(store, 'priya', start, { key })).rejects.toEqual(unavailable(/^It may or may not/, 'unknown'))
      const others: (() => Promise<unknown>)[] = [
        () => store.load('hello'),
        () => store.board(),
        () => store.ping(),
        () => comment(store),
        () => store.directory.people(),
        () => store.directory.setSetting('a', 'b'),
        () => store.pipelines(),
      ]
      for (const ask of others) await expect(ask()).rejects.toEqual(unavailable(/is being opened again/))
      await expect
        .poll(
          () =>
            store.ping().then(
              () => 'settled',
              () => 'not yet',
            ),
          { timeout: 5000 },
        )
        .toBe('settled')

      const isDone = when === 'after'
      expect(await store.load('hello')).toMatchObject({ version: isDone ? 2 : 1 })
      expect(await does(store, 'priya', start, { key })).toMatchObject({ version: 2, replayed: isDone })
      expect(await comment(store)).toMatchObject({ version: 3 })
      expect(heard).toEqual([2, 3])
      expect(news).toEqual([
        { kind: 'unavailable', why: expect.stringContaining('FSYNC') },
        { kind: 'available', ms: expect.any(Number) },
      ])
      expect(await verifyLaunch(store, 'hello')).toMatchObject({ whole: true, entries: 3 })
    },
  )

  test('on a full disk leaves nothing in memory that is not in the file', async () => {
    const { store, fail } = await failing('before', 'SQLITE_FULL')
    expect(await store.directory.setting('demo')).toBe(null)
    const launch = await store.load('hello')
    fail()
    await expect(store.directory.setSetting('demo', 'yes')).rejects.toThrow(StoreUnavailable)
    await expect(store.directory.service('ci', 's_ci')).rejects.toThrow(StoreUnavailable)
    await expect(does(store, 'priya', start)).rejects.toThrow(StoreUnavailable)
    fail(false)
    expect([await store.directory.setting('demo'), await store.directory.services()]).toEqual([null, []])
    expect(await store.load('hello')).toEqual(launch)
  })

  test('of a person, a token or a setting is told in the same way', async () => {
    const { store, fail } = await failing('after')
    fail()
    await expect(store.directory.setSetting('demo', 'yes')).rejects.toEqual(
      unavailable(/^It may or may not/, 'unknown'),
    )
    await expect.poll(() => store.directory.setting('demo').catch(() => 'not yet'), { timeout: 5000 }).toBe('yes')
  })
})

describe('another process holds the lock', () => {
  test('for a moment while the server starts: it waits', async () => {
    await (await serve()).close()
    stores.pop()
    const path = fileURLToPath(new URL('./children/lock-briefly.ts', import.meta.url))
    const child = spawn(process.execPath, [path, place.file, '700'], { stdio: ['ignore', 'pipe', 'inherit'] })
    const ended = once(child, 'exit')
    await once(child.stdout, 'data')
    expect(await create(await serve())).toMatchObject({ kind: 'accepted' })
    await ended
  })

  test('readers go on, the event loop too, and writes are done in their order when it lets go', async () => {
    const store = await serve()
    await create(store)
    const other = new Database(place.file)
    other.exec('BEGIN EXCLUSIVE')
    const writes = ['a', 'b', 'c'].map((text) => comment(store, text))
    let slowest = 0
    for (let n = 0; n < 20; n += 1) {
      const began = performance.now()
      await new Promise((resolve) => setTimeout(resolve, 10))
      expect(await store.load('hello')).toMatchObject({ version: 1 })
      slowest = Math.max(slowest, performance.now() - began)
    }
    other.exec('ROLLBACK')
    other.close()
    expect(await Promise.all(writes)).toMatchObject([{ version: 2 }, { version: 3 }, { version: 4 }])
    // 15 s on the event loop before; the machine may be busy.
    expect(slowest).toBeLessThan(2000)
  })

  test('for more than 5 s: a write is refused, and nothing was written; last use is not waited for', async () => {
    const store = await serve()
    await create(store)
    const other = new Database(place.file)
    other.exec('BEGIN IMMEDIATE')
    const began = performance.now()
    await expect(store.directory.touchToken('t', 1)).rejects.toThrow(StoreUnavailable)
    expect(performance.now() - began).toBeLessThan(1000)
    await expect(does(store, 'priya', start)).rejects.toEqual(unavailable(/Another process is writing/))
    expect(performance.now() - began).toBeGreaterThan(4000)
    other.close()
    expect(await store.load('hello')).toMatchObject({ version: 1 })
  })
})

describe('two servers on one database', () => {
  const refused = (why: RegExp) =>
    expect.objectContaining({ name: 'WrongDatabaseUrl', message: expect.stringMatching(why) })

  /** Gives the file a second path; returns how to take that away, or null where this user may not do that. */
  const secondPaths: [string, RegExp, (file: string, other: string) => (() => void) | null][] = [
    [
      'a hard link',
      /2 hard links/,
      (file, other) => {
        linkSync(file, other)
        return () => rmSync(other)
      },
    ],
    [
      'a mount of the file alone',
      /is mounted as a single file/,
      (file, other) => {
        writeFileSync(other, '')
        if (spawnSync('mount', ['--bind', file, other]).status !== 0) return null
        return () => execFileSync('umount', [other])
      },
    ],
  ]

  test.each(secondPaths)('by %s: the second is refused, and so is the command line', async (_, why, make) => {
    const store = await serve()
    await create(store)
    const other = join(dirname(place.file), 'other.db')
    const remove = make(place.file, other)
    if (remove !== null) {
      expect(() => lockStore(`file:${other}`)).toThrow(refused(why))
      await expect(openStore(`file:${other}`)).rejects.toEqual(refused(why))
      expect(readdirSync(dirname(place.file)).filter((name) => name.startsWith('other.db'))).toEqual(['other.db'])
      remove()
    }
    expect(await does(store, 'priya', start)).toMatchObject({ kind: 'accepted', version: 2 })
  })

  test('past the lock: the older one stops, and acknowledges nothing more', async () => {
    const older = await serve()
    await create(older)
    const newer = await serve()
    await expect(does(older, 'priya', start)).rejects.toEqual(unavailable(/Another server has taken over/))
    await expect(older.load('hello')).rejects.toThrow(StoreUnavailable)
    expect(await newer.load('hello')).toMatchObject({ version: 1 })
    expect(await does(newer, 'priya', start)).toMatchObject({ kind: 'accepted', version: 2 })
    // The command line works beside it, as before.
    const cli = await openStore(`file:${place.file}`)
    stores.push(cli)
    expect(await comment(cli)).toMatchObject({ kind: 'accepted', version: 3 })
    expect(await comment(newer)).toMatchObject({ kind: 'accepted', version: 4 })
  })
})

describe('what is at the path of a DATABASE_URL', () => {
  const wrong = (why: RegExp) =>
    expect.objectContaining({ name: 'WrongDatabaseUrl', message: expect.stringMatching(why) })
  const folder = () => dirname(place.file)
  const bothRefuse = async (url: string, why: RegExp) => {
    const before = readdirSync(folder())
    expect(() => lockStore(url)).toThrow(wrong(why))
    await expect(openStore(url)).rejects.toEqual(wrong(why))
    expect(readdirSync(folder())).toEqual(before)
  }

  test.each(['?mode=ro', '#x', '?'])('a name that ends in %s is refused', (end) =>
    bothRefuse(`file:${place.file}${end}`, /^DATABASE_URL: "\?" and "#" are not allowed/),
  )

  test.each(['%', '%2G', '%00'])('a name with %s is refused', (letters) =>
    bothRefuse(`file:${place.file}${letters}`, /^DATABASE_URL: /),
  )

  test('percent-encoding names the same file in every form', async () => {
    const file = join(folder(), 'my shop?.db')
    for (const url of [`file:${folder()}/my%20shop%3F.db`, `file://${folder()}/my%20shop%3F.db`]) {
      const store = await openStore(url)
      await store.close()
      expect(readdirSync(folder())).toEqual(['my shop?.db'])
      rmSync(file)
    }
  })

  test('a device, a pipe and a folder are refused, and nothing is made beside them', async () => {
    execFileSync('mkfifo', [`${place.file}.pipe`])
    await bothRefuse(`file:${place.file}.pipe`, /is a device, pipe or socket/)
    await bothRefuse(`file:${folder()}`, /is a folder/)
    await bothRefuse('file:/dev/full', /is a device, pipe or socket/)
    await bothRefuse('file::memory:', /In-memory databases are not supported/)
    expect(readdirSync('/dev').filter((name) => name.startsWith('full'))).toEqual(['full'])
  })

  test('an emptied file is no first start', async () => {
    await (await serve()).close()
    stores.pop()
    truncateSync(place.file)
    await bothRefuse(`file:${place.file}`, /is empty/)
  })

  test('an empty file that was made just before a crash is one', async () => {
    for (const end of ['', '.new']) writeFileSync(place.file + end, '')
    expect(await create(await serve())).toMatchObject({ kind: 'accepted' })
    expect(readdirSync(folder())).not.toContain('launchgate.db.new')
  })

  test('a log without its database is not taken for a first start, which would delete it', async () => {
    await create(await serve())
    await copyFile(`${place.file}-wal`, `${place.file}.log`)
    for (const store of stores.splice(0)) await store.close()
    rmSync(place.file)
    renameSync(`${place.file}.log`, `${place.file}-wal`)
    await expect(openStore(`file:${place.file}`)).rejects.toEqual(wrong(/is missing, but its log/))
    expect(readdirSync(folder())).toEqual(['launchgate.db-wal'])
  })
})
