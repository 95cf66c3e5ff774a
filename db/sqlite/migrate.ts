import { fileURLToPath } from 'node:url'
import type Database from 'better-sqlite3'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { z } from 'zod'
import { NewerDatabase } from '../store.ts'

const migrationsFolder = fileURLToPath(new URL('./migrations', import.meta.url))

/**
 * Runs what is missing of the migrations, forward only; the caller holds the transaction. Drizzle's own runner looks
 * before it locks, so two processes on a new file would both begin; its table and its reader of the folder are used all
 * the same. `beforeMigrating` is called before the first statement where the database holds tables of an older program.
 * Throws NewerDatabase, and what `beforeMigrating` throws.
 */
export function bringUpToDate(client: Database.Database, beforeMigrating: () => void = () => {}): void {
  const known = readMigrationFiles({ migrationsFolder })
  client.exec(
    'create table if not exists __drizzle_migrations (id integer primary key, hash text not null, created_at numeric)',
  )
  const done = client.prepare('select hash from __drizzle_migrations order by created_at').pluck().all()
  if (done.length > known.length || done.some((hash, index) => hash !== known[index]?.hash))
    throw newerDatabase(client.name)
  if (done.length === known.length) return
  if (done.length > 0) beforeMigrating()
  const remember = client.prepare('insert into __drizzle_migrations (hash, created_at) values (?, ?)')
  for (const { sql, hash, folderMillis } of known.slice(done.length)) {
    for (const statement of sql) client.exec(statement)
    remember.run(hash, folderMillis)
  }
  const [astray] = z.array(z.unknown()).parse(client.pragma('foreign_key_check'))
  if (astray !== undefined) throw new Error(`A migration left a row that points nowhere: ${JSON.stringify(astray)}`)
}

export const newerDatabase = (file: string, cause?: unknown): NewerDatabase =>
  new NewerDatabase(`${file} was migrated by a different version of Launchgate. Use that version or a newer one.`, {
    cause,
  })
