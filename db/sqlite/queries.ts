import { and, asc, count, eq, gt, gte, lt, max, sql } from 'drizzle-orm'
import type { Connection } from './connection.ts'
import { commits, entries, evidence, gates, launches, privateTexts, requestKeys } from './schema.ts'

export type Queries = ReturnType<typeof prepareQueries>

/** Every statement about launches, prepared once for a connection. */
export function prepareQueries(db: Connection) {
  const p = sql.placeholder
  /** A placeholder where drizzle's types ask for a value: in `set`. */
  const set = (name: string) => sql`${p(name)}`
  /** The value of the row that an insert came with. */
  const excluded = (column: { name: string }) => sql`excluded.${sql.identifier(column.name)}`
  const range = and(eq(entries.launch, p('launch')), gte(entries.seq, p('from')), lt(entries.seq, p('to')))
  const entryColumns = {
    seq: entries.seq,
    leaf: entries.leaf,
    hash: entries.hash,
    at: entries.at,
    action: entries.action,
    gate: entries.gate,
    request: entries.request,
    actor: entries.actor,
    happened: entries.happened,
    file: entries.file,
  }
  return {
    version: db
      .select({ version: launches.version })
      .from(launches)
      .where(eq(launches.slug, p('slug')))
      .prepare(),
    edge: db
      .select({ slug: launches.slug, version: launches.version, edge: launches.edge })
      .from(launches)
      .where(eq(launches.slug, p('slug')))
      .prepare(),
    launch: db
      .select()
      .from(launches)
      .where(eq(launches.slug, p('slug')))
      .prepare(),
    slugs: db
      .select({ slug: launches.slug })
      .from(launches)
      .orderBy(asc(launches.targetAt), asc(launches.slug))
      .prepare(),
    addLaunch: db
      .insert(launches)
      .values({
        slug: p('slug'),
        state: p('state'),
        stateSince: p('stateSince'),
        version: p('version'),
        at: p('at'),
        createdAt: p('createdAt'),
        archived: p('archived'),
        targetAt: p('targetAt'),
        context: p('context'),
        definition: p('definition'),
        edge: p('edge'),
      })
      .prepare(),
    setLaunch: db
      .update(launches)
      .set({
        state: set('state'),
        stateSince: set('stateSince'),
        version: set('version'),
        at: set('at'),
        archived: sql`${sql.param(p('archived'), launches.archived)}`,
        targetAt: set('targetAt'),
        context: set('context'),
        edge: set('edge'),
      })
      .where(eq(launches.slug, p('slug')))
      .prepare(),
    setDefinition: db
      .update(launches)
      .set({ definition: set('definition') })
      .where(eq(launches.slug, p('slug')))
      .prepare(),
    gates: db
      .select()
      .from(gates)
      .where(eq(gates.launch, p('launch')))
      .orderBy(asc(gates.position))
      .prepare(),
    setGate: db
      .insert(gates)
      .values({
        launch: p('launch'),
        id: p('id'),
        position: p('position'),
        state: p('state'),
        version: p('version'),
        statusSince: p('statusSince'),
        readySince: p('readySince'),
        context: p('context'),
      })
      .onConflictDoUpdate({
        target: [gates.launch, gates.id],
        set: {
          position: excluded(gates.position),
          state: excluded(gates.state),
          version: excluded(gates.version),
          statusSince: excluded(gates.statusSince),
          readySince: excluded(gates.readySince),
          context: excluded(gates.context),
        },
      })
      .prepare(),
    addEntry: db
      .insert(entries)
      .values({
        launch: p('launch'),
        seq: p('seq'),
        at: p('at'),
        action: p('action'),
        gate: p('gate'),
        request: p('request'),
        leaf: p('leaf'),
        hash: p('hash'),
      })
      .prepare(),
    leaves: db.select({ leaf: entries.leaf }).from(entries).where(range).orderBy(asc(entries.seq)).prepare(),
    entries: db.select(entryColumns).from(entries).where(range).orderBy(asc(entries.seq)).prepare(),
    nextLog: db
      .select({ launch: entries.launch })
      .from(entries)
      .where(gt(entries.launch, p('after')))
      .orderBy(asc(entries.launch))
      .limit(1)
      .prepare(),
    countEntries: db
      .select({ count: count() })
      .from(entries)
      .where(eq(entries.launch, p('launch')))
      .prepare(),
    countTexts: db
      .select({ count: count() })
      .from(privateTexts)
      .where(eq(privateTexts.launch, p('launch')))
      .prepare(),
    countEvidence: db
      .select({ count: count() })
      .from(evidence)
      .where(eq(evidence.launch, p('launch')))
      .prepare(),
    addText: db
      .insert(privateTexts)
      .values({ launch: p('launch'), commitment: p('commitment'), salt: p('salt'), value: p('value') })
      .onConflictDoNothing()
      .prepare(),
    text: db
      .select()
      .from(privateTexts)
      .where(and(eq(privateTexts.launch, p('launch')), eq(privateTexts.commitment, p('commitment'))))
      .prepare(),
    texts: db
      .select()
      .from(privateTexts)
      .where(eq(privateTexts.launch, p('launch')))
      .orderBy(asc(privateTexts.commitment))
      .prepare(),
    addEvidence: db
      .insert(evidence)
      .values({ launch: p('launch'), sha256: p('sha256'), type: p('type'), size: p('size') })
      .onConflictDoNothing()
      .prepare(),
    evidence: db
      .select({ sha256: evidence.sha256, type: evidence.type, size: evidence.size })
      .from(evidence)
      .where(and(eq(evidence.launch, p('launch')), eq(evidence.sha256, p('sha256'))))
      .prepare(),
    evidenceOf: db
      .select({ sha256: evidence.sha256, type: evidence.type, size: evidence.size })
      .from(evidence)
      .where(eq(evidence.launch, p('launch')))
      .orderBy(asc(evidence.sha256))
      .prepare(),
    addCommit: db
      .insert(commits)
      .values({ launch: p('launch'), version: p('version'), gates: p('gates'), at: p('at') })
      .prepare(),
    commits: db
      .select()
      .from(commits)
      .where(and(eq(commits.launch, p('launch')), gt(commits.version, p('after'))))
      .orderBy(asc(commits.version))
      .prepare(),
    requestKey: db
      .select()
      .from(requestKeys)
      .where(and(eq(requestKeys.actor, p('actor')), eq(requestKeys.route, p('route')), eq(requestKeys.key, p('key'))))
      .prepare(),
    newestKey: db
      .select({ at: max(requestKeys.at) })
      .from(requestKeys)
      .prepare(),
    dropKeys: db
      .delete(requestKeys)
      .where(lt(requestKeys.at, p('before')))
      .prepare(),
    setKey: db
      .insert(requestKeys)
      .values({
        actor: p('actor'),
        route: p('route'),
        key: p('key'),
        fingerprint: p('fingerprint'),
        launch: p('launch'),
        at: p('at'),
        version: p('version'),
        first: p('first'),
        count: p('count'),
      })
      .prepare(),
  }
}
