import { beforeEach, describe, expect, test } from 'vitest'
import { type Projection, projectionOf } from '../../../db/projection.ts'
import { seal } from '../../../db/seal.ts'
import type { Store, UncheckedProjection } from '../../../db/store.ts'
import { verifyLaunch } from '../../../db/verify.ts'
import { create, creation, does, monday, tellWholeStory, texts, title } from '../hello.ts'
import type { Place, StoreUnderTest } from './store-under-test.ts'

/** What every store promises of lists and badges: rows that each commit keeps, and that verification compares. */
export function listsContract(under: StoreUnderTest): void {
  describe('lists', () => {
    let place: Place
    let store: Store
    beforeEach(() => {
      place = under.place
      store = under.store
    })

    const startAt = (launch: string, targetAt: string) =>
      does(store, 'priya', creation(targetAt), {
        launch,
        at: monday,
        request: `r_${launch}`,
        privateTexts: [title, texts],
      })
    const written = async (): Promise<UncheckedProjection> => {
      const projection = (await store.stored('hello'))?.projection
      if (!projection) throw new Error('There is no projection.')
      return projection
    }
    const should = async (now?: number): Promise<Projection> => {
      const state = await store.load('hello')
      if (!state) throw new Error('There is no launch.')
      return projectionOf(state, now ?? state.at)
    }

    test('a draft asks its lead to start it, and nobody else', async () => {
      await create(store)
      expect(await store.lists.countTasks('p_priya')).toBe(1)
      expect(await store.lists.countTasks('p_tom')).toBe(0)
      expect(await written()).toEqual(await should())
    })

    test('each commit moves the tasks from those who did theirs to those who are next', async () => {
      await create(store)
      await does(store, 'priya', { type: 'launch.start' })
      const counts = async () =>
        Promise.all(['p_priya', 'p_tom', 'p_chloe', 'p_helen'].map((person) => store.lists.countTasks(person)))
      expect(await counts()).toEqual([0, 1, 1, 0])
      await does(store, 'tom', { type: 'gate.tick', gate: 'payment-gateway', item: 'PAY-1' })
      await does(store, 'chloe', { type: 'gate.block', gate: 'content', reason: title.commitment })
      expect(await written()).toEqual(await should())
      await does(store, 'priya', { type: 'launch.unassignRole', role: 'content-team', person: 'p_chloe' })
      expect(await written()).toEqual(await should())
      expect(await store.lists.launchesOf('p_chloe', 0, 10)).toEqual([])
    })

    test('after a whole story to the unlock the rows say what the launch says', async () => {
      await tellWholeStory(store)
      expect(await written()).toEqual(await should())
      expect(await written()).toMatchObject({ state: 'preparing.unlocked', decision: 'go' })
      expect(await store.lists.countByState()).toEqual(new Map([['preparing.unlocked', 1]]))
      // Lead and sponsor may record that it is live.
      expect(await store.lists.countTasks('p_helen')).toBe(1)
    })

    test('lists come in their order, in pages, and only with what was asked for', async () => {
      await startAt('spring', '2027-03-01T00:00:00.000Z')
      await startAt('autumn', '2026-12-24T00:00:00.000Z')
      await startAt('winter', '2026-12-01T00:00:00.000Z')
      await does(store, 'priya', { type: 'launch.start' }, { launch: 'spring' })
      await does(store, 'priya', { type: 'launch.cancel', reason: title.commitment }, { launch: 'winter' })
      await does(store, 'priya', { type: 'launch.archive' }, { launch: 'winter', request: 'r_archive' })
      const { lists } = store
      expect(await lists.byTarget({}, 0, 10)).toEqual(['winter', 'autumn', 'spring'])
      expect(await lists.byTarget({ archived: false }, 1, 10)).toEqual(['spring'])
      expect(await lists.bySlug({}, 'autumn', 1)).toEqual(['spring'])
      expect(await lists.bySlug({ state: 'draft', now: monday }, '', 10)).toEqual(['autumn'])
      expect(await lists.bySlug({ role: 'content-team' }, '', 10)).toEqual(['autumn', 'spring', 'winter'])
      expect(await lists.bySlug({ role: 'tester' }, '', 10)).toEqual([])
      expect(await lists.bySlug({ person: 'p_tom', archived: true }, '', 10)).toEqual(['winter'])
      expect(await lists.count({ archived: false })).toBe(2)
      expect(await lists.count({ pipeline: { id: 'hello', version: 9 } })).toBe(0)
      // Those with a task come first, whatever their target.
      expect(await lists.launchesOf('p_tom', 0, 10)).toEqual(['spring', 'autumn'])
      expect(await lists.countLaunchesOf('p_tom')).toBe(2)
      expect(await lists.state('winter')).toBe('cancelled')
      expect(await lists.state('nowhere')).toBe(null)
    })

    test('each launch is in one list, with what its row shows', async () => {
      const { lists } = store
      await startAt('spring', '2027-03-01T00:00:00.000Z')
      await startAt('autumn', '2026-12-24T00:00:00.000Z')
      await startAt('winter', '2026-12-01T00:00:00.000Z')
      await does(store, 'priya', { type: 'launch.start' }, { launch: 'spring' })
      await does(store, 'priya', { type: 'launch.cancel', reason: title.commitment }, { launch: 'winter' })
      const active = { list: 'active', title: null } as const
      const { launches: listed, count } = await lists.listed(active, 0, 10)
      expect(listed.map(({ launch }) => launch)).toEqual(['autumn', 'spring'])
      expect(listed[1]).toEqual({
        launch: 'spring',
        title: 'Hello',
        targetAt: Date.parse('2027-03-01T00:00:00.000Z'),
        nextChangeAt: null,
        glance: {
          state: 'preparing.locked',
          timeZone: 'Asia/Taipei',
          lead: ['p_priya'],
          waiting: ['p_chloe', 'p_tom'],
          phases: [['not-started', 'not-started', 'cannot-start']],
          ready: 0,
        },
      })
      expect(await lists.listed(active, 1, 10)).toEqual({ launches: listed.slice(1), count: 2 })
      expect([count, await lists.countListed('active')]).toEqual([2, 2])
      expect(await lists.listed({ list: 'archived', title: null }, 0, 10)).toMatchObject({
        launches: [{ launch: 'winter' }],
        count: 1,
      })
      expect(await lists.listed({ list: 'live', title: null }, 0, 10)).toEqual({ launches: [], count: 0 })
    })

    test('a list is filtered by a part of the title, whatever its case', async () => {
      await startAt('spring', '2027-03-01T00:00:00.000Z')
      const { lists } = store
      const found = async (part: string) => (await lists.listed({ list: 'active', title: part }, 0, 10)).count
      expect(await found('ELLO')).toBe(1)
      expect([await found('%'), await found('_'), await found('Hello!')]).toEqual([0, 0, 0])
    })

    test.each([
      ['École d’été', 'éCOLE'],
      ['École d’été', 'e\u0301cole'],
      ['Straße', 'STRASSE'],
      ['ΟΔΟΣ', 'οδος'],
      ['Ночная распродажа', 'НОЧНАЯ'],
    ])('“%s” is found by “%s”', async (name, part) => {
      const named = seal(name, 'salt-of-name')
      const asked = { ...creation(), title: named.commitment }
      await does(store, 'priya', asked, { at: monday, request: 'r_named', privateTexts: [named, texts] })
      expect(await store.lists.listed({ list: 'active', title: part }, 0, 10)).toMatchObject({ count: 1 })
      expect(await store.lists.listed({ list: 'active', title: `${part}x` }, 0, 10)).toMatchObject({ count: 0 })
    })

    test('those that a filter finds are counted wherever the part of them begins', async () => {
      for (const launch of ['spring', 'autumn', 'winter']) await startAt(launch, '2027-03-01T00:00:00.000Z')
      const filter = { list: 'active', title: 'hello' } as const
      expect(await store.lists.listed(filter, 1, 1)).toMatchObject({ launches: [{ launch: 'spring' }], count: 3 })
      expect(await store.lists.listed(filter, 3, 1)).toEqual({ launches: [], count: 3 })
    })

    test('of a row that cannot be read nothing is told', async () => {
      await create(store)
      const active = { list: 'active', title: null } as const
      const { launches } = await store.lists.listed(active, 0, 10)
      const noMark = JSON.stringify({ ...launches[0]?.glance, phases: [['completed', 'of-no-gate']] })
      for (const glance of ['', '{"state":1}', noMark]) {
        await place.tamper(`update projections set glance = '${glance}'`)
        expect(await store.lists.listed(active, 0, 10)).toMatchObject({ launches: [{ glance: null }] })
      }
    })

    test('a window that opens changes the rows when they are written anew, and not the log', async () => {
      await create(store)
      const [opensAt, closesAt] = ['2026-11-23T10:00:00.000Z', '2026-11-23T12:00:00.000Z']
      await does(store, 'priya', { type: 'launch.schedule', window: { opensAt, closesAt } })
      const opens = Date.parse(opensAt)
      expect(await store.lists.expired(opens - 1, 10)).toEqual([])
      expect(await store.lists.expired(opens, 10)).toEqual(['hello'])
      const before = await store.load('hello')
      await store.lists.renew('hello', opens)
      expect(await written()).toEqual(await should(opens))
      expect(await store.lists.expired(opens, 10)).toEqual([])
      expect(await store.load('hello')).toEqual(before)
      expect(await verifyLaunch(store, 'hello')).toMatchObject({ matches: true, entries: 2 })
      // A commit after that starts from the rows as they are, not from those of the commit before.
      await does(store, 'priya', { type: 'launch.start' }, { at: opens + 1 })
      expect(await written()).toEqual(await should())
    })

    test.each<[string, string]>([
      ['another decision', `update projections set decision = 'go'`],
      ['another state', `update projections set state = 'launched'`],
      ['a task that nobody has', `update members set tasks = tasks + 1 where person = 'p_tom'`],
      ['a member who is none', `insert into members values ('hello', 'p_eve', 0, 0, 0)`],
      ['a holder less', `delete from holders where person = 'p_tom'`],
      ['another list', `update projections set list = 'live'`],
      ['another title', `update projections set title = 'c'`],
      ['other marks', `update projections set glance = replace(glance, 'p_priya', 'p_eve')`],
      ['a later change', `update projections set next_change_at = 1`],
      ['no row at all', `delete from projections`],
    ])('verification notices %s', async (_, statement) => {
      await create(store)
      expect(await verifyLaunch(store, 'hello')).toMatchObject({ matches: true })
      await place.tamper(statement)
      expect(await verifyLaunch(store, 'hello')).toMatchObject({
        matches: false,
        difference: expect.stringContaining('projection'),
      })
    })
  })
}
