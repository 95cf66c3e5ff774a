import { mkdtemp, rm } from 'node:fs/promises'
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
