import { and, asc, eq, max, sql } from 'drizzle-orm'
import { definitionSchema, type Pipeline, pipelineTextsSchema } from '../../machines/pipeline/pipeline.ts'
import { json, parseStored } from '../rows.ts'
import { canonical } from '../seal.ts'
import { type AddedPipeline, Damaged } from '../store.ts'
import type { Connection } from './connection.ts'
import { pipelines } from './schema.ts'

/** The imported pipelines of one connection. */
export interface PipelineRows {
  newest(): Pipeline[]
  versions(id: string): number[]
  one(id: string, version: number): Pipeline | null
  /** Belongs inside a write transaction. */
  add(pipeline: Pipeline, at: number): AddedPipeline
}

export function pipelineRows(db: Connection): PipelineRows {
  const { placeholder } = sql
  const newestVersions = db
    .select({ id: pipelines.id, version: max(pipelines.version).as('newest_version') })
    .from(pipelines)
    .groupBy(pipelines.id)
    .as('newest')
  const columns = {
    id: pipelines.id,
    version: pipelines.version,
    definition: pipelines.definition,
    texts: pipelines.texts,
  }
  const newest = db
    .select(columns)
    .from(pipelines)
    .innerJoin(newestVersions, and(eq(newestVersions.id, pipelines.id), eq(newestVersions.version, pipelines.version)))
    .orderBy(asc(pipelines.id))
    .prepare()
  const versions = db
    .select({ version: pipelines.version })
    .from(pipelines)
    .where(eq(pipelines.id, placeholder('id')))
    .orderBy(asc(pipelines.version))
    .prepare()
  const one = db
    .select(columns)
    .from(pipelines)
    .where(and(eq(pipelines.id, placeholder('id')), eq(pipelines.version, placeholder('version'))))
    .prepare()
  const known = db
    .select({ version: pipelines.version, definition: pipelines.definition, texts: pipelines.texts })
    .from(pipelines)
    .where(eq(pipelines.id, placeholder('id')))
    .orderBy(asc(pipelines.version))
    .prepare()
  const add = ({ definition, texts }: Pipeline, at: number): AddedPipeline => {
    const { id, version } = definition
    const row = { id, version, definition: canonical(definition), texts: canonical(texts), importedAt: at }
    const before = known.all({ id })
    const same = before.find((each) => each.version === version)
    if (same?.definition === row.definition && same.texts === row.texts) return { kind: 'there' }
    const newestVersion = before.at(-1)?.version ?? 0
    if (newestVersion >= version) return { kind: 'not-newer', newest: newestVersion }
    db.insert(pipelines).values(row).run()
    return { kind: 'added' }
  }
  return {
    newest: () => newest.all().map(pipelineOf),
    versions: (id) => versions.all({ id }).map(({ version }) => version),
    one: (id, version) => {
      const row = one.get({ id, version })
      return row === undefined ? null : pipelineOf(row)
    },
    add,
  }
}

type Row = Pick<typeof pipelines.$inferSelect, 'id' | 'version' | 'definition' | 'texts'>

function pipelineOf(row: Row): Pipeline {
  const where = `pipeline ${row.id} ${row.version}`
  const definition = parseStored(definitionSchema, where, json(row.definition, where))
  if (definition.id !== row.id || definition.version !== row.version)
    throw new Damaged(`${where}: its definition is that of ${definition.id} ${definition.version}`)
  return { definition, texts: parseStored(pipelineTextsSchema, `${where}, texts`, json(row.texts, `${where}, texts`)) }
}
