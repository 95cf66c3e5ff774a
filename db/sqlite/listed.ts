import { and, asc, count, desc, eq, type SQL, sql } from 'drizzle-orm'
import { type Glance, glanceSchema, type LaunchList } from '../../machines/reading/glance.ts'
import type { LaunchFigure, ListedLaunches, ListFilter } from '../store.ts'
import type { Connection } from './connection.ts'
import { fold } from './fold.ts'
import { privateTexts, projections } from './schema.ts'

/** The lists of launches, from their projections and the texts of their titles. */
export function listedRows(db: Connection) {
  const queries = prepare(db)
  const figures = db.$client.prepare<[number, string, number], FigureRow>(
    `${selectFigure} and (target_at, launch) > (?, ?) order by target_at, launch limit ?`,
  )
  const figure = db.$client.prepare<[string], FigureRow>(`${selectFigure} and launch = ?`)
  const count = (list: LaunchList): number => queries.count.get({ list })?.count ?? 0
  return {
    count,
    activeFigures: (after: Pick<LaunchFigure, 'targetAt' | 'launch'> | null, limit: number): LaunchFigure[] =>
      figures.all(after?.targetAt ?? Number.MIN_SAFE_INTEGER, after?.launch ?? '', limit).map(told),
    activeFigure(launch: string): LaunchFigure | null {
      const row = figure.get(launch)
      return row === undefined ? null : told(row)
    },
    read({ list, title }: ListFilter, offset: number, limit: number): ListedLaunches {
      const order = list === 'active' ? 'earliestFirst' : 'latestFirst'
      if (title === null)
        return { launches: queries.all[order].all({ list, offset, limit }).map(told), count: count(list) }
      const asked = { list, title: fold(title) }
      const found = queries.matching[order].all({ ...asked, offset, limit })
      const matches = found[0]?.matches ?? (offset === 0 ? 0 : queries.countMatches.get(asked)?.count)
      return { launches: found.map(({ matches: _, ...row }) => told(row)), count: matches ?? 0 }
    },
  }
}

const told = <Row extends { glance: string }>({
  glance,
  ...row
}: Row): Omit<Row, 'glance'> & { glance: Glance | null } => ({
  ...row,
  glance: glanceIn(glance),
})

type FigureRow = Omit<LaunchFigure, 'glance'> & { glance: string }

const selectFigure = `select launch, target_at as targetAt, next_change_at as nextChangeAt, decision, glance
  from projections where list = 'active'`

export type Listed = ReturnType<typeof listedRows>

/** Null if the text isn't a valid glance; the caller then computes it from the launch. */
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
  const matches = and(ofList, sql`instr(fold(${title}), ${p('title')}) > 0`)
  const columns = {
    launch: projections.launch,
    targetAt: projections.targetAt,
    nextChangeAt: projections.nextChangeAt,
    title: title.as('words'),
    glance: projections.glance,
  }
  const all = (order: SQL[]) =>
    db
      .select(columns)
      .from(projections)
      .leftJoin(privateTexts, ofTitle)
      .where(ofList)
      .orderBy(...order)
      .limit(p('limit'))
      .offset(p('offset'))
      .prepare()
  // Before the limit is applied, so that one pass finds and counts.
  const counted = { ...columns, matches: sql<number>`count(*) over ()`.as('matches') }
  const matching = (order: SQL[]) =>
    db
      .select(counted)
      .from(projections)
      .leftJoin(privateTexts, ofTitle)
      .where(matches)
      .orderBy(...order)
      .limit(p('limit'))
      .offset(p('offset'))
      .prepare()
  const earliestFirst = [asc(projections.targetAt), asc(projections.launch)]
  const latestFirst = [desc(projections.targetAt), desc(projections.launch)]
  return {
    all: { earliestFirst: all(earliestFirst), latestFirst: all(latestFirst) },
    matching: { earliestFirst: matching(earliestFirst), latestFirst: matching(latestFirst) },
    count: db.select({ count: count() }).from(projections).where(ofList).prepare(),
    countMatches: db
      .select({ count: count() })
      .from(projections)
      .leftJoin(privateTexts, ofTitle)
      .where(matches)
      .prepare(),
  }
}
