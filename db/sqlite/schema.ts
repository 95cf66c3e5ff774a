import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { notableActions } from '../../machines/entry.ts'
import { fromLeaf } from './from-leaf.ts'

/**
 * The tables. Ground state: entries, private texts, evidence files, imported pipelines, the directory. Derived from the entries: launches,
 * gates, commits, projections, members, holders. Instants are epoch milliseconds; nested values are JSON text, because a database's own JSON would
 * not keep the exact bytes.
 */

/** What every commit changes of a launch. These rows are short, so that many of them lie on a page; the rest is in launchContents. */
export const launches = sqliteTable(
  'launches',
  {
    slug: text('slug').primaryKey(),
    state: text('state').notNull(),
    stateSince: integer('state_since').notNull(),
    version: integer('version').notNull(),
    at: integer('at').notNull(),
    createdAt: integer('created_at').notNull(),
    archived: integer('archived', { mode: 'boolean' }).notNull(),
    targetAt: integer('target_at').notNull(),
    edge: text('edge').notNull(),
  },
  (table) => [index('launches_by_target').on(table.targetAt, table.slug)],
)

const launch = () =>
  text('launch')
    .notNull()
    .references(() => launches.slug)

/** What few commits change of a launch, and what is long. */
export const launchContents = sqliteTable('launch_contents', {
  launch: launch().primaryKey(),
  context: text('context').notNull(),
  definition: text('definition').notNull(),
})

export const gates = sqliteTable(
  'gates',
  {
    launch: launch(),
    id: text('id').notNull(),
    position: integer('position').notNull(),
    state: text('state').notNull(),
    version: integer('version').notNull(),
    statusSince: integer('status_since').notNull(),
    readySince: integer('ready_since'),
    context: text('context').notNull(),
  },
  (table) => [primaryKey({ columns: [table.launch, table.id] })],
)

/** Few entries are notable, so the others don't pay for their index. Queries repeat this condition word for word, else SQLite won't use it. */
export const isNotable = `action in (${notableActions.map((action) => `'${action}'`).join(', ')})`

/**
 * The log. `leaf` is the exact text; the other columns repeat it. Triggers (in a migration) refuse any change but the next entry.
 * The index holds everything that a log is filtered by, so that no leaf is read but those that are shown.
 */
export const entries = sqliteTable(
  'entries',
  {
    /** The place in the logs of all launches together, from 1 without a gap. New entries lie side by side, so a commit writes few pages. */
    id: integer('id').primaryKey(),
    launch: launch(),
    seq: integer('seq').notNull(),
    at: integer('at').notNull(),
    action: text('action').notNull(),
    gate: text('gate'),
    request: text('request').notNull(),
    leaf: text('leaf').notNull(),
    hash: text('hash').notNull(),
    actor: fromLeaf('actor', `json_extract(leaf, '$.actor.id')`),
    /** When it fell due, or else when it was written: as the leaf says it, in UTC with milliseconds, so its texts sort by time. */
    happened: fromLeaf('happened', `coalesce(json_extract(leaf, '$.due'), json_extract(leaf, '$.at'))`),
    /** The SHA-256 of the file that is its evidence; a report has no name that a download would need. */
    file: fromLeaf(
      'file',
      `case json_extract(leaf, '$.data.evidence.kind') when 'file' then json_extract(leaf, '$.data.evidence.sha256') end`,
    ),
  },
  (table) => [
    uniqueIndex('entries_by_seq').on(table.launch, table.seq),
    index('entries_by_gate').on(table.launch, table.gate, table.seq, table.action, table.actor, table.happened),
    index('entries_by_file').on(table.launch, table.file, table.seq).where(sql`file is not null`),
    index('entries_by_action').on(table.action, table.id).where(sql.raw(isNotable)),
  ],
)

/** The private texts behind commitments. No command removes one; a missing one is damage that verification reports. */
export const privateTexts = sqliteTable(
  'private_texts',
  {
    launch: launch(),
    commitment: text('commitment').notNull(),
    salt: text('salt').notNull(),
    value: text('value').notNull(),
    /** When salt and value were blanked; a log that names the commitment verifies all the same. */
    erasedAt: integer('erased_at'),
  },
  (table) => [primaryKey({ columns: [table.launch, table.commitment] })],
)

export const evidence = sqliteTable(
  'evidence',
  {
    launch: launch(),
    sha256: text('sha256').notNull(),
    type: text('type').notNull(),
    size: integer('size').notNull(),
  },
  (table) => [primaryKey({ columns: [table.launch, table.sha256] })],
)

/** One row a commit. `id` is the order in which all launches' commits became durable, by which watch.ts finds those of other processes. */
export const commits = sqliteTable(
  'commits',
  {
    id: integer('id').primaryKey(),
    launch: launch(),
    version: integer('version').notNull(),
    gates: text('gates').notNull(),
    at: integer('at').notNull(),
  },
  (table) => [uniqueIndex('commits_by_version').on(table.launch, table.version)],
)

/** What lists and badges need of each launch (see db/projection.ts), as of `at` and until `nextChangeAt`. */
export const projections = sqliteTable(
  'projections',
  {
    launch: launch().primaryKey(),
    at: integer('at').notNull(),
    state: text('state').notNull(),
    decision: text('decision').notNull(),
    archived: integer('archived', { mode: 'boolean' }).notNull(),
    targetAt: integer('target_at').notNull(),
    list: text('list').notNull().default(''),
    title: text('title').notNull().default(''),
    glance: text('glance').notNull().default(''),
    pipeline: text('pipeline').notNull(),
    pipelineVersion: integer('pipeline_version').notNull(),
    nextChangeAt: integer('next_change_at'),
  },
  (table) => [
    index('projections_by_target').on(table.archived, table.targetAt, table.launch),
    index('projections_by_list').on(table.list, table.targetAt, table.launch),
    index('projections_by_next_change').on(table.nextChangeAt),
    index('projections_by_state').on(table.state),
    index('projections_by_pipeline').on(table.pipeline, table.pipelineVersion, table.archived),
  ],
)

/** Each member of a launch with the number of tasks they have there now; `archived` and `targetAt` repeat the projection, so that one index serves their list. */
export const members = sqliteTable(
  'members',
  {
    launch: launch(),
    person: text('person').notNull(),
    tasks: integer('tasks').notNull(),
    archived: integer('archived', { mode: 'boolean' }).notNull(),
    targetAt: integer('target_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.launch, table.person] }),
    index('members_by_person').on(table.person, table.archived, table.targetAt, table.launch, table.tasks),
  ],
)

/** Who holds which role in which launch. */
export const holders = sqliteTable(
  'holders',
  { launch: launch(), role: text('role').notNull(), person: text('person').notNull() },
  (table) => [
    primaryKey({ columns: [table.launch, table.role, table.person] }),
    index('holders_by_role').on(table.role, table.launch),
    index('holders_by_person').on(table.person, table.launch),
  ],
)

/** Accepted requests of the last 24 hours: their entries are `count` entries from `first` on, and led to `version` and to `decision`. */
export const requestKeys = sqliteTable(
  'request_keys',
  {
    actor: text('actor').notNull(),
    route: text('route').notNull(),
    key: text('key').notNull(),
    fingerprint: text('fingerprint').notNull(),
    launch: launch(),
    at: integer('at').notNull(),
    version: integer('version').notNull(),
    first: integer('first').notNull(),
    count: integer('count').notNull(),
    decision: text('decision').notNull().default('wait'),
  },
  (table) => [
    primaryKey({ columns: [table.actor, table.route, table.key] }),
    index('request_keys_by_age').on(table.at),
  ],
)

/** Pipelines that were imported, every version of each; a version never changes. Definition and texts are canonical JSON. */
export const pipelines = sqliteTable(
  'pipelines',
  {
    id: text('id').notNull(),
    version: integer('version').notNull(),
    definition: text('definition').notNull(),
    texts: text('texts').notNull(),
    importedAt: integer('imported_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.id, table.version] })],
)
