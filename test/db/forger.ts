import { append, emptyFrontier, leafHash } from '../../db/merkle.ts'
import { changedGateRows, commitOf, launchRow } from '../../db/rows.ts'
import { leafOf } from '../../db/seal.ts'
import type { Commit, Store } from '../../db/store.ts'
import type { Entry } from '../../machines/entry.ts'
import { replay } from '../../machines/replay.ts'
import type { LaunchState } from '../../machines/state.ts'
import type { Place } from './contract/store-under-test.ts'

/**
 * Somebody who can write to the database and knows the program: they rewrite a launch's log and recompute everything
 * that is derived from it (hashes, the tree, the rows, the commits), so that only the content can give them away.
 */
export async function forge(
  place: Pick<Place, 'tamper'>,
  store: Store,
  launch: string,
  change: (entries: Entry[]) => Entry[],
): Promise<void> {
  const before = await store.entries(launch, -1, 10_000)
  const entries = change(structuredClone(before)).map((entry, seq) => ({ ...entry, seq }))
  if (JSON.stringify(entries) === JSON.stringify(before)) throw new Error('Nothing was forged.')
  const commits: Commit[] = []
  let last: LaunchState | null = null
  const replayed = replay(entries, (state) => {
    if (entries[state.version - 1]?.request === entries[state.version]?.request) return
    const commit = commitOf(last, { accepted: true, entries: entries.slice(last?.version ?? 0, state.version), state })
    if (commit !== null) commits.push(commit)
    last = state
  })
  if (!replayed.ok) throw new Error(`A forgery that replay finds proves nothing: ${replayed.difference}`)
  const leaves = entries.map(leafOf)
  const frontier = leaves.reduce((frontier, leaf) => append(frontier, leafHash(leaf)), emptyFrontier)
  const row = launchRow(replayed.state, frontier)
  await place.tamper(
    `delete from entries where launch = ${text(launch)}`,
    `delete from commits where launch = ${text(launch)}`,
    `update launches set state = ${text(row.state)}, state_since = ${row.stateSince}, version = ${row.version},
      at = ${row.at}, created_at = ${row.createdAt}, archived = ${Number(row.archived)}, target_at = ${row.targetAt},
      edge = ${text(row.edge)} where slug = ${text(launch)}`,
    `update launch_contents set context = ${text(row.context)}, definition = ${text(row.definition)}
      where launch = ${text(launch)}`,
    ...changedGateRows(null, replayed.state).map(
      ({ id, state, version, statusSince, readySince, context }) =>
        `update gates set state = ${text(state)}, version = ${version}, status_since = ${statusSince},
          ready_since = ${readySince}, context = ${text(context)} where launch = ${text(launch)} and id = ${text(id)}`,
    ),
    ...entries.map((entry, seq) => entryStatement(entry, leaves[seq] ?? '')),
    ...commits.map(
      ({ version, gates, at }) =>
        `insert into commits (launch, version, gates, at)
          values (${text(launch)}, ${version}, ${text(JSON.stringify(gates))}, ${at})`,
    ),
  )
}

const text = (value: string): string => `'${value.replaceAll("'", "''")}'`

function entryStatement({ launch, seq, at, action, gate, request }: Entry, leaf: string): string {
  const copies = [text(action), gate === undefined ? 'null' : text(gate), text(request)].join(', ')
  return `insert into entries (id, launch, seq, at, action, gate, request, leaf, hash)
    values ((select coalesce(max(id), 0) + 1 from entries), ${text(launch)}, ${seq}, ${Date.parse(at)}, ${copies}, ${text(leaf)}, '${leafHash(leaf).toString('hex')}')`
}
