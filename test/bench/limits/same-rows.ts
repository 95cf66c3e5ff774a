import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { type RawResult, transactions } from './raw-transactions.ts'

/**
 * The rows that a tick changes, written by raw better-sqlite3 into a copy of the product's own tables: its entry, its commit, its
 * launch and its gate, with all their indexes and triggers.
 */

interface Tick {
  launch: string
  seq: number
  at: number
  action: string
  gate: string
  request: string
  leaf: string
  hash: string
  edge: string
  context: string
  version: number
}

/** The database is copied; every launch with a slug like this one has a tick as its last entry. */
export function rawSameRows(file: string, slugs: string, batch: number, seconds = 1.5): RawResult {
  const folder = mkdtempSync(join(tmpdir(), 'launchgate-raw-'))
  const copy = join(folder, 'raw.db')
  const original = new Database(file)
  original.prepare('vacuum into ?').run(copy)
  original.close()
  const db = new Database(copy)
  try {
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = FULL')
    return transactions(db, ticksOf(db, slugs), batch, seconds)
  } finally {
    db.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

function ticksOf(db: Database.Database, slugs: string): () => void {
  const ticks = db
    .prepare<[string], Tick>(
      `select e.launch, e.seq, e.at, e.action, e.gate, e.request, e.leaf, e.hash, l.edge, l.version, g.context
        from launches l join entries e on e.launch = l.slug and e.seq = l.version - 1
        join gates g on g.launch = e.launch and g.id = e.gate where l.slug like ?`,
    )
    .all(slugs)
  const addEntry = db.prepare(
    `insert into entries (id, launch, seq, at, action, gate, request, leaf, hash)
      values ((select coalesce(max(id), 0) + 1 from entries), ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const addCommit = db.prepare('insert into commits (launch, version, gates, at) values (?, ?, ?, ?)')
  const setLaunch = db.prepare('update launches set version = ?, at = ?, edge = ? where slug = ?')
  const setGate = db.prepare('update gates set version = ?, context = ? where launch = ? and id = ?')
  let round = 0
  return () => {
    const tick = ticks[round % ticks.length]
    if (!tick) throw new Error(`no launch like ${slugs} has a tick as its last entry`)
    round += 1
    tick.seq += 1
    tick.version += 1
    const { launch, seq, at, action, gate, request, leaf, hash, edge, context, version } = tick
    addEntry.run(launch, seq, at, action, gate, request, leaf, hash)
    addCommit.run(launch, version, JSON.stringify([{ id: gate, version }]), at)
    setLaunch.run(version, at, edge, launch)
    setGate.run(version, context, launch, gate)
  }
}
