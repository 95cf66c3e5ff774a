import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { shorter } from '../quick.ts'
import { percentile } from '../sample.ts'

/** What SQLite alone can do on this disk: durable transactions of better-sqlite3, without a server and without a rule. */

/** As long as the leaf of a tick. */
const row = 'x'.repeat(700)

export interface RawResult {
  /** Rows per second. */
  perSecond: number
  /** Of a transaction, in ms. */
  p50: number
}

/** Opens a database like the product's: a write-ahead log, and each commit on disk before it returns. */
export function rawDatabase(): { db: Database.Database; close: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'launchgate-raw-'))
  const db = new Database(join(folder, 'raw.db'))
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  const close = () => {
    db.close()
    rmSync(folder, { recursive: true, force: true })
  }
  return { db, close }
}

/** Inserts one short row at a time, `batch` of them in a transaction. */
export function rawRows(batch: number, seconds = 1.5): RawResult {
  const { db, close } = rawDatabase()
  try {
    db.exec('create table entries (id integer primary key, leaf text not null)')
    const add = db.prepare('insert into entries (leaf) values (?)')
    return transactions(db, () => void add.run(row), batch, seconds)
  } finally {
    close()
  }
}

/** Runs `write` again and again, `batch` times in a transaction. */
export function transactions(db: Database.Database, write: () => void, batch: number, seconds: number): RawResult {
  const transaction = db.transaction(() => {
    for (let each = 0; each < batch; each += 1) write()
  })
  const times: number[] = []
  const began = performance.now()
  let now = began
  while (now - began < shorter(seconds * 1000)) {
    transaction.immediate()
    const after = performance.now()
    times.push(after - now)
    now = after
  }
  return { perSecond: (times.length * batch * 1000) / (now - began), p50: percentile(times, 0.5) }
}
