import { z } from 'zod'
import type { Entry } from '../../machines/entry.ts'
import { entryOf } from '../seal.ts'
import type { EntryFilter, LogSearch, WantedEntries } from '../store.ts'
import type { Connection } from './connection.ts'

/** LogSearch on one connection, and what a gate's page asks of the log. */
export type LogSearchRows = { [Name in keyof LogSearch]: (...args: Parameters<LogSearch[Name]>) => ReturnOf<Name> } & {
  about(launch: string, gate: string, wanted: WantedEntries): Entry[]
}
type ReturnOf<Name extends keyof LogSearch> = Awaited<ReturnType<LogSearch[Name]>>

/**
 * The index holds every column that a log is filtered by. It is named in each query: leaves are long and lie in the table's own
 * tree, which SQLite would walk for its order.
 */
const narrow = 'entries indexed by entries_by_gate'

const leaves = z.array(z.string())

/** Searches read the narrow index, and of the table only the entries that they return. */
export function logSearch({ $client: client }: Connection): LogSearchRows {
  const prepare = (text: string) => client.prepare(text).pluck()
  /** The leaves of the entries whose seq this query gives, newest first. A cross join is never turned around by SQLite. */
  const leavesOf = (seqs: string) =>
    prepare(
      `select leaf from (${seqs} order by seq desc limit @limit offset @offset) as found
        cross join entries on entries.launch = @launch and entries.seq = found.seq order by found.seq desc`,
    )
  const everyGate = { find: leavesOf(`select seq ${matching('')}`), count: prepare(`select count(*) ${matching('')}`) }
  const ofGate = 'and gate = @gate'
  const oneGate = {
    find: leavesOf(`select seq ${matching(ofGate)}`),
    count: prepare(`select count(*) ${matching(ofGate)}`),
  }
  const wanted = `and seq < @before and action in (select value from json_each(@actions))`
  const aboutGate = leavesOf(
    `select seq from ${narrow} where launch = @launch and gate = @gate ${wanted}
      union all select seq from ${narrow} where launch = @launch and gate is null ${wanted}`,
  )
  const actors = prepare(`select distinct actor from ${narrow} where launch = @launch and seq < @before`)
  const newestOfFile = prepare('select leaf from entries where launch = ? and file = ? order by seq desc limit 1')
  const queriesFor = ({ gate }: EntryFilter) => (gate === undefined ? everyGate : oneGate)
  const read = (rows: unknown[]): Entry[] => leaves.parse(rows).map(entryOf)
  return {
    find: (launch, filter, offset, limit) =>
      read(queriesFor(filter).find.all({ ...parameters(launch, filter), offset, limit })),
    count: (launch, filter) => z.number().parse(queriesFor(filter).count.get(parameters(launch, filter))),
    actors: (launch, before) => leaves.parse(actors.all({ launch, before })),
    newestOfFile: (launch, sha256) => read(newestOfFile.all(launch, sha256))[0] ?? null,
    about: (launch, gate, { actions, before, limit }) =>
      read(aboutGate.all({ launch, gate, actions: JSON.stringify(actions), before, limit, offset: 0 })).reverse(),
  }
}

function matching(gate: string): string {
  return `from ${narrow} where launch = @launch and seq < @before ${gate}
    and (@actors is null or actor in (select value from json_each(@actors)))
    and (@action is null or action = @action)
    and (@from is null or happened >= @from) and (@until is null or happened < @until)`
}

function parameters(launch: string, { before, gate, actors, action, from, until }: EntryFilter) {
  return {
    launch,
    before,
    gate: gate ?? null,
    actors: actors === undefined ? null : JSON.stringify(actors),
    action: action ?? null,
    from: from === undefined ? null : instant(from),
    until: until === undefined ? null : instant(until),
  }
}

const [earliest, latest] = [Date.parse('0000-01-01T00:00:00.000Z'), Date.parse('9999-12-31T23:59:59.999Z')]

/** As leaves write it. Beyond these years texts would not sort by time. */
const instant = (ms: number): string => new Date(Math.min(latest, Math.max(earliest, ms))).toISOString()
