import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqlite } from '../../db/sqlite/store.ts'
import { tamperWith } from '../support/tamper.ts'
import type { Place } from './contract/store-under-test.ts'

/** A SQLite file in a folder of its own, which goes when the story is over. */
export async function sqlitePlace(): Promise<Place & { file: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'launchgate-'))
  const file = join(folder, 'launchgate.db')
  return {
    file,
    open: (steady) => openSqlite(file, steady === undefined ? {} : { steady }),
    tamper: async (...statements) => tamperWith(file, ...statements),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

/** The same with the tables in it already, which are made once in this process: making them takes longer than most stories do. */
export async function placeWithTables(): Promise<Place & { file: string }> {
  tables ??= makeTables()
  const place = await sqlitePlace()
  await writeFile(place.file, await tables, { mode: 0o600 })
  return place
}
let tables: Promise<Buffer> | undefined

async function makeTables(): Promise<Buffer> {
  const place = await sqlitePlace()
  // The last to close a database writes its log into the file.
  await (await place.open()).close()
  const database = await readFile(place.file)
  await place.remove()
  return database
}
