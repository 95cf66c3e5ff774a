import { execFile } from 'node:child_process'
import { randomInt } from 'node:crypto'
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import Database from 'better-sqlite3'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openDesk } from '../../cli/run.ts'
import { copyBack, migrationsBefore } from '../../db/old-file.ts'
import { killedAt, type Moment } from '../../support/killed.ts'
import { hasStrace } from '../../support/machine-faults.ts'
import { type Served, served } from '../../support/server.ts'
import { mountSmallDisk } from '../../support/small-disk.ts'

/** Backups, restores and migrations that are cut off: there is a whole one or none, and the next try works. */

const rounds = Number(process.env.FAULT_ROUNDS ?? 0)
/** On a busy machine a process may take long to start. */
const patience = { timeout: 60_000 }
const bin = fileURLToPath(new URL('../../../server/cli/launchgate.js', import.meta.url))
const run = promisify(execFile)
let demo: ReturnType<typeof openDesk>
let backup: string
let folder: string

beforeAll(async () => {
  demo = openDesk()
  await demo.run('seed', '--demo')
  backup = join(demo.folder, 'demo.tar')
  expect(await demo.run('backup', backup)).toMatchObject({ code: 0 })
}, 240_000)
afterAll(() => demo.remove())
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'launchgate-cut-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const settings = () => ({
  PATH: process.env.PATH,
  LC_ALL: 'C',
  DATABASE_URL: `file:${join(folder, 'launchgate.db')}`,
  DATA_DIR: folder,
})
const cli = (...args: string[]) => run(process.execPath, [bin, ...args], { env: settings(), encoding: 'utf8' })
const drafts = () => readdirSync(folder).filter((name) => name.endsWith('.draft'))

/** A copy of the demo. */
function move(): void {
  copyFileSync(join(demo.folder, 'launchgate.db'), join(folder, 'launchgate.db'))
  cpSync(join(demo.folder, 'evidence'), join(folder, 'evidence'), { recursive: true })
}

/** A moment at random, for the long form. */
const sometimes = (calls: string, most: number): Moment[] =>
  Array.from({ length: rounds }, () => randomInt(1, most)).map((when) => ({
    name: `call ${when} of ${calls}`,
    calls,
    when,
  }))

const restores: Moment[] = [
  { name: 'while evidence is put into its place', calls: 'rename', when: 5 },
  { name: 'before the database gets its name', calls: 'rename', path: 'launchgate.db.draft/database' },
  { name: 'after it has', calls: 'rmdir', path: 'launchgate.db.draft' },
  ...sometimes('fsync', 60),
  ...sometimes('pwrite64', 300),
]

describe('kill -9 during a restore', { timeout: 120_000 }, () => {
  test.each(restores)('$name: no database, or the whole one, and restoring again works', async (moment) => {
    const file = join(folder, 'launchgate.db')
    const path = moment.path === undefined ? {} : { path: join(folder, moment.path) }
    const isKilled = await killedAt({ ...moment, ...path }, [bin, 'restore', backup], settings())
    if (hasStrace && rounds === 0) expect(isKilled).toBe(true)
    if (!existsSync(file)) await cli('restore', backup)
    expect((await cli('verify')).stdout).toMatch(/^database: verified\ninstallation: verified, 21 entries/)
    expect(readFileSync(backup).equals(readFileSync(join(demo.folder, 'demo.tar')))).toBe(true)
  })
})

const backups: Moment[] = [
  { name: 'while the database is copied', calls: 'pwrite64', path: 'next.tar.draft/database', when: 20 },
  { name: 'before it gets its name', calls: 'link', path: 'next.tar' },
  ...sometimes('write', 100),
]

describe('kill -9 during a backup', { timeout: 120_000 }, () => {
  test.each(backups)('$name: no file, or a whole one, and the next backup cleans up', async (moment) => {
    move()
    const file = join(folder, 'next.tar')
    const path = moment.path === undefined ? {} : { path: join(folder, moment.path) }
    const isKilled = await killedAt({ ...moment, ...path }, [bin, 'backup', file], settings())
    if (hasStrace && rounds === 0)
      expect([isKilled, existsSync(file), drafts()]).toEqual([true, false, ['next.tar.draft']])
    if (!existsSync(file)) await cli('backup', file)
    expect(drafts()).toEqual([])
    rmSync(join(folder, 'launchgate.db'))
    await cli('restore', file)
  })
})

const migrations: Moment[] = [
  { name: 'before the copy has its name', calls: 'link' },
  { name: 'while the new tables are written', calls: 'pwrite64', path: 'launchgate.db-wal', when: 4 },
  ...sometimes('pwrite64', 120),
]

describe('kill -9 during a migration', { timeout: 120_000 }, () => {
  test.each(migrations)(
    '$name: the tables are the old ones or the new ones, and the next start goes on',
    async (moment) => {
      const file = join(folder, 'launchgate.db')
      copyBack(join(demo.folder, 'launchgate.db'), file)
      cpSync(join(demo.folder, 'evidence'), join(folder, 'evidence'), { recursive: true })
      const path = moment.path === undefined ? {} : { path: join(folder, moment.path) }
      const isKilled = await killedAt({ ...moment, ...path }, [bin, 'migrate'], settings())
      if (hasStrace && rounds === 0) {
        expect(isKilled).toBe(true)
        const client = new Database(file)
        const done = client.prepare('select count(*) from __drizzle_migrations').pluck().get()
        client.close()
        expect(done).toBe(migrationsBefore)
      }
      await cli('migrate')
      const names = readdirSync(join(folder, 'backups'))
      expect(names.filter((name) => name.endsWith('.draft'))).toEqual([])
      expect(names.length).toBeGreaterThan(0)
      expect((await cli('verify')).stdout).toContain('database: verified')
    },
  )
})

describe('a disk that is full', { timeout: 120_000 }, () => {
  test.each([
    ['while the database is copied', 0.5],
    ['while the archive is written', 1.02],
  ])('%s: one sentence, exit code 1, and no file', async (_, share) => {
    move()
    const blocks = Math.floor((share * statSync(join(folder, 'launchgate.db')).size) / 512)
    const before = readdirSync(folder)
    const limited = [
      '-c',
      `ulimit -f ${blocks}; exec "$0" "$@"`,
      process.execPath,
      bin,
      'backup',
      join(folder, 'next.tar'),
    ]
    // The bundle and Node's cache of compiled code are files too: they are there already.
    await expect(run('/bin/sh', limited, { env: settings() })).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^Can’t write the backup \S+next\.tar: .*\n$/),
    })
    expect(readdirSync(folder)).toEqual(before)
    expect((await cli('verify')).stdout).toContain('database: verified')
  })

  test('or too small for a backup that leaves room for the server: it says how much is missing, and writes nothing', async () => {
    move()
    const disk = mountSmallDisk(folder, '8m')
    const target = disk === null ? join(folder, 'nowhere', 'next.tar') : join(disk.folder, 'next.tar')
    const failed = await cli('backup', target).catch((error: { code: number; stderr: string }) => error)
    const left = disk === null ? [] : readdirSync(disk.folder)
    disk?.close()
    expect(failed).toMatchObject({ code: 1, stderr: expect.stringMatching(/Not enough space in|no such file/) })
    expect(left).toEqual([])
  })
})

describe('a server that backs itself up', { timeout: 120_000 }, () => {
  let server: Served
  beforeAll(async () => {
    server = await served({ LAUNCHGATE_DEMO: '1', BACKUP_EVERY: '1h', BACKUP_KEEP: '2', LOG_LEVEL: 'info' })
  })
  afterAll(() => server.close())
  const inBackups = () => {
    const backups = join(String(server.env.DATA_DIR), 'backups')
    return existsSync(backups) ? readdirSync(backups) : []
  }

  test('SIGTERM during a backup: it ends with 0 and leaves no part of it', async () => {
    await server.start()
    await expect.poll(inBackups, patience).toEqual([expect.stringMatching(/\.tar\.draft$/)])
    expect(await server.stop()).toBe(0)
    expect(inBackups()).toEqual([])
  })

  test('the next start makes one, which can be restored; /metrics says when, and another start makes no other', async () => {
    await server.start()
    await expect.poll(inBackups, patience).toEqual([expect.stringMatching(/^launchgate-\d{8}T\d{6}Z\.tar$/)])
    await expect
      .poll(async () => (await fetch(`${server.url}/metrics`)).text(), patience)
      .toMatch(/^launchgate_backup_last_success_timestamp_seconds \d/m)
    const [name = ''] = inBackups()
    await cli('restore', join(String(server.env.DATA_DIR), 'backups', name))
    expect((await cli('verify')).stdout).toContain('hello: verified')
    await server.stop()
    await server.start()
    await fetch(`${server.url}/api/v1/launches/hello/status`)
    expect(inBackups()).toEqual([name])
    await server.stop()
  })

  test('a failure is an error in the log, with the reason, and is counted', async () => {
    const backups = join(String(server.env.DATA_DIR), 'backups')
    rmSync(backups, { recursive: true })
    const evidence = join(String(server.env.DATA_DIR), 'evidence')
    const [name = ''] = readdirSync(evidence).filter((each) => each !== 'drafts')
    writeFileSync(join(evidence, name), 'another')
    mkdirSync(backups)
    await server.start()
    await expect
      .poll(async () => (await fetch(`${server.url}/metrics`)).text(), patience)
      .toMatch(/^launchgate_backup_failures_total 1$/m)
    expect(server.said()).toMatch(/"level":50.*evidence file [0-9a-f]{64} is damaged.*backup failed; will retry/)
    expect(inBackups()).toEqual([])
    expect(await server.stop()).toBe(0)
  })
})
