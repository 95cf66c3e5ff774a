import { beforeEach, describe, expect, test } from 'vitest'
import type { Store } from '../../../db/store.ts'
import { sealed } from '../../support/sealed.ts'
import { create, does, monday } from '../hello.ts'
import type { StoreUnderTest } from './store-under-test.ts'

/** A command that is sent again under the same request key is done once. */
export function requestKeysContract(under: StoreUnderTest): void {
  const { says, everything } = under
  let store: Store
  beforeEach(() => {
    store = under.store
  })

  describe('a request key', () => {
    const key = (fingerprint = 'f1') => ({ actor: 'p_chloe', route: '/hello/commands', key: 'k1', fingerprint })

    test('gives the first outcome again, and the launch as it is now', async () => {
      await create(store)
      const first = await says(1, { key: key() })
      await says(2)
      const before = await everything()
      const again = await says('again', { key: key(), request: 'r_another' })
      expect(again).toMatchObject({ kind: 'accepted', repeated: true, version: 2, state: { version: 3 } })
      expect(again.kind === 'accepted' && again.entries).toEqual(first.kind === 'accepted' && first.entries)
      expect(await everything()).toEqual(before)
    })

    test('gives the first decision again, whatever it is now', async () => {
      await create(store)
      const start = { type: 'launch.start' } as const
      const hold = { type: 'launch.hold', reason: sealed('wait') } as const
      const mine = { ...key(), actor: 'p_priya' }
      expect(await does(store, 'priya', start)).toMatchObject({ decision: 'wait' })
      expect(await does(store, 'priya', hold, { key: mine })).toMatchObject({ decision: 'hold' })
      expect(await does(store, 'priya', { type: 'launch.release' })).toMatchObject({ decision: 'wait' })
      store = await under.reopen()
      expect(await does(store, 'priya', hold, { key: mine })).toMatchObject({ repeated: true, decision: 'hold' })
    })

    test('with another command is refused, whatever that command is', async () => {
      await create(store)
      await says(1, { key: key() })
      const before = await everything()
      expect(await says(2, { key: key('f2') })).toEqual({ kind: 'key-reused' })
      expect(await everything()).toEqual(before)
    })

    test('of twins at once writes once, and both hear the same', async () => {
      await create(store)
      const twins = await Promise.all([says(1, { key: key() }), says(1, { key: key() }), says(1, { key: key() })])
      expect(twins.map((twin) => twin.kind === 'accepted' && twin.repeated).sort()).toEqual([false, true, true])
      expect(twins.map((twin) => twin.kind === 'accepted' && twin.version)).toEqual([2, 2, 2])
      expect(await store.load('hello')).toMatchObject({ version: 2 })
    })

    test('belongs to its actor and its route', async () => {
      await create(store)
      await says(1, { key: key() })
      expect(await says(2, { key: { ...key(), actor: 'p_tom' } })).toMatchObject({ repeated: false, version: 3 })
      expect(await says(3, { key: { ...key(), route: '/elsewhere' } })).toMatchObject({ repeated: false, version: 4 })
    })

    test('of a refused command is not kept: the command is judged anew', async () => {
      await create(store)
      const hold = { type: 'launch.hold', reason: sealed('wait') } as const
      const mine = { ...key(), actor: 'p_priya' }
      expect(await does(store, 'priya', hold, { key: mine })).toMatchObject({ kind: 'refused' })
      await does(store, 'priya', { type: 'launch.start' })
      expect(await does(store, 'priya', hold, { key: mine })).toMatchObject({ kind: 'accepted', repeated: false })
    })

    test('of a command that changed nothing is kept', async () => {
      await create(store)
      const build = { type: 'launch.setCandidate', version: '4812' } as const
      await does(store, 'priya', build)
      const mine = { ...key(), actor: 'p_priya' }
      await does(store, 'priya', build, { key: mine })
      await says(1)
      expect(await does(store, 'priya', build, { key: mine })).toMatchObject({
        kind: 'accepted',
        repeated: true,
        version: 2,
        entries: [],
        state: { version: 3 },
      })
    })

    const day = 24 * 60 * 60 * 1000

    test('is forgotten after 24 hours, not before', async () => {
      let now = 0
      store = await under.reopen(() => now)
      await create(store)
      expect(await store.knowsRequestKey(key(), monday)).toBe(false)
      await says(1, { key: key() })
      now = day
      expect(await store.knowsRequestKey(key('f2'), monday)).toBe(true)
      expect(await store.knowsRequestKey({ ...key(), actor: 'p_tom' }, monday)).toBe(false)
      expect(await store.knowsRequestKey({ ...key(), route: '/elsewhere' }, monday)).toBe(false)
      expect(await says(2, { key: key() })).toMatchObject({ repeated: true, version: 2 })
      now = day + 1
      expect(await store.knowsRequestKey(key(), monday)).toBe(false)
      expect(await says(3, { key: key('f3') })).toMatchObject({ repeated: false, version: 3 })
      expect(await says(4, { key: key('f3') })).toMatchObject({ repeated: true, version: 3 })
    })

    test('outlives a wall clock that jumps, in either direction, also across a restart', async () => {
      await create(store)
      await says(1, { key: key() })
      for (const at of [monday + 10 * day, monday - 10 * day])
        expect(await says(2, { key: key(), at })).toMatchObject({ repeated: true, version: 2 })
      await says(3, { key: { ...key(), key: 'k2' }, at: monday + 10 * day })
      store = await under.reopen()
      for (const at of [monday + 20 * day, monday])
        expect(await says(4, { key: key(), at })).toMatchObject({ repeated: true, version: 2 })
    })

    test('ages on after a restart', async () => {
      let now = 0
      store = await under.reopen(() => now)
      await create(store)
      await says(1, { key: key() })
      now = day - 1
      await says(2, { key: { ...key(), key: 'k2' } })
      now = 0
      store = await under.reopen(() => now)
      expect(await says(3, { key: key() })).toMatchObject({ repeated: true, version: 2 })
      now = 2
      expect(await says(4, { key: key('f4') })).toMatchObject({ repeated: false, version: 4 })
    })
  })
}
