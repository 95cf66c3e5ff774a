import { and, asc, count, desc, eq, sql } from 'drizzle-orm'
import { type Glance, glanceSchema } from '../../machines/reading/glance.ts'
import type { ListedLaunch, ListFilter } from '../store.ts'
import type { Connection } from './connection.ts'
import { privateTexts, projections } from './schema.ts'

/** The lists of launches, from their projections and the texts of their titles. */
export function listedRows(db: Connection) {
  const queries = prepare(db)
  return {
    read({ list, title }: ListFilter, offset: number, limit: number): ListedLaunch[] {
      const query = list === 'active' ? queries.earliestFirst : queries.latestFirst
      return query
        .all({ list, title, offset, limit })
        .map(({ glance, ...row }) => ({ ...row, glance: glanceIn(glance) }))
    },
    count: ({ list, title }: ListFilter): number =>
      (title === null ? queries.count.get({ list }) : queries.countMatches.get({ list, title }))?.count ?? 0,
  }
}

export type Listed = ReturnType<typeof listedRows>

/** Null when it is none: then the launch is asked itself. */
function glanceIn(text: string): Glance | null {
  try {
    return glanceSchema.safeParse(JSON.parse(text)).data ?? null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

function prepare(db: Connection) {
  const p = sql.placeholder
  const { value, erasedAt } = privateTexts
  const title = sql<
    string | null
  >`case when ${erasedAt} is null and json_valid(${value}) then json_extract(${value}, '$') end`
  const ofList = eq(projections.list, p('list'))
  const ofTitle = and(eq(privateTexts.launch, projections.launch), eq(privateTexts.commitment, projections.title))
  const matches = and(ofList, sql`(${p('title')} is null or instr(lower(${title}), lower(${p('title')})) > 0)`)
  const rows = () =>
    db
      .select({
        launch: projections.launch,
        targetAt: projections.targetAt,
        nextChangeAt: projections.nextChangeAt,
        title: title.as('words'),
        glance: projections.glance,
      })
      .from(projections)
      .leftJoin(privateTexts, ofTitle)
      .where(matches)
  const page = { limit: p('limit'), offset: p('offset') }
  return {
    earliestFirst: rows()
      .orderBy(asc(projections.targetAt), asc(projections.launch))
      .limit(page.limit)
      .offset(page.offset)
      .prepare(),
    latestFirst: rows()
      .orderBy(desc(projections.targetAt), desc(projections.launch))
      .limit(page.limit)
      .offset(page.offset)
      .prepare(),
    count: db.select({ count: count() }).from(projections).where(ofList).prepare(),
    countMatches: db
      .select({ count: count() })
      .from(projections)
      .leftJoin(privateTexts, ofTitle)
      .where(matches)
      .prepare(),
  }
}
