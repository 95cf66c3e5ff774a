import { and, asc, count, eq, exists, gt, lte, or, sql, sum } from 'drizzle-orm'
import type { DecisionWord } from '../../machines/reading/verdict.ts'
import type { LaunchState } from '../../machines/state.ts'
import { type Projection, projectionOf } from '../projection.ts'
import type { LaunchFilter, UncheckedProjection } from '../store.ts'
import type { Connection } from './connection.ts'
import { holders, members, projections } from './schema.ts'

/** The projections in SQLite. What writes must be called inside the transaction of the commit that it belongs to. */
export function sqliteProjections(db: Connection) {
  const queries = prepare(db)
  // Most commits change none of the columns that are indexed. SQLite writes every index of a column that a statement names, whether or
  // not its value changes, and drizzle's wrapper takes as long as SQLite does.
  const writtenAt = db.$client.prepare<[string], number>('select at from projections where launch = ?').pluck()
  const setAt = db.$client.prepare('update projections set at = ? where launch = ?')
  const setShown = db.$client.prepare(
    'update projections set at = ?, decision = ?, title = ?, glance = ? where launch = ?',
  )
  const setTasks = db.$client.prepare('update members set tasks = ? where launch = ? and person = ?')

  const write = (next: Projection, before: UncheckedProjection | null): void => {
    const { tasks: _, holders: __, ...row } = next
    const { launch, archived, targetAt } = row
    if (before === null || !isSame(indexed, row, before)) queries.set.run(row)
    else if (isSame(shown, row, before)) setAt.run(row.at, launch)
    else setShown.run(row.at, row.decision, row.title, row.glance, launch)
    const isMoved = before === null || before.archived !== archived || before.targetAt !== targetAt
    for (const [person, tasks] of next.tasks) {
      if (!isMoved && before.tasks.get(person) === tasks) continue
      const isThere = !isMoved && before.tasks.has(person)
      if (isThere) setTasks.run(tasks, launch, person)
      else queries.setMember.run({ launch, person, tasks, archived, targetAt })
    }
    for (const person of before?.tasks.keys() ?? [])
      if (!next.tasks.has(person)) queries.dropMember.run({ launch, person })
    if (before?.holders === next.holders) return
    const [held, was] = [pairsOf(next), pairsOf(before)]
    for (const [pair, holder] of held) if (!was.has(pair)) queries.addHolder.run({ launch, ...holder })
    for (const [pair, holder] of was) if (!held.has(pair)) queries.dropHolder.run({ launch, ...holder })
  }

  const stored = (launch: string): UncheckedProjection | null => {
    const row = queries.one.get({ launch })
    if (row === undefined) return null
    const tasks = new Map(queries.membersOf.all({ launch }).map(({ person, tasks }) => [person, tasks]))
    return { ...row, tasks, holders: groupByRole(queries.holdersOf.all({ launch })) }
  }

  return {
    stored,
    /** The verdict on a launch at its last entry. */
    decisionOf: (state: LaunchState): DecisionWord => known(state).decision,
    /** After a commit from one state of the launch to another. */
    write(before: LaunchState | null, after: LaunchState): void {
      const was = before && known(before)
      // The rows are those of the state before, unless they were written anew since, by this process or another.
      const isThere = was !== null && writtenAt.get(was.launch) === was.at
      write(known(after), isThere ? was : stored(after.launch))
    },
    /** As of `now`, where time alone has changed it. */
    renew(state: LaunchState, now: number): void {
      write(projectionOf(state, now), stored(state.launch))
    },
    expired: (now: number, limit: number): string[] => queries.expired.all({ now, limit }).map(({ launch }) => launch),
    bySlug: (filter: LaunchFilter, after: string, limit: number): string[] =>
      queries.bySlug.all({ ...values(filter), after, limit }).map(({ launch }) => launch),
    byTarget: (filter: LaunchFilter, offset: number, limit: number): string[] =>
      queries.byTarget.all({ ...values(filter), offset, limit }).map(({ launch }) => launch),
    count: (filter: LaunchFilter): number => queries.count.get(values(filter))?.count ?? 0,
    countByState: (): Map<string, number> =>
      new Map(queries.countByState.all().map(({ state, count }) => [state, count])),
    state: (launch: string): string | null => queries.one.get({ launch })?.state ?? null,
    countTasks: (person: string): number => Number(queries.countTasks.get({ person })?.tasks ?? 0),
    tasksIn: (launch: string, person: string): number => queries.tasksIn.get({ launch, person })?.tasks ?? 0,
    launchesOf: (person: string, offset: number, limit: number): string[] =>
      queries.launchesOf.all({ person, offset, limit }).map(({ launch }) => launch),
    countLaunchesOf: (person: string): number => queries.countLaunchesOf.get({ person })?.count ?? 0,
  }
}

export type Projections = ReturnType<typeof sqliteProjections>

/** A state that was committed is immutable, and is the one before of the next commit: its projection is made once. */
const made = new WeakMap<LaunchState, Projection>()

function known(state: LaunchState): Projection {
  const found = made.get(state) ?? projectionOf(state, state.at)
  made.set(state, found)
  return found
}

/** The columns that indexes hold, and the others but for the instant. */
const indexed = ['state', 'archived', 'targetAt', 'list', 'pipeline', 'pipelineVersion', 'nextChangeAt'] as const
const shown = ['decision', 'title', 'glance'] as const

function isSame(
  columns: readonly ((typeof indexed)[number] | (typeof shown)[number])[],
  row: Omit<Projection, 'tasks' | 'holders'>,
  before: Projection | UncheckedProjection,
): boolean {
  return columns.every((column) => row[column] === before[column])
}

function pairsOf(
  projection: Pick<UncheckedProjection, 'holders'> | null,
): Map<string, { role: string; person: string }> {
  const pairs = [...(projection?.holders ?? [])].flatMap(([role, people]) => people.map((person) => ({ role, person })))
  return new Map(pairs.map((pair) => [`${pair.role} ${pair.person}`, pair]))
}

function groupByRole(rows: readonly { role: string; person: string }[]): Map<string, string[]> {
  const grouped = new Map<string, string[]>()
  for (const { role, person } of rows) grouped.set(role, [...(grouped.get(role) ?? []), person])
  return grouped
}

function values({ archived, state, launch, role, person, now, pipeline }: LaunchFilter) {
  return {
    archived: archived === undefined ? null : Number(archived),
    state: state ?? null,
    only: launch ?? null,
    now: now ?? null,
    role: role ?? null,
    person: person ?? null,
    pipeline: pipeline?.id ?? null,
    pipelineVersion: pipeline?.version ?? null,
  }
}

function prepare(db: Connection) {
  const p = sql.placeholder
  const excluded = (column: { name: string }) => sql`excluded.${sql.identifier(column.name)}`
  const ofLaunch = eq(projections.launch, p('launch'))
  // A state that time may have changed by now is for the caller to judge.
  const held = db
    .select({ launch: holders.launch })
    .from(holders)
    .where(
      and(
        eq(holders.launch, projections.launch),
        sql`(${p('role')} is null or ${holders.role} = ${p('role')})`,
        sql`(${p('person')} is null or ${holders.person} = ${p('person')})`,
      ),
    )
  const matches = and(
    sql`(${p('archived')} is null or ${projections.archived} = ${p('archived')})`,
    sql`(${p('state')} is null or ${projections.state} = ${p('state')} or ${projections.nextChangeAt} <= ${p('now')})`,
    sql`(${p('pipeline')} is null or (${projections.pipeline} = ${p('pipeline')} and ${projections.pipelineVersion} = ${p('pipelineVersion')}))`,
    sql`(${p('only')} is null or ${projections.launch} = ${p('only')})`,
    or(sql`${p('role')} is null and ${p('person')} is null`, exists(held)),
  )
  const slugs = () => db.select({ launch: projections.launch }).from(projections)
  const member = and(eq(members.launch, p('launch')), eq(members.person, p('person')))
  const activeMember = and(eq(members.person, p('person')), eq(members.archived, false))
  return {
    set: db
      .insert(projections)
      .values({
        launch: p('launch'),
        at: p('at'),
        state: p('state'),
        decision: p('decision'),
        archived: p('archived'),
        targetAt: p('targetAt'),
        list: p('list'),
        title: p('title'),
        glance: p('glance'),
        pipeline: p('pipeline'),
        pipelineVersion: p('pipelineVersion'),
        nextChangeAt: p('nextChangeAt'),
      })
      .onConflictDoUpdate({
        target: projections.launch,
        set: {
          at: excluded(projections.at),
          state: excluded(projections.state),
          decision: excluded(projections.decision),
          archived: excluded(projections.archived),
          targetAt: excluded(projections.targetAt),
          list: excluded(projections.list),
          title: excluded(projections.title),
          glance: excluded(projections.glance),
          pipeline: excluded(projections.pipeline),
          pipelineVersion: excluded(projections.pipelineVersion),
          nextChangeAt: excluded(projections.nextChangeAt),
        },
      })
      .prepare(),
    setMember: db
      .insert(members)
      .values({
        launch: p('launch'),
        person: p('person'),
        tasks: p('tasks'),
        archived: p('archived'),
        targetAt: p('targetAt'),
      })
      .onConflictDoUpdate({
        target: [members.launch, members.person],
        set: {
          tasks: excluded(members.tasks),
          archived: excluded(members.archived),
          targetAt: excluded(members.targetAt),
        },
      })
      .prepare(),
    dropMember: db.delete(members).where(member).prepare(),
    addHolder: db
      .insert(holders)
      .values({ launch: p('launch'), role: p('role'), person: p('person') })
      .prepare(),
    dropHolder: db
      .delete(holders)
      .where(and(eq(holders.launch, p('launch')), eq(holders.role, p('role')), eq(holders.person, p('person'))))
      .prepare(),
    one: db.select().from(projections).where(ofLaunch).prepare(),
    membersOf: db
      .select({ person: members.person, tasks: members.tasks })
      .from(members)
      .where(eq(members.launch, p('launch')))
      .prepare(),
    holdersOf: db
      .select({ role: holders.role, person: holders.person })
      .from(holders)
      .where(eq(holders.launch, p('launch')))
      .prepare(),
    expired: slugs()
      .where(lte(projections.nextChangeAt, p('now')))
      .orderBy(asc(projections.nextChangeAt))
      .limit(p('limit'))
      .prepare(),
    bySlug: slugs()
      .where(and(gt(projections.launch, p('after')), matches))
      .orderBy(asc(projections.launch))
      .limit(p('limit'))
      .prepare(),
    byTarget: slugs()
      .where(matches)
      .orderBy(asc(projections.targetAt), asc(projections.launch))
      .limit(p('limit'))
      .offset(p('offset'))
      .prepare(),
    count: db.select({ count: count() }).from(projections).where(matches).prepare(),
    countByState: db
      .select({ state: projections.state, count: count() })
      .from(projections)
      .groupBy(projections.state)
      .prepare(),
    countTasks: db
      .select({ tasks: sum(members.tasks) })
      .from(members)
      .where(activeMember)
      .prepare(),
    tasksIn: db.select({ tasks: members.tasks }).from(members).where(member).prepare(),
    launchesOf: db
      .select({ launch: members.launch })
      .from(members)
      .where(activeMember)
      .orderBy(sql`${members.tasks} = 0`, asc(members.targetAt), asc(members.launch))
      .limit(p('limit'))
      .offset(p('offset'))
      .prepare(),
    countLaunchesOf: db.select({ count: count() }).from(members).where(activeMember).prepare(),
  }
}
