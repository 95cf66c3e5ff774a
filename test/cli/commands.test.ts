import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStore } from '../../db/open-store.ts'
import type { Store } from '../../db/store.ts'
import { authenticate } from '../../server/auth/tokens.ts'
import { type Desk, openDesk } from './run.ts'

let desk: Desk
let store: Store

/** Beside the commands the same database is open all the time, as a server has it. */
beforeAll(async () => {
  desk = openDesk()
  const first = await desk.spawn('seed', '--demo')
  expect(first).toMatchObject({ code: 0, stderr: expect.stringContaining('Demo loaded: people') })
  store = await openStore(desk.databaseUrl)
})
afterAll(async () => {
  await store.close()
  desk.remove()
})

describe('seed --demo', () => {
  it('made the cast, and hello through the one door, started and public', async () => {
    const people = await store.directory.people()
    expect(people.map(({ id }) => id).join(' ')).toBe(
      'ada ana ben chloe fay helen joon lin marta omar priya sam tom wei yuna',
    )
    const entries = await store.entries('hello', -1, 100)
    const priya = people.find(({ id }) => id === 'priya')?.pseudonym
    expect(entries.map(({ action, actor }) => [action, actor.id])).toEqual([
      ['launch.create', priya],
      ['launch.start', priya],
      ['launch.setPublicStatus', priya],
    ])
  })

  it('says so when it is there already, and changes nothing', async () => {
    expect(await desk.run('seed', '--demo')).toEqual({ code: 0, stdout: '', stderr: 'The demo is already loaded.\n' })
    expect(await store.entries('hello', -1, 100)).toHaveLength(3)
  })

  it('makes one demo when it runs twice at once', async () => {
    const other = openDesk()
    const both = await Promise.all([other.spawn('seed', '--demo'), other.spawn('seed', '--demo')])
    expect(both.map(({ code, stderr }) => [code, stderr.includes('Error')])).toEqual([
      [0, false],
      [0, false],
    ])
    const verified = await other.run('verify')
    expect(verified.stdout.replace(/root [0-9a-f]{64}/g, 'root')).toBe(
      'database: verified\ninstallation: verified, 20 entries, root\naurora: verified, 164 entries, root\nborealis: verified, 96 entries, root\nhello: verified, 3 entries, root\n',
    )
    other.remove()
  })

  it('keeps away from a database with people of its own, and from production', async () => {
    const other = openDesk()
    await other.run('person', 'add', '--name', 'Zoe Long', '--email', 'zoe@example.org', '--admin')
    expect(await other.run('seed', '--demo')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('already has people'),
    })
    expect((await other.run('person', 'list')).stdout.split('\n')).toHaveLength(3)
    other.remove()
    const production = openDesk()
    expect((await production.runWith({ NODE_ENV: 'production' }, 'seed', '--demo')).code).toBe(1)
    expect((await production.run('person', 'list')).stdout.split('\n')).toHaveLength(2)
    production.remove()
  })
})

describe('person', () => {
  it('add prints the id, list shows everybody in columns', async () => {
    const added = await desk.run(
      'person',
      'add',
      '--name',
      '한지민',
      '--email',
      'jimin@example.org',
      '--role',
      'tester',
    )
    expect(added).toEqual({
      code: 0,
      stdout: 'jimin\n',
      stderr: expect.stringMatching(
        /^Warning: this is a demo database\. 한지민 won’t appear on the sign-in page\.\nTo sign in, .*:\nhttp\S+\/reset\/\S{43}\n$/,
      ),
    })
    const lines = (await desk.run('person', 'list')).stdout.split('\n')
    expect(lines).toContain('jimin  한지민        jimin@example.org  active  tester')
    expect(lines).toContain('tom    Tom Becker    tom@example.com    active  backend-developer')
  })

  it.each([
    ['a taken address', ['--name', 'Tom', '--email', 'Tom@Example.com'], 'This email address is already in use.\n'],
    ['no address', ['--name', 'Tom', '--email', 'tom'], 'Invalid --email "tom": expected an email address.\n'],
    ['no name', ['--name', ' ', '--email', 'x@example.org'], '--name takes 1 to 200 characters.\n'],
  ])('add refuses %s', async (_, args, sentence) => {
    const before = await store.directory.people()
    expect(await desk.run('person', 'add', ...args)).toEqual({ code: 1, stdout: '', stderr: sentence })
    expect(await store.directory.people()).toEqual(before)
  })
})

describe('token', () => {
  it('create prints the token alone, and it works until it is revoked', async () => {
    const made = await desk.spawn('token', 'create', '--as', 'tom', '--scope', 'launch:read', '--scope', 'status:read')
    expect(made.code).toBe(0)
    expect(made.stdout).toMatch(/^lg_\S+\n$/)
    const token = made.stdout.trim()
    const caller = await authenticate(store, `Bearer ${token}`, Date.now())
    expect(caller).toMatchObject({ person: { id: 'tom' }, token: { scopes: ['status:read', 'launch:read'] } })
    const id = caller?.token?.id ?? ''
    expect((await desk.run('token', 'list')).stdout).toMatch(new RegExp(`${id} +tom +active`))
    expect((await desk.run('token', 'revoke', id)).code).toBe(0)
    expect(await authenticate(store, `Bearer ${token}`, Date.now())).toBeNull()
    expect((await desk.run('token', 'list')).stdout).toMatch(new RegExp(`${id} +tom +revoked`))
    expect((await desk.run('token', 'list')).stdout).not.toContain(token.slice(15))
  })

  it.each([
    ['nobody', ['--scope', 'status:read'], 'either --as PERSON or --service NAME'],
    ['two holders', ['--as', 'tom', '--service', 'ci', '--scope', 'status:read'], 'either --as'],
    ['an unknown scope', ['--as', 'tom', '--scope', 'all'], 'Unknown scope "all"'],
    ['no scope', ['--as', 'tom'], 'at least one scope'],
    ['a long life that signs', ['--as', 'ana', '--scope', 'sign:write', '--expires', '25h'], '24 hours at most'],
    ['a life of two years', ['--as', 'ana', '--scope', 'launch:read', '--expires', '731d'], '366 days at most'],
    ['a life in words', ['--as', 'ana', '--scope', 'launch:read', '--expires', 'soon'], 'Invalid --expires "soon"'],
    ['a service that signs', ['--service', 'ci', '--scope', 'sign:write'], 'can’t have sign:write'],
  ])('create refuses %s', async (_, args, sentence) => {
    const before = await store.directory.tokens()
    expect(await desk.run('token', 'create', ...args)).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining(sentence),
    })
    expect(await store.directory.tokens()).toEqual(before)
  })

  it('revoke knows no token of another name', async () => {
    expect((await desk.run('token', 'revoke', 'nothing')).code).toBe(1)
  })
})

describe('launch', () => {
  const shop = [
    '--pipeline',
    'ecommerce-essential',
    '--title',
    'The shop opens',
    '--target',
    '2026-12-20T10:00:00+09:00',
  ]

  it('create acts as the first admin and gives roles to those whose default they are, save where one is named', async () => {
    const made = await desk.run(
      'launch',
      'create',
      ...shop,
      '--slug',
      'shop',
      '--zone',
      'Asia/Seoul',
      '--person',
      'tester=fay',
    )
    expect(made).toMatchObject({ code: 0, stdout: 'shop\n' })
    const people = new Map((await store.directory.people()).map(({ pseudonym, id }) => [pseudonym, id]))
    const [first] = await store.entries('shop', -1, 10)
    expect(people.get(first?.actor.id ?? '')).toBe('ada')
    const launch = await store.load('shop')
    const holders = (role: string) => launch?.context.people[role]?.map((each) => people.get(each))
    expect([holders('tester'), holders('ecommerce-sme'), holders('inventory-manager')]).toEqual([
      ['fay'],
      ['priya'],
      ['joon'],
    ])
    expect(launch?.context).toMatchObject({ timeZone: 'Asia/Seoul', targetAt: Date.parse('2026-12-20T01:00:00Z') })
    expect((await desk.run('launch', 'list')).stdout).toMatch(
      /^shop +The shop opens +Draft +wait +2026-12-20 01:00 UTC$/m,
    )
  })

  it.each([
    ['a taken slug', ['--slug', 'hello'], /“hello” is already taken/],
    ['a wrong slug', ['--slug', 'Hello'], /--slug takes/],
    ['somebody who may not create', ['--slug', 'other', '--as', 'tom'], /can do this/],
    ['somebody who is not there', ['--slug', 'other', '--as', 'nobody'], /No active person "nobody" found/],
    ['a person who is not there', ['--slug', 'other', '--person', 'tester=zoe'], /“zoe” doesn’t exist/],
    ['a role that is not there', ['--slug', 'other', '--person', 'cook=sam'], /“cook” doesn’t exist/],
    ['half a person', ['--slug', 'other', '--person', 'tester'], /expected ROLE=ID/],
    ['a question that is not there', ['--slug', 'other', '--no', 'eu'], /“eu” doesn’t exist/],
    ['a zone that is not there', ['--slug', 'other', '--zone', 'Asia/Atlantis'], /--zone takes/],
    ['a time without its offset', ['--slug', 'other', '--target', '2026-12-20 10:00'], /--target takes/],
  ])('create refuses %s', async (_, args, sentence) => {
    const before = await store.slugs()
    const ran = await desk.run('launch', 'create', ...shop, ...args)
    expect(ran).toEqual({ code: 1, stdout: '', stderr: expect.stringMatching(sentence) })
    expect(await store.slugs()).toEqual(before)
  })

  it('create names a pipeline that is not there', async () => {
    const ran = await desk.run('launch', 'create', ...shop, '--slug', 'other', '--pipeline', 'none')
    expect(ran).toEqual({ code: 1, stdout: '', stderr: expect.stringContaining('“none” doesn’t exist') })
  })

  it('create never stays silent about a gate that --no did not leave out', async () => {
    const ran = await desk.run('launch', 'create', ...shop, '--slug', 'quiet', '--no', 'social')
    expect(ran.code).toBe(0)
    const launch = await store.load('quiet')
    const left = launch?.gates['social-media']?.state === 'cleared.notNeeded'
    expect(ran.stderr.includes('social-media is still in scope')).toBe(!left)
  })
})

describe('verify and export', () => {
  it('export prints the exact leaves, and verify --file proves them without a database', async () => {
    const exported = await desk.spawn('export', 'hello')
    expect(exported.stdout).toBe((await store.leaves('hello', 0, 3)).map((leaf) => `${leaf}\n`).join(''))
    const file = join(desk.folder, 'hello.jsonl')
    writeFileSync(file, exported.stdout)
    const nowhere = { DATABASE_URL: 'file:/proc/nowhere/launchgate.db' }
    const verified = await desk.spawnWith(nowhere, 'verify', '--file', file)
    expect(verified.code).toBe(0)
    const root = (await store.storedHead('hello'))?.root
    expect(verified.stdout).toBe(`${file}: verified, 3 entries, root ${root}\n`)
    expect((await desk.spawn('verify', 'hello')).stdout).toBe(
      `database: verified\nhello: verified, 3 entries, root ${root}\n`,
    )
  })

  it('verifies the log of the installation and its export, and says so of no other', async () => {
    const { size, root } = await store.installation.head()
    const exported = await desk.run('export', '--installation')
    expect(exported.stdout).toBe((await store.installation.leaves(0, size)).map((leaf) => `${leaf}\n`).join(''))
    const file = join(desk.folder, 'installation.jsonl')
    writeFileSync(file, exported.stdout)
    const verified = `verified, ${size} entries, root ${root}\n`
    expect(await desk.run('verify', '--file', file)).toEqual({ code: 0, stdout: `${file}: ${verified}`, stderr: '' })
    const [written] = await store.installation.find({}, 0, 1)
    expect(written).toMatchObject({ action: 'log.export', actor: { kind: 'operator' }, data: { launch: null } })
    const after = await store.installation.head()
    expect((await desk.run('verify')).stdout).toContain(
      `database: verified\ninstallation: verified, ${after.size} entries, root ${after.root}\n`,
    )
    writeFileSync(file, exported.stdout.replace('"admin":false', '"admin":true'))
    expect((await desk.run('verify', '--file', file)).stdout).not.toContain(root)
    for (const args of [['export'], ['export', 'hello', '--installation']])
      expect(await desk.run(...args)).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('either') })
  })

  it.each([
    ['a space', (text: string) => text.replace('{"action"', '{ "action"'), 'at entry 0'],
    ['another actor of the second entry', (text: string) => text.replace('"seq":1', '"seq":5'), 'at entry 1'],
    ['a missing first line', (text: string) => text.slice(text.indexOf('\n') + 1), 'at entry 0'],
    ['an empty line', (text: string) => `${text}\n`, 'at entry 3'],
    ['nothing at all', () => '', 'MISMATCH'],
  ])('verify --file finds %s', async (_, change, place) => {
    const file = join(desk.folder, 'changed.jsonl')
    writeFileSync(file, change((await desk.run('export', 'hello')).stdout))
    expect(await desk.run('verify', '--file', file)).toMatchObject({ code: 1, stdout: expect.stringContaining(place) })
  })

  it('verify names what was changed in the rows of a database', async () => {
    const other = openDesk()
    await other.run('seed', '--demo')
    const client = new Database(join(other.folder, 'launchgate.db'))
    client.prepare(`update gates set state = 'cleared.completed' where id = 'content' and launch = 'hello'`).run()
    client.close()
    const ran = await other.run('verify')
    expect(ran).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^hello: MISMATCH: the log and the rows differ/m),
    })
    other.remove()
  })

  it('one damaged launch hides no other from verify, launch list and export', async () => {
    const other = openDesk()
    await other.run('seed', '--demo')
    const draft = ['--pipeline', 'first-look', '--title', 'A shop', '--target', '2026-12-20T10:00:00Z']
    for (const slug of ['corner', 'zebra']) await other.run('launch', 'create', ...draft, '--slug', slug)
    const exported = (await other.run('export', 'hello')).stdout
    const client = new Database(join(other.folder, 'launchgate.db'))
    client.pragma('foreign_keys = OFF')
    client.prepare(`update gates set context = 'x' where launch = 'hello'`).run()
    client.prepare(`delete from launches where slug = 'zebra'`).run()
    client.close()

    const verified = await other.run('verify')
    expect(verified.code).toBe(1)
    const lines = verified.stdout.trimEnd().split('\n')
    expect(lines.filter((line) => !/^[a-y]+: verified, \d+ entries, root [0-9a-f]{64}$/.test(line))).toEqual([
      expect.stringMatching(/^database: MISMATCH: \w+ refers to zebra, which is missing in launches$/),
      'installation: MISMATCH: the log and the rows differ: installation.launch.zebra is absent, expected true',
      'hello: MISMATCH: row of gate content: not JSON',
      expect.stringMatching(/^zebra: MISMATCH: the row of launch zebra is gone, its log has \d+ entries$/),
    ])
    expect(lines).toContainEqual(expect.stringMatching(/^corner: verified/))
    const listed = await other.run('launch', 'list')
    expect(listed.code).toBe(1)
    expect(listed.stdout).toMatch(/^corner .* draft /im)
    expect(listed.stdout).not.toMatch(/^(hello|zebra) /m)
    expect(listed.stderr).toMatch(/^Can’t read launch hello: .*\nCan’t read launch zebra: .*\n/)
    // What is damaged can still be taken out, and proves itself.
    expect(await other.run('export', 'hello')).toEqual({ code: 0, stdout: exported, stderr: '' })
    expect((await other.run('export', 'zebra')).code).toBe(0)
    other.remove()
  }, 90_000)

  it.each([
    ['verify', 'nothing'],
    ['export', 'nothing'],
    ['verify', '--file', '/nowhere/at-all.jsonl'],
    ['verify', 'hello', '--file', 'x'],
  ])('%s %s ends with 1', async (...args) => {
    expect((await desk.run(...args)).code).toBe(1)
  })
})

describe('the ends of the command line', () => {
  it('a wrong setting ends with 78 and names the variable', async () => {
    expect(await desk.spawnWith({ PORT: 'many' }, 'person', 'list')).toEqual({
      code: 78,
      stdout: '',
      stderr: expect.stringMatching(/^Invalid PORT "many": expected .*\n$/),
    })
    expect((await desk.spawnWith({ PORT: 'many' }, 'serve')).code).toBe(78)
  })

  it('a database of a newer program ends with 78, and is left as it was', async () => {
    const other = openDesk()
    expect((await other.run('migrate')).code).toBe(0)
    const file = join(other.folder, 'launchgate.db')
    const client = new Database(file)
    client.prepare(`insert into __drizzle_migrations (hash, created_at) values ('later', 9999999999999)`).run()
    client.pragma('journal_mode = DELETE')
    client.close()
    expect((await other.run('person', 'add', '--name', 'Zoe', '--email', 'z@example.org')).code).toBe(78)
    const after = new Database(file)
    expect(after.prepare('select count(*) from people').pluck().get()).toBe(0)
    after.close()
    other.remove()
  })

  it.each([[[]], [['fly']], [['person']], [['token', 'create', '--bla']], [['launch', 'create']], [['seed']]])(
    '%j is wrong usage',
    async (args) => {
      const ran = await desk.run(...args)
      expect(ran.code).toBe(1)
      expect(ran.stderr).not.toBe('')
    },
  )

  it.each([
    ['postgres://localhost/launchgate', 78, /^DATABASE_URL: .*PostgreSQL.*\n$/],
    ['mysql://localhost/launchgate', 78, /^Invalid DATABASE_URL "mysql:.*\n$/],
    ['file://elsewhere/launchgate.db', 78, /^DATABASE_URL: .*\n$/],
    ['file:FOLDER/notes.txt', 78, /is not a database of Launchgate\.\n$/],
    ['file:FOLDER/notes.txt/launchgate.db', 78, /^DATABASE_URL: E(NOTDIR|EXIST).*notes\.txt.*\n$/],
    ['file:FOLDER', 78, /^DATABASE_URL: .* is a folder\. Use the path of a file\.\n$/],
    ['file:FOLDER/new.db?mode=ro', 78, /^DATABASE_URL: "\?" and "#" are not allowed.*\n$/],
    ['file:/dev/full', 78, /^DATABASE_URL: \/dev\/full is a device.*\n$/],
  ])('the database %s ends with %i and one sentence', async (url, code, sentence) => {
    writeFileSync(join(desk.folder, 'notes.txt'), 'Not what SQLite writes. '.repeat(50))
    expect(await desk.runWith({ DATABASE_URL: url.replace('FOLDER', desk.folder) }, 'person', 'list')).toEqual({
      code,
      stdout: '',
      stderr: expect.stringMatching(sentence),
    })
  })

  it('a mistyped word is answered in one line', async () => {
    expect(await desk.spawn('verfy')).toEqual({
      code: 1,
      stdout: '',
      stderr: "error: unknown command 'verfy' (Did you mean verify?)\n",
    })
  })

  it('is an executable of its own', () => {
    const bin: unknown = JSON.parse(readFileSync('package.json', 'utf8')).bin
    expect(bin).toEqual({ launchgate: 'server/cli/launchgate.js' })
    expect(readFileSync('server/cli/launchgate.js', 'utf8').startsWith('#!/usr/bin/env node\n')).toBe(true)
  })
})
