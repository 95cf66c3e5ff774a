import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { type Connection, sqliteCode } from './connection.ts'
import type { DataVersion } from './data-version.ts'
import { schemaDifference } from './schema-check.ts'

/** Store.integrity on one connection. */
export interface IntegrityRows {
  revision(launch: string): string
  othersRevision(): string
  inspect(): string | null
  evidence(): string[]
}

/** What SQLite can tell about the file as a whole. */
export function integrityRows({ $client: client }: Connection, dataVersion: DataVersion): IntegrityRows {
  // A data_version means something only beside others of the same connection.
  const connection = randomUUID()
  const version = client.prepare('select version from launches where slug = ?').pluck()
  const hashes = client.prepare('select distinct sha256 from evidence order by sha256').pluck()
  const othersRevision = () => `${connection}:${dataVersion.now()}`
  return {
    // Commits of this connection change a launch's version; those of others, whatever they change, the data_version.
    revision: (launch) => `${othersRevision()}:${version.get(launch)}`,
    othersRevision,
    inspect: () => inspect(client),
    evidence: () => z.array(z.string()).parse(hashes.all()),
  }
}

type Client = Connection['$client']

/** The first difference; what SQLite itself can't read is one too. */
function inspect(client: Client): string | null {
  const checks = [schemaDifference, pageDifference, referenceDifference, keyDifference, commitGap, unknownActor]
  try {
    for (const check of checks) {
      const difference = check(client)
      if (difference !== null) return difference
    }
    return null
  } catch (error) {
    if (/^SQLITE_(CORRUPT|NOTADB)/.test(sqliteCode(error) ?? ''))
      return `SQLite can't read it (${error instanceof Error ? error.message : error})`
    throw error
  }
}

/** Pages, indexes, NOT NULL and CHECK, as SQLite sees them. Reads the whole file. */
function pageDifference(client: Client): string | null {
  const found = z.string().parse(client.pragma('integrity_check(1)', { simple: true }))
  return found === 'ok' ? null : `SQLite's integrity check says: ${found.replaceAll('\n', ' ')}`
}

/** Rows that refer to a row that isn't there, such as the remains of a launch that was removed. */
function referenceDifference(client: Client): string | null {
  const astray = z.array(z.object({ table: z.string(), parent: z.string(), fkid: z.number() }))
  const [first] = astray.parse(client.pragma('foreign_key_check'))
  if (first === undefined) return null
  const { table, parent, fkid } = first
  const keys = z.array(z.object({ id: z.number(), from: z.string(), to: z.string() }))
  const key = keys.parse(client.pragma(`foreign_key_list(${table})`)).find(({ id }) => id === fkid)
  if (key === undefined) return `${table} refers to a missing row of ${parent}`
  const missing = `select "${key.from}" from "${table}" where "${key.from}" not in (select "${key.to}" from "${parent}")`
  return `${table} refers to ${client.prepare(missing).pluck().get()}, which is missing in ${parent}`
}

/** A part of a leaf; null where the leaf is no JSON, which the verification of its launch reports. */
const inLeaf = (path: string): string => `case when json_valid(leaf) then json_extract(leaf, '$.${path}') end`

/** A request key gives the entries and the decision of one commit again, none of which another person or service wrote. */
function keyDifference(client: Client): string | null {
  const own = 'from entries where entries.launch = k.launch and seq >= k.first and seq < k.version'
  const other = `${inLeaf('actor.kind')} <> 'engine' and ${inLeaf('actor.id')} <> k.actor`
  const wrong = client.prepare(
    `select k.launch from request_keys k join launches on slug = k.launch
      where k.count < 0 or k.first < 0 or k.first + k.count <> k.version or k.version > launches.version
        or k.decision not in ('go', 'wait', 'hold', 'no-go')
        or (select count(distinct request) ${own}) > 1 or exists (select 1 ${own} and ${other})
      limit 1`,
  )
  const launch = wrong.pluck().get()
  return launch === undefined ? null : `a request key of ${launch} doesn't belong to a commit of its sender`
}

/** Commits are numbered without a gap and none is ever removed: a gap is what a removed commit or launch leaves. */
function commitGap(client: Client): string | null {
  const gap = client.prepare(
    'select id from commits where id > 1 and id - 1 not in (select id from commits) order by id limit 1',
  )
  const after = gap.pluck().get()
  return after === undefined ? null : `the commit before number ${after} is missing`
}

/** Nobody is removed from the directory, so it knows everyone who acted. */
function unknownActor(client: Client): string | null {
  const actor = `${inLeaf('actor.kind')} = ? and ${inLeaf('actor.id')}`
  for (const [kind, table] of [['person', 'people'] as const, ['service', 'services'] as const]) {
    const unknown = client.prepare(
      `select launch, seq from entries where ${actor} not in (select pseudonym from ${table}) limit 1`,
    )
    const row = z.object({ launch: z.string(), seq: z.number() }).optional().parse(unknown.get(kind))
    if (row !== undefined) return `entry ${row.seq} of ${row.launch} is by a ${kind} whom the directory doesn't know`
  }
  return null
}
