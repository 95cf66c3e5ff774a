import { beforeEach, describe, expect, test } from 'vitest'
import { leafOf, seal } from '../../../db/seal.ts'
import type { Store } from '../../../db/store.ts'
import { verifyLaunch } from '../../../db/verify.ts'
import { sealed } from '../../support/sealed.ts'
import { create, does, execution, monday, settlement, texts, title } from '../hello.ts'
import { comment, type StoreUnderTest } from './store-under-test.ts'

/** A commit is whole or not there at all. */
export function commitsContract(under: StoreUnderTest): void {
  const { open, says, everything } = under
  let store: Store
  beforeEach(() => {
    store = under.store
  })

  describe('an accepted command', () => {
    test('is there with everything that came with it when the store is opened again', async () => {
      const outcome = await create(store, { evidence: [settlement] })
      expect(outcome).toMatchObject({ kind: 'accepted', repeated: false, version: 1 })
      if (outcome.kind !== 'accepted') return
      await store.close()

      const again = await open()
      expect(await again.load('hello')).toEqual(outcome.state)
      expect(await again.entries('hello', -1, 10)).toEqual(outcome.entries)
      expect(outcome.entries).toMatchObject([
        { seq: 0, action: 'launch.create', actor: { id: 'p_priya' }, to: 'draft' },
      ])
      expect(await again.leaves('hello', 0, 10)).toEqual(outcome.entries.map(leafOf))
      expect(await again.texts('hello', [title.commitment, texts.commitment, sealed('unknown')])).toEqual(
        new Map<string, unknown>([
          [title.commitment, 'Hello'],
          [texts.commitment, { title: { en: 'Hello' } }],
        ]),
      )
      expect(await again.evidenceFile('hello', settlement.sha256)).toEqual(settlement)
      const versions = ['content', 'payment-gateway', 'go-no-go'].map((id) => ({ id, version: 1 }))
      expect(await again.commits('hello', 0)).toEqual([{ launch: 'hello', version: 1, gates: versions, at: monday }])
    })

    test('is judged at the state that the one before left', async () => {
      await create(store)
      await does(store, 'priya', { type: 'launch.start' })
      const outcome = await does(store, 'tom', { type: 'gate.comment', gate: 'content', text: sealed('x') })
      expect(outcome).toMatchObject({
        kind: 'accepted',
        version: 3,
        state: { state: 'preparing.locked', version: 3 },
      })
      expect(await store.load('hello')).toEqual(outcome.kind === 'accepted' && outcome.state)
    })

    test('that changes nothing writes nothing', async () => {
      await create(store)
      const build = { type: 'launch.setCandidate', version: '4812' } as const
      await does(store, 'priya', build)
      const before = await everything()
      const text = seal('nobody points at it')
      const outcome = await does(store, 'priya', build, { privateTexts: [text], evidence: [settlement] })
      expect(outcome).toMatchObject({ kind: 'accepted', repeated: false, version: 2, entries: [] })
      expect(await everything()).toEqual(before)
    })

    test('about one launch leaves the others alone', async () => {
      await create(store)
      await create(store, { launch: 'aurora' })
      const hello = await everything('hello')
      expect(await says(1, { launch: 'aurora', evidence: [settlement] })).toMatchObject({
        kind: 'accepted',
        version: 2,
      })
      expect(await everything('hello')).toEqual(hello)
      expect(await store.texts('hello', [comment(1).text.commitment])).toEqual(new Map())
      expect(await store.evidenceFile('aurora', settlement.sha256)).toEqual(settlement)
    })
  })

  describe('nothing is written', () => {
    test('by a refused command, which says what was judged', async () => {
      await create(store)
      const before = await everything()
      const privateTexts = [seal('I would like to start.')]
      const outcome = await does(store, 'tom', { type: 'launch.start' }, { privateTexts, evidence: [settlement] })
      expect(outcome).toMatchObject({ kind: 'refused', refusal: { kind: 'forbidden' } })
      expect(outcome.kind === 'refused' && outcome.state).toEqual(before.state)
      expect(await everything()).toEqual(before)
    })

    test('by a command about a launch that is not there', async () => {
      const outcome = await does(store, 'priya', { type: 'launch.start' }, { launch: 'nowhere' })
      expect(outcome).toMatchObject({ kind: 'refused', refusal: { kind: 'unknown' }, state: null })
      expect(await everything('nowhere')).toEqual({
        state: null,
        stored: null,
        leaves: [],
        texts: [],
        commits: [],
        root: null,
        file: null,
      })
    })

    test('by a commit that breaks at its last steps', async () => {
      await create(store)
      const before = await everything()
      const unkeepable = { commitment: sealed('nul'), salt: 's', value: 'a\u0000b' }
      await expect(says(1, { privateTexts: [comment(1).text, unkeepable] })).rejects.toThrow('NUL')
      expect(await everything()).toEqual(before)
      // The next one goes through as if the broken one had never been.
      expect(await says(2)).toMatchObject({ kind: 'accepted', version: 2 })
      expect(await verifyLaunch(store, 'hello')).toMatchObject({ matches: true, entries: 2 })
    })

    test('by a decision that throws, or that does not follow the stored version', async () => {
      await create(store)
      const before = await everything()
      const good = execution('chloe', comment(1).command)
      const throws = () => {
        throw new Error('a mistake in the rules')
      }
      await expect(store.execute({ ...good, decide: throws })).rejects.toThrow('a mistake in the rules')
      await expect(
        store.execute({
          ...good,
          decide: (state) => {
            const ruling = good.decide(state)
            if (!ruling.accepted) return ruling
            return { ...ruling, entries: ruling.entries.map((entry) => ({ ...entry, seq: entry.seq + 1 })) }
          },
        }),
      ).rejects.toThrow('does not follow')
      await expect(store.execute({ ...good, launch: 'aurora' })).resolves.toMatchObject({ kind: 'refused' })
      expect(await everything()).toEqual(before)
    })
  })
}
