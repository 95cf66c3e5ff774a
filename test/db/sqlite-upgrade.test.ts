import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Archive } from '../../db/backup/read-archive.ts'
import { openSqlite } from '../../db/sqlite/store.ts'
import type { Store } from '../../db/store.ts'
import { verifyLaunch } from '../../db/verify.ts'
import { create, monday, tellWholeStory, title } from './hello.ts'
import { copyBack, migrationsBefore } from './old-file.ts'
import { sqlitePlace } from './sqlite-place.ts'

/** A file from before lists had rows of their own: it is brought up to date whatever state its launches are in. */

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

describe('before a migration the database is copied into a folder', () => {
  const backups = () => join(dirname(old.file), 'backups')
  const copies = () => readdirSync(backups())
  const migrations = () => {
    const client = new Database(old.file, { readonly: true })
    const count = client.prepare('select count(*) from __drizzle_migrations').pluck().get()
    client.close()
    return count
  }

  test('beside the file; its name has the version that the database had, and it can be restored', async () => {
    await open(old.file)
    expect(copies()).toEqual([expect.stringMatching(/^launchgate-schema-10-\d{8}T\d{6}Z\.tar$/)])
    const archive = new Archive(join(backups(), copies()[0] ?? ''))
    archive.check()
    expect(archive.manifest).toMatchObject({ schema: migrationsBefore, contents: 'database' })
    const before = join(dirname(old.file), 'before.db')
    writeFileSync(before, Buffer.concat([...archive.database()].map((piece) => Buffer.from(piece))))
    archive.close()
    const restored = await openSqlite(before, { copiesTo: null })
    stores.push(restored)
    for (const launch of ['hello', 'good'])
      expect(await restored.leaves(launch, 0, 100)).toEqual(await stores[0]?.leaves(launch, 0, 100))
  })

  test('or where the settings say; a database that is up to date or new needs none', async () => {
    const place = await sqlitePlace()
    const elsewhere = join(dirname(old.file), 'elsewhere')
    stores.push(await openSqlite(place.file, { copiesTo: elsewhere }))
    stores.push(await openSqlite(old.file, { copiesTo: elsewhere }))
    stores.push(await openSqlite(old.file, { copiesTo: elsewhere }))
    expect(readdirSync(elsewhere)).toHaveLength(1)
    await place.remove()
  })

  test('where that fails, nothing is migrated', async () => {
    writeFileSync(backups(), 'no folder')
    await expect(openSqlite(old.file)).rejects.toMatchObject({ name: 'BackupProblem', code: 'not-migrated' })
    expect(migrations()).toBe(migrationsBefore)
    rmSync(backups())
    await open(old.file)
    expect(copies()).toHaveLength(1)
  })

  test('what a killed process left is removed, and three copies stay', async () => {
    mkdirSync(join(backups(), 'launchgate-schema-9-20260101T000000Z.tar.draft'), { recursive: true })
    for (const day of ['01', '02', '03', '04'])
      writeFileSync(join(backups(), `launchgate-schema-9-202601${day}T000000Z.tar`), '')
    await open(old.file)
    expect(copies().sort()).toEqual([
      expect.stringMatching(/^launchgate-schema-10-/),
      'launchgate-schema-9-20260103T000000Z.tar',
      'launchgate-schema-9-20260104T000000Z.tar',
    ])
  })
})
