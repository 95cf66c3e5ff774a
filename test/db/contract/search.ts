import { beforeEach, describe, expect, test } from 'vitest'
import { seal } from '../../../db/seal.ts'
import type { EntryFilter, Store } from '../../../db/store.ts'
import type { Entry } from '../../../machines/entry.ts'
import { create, does, monday, settlement, tellWholeStory } from '../hello.ts'
import type { StoreUnderTest } from './store-under-test.ts'

/** Searches in a log give what a filter over all of its entries gives. */
export function searchContract(under: StoreUnderTest): void {
  describe('searches in a log', () => {
    let store: Store
    let all: Entry[]
    const minute = 60_000

    beforeEach(async () => {
      store = under.store
      await tellWholeStory(store)
      await create(store, { launch: 'aurora' })
      all = await store.entries('hello', -1, 100)
    })

    const happened = ({ due, at }: Entry) => Date.parse(due ?? at)
    const matches = (entry: Entry, { before, gate, actors, action, from, until }: EntryFilter) =>
      entry.seq < before &&
      (gate === undefined || entry.gate === gate) &&
      (actors === undefined || actors.includes(entry.actor.id)) &&
      (action === undefined || entry.action === action) &&
      (from === undefined || happened(entry) >= from) &&
      (until === undefined || happened(entry) < until)

    test.each<[string, Omit<EntryFilter, 'before'>]>([
      ['everything', {}],
      ['a gate', { gate: 'payment-gateway' }],
      ['a gate that there is not', { gate: 'warehouse' }],
      ['a person', { actors: ['p_priya'] }],
      ['two people', { actors: ['p_priya', 'p_tom'] }],
      ['nobody', { actors: [] }],
      ['an action', { action: 'gate.signOff' }],
      ['an action that there is not', { action: 'gate.dance' }],
      ['a beginning', { from: monday + 4 * minute }],
      ['an end', { until: monday + 4 * minute }],
      ['a span', { from: monday + minute, until: monday + 5 * minute }],
      ['years before writing', { from: Date.parse('-000001-01-01T00:00:00.000Z') }],
      ['years beyond writing', { until: Date.parse('+010000-01-01T00:00:00.000Z') }],
      ['all at once', { gate: 'content', actors: ['p_chloe'], action: 'gate.tick', from: monday, until: monday + 1e7 }],
    ])('by %s', async (_, narrow) => {
      for (const before of [100, 7]) {
        const filter = { before, ...narrow }
        const expected = all.filter((entry) => matches(entry, filter)).reverse()
        expect(await store.search.count('hello', filter)).toBe(expected.length)
        expect(await store.search.find('hello', filter, 0, 100)).toEqual(expected)
        expect(await store.search.find('hello', filter, 1, 2)).toEqual(expected.slice(1, 3))
      }
    })

    test('an entry that the clock brought happened when it fell due', async () => {
      const until = '2026-11-24T09:00:00.000Z'
      const reason = seal('Later', 'salt-of-later')
      const gate = 'payment-gateway'
      const after = { at: monday + 20 * minute }
      const outcomes = [
        await does(
          store,
          'priya',
          { type: 'gate.reopen', gate, reason: reason.commitment },
          { ...after, request: 'r_a', privateTexts: [reason] },
        ),
        await does(
          store,
          'tom',
          { type: 'gate.requestWaiver', gate, reason: reason.commitment, until },
          { ...after, request: 'r_b' },
        ),
        await does(store, 'priya', { type: 'gate.grantWaiver', gate, ifVersion: 17 }, { ...after, request: 'r_c' }),
        await does(
          store,
          'chloe',
          { type: 'gate.comment', gate: 'content', text: reason.commitment },
          { at: Date.parse(until) + 1000 * minute, request: 'r_d' },
        ),
      ]
      expect(outcomes.map((outcome) => (outcome.kind === 'refused' ? outcome.refusal : outcome.kind))).toEqual(
        outcomes.map(() => 'accepted'),
      )
      const [expired] = (await store.entries('hello', 12, 100)).filter(({ action }) => action === 'gate.expireWaiver')
      expect(expired).toMatchObject({ due: until })
      const span = { before: 100, from: Date.parse(until), until: Date.parse(until) + 1 }
      expect(await store.search.find('hello', span, 0, 10)).toEqual([expired])
    })

    test('of everyone who acted, the engine among them', async () => {
      expect(await store.search.actors('hello', 2)).toEqual(['p_priya'])
      expect((await store.search.actors('hello', 13)).sort()).toEqual([
        'engine',
        'p_chloe',
        'p_helen',
        'p_priya',
        'p_tom',
      ])
      expect((await store.search.actors('hello', 3)).sort()).toEqual(['p_chloe', 'p_priya'])
      expect(await store.search.actors('nowhere', 100)).toEqual([])
    })

    test('of the newest entry that gave a file', async () => {
      expect(await store.search.newestOfFile('hello', settlement.sha256)).toEqual(all[4])
      expect(await store.search.newestOfFile('aurora', settlement.sha256)).toBeNull()
      expect(await store.search.newestOfFile('hello', 'cd'.repeat(32))).toBeNull()
    })

    test('stop at the last entry that is asked for, in every log of its own', async () => {
      expect(await store.search.find('aurora', { before: 100 }, 0, 10)).toEqual(await store.entries('aurora', -1, 10))
      expect(await store.search.count('nowhere', { before: 100 })).toBe(0)
    })
  })
}
