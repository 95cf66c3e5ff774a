import { renameSync, rmSync, truncateSync } from 'node:fs'
import { copyFile } from 'node:fs/promises'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { type Connection, connect } from '../../db/sqlite/connection.ts'
import { openSqliteReader, SqliteStore } from '../../db/sqlite/store.ts'
import { type Store, StoreUnavailable } from '../../db/store.ts'
import { verifyLaunch } from '../../db/verify.ts'
import { putService } from '../support/directory.ts'
import { create, does } from './hello.ts'
import { comment, start, unavailable, useServedFile } from './served-file.ts'

/** What happens to the file of a running server: it is deleted, replaced, emptied, or an I/O error comes at COMMIT. */

const at = useServedFile()

describe('a file that is no longer at its path', () => {
  test('deleted: nothing is acknowledged, and nothing is read', async () => {
    const store = await at.serve()
    await create(store)
    rmSync(at.place.file)
    await expect(does(store, 'priya', start)).rejects.toEqual(unavailable(/deleted or moved/))
    for (const read of [() => store.load('hello'), () => store.ping(), () => store.slugs()])
      await expect(read()).rejects.toThrow(StoreUnavailable)
    expect(at.news).toEqual([{ kind: 'unavailable', why: expect.stringMatching(/deleted or moved/) }])
  })

  test('moved away and back: it goes on by itself, with everything that was acknowledged', async () => {
    const store = await at.serve()
    await create(store)
    renameSync(at.place.file, `${at.place.file}.away`)
    await expect(does(store, 'priya', start)).rejects.toEqual(unavailable(/deleted or moved/))
    renameSync(`${at.place.file}.away`, at.place.file)
    expect(await does(store, 'priya', start)).toMatchObject({ kind: 'accepted', version: 2 })
    expect(at.news.map(({ kind }) => kind)).toEqual(['unavailable', 'available'])
    expect(await verifyLaunch(await at.openAgain(), 'hello')).toMatchObject({ matches: true, entries: 2 })
  })

  test('a read notices within about a second', async () => {
    const store = await at.serve()
    await create(store)
    rmSync(at.place.file)
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
    const store = await at.serve()
    await create(store)
    new Database(at.place.file).exec('pragma wal_checkpoint(TRUNCATE)').close()
    await copyFile(at.place.file, `${at.place.file}.backup`)
    await does(store, 'priya', start)
    renameSync(`${at.place.file}.backup`, at.place.file)
    await expect(comment(store)).rejects.toEqual(unavailable(/replaced by another file. Restart/))
    await expect(store.load('hello')).rejects.toThrow(StoreUnavailable)
    for (const end of ['-wal', '-shm']) rmSync(at.place.file + end, { force: true })
    const again = await at.openAgain()
    expect(await again.load('hello')).toMatchObject({ version: 1 })
    expect(await verifyLaunch(again, 'hello')).toMatchObject({ matches: true })
  })

  test('emptied in place: it is unavailable, not a fault', async () => {
    const store = await at.serve()
    await create(store)
    truncateSync(at.place.file)
    await expect(does(store, 'priya', start)).rejects.toEqual(unavailable(/cut short/))
    await expect(store.load('hello')).rejects.toThrow(StoreUnavailable)
  })

  test.each(['-wal', '-shm'])(
    'its %s deleted: what was acknowledged is saved into the file, and it goes on',
    async (end) => {
      const store = await at.serve()
      await create(store)
      rmSync(at.place.file + end)
      await expect(does(store, 'priya', start)).rejects.toThrow(StoreUnavailable)
      await expect
        .poll(() => does(store, 'priya', start).catch((error: Error) => error.name), { timeout: 5000 })
        .toMatchObject({ kind: 'accepted', version: 2 })
      expect(await verifyLaunch(await at.openAgain(), 'hello')).toMatchObject({ matches: true, entries: 2 })
    },
  )

  test('its -wal deleted while a second connection reads: what was acknowledged is saved all the same', async () => {
    const store = await at.serve()
    await create(store)
    const reader = await openSqliteReader(at.place.file)
    expect(await reader.load('hello')).toMatchObject({ version: 1 })
    rmSync(`${at.place.file}-wal`)
    await expect(does(store, 'priya', start)).rejects.toThrow(StoreUnavailable)
    await expect
      .poll(() => does(store, 'priya', start).catch((error: Error) => error.name), { timeout: 5000 })
      .toMatchObject({ kind: 'accepted', version: 2 })
    await reader.close()
    expect(await verifyLaunch(await at.openAgain(), 'hello')).toMatchObject({ matches: true, entries: 2 })
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
      at.place.file,
      () => {
        const connection = connect(at.place.file, 100)
        if (isFirst) withFailingCommit(connection, () => fails, when, code)
        isFirst = false
        return connection
      },
      { busyTimeoutMs: 100, onNews: (each) => at.news.push(each) },
    )
    at.stores.push(store)
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
        () => store.slugs(),
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
      expect(await does(store, 'priya', start, { key })).toMatchObject({ version: 2, repeated: isDone })
      expect(await comment(store)).toMatchObject({ version: 3 })
      expect(heard).toEqual([2, 3])
      expect(at.news).toEqual([
        { kind: 'unavailable', why: expect.stringContaining('FSYNC') },
        { kind: 'available', ms: expect.any(Number) },
      ])
      expect(await verifyLaunch(store, 'hello')).toMatchObject({ matches: true, entries: 3 })
    },
  )

  test('on a full disk leaves nothing in memory that is not in the file', async () => {
    const { store, fail } = await failing('before', 'SQLITE_FULL')
    expect(await store.directory.setting('demo')).toBe(null)
    const launch = await store.load('hello')
    fail()
    await expect(store.directory.setSetting('demo', 'yes')).rejects.toThrow(StoreUnavailable)
    await expect(putService(store, 'ci', 's_ci')).rejects.toThrow(StoreUnavailable)
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
