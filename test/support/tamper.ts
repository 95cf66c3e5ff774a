import Database from 'better-sqlite3'
import { z } from 'zod'

/** Runs SQL on a SQLite file past every protection, as somebody who doesn't want to be noticed: the triggers are there again afterwards. */
export function tamperWith(file: string, ...statements: string[]): void {
  const client = new Database(file)
  try {
    client.pragma('foreign_keys = OFF')
    const triggers = z
      .array(z.object({ name: z.string(), sql: z.string() }))
      .parse(client.prepare(`select name, sql from sqlite_schema where type = 'trigger'`).all())
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
}

/** The file of a `file:` DATABASE_URL. */
export const fileOf = (databaseUrl: string): string => databaseUrl.replace('file:', '')
