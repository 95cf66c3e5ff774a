import { z } from 'zod'
import type { Entry } from '../../machines/entry.ts'
import { readEntry } from '../seal.ts'
import type { ActionFilter, EntryFilter, LogSearch } from '../store.ts'
import type { Connection } from './connection.ts'
import { isNotable } from './schema.ts'

/** LogSearch on one connection, and what a gate's page asks of the log. */
export type LogSearchRows = { [Name in keyof LogSearch]: (...args: Parameters<LogSearch[Name]>) => ReturnOf<Name> } & {
  about(launch: string, gate: string, filter: ActionFilter): Entry[]
}
type ReturnOf<Name extends keyof LogSearch> = Awaited<ReturnType<LogSearch[Name]>>

/**
 * The index holds every column that a log is filtered by. It is named in each query: leaves are long and lie in the table's own
 * tree, which SQLite would walk for its order.
 */
const narrow = 'entries indexed by entries_by_gate'

/** The entries that these queries give the seq of, newest first. A cross join is never turned around by SQLite. */
const leavesOf = (seqs: string) =>
  `select leaf from (${seqs} order by seq desc limit @limit offset @offset) as found
    cross join entries on entries.launch = @launch and entries.seq = found.seq order by found.seq desc`

const byAction = 'and seq < @before and action in (select value from json_each(@actions))'
const aboutGate = leavesOf(
  `select seq from ${narrow} where launch = @launch and gate = @gate ${byAction}
    union all select seq from ${narrow} where launch = @launch and gate is null ${byAction}`,
)

const texts = z.array(z.string())

/** Searches read the narrow index, and of the table only the entries that they return. */
export function logSearch(db: Connection): LogSearchRows {
  const { $client: client } = db
  const prepare = (sql: string) => client.prepare(sql).pluck()
  /** A statement for each combination of conditions: SQLite would ask an absent one for every row. */
  const prepared = new Map<string, ReturnType<typeof prepare>>()
  const statement = (sql: string) => {
    const known = prepared.get(sql) ?? prepare(sql)
    prepared.set(sql, known)
    return known
  }
  const about = prepare(aboutGate)
  const newestOfFile = prepare('select leaf from entries where launch = ? and file = ? order by seq desc limit 1')
  const newest = prepare(
    `select leaf from entries indexed by entries_by_action where ${isNotable} and action = ? order by id desc limit ?`,
  )
  const read = (leaves: unknown[]): Entry[] => texts.parse(leaves).map(readEntry)
  return {
    find: (launch, filter, offset, limit) => {
      const query = statement(leavesOf(`select seq ${matching(filter)}`))
      return read(query.all({ ...parameters(launch, filter), offset, limit }))
    },
    count: (launch, filter) =>
      z.number().parse(statement(`select count(*) ${matching(filter)}`).get(parameters(launch, filter))),
    actors: actorsOf(db),
    newestOfFile: (launch, sha256) => read(newestOfFile.all(launch, sha256))[0] ?? null,
    newest: (action, limit) => read(newest.all(action, limit)),
    about: (launch, gate, { actions, before, limit }) =>
      read(about.all({ launch, gate, actions: JSON.stringify(actions), before, limit, offset: 0 })).reverse(),
  }
}

function matching({ gate, actors, action, from, until }: EntryFilter): string {
  return [
    `from ${narrow} where launch = @launch and seq < @before`,
    ...(gate === undefined ? [] : ['gate = @gate']),
    ...(actors === undefined ? [] : ['actor in (select value from json_each(@actors))']),
    ...(action === undefined ? [] : ['action = @action']),
    ...(from === undefined ? [] : ['happened >= @from']),
    ...(until === undefined ? [] : ['happened < @until']),
  ].join(' and ')
}

function parameters(launch: string, { actors, from, until, ...rest }: EntryFilter) {
  return {
    launch,
    ...rest,
    ...(actors === undefined ? {} : { actors: JSON.stringify(actors) }),
    ...(from === undefined ? {} : { from: instant(from) }),
    ...(until === undefined ? {} : { until: instant(until) }),
  }
}

const [earliest, latest] = [Date.parse('0000-01-01T00:00:00.000Z'), Date.parse('9999-12-31T23:59:59.999Z')]

/** As leaves write it. Beyond these years texts would not sort by time. */
const instant = (ms: number): string => new Date(Math.min(latest, Math.max(earliest, ms))).toISOString()

/** So many launches are remembered, those asked about last. */
const remembered = 256

/** Who acted in each log, and up to which entry that was looked for. A log only grows, so later only its new entries are read. */
function actorsOf({ $client: client }: Connection): LogSearchRows['actors'] {
  const all = client.prepare(`select distinct actor from ${narrow} where launch = ? and seq < ?`).pluck()
  const added = client.prepare('select distinct actor from entries where launch = ? and seq >= ? and seq < ?').pluck()
  const known = new Map<string, { before: number; actors: ReadonlySet<string> }>()
  return (launch, before) => {
    const last = known.get(launch)
    // An earlier part of the log is asked for by nobody but a page that was slower than a commit.
    if (last !== undefined && last.before > before) return texts.parse(all.all(launch, before))
    const found = texts.parse(last === undefined ? all.all(launch, before) : added.all(launch, last.before, before))
    const actors = new Set([...(last?.actors ?? []), ...found])
    known.delete(launch)
    known.set(launch, { before, actors })
    const [oldest] = known.keys()
    if (known.size > remembered && oldest !== undefined) known.delete(oldest)
    return [...actors]
  }
}
