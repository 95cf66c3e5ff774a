import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { linkSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { lockStore, openStore } from '../../db/open-store.ts'
import { StoreUnavailable } from '../../db/store.ts'
import { create, does } from './hello.ts'
import { comment, start, unavailable, useServedFile } from './served-file.ts'

/** Another process at the file of a running server: it holds the lock, or is a second server. */

const at = useServedFile()

describe('another process holds the lock', () => {
  test('for a moment while the server starts: it waits', async () => {
    await (await at.serve()).close()
    at.stores.pop()
    const path = fileURLToPath(new URL('./children/lock-briefly.ts', import.meta.url))
    const child = spawn(process.execPath, [path, at.place.file, '700'], { stdio: ['ignore', 'pipe', 'inherit'] })
    const ended = once(child, 'exit')
    await once(child.stdout, 'data')
    expect(await create(await at.serve())).toMatchObject({ kind: 'accepted' })
    await ended
  })

  test('readers go on, the event loop too, and writes are done in their order when it lets go', async () => {
    const store = await at.serve()
    await create(store)
    const other = new Database(at.place.file)
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
    const store = await at.serve()
    await create(store)
    const other = new Database(at.place.file)
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
    const store = await at.serve()
    await create(store)
    const other = join(dirname(at.place.file), 'other.db')
    const remove = make(at.place.file, other)
    if (remove !== null) {
      expect(() => lockStore(`file:${other}`)).toThrow(refused(why))
      await expect(openStore(`file:${other}`)).rejects.toEqual(refused(why))
      expect(readdirSync(dirname(at.place.file)).filter((name) => name.startsWith('other.db'))).toEqual(['other.db'])
      remove()
    }
    expect(await does(store, 'priya', start)).toMatchObject({ kind: 'accepted', version: 2 })
  })

  test('past the lock: the older one stops, and acknowledges nothing more', async () => {
    const older = await at.serve()
    await create(older)
    const newer = await at.serve()
    await expect(does(older, 'priya', start)).rejects.toEqual(unavailable(/Another server has taken over/))
    await expect(older.load('hello')).rejects.toThrow(StoreUnavailable)
    expect(await newer.load('hello')).toMatchObject({ version: 1 })
    expect(await does(newer, 'priya', start)).toMatchObject({ kind: 'accepted', version: 2 })
    // The command line works beside it, as before.
    const cli = await openStore(`file:${at.place.file}`)
    at.stores.push(cli)
    expect(await comment(cli)).toMatchObject({ kind: 'accepted', version: 3 })
    expect(await comment(newer)).toMatchObject({ kind: 'accepted', version: 4 })
  })
})
