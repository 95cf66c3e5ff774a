import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { lockStore, openStore } from '../../db/open-store.ts'
import { assertPragmas, connect } from '../../db/sqlite/connection.ts'
import { lockFile } from '../../db/sqlite/lock.ts'
import { openSqlite, SqliteStore } from '../../db/sqlite/store.ts'
import { type Commit, HeldByAnother, NewerDatabase, type Store, StoreUnavailable } from '../../db/store.ts'
import { verifyLaunch } from '../../db/verify.ts'
import { sealed } from '../support/sealed.ts'
import { create, does, tellWholeStory } from './hello.ts'
import { sqlitePlace } from './sqlite-place.ts'

/** What only a SQLite file must do. */

let place: Awaited<ReturnType<typeof sqlitePlace>>
const stores: Store[] = []
const children: ChildProcess[] = []

beforeEach(async () => {
  place = await sqlitePlace()
})
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  for (const store of stores.splice(0)) await store.close()
  await place.remove()
})

async function open(options?: { busyTimeoutMs: number }): Promise<Store> {
  const store = await openSqlite(place.file, options)
  stores.push(store)
  return store
}

/** Another process on the same file; what it says, line by line. */
function start(script: string): { child: ChildProcess; lines: AsyncIterableIterator<string> } {
  const path = fileURLToPath(new URL(`./children/${script}`, import.meta.url))
  const child = spawn(process.execPath, [path, place.file], { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  if (child.stdout === null) throw new Error('The child has no output to read.')
  return { child, lines: createInterface(child.stdout)[Symbol.asyncIterator]() }
}

describe('how the file is written', () => {
  test('is durable at every open, also of a file that is there already', async () => {
    for (const _ of ['new', 'again']) {
      const { $client } = connect(place.file, 5000)
      const pragma = (name: string) => $client.pragma(name, { simple: true })
      expect([pragma('journal_mode'), pragma('synchronous')]).toEqual(['wal', 2])
      expect([pragma('foreign_keys'), pragma('secure_delete'), pragma('busy_timeout')]).toEqual([1, 1, 5000])
      expect(() => assertPragmas($client)).not.toThrow()
      $client.close()
    }
  })

  test('is asserted: a connection that does not keep it is refused', async () => {
    const { $client } = connect(place.file, 5000)
    $client.pragma('synchronous = NORMAL')
    expect(() => assertPragmas($client)).toThrow(/synchronous = 2.*says 1/)
    $client.close()
    // A database in memory cannot have a write-ahead log.
    expect(() => connect(':memory:', 0)).toThrow(/journal_mode = wal.*says memory/)
  })
})

describe('who may read it', () => {
  const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8)
  let mask: number
  beforeEach(() => {
    mask = process.umask(0o022)
  })
  afterEach(() => {
    process.umask(mask)
  })

  test('is whoever runs the server: folders, the file and all that lies beside it', async () => {
    const folder = join(place.file, '..', 'new', 'folder')
    const url = `file:${join(folder, 'launchgate.db')}`
    const lock = lockStore(url)
    const store = await openStore(url)
    stores.push(store)
    await create(store)
    expect([await modeOf(dirname(folder)), await modeOf(folder)]).toEqual(['700', '700'])
    const files = await readdir(folder)
    const ends = ['', '-shm', '-wal', '.lock', '.lock.pid']
    expect(files).toEqual(expect.arrayContaining(ends.map((end) => `launchgate.db${end}`)))
    for (const file of files) expect([file, await modeOf(join(folder, file))]).toEqual([file, '600'])
    lock.release()
  })

  test('of a file that is made through a link too', async () => {
    await symlink(place.file, `${place.file}.link`)
    const store = await openSqlite(`${place.file}.link`)
    stores.push(store)
    await create(store)
    for (const end of ['', '-wal', '-shm']) expect(await modeOf(`${place.file}${end}`)).toBe('600')
  })

  test('of a file that is there stays as its operator set it', async () => {
    await (await open()).close()
    stores.pop()
    await chmod(place.file, 0o640)
    await create(await open())
    expect([await modeOf(place.file), await modeOf(`${place.file}-wal`)]).toEqual(['640', '640'])
  })
})

describe('the log only grows', () => {
  const columns = 'id, launch, seq, at, action, gate, request, leaf, hash'
  const next = '(select max(id) + 1 from entries)'
  const attempts: [string, string][] = [
    ['changes an entry', `update entries set leaf = 'x' where seq = 3`],
    ['changes where nothing would change', `update entries set leaf = leaf`],
    ['removes an entry', 'delete from entries where seq = 12'],
    ['removes all', 'delete from entries'],
    ['replaces an entry', `insert or replace into entries (${columns}) select ${columns} from entries where seq = 3`],
    [
      'adds one over another',
      `insert or replace into entries (${columns}) values (${next}, 'hello', 0, 0, 'a', null, 'r', 'x', 'h')`,
    ],
    ['leaves a gap', `insert into entries (${columns}) values (${next}, 'hello', 14, 0, 'a', null, 'r', 'x', 'h')`],
    [
      'begins after the first',
      `insert into entries (${columns}) values (${next}, 'aurora', 1, 0, 'a', null, 'r', 'x', 'h')`,
    ],
    [
      'adds below the first',
      `insert into entries (${columns}) values (${next}, 'hello', -1, 0, 'a', null, 'r', 'x', 'h')`,
    ],
    [
      'upserts',
      `insert into entries (${columns}) values (${next}, 'hello', 3, 0, 'a', null, 'r', 'x', 'h') on conflict do update set leaf = 'x'`,
    ],
    [
      'names a row by its number',
      `insert or replace into entries (${columns}) values (1, 'hello', 13, 0, 'a', null, 'r', 'x', 'h')`,
    ],
    [
      'replaces the last one of another log',
      `insert or replace into entries (${columns}) values (${next} - 1, 'aurora', 0, 0, 'a', null, 'r', 'x', 'h')`,
    ],
    [
      'leaves the number to SQLite',
      `insert into entries (launch, seq, at, action, request, leaf, hash) values ('hello', 13, 0, 'a', 'r', 'x', 'h')`,
    ],
    [
      'leaves out a number',
      `insert into entries (${columns}) values (${next} + 1, 'hello', 13, 0, 'a', null, 'r', 'x', 'h')`,
    ],
  ]

  test.each(attempts)('whoever %s is refused: %s', async (_, statement) => {
    const store = await open()
    await tellWholeStory(store)
    const before = await store.leaves('hello', -10, 100)
    const client = new Database(place.file)
    expect(() => client.exec(statement)).toThrow(/append-only/)
    client.close()
    expect(await store.leaves('hello', -10, 100)).toEqual(before)
    expect(await verifyLaunch(store, 'hello')).toMatchObject({ matches: true, entries: 13 })
  })

  test('private texts can be erased, and are then nowhere in the file', async () => {
    const store = await open()
    await tellWholeStory(store)
    const client = new Database(place.file)
    client.pragma('secure_delete = ON')
    client.exec(`delete from private_texts where value like '%Proof-read%'`)
    client.pragma('wal_checkpoint(TRUNCATE)')
    client.close()
    expect((await readFile(place.file)).includes('Proof-read')).toBe(false)
    // No command does so yet: verification counts it as a difference.
    expect(await verifyLaunch(store, 'hello')).toMatchObject({
      matches: false,
      difference: expect.stringContaining('1 private text is missing'),
    })
  })
})

describe('migrations', () => {
  test('run once, also when several open a new file at once', async () => {
    const writers = [start('open.ts'), start('open.ts'), start('open.ts')]
    for (const { lines } of writers) expect((await lines.next()).value).toBe('open')
    expect(await (await open()).slugs()).toEqual([])
  })

  test('a file of a newer program is refused and left as it is', async () => {
    await (await open()).close()
    stores.pop()
    const client = new Database(place.file)
    const migrations = client.prepare('select count(*) from __drizzle_migrations').pluck()
    const known = Number(migrations.get())
    client.exec(`insert into __drizzle_migrations (hash, created_at) values ('of-the-future', 9999999999999)`)
    await expect(openSqlite(place.file)).rejects.toThrow(NewerDatabase)
    await expect(openSqlite(place.file)).rejects.toThrow(place.file)
    expect(migrations.get()).toBe(known + 1)
    client.close()
  })
})

describe('when the database cannot answer', () => {
  test('a command waits for its turn, then says so; nothing was written, and it goes on by itself', async () => {
    const store = await open({ busyTimeoutMs: 100 })
    await create(store)
    const other = new Database(place.file)
    other.exec('BEGIN IMMEDIATE')
    const began = performance.now()
    await expect(does(store, 'priya', { type: 'launch.start' })).rejects.toThrow(StoreUnavailable)
    expect(performance.now() - began).toBeGreaterThan(90)
    await expect(store.directory.setSetting('a', 'b')).rejects.toThrow(StoreUnavailable)
    // Readers never wait for a writer.
    expect(await store.load('hello')).toMatchObject({ version: 1, state: 'draft' })
    other.exec('ROLLBACK')
    other.close()
    expect(await does(store, 'priya', { type: 'launch.start' })).toMatchObject({ kind: 'accepted', version: 2 })
  })

  test('a full disk is told, and what was in memory does not run ahead of the file', async () => {
    const connection = connect(place.file, 5000)
    const store = new SqliteStore(place.file, () => connection)
    stores.push(store)
    await create(store)
    const before = await store.load('hello')
    // SQLite answers a file that may not grow as it answers a full disk.
    connection.$client.pragma('max_page_count = 1')
    const privateTexts = [{ commitment: sealed('big'), salt: 's', value: 'x'.repeat(500_000) }]
    await expect(does(store, 'priya', { type: 'launch.start' }, { privateTexts })).rejects.toThrow(StoreUnavailable)
    expect(await store.load('hello')).toEqual(before)
    expect(await verifyLaunch(store, 'hello')).toMatchObject({ matches: true, entries: 1 })
    connection.$client.pragma('max_page_count = 1000000')
    expect(await does(store, 'priya', { type: 'launch.start' })).toMatchObject({ kind: 'accepted', version: 2 })
  })

  test('a folder that cannot be made or a file that cannot be opened is told', async () => {
    await (await open()).close()
    stores.pop()
    await expect(openSqlite(join(place.file, 'launchgate.db'))).rejects.toThrow(place.file)
    await expect(openSqlite('/')).rejects.toMatchObject({
      name: 'WrongDatabaseUrl',
      message: expect.stringContaining('/ is a folder'),
    })
  })
})

describe('one server a file', () => {
  test('a second one is told which process holds it; after release it may', async () => {
    const lock = lockFile(place.file)
    expect(() => lockFile(place.file)).toThrow(HeldByAnother)
    expect(() => lockFile(place.file)).toThrow(`process ${process.pid}`)
    lock.release()
    lockFile(place.file).release()
  })

  const links: [string, (link: string, folder: string) => Promise<string>][] = [
    ['a link to the file', async (link) => symlink(place.file, link).then(() => link)],
    [
      'a link to a link',
      async (link) =>
        symlink(place.file, `${link}1`)
          .then(() => symlink(`${link}1`, link))
          .then(() => link),
    ],
    ['a relative link', async (link) => symlink(basename(place.file), link).then(() => link)],
    [
      'a link to its folder',
      async (link, folder) => symlink(folder, link).then(() => join(link, basename(place.file))),
    ],
  ]
  describe.each([['that is there'], ['that is not there yet']])('a file %s', (which) => {
    test.each(links)('is one file through %s', async (_, make) => {
      if (which === 'that is there') await create(await open())
      const other = await make(join(place.file, '..', 'other'), dirname(place.file))
      const lock = lockStore(`file:${other}`)
      expect(() => lockFile(place.file)).toThrow(HeldByAnother)
      lock.release()
      const first = lockFile(place.file)
      // The server that has the lock makes the file, and the link leads to it.
      if (which !== 'that is there') await create(await open())
      expect(() => lockStore(`file:${other}`)).toThrow(`process ${process.pid}`)
      const store = await openStore(`file:${other}`)
      stores.push(store)
      expect(await store.load('hello')).toMatchObject({ version: 1 })
      first.release()
    })
  })

  test('a killed holder holds nothing, whatever it left behind', async () => {
    const { child, lines } = start('hold.ts')
    expect((await lines.next()).value).toBe('held')
    expect(() => lockFile(place.file)).toThrow(`process ${child.pid}`)
    // The command line works beside it.
    expect(await create(await open())).toMatchObject({ kind: 'accepted' })
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(await readFile(`${place.file}.lock.pid`, 'utf8')).toBe(`${child.pid}\n`)
    lockFile(place.file).release()
  })
})

describe('another process', () => {
  test('its commit is heard of and seen within a second', async () => {
    const store = await open()
    await create(store)
    const heard: Commit[] = []
    store.watch((commit) => heard.push(commit))
    const { lines } = start('comment.ts')
    expect((await lines.next()).value).toBe('acknowledged 2')
    await vi.waitFor(() => expect(heard.at(0)).toMatchObject({ launch: 'hello', version: 2 }), { timeout: 1000 })
    expect((await store.load('hello'))?.version).toBeGreaterThanOrEqual(2)
  })

  test('killed in the middle of its commits loses none that it acknowledged', async () => {
    await create(await open())
    for (const wanted of [5, 40, 11]) {
      const { child, lines } = start('comment.ts')
      let [heard, acknowledged] = [0, 0]
      for await (const line of lines) {
        heard += 1
        acknowledged = Number(/^acknowledged (\d+)$/.exec(line)?.[1])
        // It goes on meanwhile: what it writes until the signal arrives may or may not be there.
        if (heard === wanted) child.kill('SIGKILL')
      }
      expect(heard).toBeGreaterThanOrEqual(wanted)
      expect(child.signalCode ?? (await once(child, 'exit'))[1]).toBe('SIGKILL')
      const store = await open()
      const found = await store.load('hello')
      // Beyond what it said, at most the one that was on its way when it died.
      expect([acknowledged, acknowledged + 1]).toContain(found?.version)
      expect(await verifyLaunch(store, 'hello')).toMatchObject({ matches: true, entries: found?.version })
    }
  })
})

describe('DATABASE_URL', () => {
  test('names a file, whose folder is made', async () => {
    const url = `file:${join(place.file, '..', 'new', 'folder', 'launchgate.db')}`
    const lock = lockStore(url)
    const store = await openStore(url)
    expect(await create(store)).toMatchObject({ kind: 'accepted' })
    await store.close()
    lock.release()
    const again = await openStore(url.replace('file:', 'file://'))
    expect(await again.load('hello')).toMatchObject({ version: 1 })
    await again.close()
  })

  test.each(['postgres://localhost/launchgate', 'mysql://x', 'file:', 'launchgate.db'])(
    '%s is refused',
    async (url) => {
      const refused = { name: 'WrongDatabaseUrl', message: expect.stringMatching(/^DATABASE_URL: /) }
      await expect(openStore(url)).rejects.toMatchObject(refused)
      expect(() => lockStore(url)).toThrow(expect.objectContaining(refused))
    },
  )

  test('a folder that cannot be made, and a file that is no database, are wrong addresses', async () => {
    const file = join(dirname(place.file), 'notes.txt')
    await writeFile(file, 'Not what SQLite writes. '.repeat(50))
    for (const url of [`file:${file}`, `file:${file}/launchgate.db`, 'file:/proc/nowhere/launchgate.db'])
      await expect(openStore(url)).rejects.toMatchObject({ name: 'WrongDatabaseUrl' })
  })
})
