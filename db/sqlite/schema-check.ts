import Database from 'better-sqlite3'
import { z } from 'zod'
import { bringUpToDate } from './migrate.ts'

/** An object of the database: a table, an index, a view or a trigger. SQLite's own indexes have no SQL text. */
const schemaObject = z.object({ type: z.string(), name: z.string(), sql: z.string().nullable() })

/** What SQLite's ANALYZE adds is the operator's business. */
const objects = `select type, name, sql from sqlite_schema where name not like 'sqlite\\_stat%' escape '\\'`

/**
 * The first object of the database that is missing, changed or extra, compared with what the migrations make; null when
 * there is none. The SQL texts are compared exactly: SQLite keeps them as the migrations wrote them. Cheap enough for
 * every start.
 */
export function schemaDifference(client: Database.Database): string | null {
  const found = read(client)
  for (const [name, sql] of expected()) {
    if (!found.has(name)) return `the ${name} is missing`
    if (found.get(name) !== sql) return `the ${name} was changed`
    found.delete(name)
  }
  const [extra] = found.keys()
  return extra === undefined ? null : `the ${extra} doesn't belong there`
}

/** By type and name, in the order of their names: triggers first, since the log is protected by them. */
function read(client: Database.Database): Map<string, string | null> {
  const rows = z
    .array(schemaObject)
    .parse(client.prepare(`${objects} order by type = 'trigger' desc, type, name`).all())
  return new Map(rows.map(({ type, name, sql }) => [`${type} ${name}`, sql]))
}

let known: Map<string, string | null> | null = null

function expected(): Map<string, string | null> {
  if (known !== null) return known
  const client = new Database(':memory:')
  try {
    bringUpToDate(client)
    known = read(client)
    return known
  } finally {
    client.close()
  }
}
