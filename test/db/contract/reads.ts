import { setImmediate } from 'node:timers/promises'
import { beforeEach, describe, expect, test } from 'vitest'
import { type ActionFilter, Damaged, type Store } from '../../../db/store.ts'
import { verifyLaunch } from '../../../db/verify.ts'
import { actionNames } from '../../../machines/entry.ts'
import { sealed } from '../../support/sealed.ts'
import { create, does, monday } from '../hello.ts'
import type { Place, StoreUnderTest } from './store-under-test.ts'

/** What a store answers when it is read. */
export function readsContract(under: StoreUnderTest): void {
  const { open, says } = under
  let store: Store
  let place: Place
  beforeEach(() => {
    store = under.store
    place = under.place
  })

  describe('reading', () => {
    test('entries, leaves and commits come in order and by their bounds', async () => {
      await create(store)
      for (const n of [1, 2, 3, 4]) await says(n)
      const seqs = async (after: number, limit: number) =>
        (await store.entries('hello', after, limit)).map(({ seq }) => seq)
      expect(await seqs(-1, 2)).toEqual([0, 1])
      expect(await seqs(1, 2)).toEqual([2, 3])
      expect(await seqs(3, 500)).toEqual([4])
      expect(await seqs(4, 500)).toEqual([])
      const leaves = await store.leaves('hello', 0, 5)
      expect(await store.leaves('hello', 1, 3)).toEqual(leaves.slice(1, 3))
      expect((await store.commits('hello', 3)).map(({ version }) => version)).toEqual([4, 5])
      // A comment changes nothing that a signer relies on, so the gate keeps its version; it is touched all the same.
      expect(await store.commits('hello', 4)).toEqual([
        { launch: 'hello', version: 5, gates: [{ id: 'content', version: 1 }], at: monday + 1000 },
      ])
    })

    test('the newest entries about one gate, or about the launch itself, come in order and only by the actions asked for', async () => {
      await create(store)
      await create(store, { launch: 'aurora' })
      await does(store, 'priya', { type: 'launch.setCandidate', version: '4812' })
      for (const n of [1, 2, 3]) await says(n)
      await says(4, { launch: 'aurora' })
      await does(store, 'tom', { type: 'gate.comment', gate: 'payment-gateway', text: sealed('x') })
      const about = async (filter: ActionFilter) =>
        (await store.entriesAbout('hello', 'content', filter)).map(({ seq }) => seq)
      const every = { actions: actionNames, before: 100, limit: 100 }
      expect(await about(every)).toEqual([0, 1, 2, 3, 4])
      expect(await about({ ...every, limit: 2 })).toEqual([3, 4])
      expect(await about({ ...every, before: 4, limit: 2 })).toEqual([2, 3])
      expect(await about({ ...every, actions: ['gate.comment'] })).toEqual([2, 3, 4])
      expect(await about({ ...every, actions: ['launch.setCandidate', 'gate.tick'] })).toEqual([1])
      expect(await about({ ...every, actions: [] })).toEqual([])
      const [first] = await store.entriesAbout('hello', 'content', every)
      expect(first).toEqual((await store.entries('hello', -1, 1))[0])
    })

    const damages: [string, string, RegExp][] = [
      [
        'its context is no JSON',
        `update launch_contents set context = 'x' where launch = 'hello'`,
        /row of launch hello: not JSON/,
      ],
      [
        'a gate is in a state that no gate has',
        `update gates set state = 'gone' where launch = 'hello' and id = 'content'`,
        /row of gate content: state/,
      ],
      ['a gate is gone', `delete from gates where launch = 'hello' and id = 'content'`, /its gates are not those/],
      [
        'only its log is left',
        `delete from launches where slug = 'hello'`,
        /the row of launch hello is gone, its log has 1 entries/,
      ],
    ]
    test.each(damages)('a damaged launch is named and hides no other: %s', async (_, statement, difference) => {
      await create(store)
      await create(store, { launch: 'aurora', request: 'r_aurora' })
      const aurora = await store.load('aurora')
      expect(await store.load('hello')).toMatchObject({ launch: 'hello' })
      await place.tamper(statement)
      await setImmediate()
      // Also the store that has the launch in memory as it was says yes no more.
      for (const each of [store, await open()]) {
        expect(await each.load('aurora')).toEqual(aurora)
        expect(await each.slugs()).toEqual(['aurora', 'hello'])
        const load = each.load('hello')
        await expect(load).rejects.toThrow(Damaged)
        await expect(load).rejects.toThrow(difference)
      }
      // Work on the other goes on, work on the damaged one does not.
      const leaves = await store.leaves('hello', 0, 10)
      expect(await says(1, { launch: 'aurora' })).toMatchObject({ kind: 'accepted', version: 2 })
      await expect(says(1)).rejects.toThrow(Damaged)
      await expect(create(store, { request: 'r_again' })).rejects.toThrow(Damaged)
      expect(await store.leaves('hello', 0, 10)).toEqual(leaves)
      expect(await verifyLaunch(store, 'hello')).toMatchObject({
        matches: false,
        difference: expect.stringMatching(difference),
      })
      expect(await verifyLaunch(store, 'aurora')).toMatchObject({ matches: true, entries: 2 })
    })

    test('what is not there is null, empty or missing', async () => {
      expect(await store.load('nowhere')).toBeNull()
      expect(await store.entries('nowhere', -1, 10)).toEqual([])
      expect(await store.entriesAbout('nowhere', 'content', { actions: actionNames, before: 10, limit: 10 })).toEqual(
        [],
      )
      expect(await store.slugs()).toEqual([])
      await store.ping()
    })
  })
}
