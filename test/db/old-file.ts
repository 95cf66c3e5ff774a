import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { z } from 'zod'

const migrationsFolder = fileURLToPath(new URL('../../db/sqlite/migrations', import.meta.url))
/** Up to 0009_audit.sql. */
export const migrationsBefore = 10

/** The rows of a file of today in a file with the tables of then. */
export function copyBack(today: string, then: string): void {
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
