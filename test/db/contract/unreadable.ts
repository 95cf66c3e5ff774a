import { beforeEach, describe, expect, test } from 'vitest'
import type { Outcome, Store } from '../../../db/store.ts'
import { verifyLaunch } from '../../../db/verify.ts'
import type { Accepted, SealedCommand, SealedCreate } from '../../../machines/entry.ts'
import { sealed } from '../../support/sealed.ts'
import { create, creation, does, execution, settlement } from '../hello.ts'
import { comment, type StoreUnderTest } from './store-under-test.ts'

/** A mistake in the program must not store what no reader could read again. */
export function unreadableContract(under: StoreUnderTest): void {
  const { open, says, everything } = under
  let store: Store
  beforeEach(() => {
    store = under.store
  })

  describe('what could not be read again is never stored', () => {
    const half: SealedCommand = {
      type: 'gate.tick',
      gate: 'payment-gateway',
      item: 'PAY-1',
      evidence: { kind: 'file', name: sealed('name'), type: 'text/csv', sha256: settlement.sha256, size: 0.5 },
    }
    /** A good comment, and a ruling on it that a mistake in the program has spoilt. */
    const spoilt = (spoil: (decision: Accepted) => Accepted) => {
      const good = execution('chloe', comment(1).command, { privateTexts: [comment(1).text] })
      return store.execute({
        ...good,
        decide: (state) => {
          const ruling = good.decide(state)
          return ruling.accepted ? spoil(ruling) : ruling
        },
      })
    }
    const withEntry = (change: object) => (decision: Accepted) => ({
      ...decision,
      entries: decision.entries.map((entry) => ({ ...entry, ...change })),
    })
    const withContext = (change: object) => (decision: Accepted) => ({
      ...decision,
      state: { ...decision.state, context: { ...decision.state.context, ...change } },
    })

    const mistakes: [string, RegExp, () => Promise<Outcome>][] = [
      [
        'a gate that remembers half a byte',
        /row of gate payment-gateway: context\.items\.PAY-1/,
        () => does(store, 'tom', half, { evidence: [settlement] }),
      ],
      ['a title in clear', /row of launch hello: context\.title/, () => spoilt(withContext({ title: 'Hello' }))],
      [
        'a comment in clear',
        /gate\.comment cannot be read: .*not sealed/,
        () => spoilt(withEntry({ data: { text: 'Call me at home.' } })),
      ],
      [
        'a comment that only begins like a commitment',
        /gate\.comment cannot be read: .*not sealed/,
        () => spoilt(withEntry({ data: { text: 'c1:Call me at home.' } })),
      ],
      [
        'a comment with a field that no command has',
        /gate\.comment cannot be read: .*remark/,
        () => spoilt(withEntry({ data: { text: sealed('comment'), remark: 'Call me at home.' } })),
      ],
      [
        'the sentence of a scoping question in clear',
        /the first entry cannot be read: .*not sealed/,
        () => {
          const wrong = { ...creation(), scopeReasons: { photos: 'Are there photos?' } }
          // What a compiler would refuse is what a mistake may make.
          return does(store, 'priya', wrong as unknown as SealedCreate, { launch: 'aurora' })
        },
      ],
      ['an instant of another form', /not an entry: at/, () => spoilt(withEntry({ at: '2026-11-23T09:00:01Z' }))],
      ['a field that no entry has', /not an entry: value: .*mood/, () => spoilt(withEntry({ mood: 'good' }))],
      [
        'a definition without phases',
        /row of launch aurora: definition\.phases/,
        () => {
          const wrong = { ...creation(), pipeline: { ...creation().pipeline, phases: undefined } }
          // What a compiler would refuse is what a mistake may make.
          return does(store, 'priya', wrong as unknown as SealedCreate, { launch: 'aurora' })
        },
      ],
    ]
    test.each(mistakes)('%s is refused, and nothing is written', async (_, why, mistake) => {
      await create(store)
      await does(store, 'priya', { type: 'launch.start' })
      const before = await everything()
      await expect(mistake()).rejects.toThrow(/could not be read again/)
      await expect(mistake()).rejects.toThrow(why)
      expect(await everything()).toEqual(before)
      expect(await store.load('aurora')).toBeNull()
      // The next one goes through, and whoever opens the data anew can read it.
      expect(await says(2)).toMatchObject({ kind: 'accepted', version: 3 })
      const again = await open()
      expect(await again.load('hello')).toEqual(await store.load('hello'))
      expect(await verifyLaunch(again, 'hello')).toMatchObject({ matches: true, entries: 3 })
    })
  })
}
