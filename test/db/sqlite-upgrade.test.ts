import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { openSqlite } from '../../db/sqlite/store.ts'
import type { Store } from '../../db/store.ts'
import { verifyLaunch } from '../../db/verify.ts'
import { create, monday, tellWholeStory, title } from './hello.ts'
import { sqlitePlace } from './sqlite-place.ts'

/** A file from before lists had rows of their own: it is brought up to date whatever state its launches are in. */

const migrationsFolder = fileURLToPath(new URL('../../db/sqlite/migrations', import.meta.url))
/** Up to 0009_audit.sql. */
const migrationsBefore = 10

let old: Awaited<ReturnType<typeof sqlitePlace>>
let stores: Store[]
const open = async (file: string): Promise<Store> => {
  const store = await openSqlite(file)
  stores.push(store)
  return store
}

beforeEach(async () => {
  stores = []
  old = await sqlitePlace()
  const today = await sqlitePlace()
  const store = await openSqlite(today.file)
  await tellWholeStory(store)
  for (const launch of ['good', 'no-json', 'no-title']) await create(store, { launch, request: `r_${launch}` })
  await store.close()
  copyBack(today.file, old.file)
  await today.remove()
})
afterEach(async () => {
  for (const store of stores) await store.close()
  await old.remove()
})

/** The rows of a file of today in a file with the tables of then. */
function copyBack(today: string, then: string): void {
  const client = new Database(then)
  const names = (query: string) => z.array(z.string()).parse(client.prepare(query).pluck().all())
  client.pragma('foreign_keys = OFF')
  client.exec('create table __drizzle_migrations (id integer primary key, hash text not null, created_at numeric)')
  for (const { sql, hash, folderMillis } of readMigrationFiles({ migrationsFolder }).slice(0, migrationsBefore)) {
    for (const statement of sql) client.exec(statement)
    client.prepare('insert into __drizzle_migrations (hash, created_at) values (?, ?)').run(hash, folderMillis)
  }
  client.exec(`attach '${today}' as today`)
  const tables = names(`select name from main.sqlite_schema where type = 'table' and name <> '__drizzle_migrations'`)
  for (const table of tables) {
    // Generated columns are not among them.
    const columns = names(`select name from pragma_table_info('${table}', 'main')`).join(', ')
    client.exec(`insert into main.${table} (${columns}) select ${columns} from today.${table}`)
  }
  client.close()
}

test('intact launches verify before the clock worker comes, and once it has', async () => {
  const store = await open(old.file)
  for (const launch of ['hello', 'good']) {
    expect(await verifyLaunch(store, launch)).toMatchObject({ matches: true })
    expect((await store.stored(launch))?.projection).toMatchObject({
      glance: '',
      nextChangeAt: 0,
      title: title.commitment,
    })
  }
  expect(await store.lists.expired(monday, 10)).toEqual(expect.arrayContaining(['hello', 'good']))
  await store.lists.renew('good', monday)
  expect((await store.stored('good'))?.projection?.glance).toContain('"timeZone":"Asia/Taipei"')
  expect(await verifyLaunch(store, 'good')).toMatchObject({ matches: true })
})

test('the rest of a row that is not written yet is compared', async () => {
  await (await open(old.file)).close()
  stores.pop()
  await old.tamper(`update projections set title = 'another' where launch = 'good'`)
  expect(await verifyLaunch(await open(old.file), 'good')).toMatchObject({
    matches: false,
    difference: expect.stringContaining('projection.title'),
  })
})

test('a launch whose context is damaged stops no upgrade; it is the one that does not verify', async () => {
  await old.tamper(
    `update launch_contents set context = '{"title":' where launch = 'no-json'`,
    `update launch_contents set context = '{}' where launch = 'no-title'`,
  )
  const store = await open(old.file)
  for (const launch of ['no-json', 'no-title']) {
    expect(await verifyLaunch(store, launch)).toMatchObject({ matches: false })
    expect(await store.lists.count({ launch })).toBe(1)
  }
  expect(await verifyLaunch(store, 'good')).toMatchObject({ matches: true })
  const listed = await store.lists.listed({ list: 'active', title: 'hello' }, 0, 10)
  expect(listed.launches.map(({ launch }) => launch).sort()).toEqual(['good', 'hello'])
})
