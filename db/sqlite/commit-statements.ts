import type { StoredGate, StoredLaunch } from '../rows.ts'
import type { EvidenceFile, PrivateText } from '../store.ts'
import type { Connection } from './connection.ts'

/** A new row of the log. */
interface EntryRow {
  launch: string
  seq: number
  at: number
  action: string
  gate: string | null
  request: string
  leaf: string
  hash: string
}

interface RequestKeyRow {
  actor: string
  route: string
  key: string
  fingerprint: string
  launch: string
  at: number
  version: number
  first: number
  count: number
  decision: string
}

export type CommitStatements = ReturnType<typeof commitStatements>

/**
 * What each commit reads and writes. Plain SQL with positional parameters: drizzle's wrapper around a prepared statement takes as long
 * as SQLite does. Updates name only columns that change, since SQLite writes every index of a column that is named.
 */
export function commitStatements({ $client: client }: Connection) {
  const stored = client.prepare<[string], { version: number; edge: string }>(
    'select version, edge from launches where slug = ?',
  )
  const addLaunch = client.prepare(
    `insert into launches (slug, state, state_since, version, at, created_at, archived, target_at, edge)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const addContents = client.prepare('insert into launch_contents (launch, context, definition) values (?, ?, ?)')
  const moveLaunch = client.prepare(
    'update launches set state = ?, state_since = ?, version = ?, at = ?, edge = ? where slug = ?',
  )
  const moveTarget = client.prepare('update launches set archived = ?, target_at = ? where slug = ?')
  const setContext = client.prepare('update launch_contents set context = ? where launch = ?')
  const setDefinition = client.prepare('update launch_contents set definition = ? where launch = ?')
  const addGate = client.prepare(
    `insert into gates (launch, id, position, state, version, status_since, ready_since, context)
      values (?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const setGate = client.prepare(
    `update gates set position = ?, state = ?, version = ?, status_since = ?, ready_since = ?, context = ?
      where launch = ? and id = ?`,
  )
  const addEntry = client.prepare(
    `insert into entries (id, launch, seq, at, action, gate, request, leaf, hash)
      values ((select coalesce(max(id), 0) + 1 from entries), ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const addText = client.prepare(
    'insert into private_texts (launch, commitment, salt, value) values (?, ?, ?, ?) on conflict do nothing',
  )
  const addEvidence = client.prepare(
    'insert into evidence (launch, sha256, type, size) values (?, ?, ?, ?) on conflict do nothing',
  )
  const addCommit = client.prepare('insert into commits (launch, version, gates, at) values (?, ?, ?, ?)')
  const dropKeys = client.prepare('delete from request_keys where at < ?')
  const setKey = client.prepare(
    `insert into request_keys (actor, route, key, fingerprint, launch, at, version, first, count, decision)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )

  return {
    /** The version of a launch and the frontier of its log's tree. */
    stored: (launch: string) => stored.get(launch),
    addLaunch(row: StoredLaunch): void {
      const { slug, state, stateSince, version, at, createdAt, archived, targetAt, context, definition, edge } = row
      addLaunch.run(slug, state, stateSince, version, at, createdAt, Number(archived), targetAt, edge)
      addContents.run(slug, context, definition)
    },
    setLaunch(row: StoredLaunch, changed: { context: boolean; definition: boolean }): void {
      const { slug, state, stateSince, version, at, archived, targetAt, context, definition, edge } = row
      moveLaunch.run(state, stateSince, version, at, edge, slug)
      if (changed.context) {
        moveTarget.run(Number(archived), targetAt, slug)
        setContext.run(context, slug)
      }
      if (changed.definition) setDefinition.run(definition, slug)
    },
    setGate({ launch, id, position, state, version, statusSince, readySince, context }: StoredGate): void {
      const { changes } = setGate.run(position, state, version, statusSince, readySince, context, launch, id)
      if (changes === 0) addGate.run(launch, id, position, state, version, statusSince, readySince, context)
    },
    addEntry({ launch, seq, at, action, gate, request, leaf, hash }: EntryRow): void {
      addEntry.run(launch, seq, at, action, gate, request, leaf, hash)
    },
    addText(launch: string, { commitment, salt }: PrivateText, value: string): void {
      addText.run(launch, commitment, salt, value)
    },
    addEvidence(launch: string, { sha256, type, size }: EvidenceFile): void {
      addEvidence.run(launch, sha256, type, size)
    },
    addCommit(launch: string, version: number, gates: string, at: number): void {
      addCommit.run(launch, version, gates, at)
    },
    dropKeys: (before: number): void => void dropKeys.run(before),
    setKey({ actor, route, key, fingerprint, launch, at, version, first, count, decision }: RequestKeyRow): void {
      setKey.run(actor, route, key, fingerprint, launch, at, version, first, count, decision)
    },
  }
}
