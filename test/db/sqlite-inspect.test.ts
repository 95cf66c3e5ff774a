import { open as openFile } from 'node:fs/promises'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openSqlite } from '../../db/sqlite/store.ts'
import { Damaged, type Store, StoreUnavailable } from '../../db/store.ts'
import { verifyLaunch } from '../../db/verify.ts'
import { putPerson } from '../support/directory.ts'
import { nextTurn } from '../support/next-turn.ts'
import { sealed } from '../support/sealed.ts'
import { create, does, monday, tellWholeStory } from './hello.ts'
import { sqlitePlace } from './sqlite-place.ts'

/** The database as a whole: what its inspection finds, and that an altered one is never worked with. */

let place: Awaited<ReturnType<typeof sqlitePlace>>
let store: Store

beforeEach(async () => {
  place = await sqlitePlace()
  store = await place.open()
  for (const who of ['priya', 'helen', 'tom', 'chloe'])
    await putPerson(store, {
      id: who,
      pseudonym: `p_${who}`,
      name: who,
      email: `${who}@example.com`,
      roles: [],
      admin: false,
      auditor: false,
      active: true,
    })
  await tellWholeStory(store)
})
afterEach(async () => {
  await store.close()
  await place.remove()
})

/** SQL as anybody with the file can run it. */
function run(...statements: string[]): void {
  const client = new Database(place.file)
  client.pragma('foreign_keys = OFF')
  client.unsafeMode(true)
  for (const statement of statements) client.exec(statement)
  client.close()
}

type SchemaObject = { type: string; name: string; sql: string }

function schema(): SchemaObject[] {
  const client = new Database(place.file)
  const rows = client.prepare('select type, name, sql from sqlite_schema where sql is not null').all()
  client.close()
  return z.array(z.object({ type: z.string(), name: z.string(), sql: z.string() })).parse(rows)
}

/** What an operator does who knows what was altered. */
function mend(objects: readonly SchemaObject[]): void {
  const found = schema()
  const isSame = (a: SchemaObject, b: SchemaObject) => a.name === b.name && a.sql === b.sql
  for (const { type, name } of found.filter((each) => !objects.some((other) => isSame(each, other))))
    run(type === 'table' && name === 'people' ? 'alter table people drop column nick' : `drop ${type} ${name}`)
  for (const { sql } of objects.filter((each) => each.type !== 'table' && !found.some((other) => isSame(each, other))))
    run(sql)
}

const hollow = `create trigger entries_never_leave before delete on entries begin select 1; end`

const altered: [string, string[], string][] = [
  ['a trigger is dropped', ['drop trigger entries_never_change'], 'the trigger entries_never_change is missing'],
  [
    'a trigger does nothing',
    ['drop trigger entries_never_leave', hollow],
    'the trigger entries_never_leave was changed',
  ],
  [
    'a trigger is added',
    [`create trigger mine after insert on entries begin delete from commits where id = 1; end`],
    "the trigger mine doesn't belong there",
  ],
  ['a table is added', ['create table notes (text)'], "the table notes doesn't belong there"],
  ['a column is added', ['alter table people add column nick text'], 'the table people was changed'],
  ['an index is dropped', ['drop index commits_by_version'], 'the index commits_by_version is missing'],
  ['an index is added', ['create index by_at on entries (at)'], "the index by_at doesn't belong there"],
  ['a view is added', ['create view v as select 1'], "the view v doesn't belong there"],
  [
    'a trigger is dropped past SQLite',
    ['pragma writable_schema = on', `delete from sqlite_schema where name = 'entries_have_no_gap'`],
    'the trigger entries_have_no_gap is missing',
  ],
]

test('a sound database is whole, also after ANALYZE', async () => {
  expect(await store.integrity.inspect()).toBeNull()
  run('analyze')
  expect(await store.integrity.inspect()).toBeNull()
  await (await place.open()).close()
})

describe.each(altered)('where %s', (_, statements, difference) => {
  test('the inspection names it, and nothing opens the database but to verify and export it', async () => {
    run(...statements)
    expect(await store.integrity.inspect()).toBe(difference)
    await expect(place.open()).rejects.toThrow(Damaged)
    await expect(place.open()).rejects.toThrow(`The database was altered: ${difference}. Restore a backup`)
    const opened = await openSqlite(place.file, { acceptAltered: true })
    expect(await opened.integrity.inspect()).toBe(difference)
    expect(await opened.leaves('hello', 0, 100)).toHaveLength(13)
    expect(await verifyLaunch(opened, 'hello')).toMatchObject({ matches: true, entries: 13 })
    await opened.close()
  })

  test('a store that is open answers nothing until it is mended, and writes nothing', async () => {
    await store.load('hello')
    const objects = schema()
    run(...statements)
    await nextTurn()
    const comment = { type: 'gate.comment', gate: 'content', text: sealed('x') } as const
    for (const attempt of [() => store.load('hello'), () => store.ping()])
      await expect(attempt()).rejects.toThrow(
        new StoreUnavailable('nothing', `The database was altered: ${difference}.`),
      )
    await expect(does(store, 'chloe', comment)).rejects.toThrow(StoreUnavailable)
    expect(await store.leaves('hello', 0, 100)).toHaveLength(13)
    mend(objects)
    await store.ping()
    expect(await does(store, 'chloe', comment, { at: monday + 3_600_000 })).toMatchObject({ kind: 'accepted' })
  })
})

describe('the inspection', () => {
  test.each<[string, string[], RegExp | string]>([
    [
      'names the remains of a launch that was removed',
      [`delete from launches`, `delete from gates`],
      /^[a-z_]+ refers to hello, which is missing in launches$/,
    ],
    [
      'names a private text of no launch',
      [`insert into private_texts (launch, commitment, salt, value) values ('nowhere', 'c1:x', 's', '1')`],
      'private_texts refers to nowhere, which is missing in launches',
    ],
    [
      'names evidence of no launch',
      [`insert into evidence values ('nowhere', 'ab', 'text/csv', 1)`],
      'evidence refers to nowhere, which is missing in launches',
    ],
    [
      'names a session of nobody',
      [`insert into sessions (hash, person, created_at, seen_at) values ('ab', 'mallory', 0, 0)`],
      'sessions refers to mallory, which is missing in people',
    ],
    [
      'names a request key of no launch',
      [`insert into request_keys values ('p_tom', 'r', 'k', 'f', 'nowhere', 0, 1, 0, 1, 'wait')`],
      'request_keys refers to nowhere, which is missing in launches',
    ],
    [
      'names a request key that points beyond the log',
      [`insert into request_keys values ('p_tom', 'r', 'k', 'f', 'hello', 0, 14, 13, 1, 'wait')`],
      "a request key of hello doesn't belong to a commit of its sender",
    ],
    [
      'names a request key that gives the entries of several commits',
      [`insert into request_keys values ('p_priya', 'r', 'k', 'f', 'hello', 0, 2, 0, 2, 'wait')`],
      "a request key of hello doesn't belong to a commit of its sender",
    ],
    [
      'names a request key that gives the entry of somebody else',
      [`insert into request_keys values ('p_tom', 'r', 'k', 'f', 'hello', 0, 3, 2, 1, 'wait')`],
      "a request key of hello doesn't belong to a commit of its sender",
    ],
    [
      'names a request key with a decision that is none',
      [`insert into request_keys values ('p_priya', 'r', 'k', 'f', 'hello', 0, 1, 0, 1, 'yes')`],
      "a request key of hello doesn't belong to a commit of its sender",
    ],
    [
      'names the gap that a removed commit leaves',
      ['delete from commits where id = 4'],
      'the commit before number 5 is missing',
    ],
    [
      'names an actor whose pseudonym was exchanged',
      [`update people set pseudonym = 'p_other' where id = 'helen'`],
      "entry 10 of hello is by a person whom the directory doesn't know",
    ],
    [
      'names what breaks a constraint',
      [
        'pragma ignore_check_constraints = on',
        `insert into tokens values ('t', 's', null, null, '[]', null, 0, 0, null, null)`,
      ],
      /^SQLite's integrity check says: CHECK constraint failed in tokens$/,
    ],
  ])('%s', async (_, statements, difference) => {
    run(...statements)
    expect(await store.integrity.inspect()).toEqual(expect.stringMatching(difference))
  })

  test('says so where SQLite itself cannot read the file', async () => {
    await store.close()
    const client = new Database(place.file)
    client.pragma('wal_checkpoint(TRUNCATE)')
    const page = Number(client.prepare(`select rootpage from sqlite_schema where name = 'commits'`).pluck().get())
    const size = Number(client.pragma('page_size', { simple: true }))
    client.close()
    const file = await openFile(place.file, 'r+')
    await file.write(Buffer.alloc(200, 0xff), 0, 200, (page - 1) * size)
    await file.close()
    store = await openSqlite(place.file)
    expect(await store.integrity.inspect()).toMatch(/^SQLite('s integrity check says| can't read it)/)
  })
})

describe('a revision', () => {
  test('changes with a commit to the launch and with anything that another process commits', async () => {
    const seen = [await store.integrity.revision('hello')]
    const next = async (): Promise<void> => {
      const revision = await store.integrity.revision('hello')
      expect(seen).not.toContain(revision)
      expect(await store.integrity.revision('hello')).toBe(revision)
      seen.push(revision)
    }
    await does(store, 'priya', { type: 'launch.setPublicStatus', public: true }, { at: monday + 3_600_000 })
    await next()
    run(`update people set name = 'Chloe M.' where id = 'chloe'`)
    await next()
    await place.tamper(`update private_texts set value = '"x"'`)
    await next()
    await store.close()
    store = await place.open()
    await next()
  })

  test('stays while this process commits to another launch', async () => {
    const before = await store.integrity.revision('hello')
    await create(store, { launch: 'aurora', request: 'r_aurora' })
    expect(await store.integrity.revision('hello')).toBe(before)
    expect(await store.integrity.evidence()).toEqual(['ab'.repeat(32)])
  })
})

test.each([
  ['actor', 'p_mallory'],
  ['happened', '2026-11-22T09:00:00.000Z'],
  ['file', 'cd'.repeat(32)],
])('a search column that no longer says what the leaf says (%s) is found', async (column, value) => {
  const before = schema()
  const entries = before.find(({ name }) => name === 'entries')?.sql ?? ''
  const [, expression = ''] = new RegExp(`\`${column}\` text GENERATED ALWAYS AS \\((.*)\\) STORED`).exec(entries) ?? []
  const write = (sql: string) => `update sqlite_schema set sql = '${sql.replaceAll("'", "''")}' where name = 'entries'`
  expect(expression).not.toBe('')
  // SQLite works such a column out anew whenever its row is written: by another expression for a moment.
  run(
    'drop trigger entries_never_change',
    'pragma writable_schema = on',
    write(entries.replace(expression, `'${value}'`)),
    'pragma writable_schema = reset',
    'update entries set seq = seq where seq = 4',
    'pragma writable_schema = on',
    write(entries),
    'pragma writable_schema = reset',
    ...before.filter(({ name }) => name === 'entries_never_change').map(({ sql }) => sql),
  )
  expect(await verifyLaunch(store, 'hello')).toMatchObject({
    matches: false,
    seq: 4,
    difference: expect.stringContaining(`entry.${column} is "${value}"`),
  })
})
