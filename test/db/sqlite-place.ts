import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { z } from 'zod'
import { openSqlite } from '../../db/sqlite/store.ts'
import type { Place } from './contract.ts'

/** A SQLite file in a folder of its own, which goes when the story is over. */
export async function sqlitePlace(): Promise<Place & { file: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'launchgate-'))
  const file = join(folder, 'launchgate.db')
  return {
    file,
    open: (steady) => openSqlite(file, steady === undefined ? {} : { steady }),
    async tamper(...statements) {
      const client = new Database(file)
      try {
        client.pragma('foreign_keys = OFF')
        const triggers = z
          .array(z.object({ name: z.string(), sql: z.string() }))
          .parse(client.prepare(`select name, sql from sqlite_master where type = 'trigger'`).all())
        client.transaction(() => {
          for (const { name } of triggers) client.exec(`drop trigger "${name}"`)
          for (const statement of statements) {
            const { changes } = client.prepare(statement).run()
            if (changes === 0) throw new Error(`Nothing was changed by: ${statement}`)
          }
          for (const { sql } of triggers) client.exec(sql)
        })()
      } finally {
        client.close()
      }
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}
