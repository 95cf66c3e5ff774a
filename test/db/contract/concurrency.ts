import { beforeEach, describe, expect, test } from 'vitest'
import { seal, Unsealable } from '../../../db/seal.ts'
import type { Store } from '../../../db/store.ts'
import { verifyLaunch } from '../../../db/verify.ts'
import { sealed } from '../../support/sealed.ts'
import { create, does, execution } from '../hello.ts'
import { comment, type StoreUnderTest } from './store-under-test.ts'

/** Commands that arrive at the same time. */
export function concurrencyContract(under: StoreUnderTest): void {
  const { open, says } = under
  let store: Store
  beforeEach(() => {
    store = under.store
  })

  describe('commands at the same time', () => {
    test('on one launch come one after the other: each sees the one before', async () => {
      await create(store)
      const numbers = Array.from({ length: 20 }, (_, n) => n)
      const outcomes = await Promise.all(numbers.map((n) => says(n)))
      const versions = outcomes.map((outcome) => outcome.kind === 'accepted' && outcome.version)
      expect(new Set(versions)).toEqual(new Set(numbers.map((n) => n + 2)))
      expect((await store.entries('hello', 0, 100)).map(({ seq }) => seq)).toEqual(numbers.map((n) => n + 1))
      expect(await verifyLaunch(store, 'hello')).toMatchObject({ matches: true, entries: 21 })
    })

    test('of which some are refused or fail: the others are done, and nothing of those is left', async () => {
      await create(store)
      const breaks = {
        ...execution('chloe', comment('broken').command),
        privateTexts: [seal('of a broken rule')],
        decide: () => {
          throw new Error('a rule broke')
        },
      }
      const nul = { ...seal('x'), value: 'NUL \u0000' }
      const outcomes = await Promise.allSettled([
        says(1),
        does(store, 'tom', { type: 'launch.start' }, { privateTexts: [seal('of a refusal')] }),
        store.execute(breaks),
        says(2),
        says('nul', { privateTexts: [seal('of half a command'), nul] }),
        says(3),
      ])
      expect(outcomes).toMatchObject([
        { value: { kind: 'accepted' } },
        { value: { kind: 'refused' } },
        { reason: { message: 'a rule broke' } },
        { value: { kind: 'accepted' } },
        { reason: expect.any(Unsealable) },
        { value: { kind: 'accepted' } },
      ])
      const kept = (await store.privateTexts('hello')).map(({ value }) => value)
      expect(kept.filter((value) => typeof value === 'string').sort()).toEqual([
        'Comment 1',
        'Comment 2',
        'Comment 3',
        'Hello',
      ])
      expect(await store.load('hello')).toEqual((await store.stored('hello'))?.state)
      expect(await verifyLaunch(store, 'hello')).toMatchObject({ matches: true, entries: 4 })
    })

    test('through two openings of the same data do not get in each other’s way', async () => {
      await create(store)
      const other = await open()
      await Promise.all(Array.from({ length: 10 }, (_, n) => says(n, {}, n % 2 === 0 ? store : other)))
      expect(await store.load('hello')).toMatchObject({ version: 11 })
      expect(await other.load('hello')).toEqual(await store.load('hello'))
      expect(await verifyLaunch(other, 'hello')).toMatchObject({ matches: true, entries: 11 })
    })

    test('that create the same launch: one makes it, the other hears that the name is taken', async () => {
      const outcomes = await Promise.all([create(store), create(store, { request: 'r_other' })])
      expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['accepted', 'refused'])
      expect(outcomes.find(({ kind }) => kind === 'refused')).toMatchObject({
        refusal: { reason: { code: 'slug-taken' } },
      })
      expect(await store.load('hello')).toMatchObject({ version: 1 })
    })

    test('what another opening wrote is seen by the next reading and the next judgement', async () => {
      await create(store)
      await says(1)
      const other = await open()
      await does(other, 'priya', { type: 'launch.start' })
      expect(await store.load('hello')).toMatchObject({ state: 'preparing.locked', version: 3 })
      await does(other, 'helen', { type: 'launch.hold', reason: sealed('wait') })
      const outcome = await does(store, 'priya', { type: 'launch.hold', reason: sealed('wait too') })
      expect(outcome).toMatchObject({ kind: 'refused', state: { state: 'held', version: 4 } })
    })
  })
}
