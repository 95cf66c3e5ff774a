import { sql } from 'drizzle-orm'
import { text } from 'drizzle-orm/sqlite-core'

/**
 * A column that SQLite itself takes out of an entry's leaf when the entry is written. Null where the leaf is not JSON, which
 * verification reports.
 */
export const fromLeaf = (name: string, value: string) =>
  text(name).generatedAlwaysAs(sql.raw(`case when json_valid(leaf) then ${value} end`), { mode: 'stored' })
