import { execFileSync } from 'node:child_process'
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { lockStore, openStore } from '../../db/open-store.ts'
import type { Session } from '../../machines/installation/records.ts'
import { startSession } from '../../machines/installation/sessions.ts'
import { fileOf, tamperWith } from '../support/tamper.ts'
import { type Desk, openDesk } from './run.ts'

/** Ada backs up the demo, loses the machine, and restores it elsewhere. */

let desk: Desk
let backup: string
let made: Awaited<ReturnType<Desk['run']>>
const session: Session = {
  hash: 'f'.repeat(64),
  person: 'ada',
  method: 'password',
  device: '',
  createdAt: 0,
  seenAt: 0,
}

/** Every file below a folder with its bytes, but for the lock that a server or a restore leaves. */
function filesIn(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()
  const files = names.filter((name) => statSync(join(folder, name)).isFile() && !name.endsWith('.lock'))
  return Object.fromEntries(files.map((name) => [name, readFileSync(join(folder, name)).toString('base64')]))
}

async function signIn(url: string): Promise<void> {
  const store = await openStore(url)
  const at = Date.now()
  const asked = { sessionsOf: 'ada', session: '' }
  const row = { ...session, createdAt: at, seenAt: at }
  await store.installation.change({ at, asked, texts: [], decide: (known) => startSession(known, row) })
  await store.close()
}

/** A desk with a copy of the demo, made faster than by a restore. */
function copyOfDemo(): Desk {
  const copy = openDesk()
  copyFileSync(fileOf(desk.databaseUrl), fileOf(copy.databaseUrl))
  cpSync(join(desk.folder, 'evidence'), join(copy.folder, 'evidence'), { recursive: true })
  return copy
}

beforeAll(async () => {
  desk = openDesk()
  await desk.run('seed', '--demo')
  await signIn(desk.databaseUrl)
  backup = join(desk.folder, 'demo.tar')
  // In a process of its own, while this one has the database open as a server does.
  const store = await openStore(desk.databaseUrl)
  made = await desk.spawn('backup', backup)
  await store.close()
})
afterAll(() => desk.remove())

describe('backup', () => {
  it('says what it holds; only its owner may read it, and nothing else is left', () => {
    expect(made).toEqual({
      code: 0,
      stdout: '',
      stderr: expect.stringMatching(
        /^Backed up and verified: \S+demo\.tar \(3 launches, 284 log entries, 26 evidence files; \d\.\d MB\)\n$/,
      ),
    })
    expect((statSync(backup).mode & 0o777).toString(8)).toBe('600')
    expect(readdirSync(desk.folder).filter((name) => name.includes('draft'))).toEqual([])
  })

  it('is a tar archive with checksums for every file in it', () => {
    const folder = join(desk.folder, 'unpacked')
    mkdirSync(folder)
    execFileSync('tar', ['xf', backup, '-C', folder])
    execFileSync('sha256sum', ['--check', '--strict', 'SHA256SUMS'], { cwd: folder, stdio: 'ignore' })
    const evidence = (data: string) => readdirSync(join(data, 'evidence')).filter((name) => name !== 'drafts')
    expect(evidence(folder)).toEqual(evidence(desk.folder))
    rmSync(folder, { recursive: true })
  })

  it('never overwrites a file', async () => {
    const before = readFileSync(backup)
    expect(await desk.run('backup', backup)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('already exists'),
    })
    expect(readFileSync(backup).equals(before)).toBe(true)
  })
})

describe('a backup of what does not verify', () => {
  let other: Desk
  beforeEach(() => {
    other = copyOfDemo()
  })
  afterEach(() => other.remove())

  const evidence = () => {
    const [name = ''] = readdirSync(join(other.folder, 'evidence')).filter((each) => each !== 'drafts')
    return join(other.folder, 'evidence', name)
  }

  it.each<[string, RegExp, () => void]>([
    ['a missing evidence file', /evidence file [0-9a-f]{64} is missing/, () => rmSync(evidence())],
    ['a changed evidence file', /evidence file [0-9a-f]{64} is damaged/, () => writeFileSync(evidence(), 'another')],
    [
      'a changed row',
      /doesn’t verify: hello: .*verify/,
      () =>
        tamperWith(
          fileOf(other.databaseUrl),
          `update entries set leaf = replace(leaf, 'priya', 'helen'), hash = x'00' where launch = 'hello' and seq = 1`,
        ),
    ],
    [
      'a changed projection',
      /doesn’t verify: aurora: the log and the projection differ/,
      () => tamperWith(fileOf(other.databaseUrl), `update projections set decision = 'go' where launch = 'aurora'`),
    ],
  ])('is not made: %s', async (_, why, damage) => {
    damage()
    const before = filesIn(other.folder)
    const ran = await other.run('backup', join(other.folder, 'next.tar'))
    expect(ran).toEqual({ code: 1, stdout: '', stderr: expect.stringMatching(why) })
    expect(filesIn(other.folder)).toEqual(before)
  })
})

it.each<[string, number, RegExp, (folder: string) => void]>([
  ['there is no database', 1, /^No database found at \S+launchgate\.db \(DATABASE_URL\)\.\n$/, () => undefined],
  [
    'the database is another program’s',
    78,
    /not a database of Launchgate/,
    (folder) => writeFileSync(join(folder, 'launchgate.db'), 'x'.repeat(5000)),
  ],
])('backup: %s', async (_, code, why, prepare) => {
  const other = openDesk()
  prepare(other.folder)
  const before = readdirSync(other.folder)
  expect(await other.run('backup', join(other.folder, 'next.tar'))).toEqual({
    code,
    stdout: '',
    stderr: expect.stringMatching(why),
  })
  expect(readdirSync(other.folder)).toEqual(before)
  other.remove()
})

describe('restore', () => {
  let other: Desk
  beforeEach(() => {
    other = openDesk()
  })
  afterEach(() => other.remove())

  it('brings back every launch and file, ends all sessions, and says so in the log', async () => {
    const ran = await other.run('restore', backup)
    expect(ran).toEqual({
      code: 0,
      stdout: '',
      stderr: expect.stringMatching(
        /^Restored and verified: \S+, as of \d{4}-\d\d-\d\d \d\d:\d\d UTC \(3 launches, 284 log entries, 26 evidence files\)\nEveryone has to sign in again\./,
      ),
    })
    const launches = async (each: Desk) =>
      (await each.run('verify')).stdout.split('\n').filter((line) => !line.startsWith('installation'))
    expect(await launches(other)).toEqual(await launches(desk))
    expect((await other.run('verify')).stdout).toContain('installation: verified, 22 entries')
    const store = await openStore(other.databaseUrl)
    expect(await store.directory.session(session.hash)).toBeNull()
    expect(await store.installation.find({ actions: ['installation.restore'] }, 0, 10)).toMatchObject([
      { actor: { kind: 'operator' }, data: { madeAt: expect.stringMatching(/Z$/) } },
    ])
    await store.close()
    expect((statSync(join(other.folder, 'launchgate.db')).mode & 0o777).toString(8)).toBe('600')
    expect(readdirSync(other.folder).sort()).toEqual(['evidence', 'launchgate.db', 'launchgate.db.lock'])
  })

  it('a backup of what was restored can be restored again', async () => {
    await other.run('restore', backup)
    const second = join(other.folder, 'second.tar')
    expect(await other.run('backup', second)).toMatchObject({ code: 0 })
    const third = openDesk()
    expect(await third.run('restore', second)).toMatchObject({ code: 0 })
    third.remove()
  })

  it.each<[string, string]>([
    ['a database', 'launchgate.db'],
    ['the log of a database that is missing', 'launchgate.db-wal'],
    ['the journal of one', 'launchgate.db-journal'],
  ])('never overwrites %s', async (_, name) => {
    writeFileSync(join(other.folder, name), 'here')
    const before = filesIn(other.folder)
    const ran = await other.run('restore', backup)
    expect(ran).toEqual({ code: 1, stdout: '', stderr: expect.stringContaining(`${name} already exists`) })
    expect(filesIn(other.folder)).toEqual(before)
  })

  it('waits for no server: it refuses and names the process', async () => {
    const lock = lockStore(other.databaseUrl)
    const ran = await other.run('restore', backup)
    lock.release()
    expect(ran).toEqual({ code: 1, stdout: '', stderr: expect.stringMatching(`in use by process ${process.pid}`) })
    expect(filesIn(other.folder)).toEqual({})
  })

  it('needs no evidence that is in its place, and repairs what is damaged', async () => {
    const [name = ''] = readdirSync(join(desk.folder, 'evidence')).filter((each) => each !== 'drafts')
    mkdirSync(join(other.folder, 'evidence'))
    writeFileSync(join(other.folder, 'evidence', name), 'damaged')
    expect(await other.run('restore', backup)).toMatchObject({ code: 0 })
    expect(filesIn(join(other.folder, 'evidence'))).toEqual(filesIn(join(desk.folder, 'evidence')))
  })
})

describe('a backup that was damaged', () => {
  let other: Desk
  let file: string
  let bytes: Buffer
  beforeAll(() => {
    other = openDesk()
    file = join(other.folder, 'damaged.tar')
    bytes = readFileSync(backup)
  })
  afterAll(() => other.remove())

  async function refused(changed: Buffer | string, why: RegExp, code = 1): Promise<void> {
    writeFileSync(file, changed)
    expect(await other.run('restore', file)).toEqual({ code, stdout: '', stderr: expect.stringMatching(why) })
    expect(readdirSync(other.folder)).toEqual(['damaged.tar'])
  }

  const flipped = (at: number, bit = 1): Buffer => {
    const changed = Buffer.from(bytes)
    changed[at] = (changed[at] ?? 0) ^ bit
    return changed
  }
  const behind = (text: string) => bytes.indexOf(text) + text.length

  it.each<[string, () => number]>([
    ['in the manifest', () => behind('"madeAt": "202')],
    ['in the filling behind it', () => 512 + 500],
    ['in the header of the database', () => 1024 + 140],
    ['in the database', () => 200_000],
    ['in its last byte', () => bytes.indexOf('evidence/') - 1],
    ['in the name of an evidence file', () => behind('evidence/') + 3],
    ['in an evidence file', () => bytes.indexOf('evidence/') + 520],
    ['in the checksums', () => behind('SHA256SUMS') + 600],
    ['in the last byte', () => bytes.length - 1],
  ])('is refused in one sentence, and nothing is written: one bit %s', async (_, at) => {
    await refused(
      flipped(at()),
      /^\S+ is (damaged: its checksums don’t match|incomplete: its end is missing)\. Nothing was restored\.\n$/,
    )
  })

  it('so is one that ends early, wherever that is', async () => {
    for (const size of [700, 5_000, 300_000, bytes.length - 3_000, bytes.length - 1_024, bytes.length - 1])
      await refused(bytes.subarray(0, size), /^\S+ is incomplete: its end is missing\. Nothing was restored\.\n$/)
  })

  it('so is one with something behind its end', async () => {
    await refused(Buffer.concat([bytes, Buffer.from('more')]), /is damaged/)
  })

  it('what is no backup is told apart', async () => {
    await refused('', /^\S+ is not a backup of Launchgate\.\n$/)
    await refused(`${'Not a backup. '.repeat(2000)}`, /^\S+ is not a backup of Launchgate\.\n$/)
    await refused(readFileSync(join(desk.folder, 'launchgate.db')), /is a database, not a backup\. To use it/)
  })

  it('one of a newer program ends with 78', async () => {
    const at = bytes.indexOf('"format": 1')
    const newer = Buffer.from(bytes)
    newer.write('"format": 2', at)
    await refused(newer, /made by a newer version of Launchgate/, 78)
  })

  it('a file that is not there is one sentence of the system', async () => {
    const ran = await other.run('restore', join(other.folder, 'nowhere.tar'))
    expect(ran).toEqual({ code: 1, stdout: '', stderr: expect.stringMatching(/^ENOENT: .*nowhere\.tar'\n$/) })
  })
})

it('a backup of a database that a newer program migrated ends with 78, and so does restoring one', async () => {
  const other = copyOfDemo()
  const file = fileOf(other.databaseUrl)
  tamperWith(file, `insert into __drizzle_migrations (hash, created_at) values ('of tomorrow', 9e15)`)
  const next = join(other.folder, 'next.tar')
  const ran = await other.run('backup', next)
  expect(ran).toEqual({
    code: 78,
    stdout: '',
    stderr: expect.stringMatching(/launchgate\.db was migrated by a different version/),
  })
  expect(existsSync(next)).toBe(false)
  other.remove()
})

it('what a killed backup left is removed by the next one to the same file', async () => {
  const other = copyOfDemo()
  const next = join(other.folder, 'next.tar')
  mkdirSync(`${next}.draft`)
  copyFileSync(backup, join(`${next}.draft`, 'database'))
  expect(await other.run('backup', next)).toMatchObject({ code: 0 })
  expect(existsSync(`${next}.draft`)).toBe(false)
  other.remove()
})
