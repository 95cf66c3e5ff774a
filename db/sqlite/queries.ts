import { and, asc, count, eq, getTableColumns, gt, gte, lt, max, sql } from 'drizzle-orm'
import type { Connection } from './connection.ts'
import { commits, entries, evidence, gates, launchContents, launches, privateTexts, requestKeys } from './schema.ts'

export type Queries = ReturnType<typeof prepareLaunchQueries>

/** Every query about launches, prepared once for a connection; what a commit writes is in commit-statements.ts. */
export function prepareLaunchQueries(db: Connection) {
  const p = sql.placeholder
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
    launch: db
      .select({
        ...getTableColumns(launches),
        context: launchContents.context,
        definition: launchContents.definition,
      })
      .from(launches)
      .innerJoin(launchContents, eq(launchContents.launch, launches.slug))
      .where(eq(launches.slug, p('slug')))
      .prepare(),
    slugs: db
      .select({ slug: launches.slug })
      .from(launches)
      .orderBy(asc(launches.targetAt), asc(launches.slug))
      .prepare(),
    gates: db
      .select()
      .from(gates)
      .where(eq(gates.launch, p('launch')))
      .orderBy(asc(gates.position))
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
  }
}
