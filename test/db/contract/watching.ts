import { beforeEach, describe, expect, test } from 'vitest'
import type { Commit, Outcome, Store } from '../../../db/store.ts'
import { create, does } from '../hello.ts'
import type { StoreUnderTest } from './store-under-test.ts'

/** Listeners hear of every commit once and in order. */
export function watchingContract(under: StoreUnderTest): void {
  const { open, says } = under
  let store: Store
  beforeEach(() => {
    store = under.store
  })

  describe('watching', () => {
    test('a listener hears of each commit once, in order, and finds it in the store', async () => {
      await create(store)
      const heard: Commit[] = []
      const stop = store.watch((commit) => heard.push(commit))
      await Promise.all([says(1), says(2)])
      await says(3)
      await expect.poll(() => heard.length).toBe(3)
      expect(heard).toEqual(await store.commits('hello', 1))
      stop()
      const later: Commit[] = []
      store.watch((commit) => later.push(commit))
      await says(4)
      const other = await open()
      await says(5, {}, other)
      await expect.poll(() => later.length).toBe(2)
      expect(heard.length).toBe(3)
    })

    test('it hears nothing of what was refused, given again or changed nothing', async () => {
      await create(store)
      const key = { actor: 'p_chloe', route: '/', key: 'k', fingerprint: 'f' }
      await says(1, { key })
      await does(store, 'priya', { type: 'launch.setCandidate', version: '1' })
      const heard: Commit[] = []
      store.watch((commit) => heard.push(commit))
      await says(1, { key })
      await does(store, 'tom', { type: 'launch.start' })
      await does(store, 'priya', { type: 'launch.setCandidate', version: '1' })
      await says(2)
      await expect.poll(() => heard).toMatchObject([{ version: 4 }])
    })

    test('it hears of what another opening committed, mixed with its own, still in order', async () => {
      await create(store)
      const heard: number[] = []
      store.watch(({ version }) => heard.push(version))
      const other = await open()
      await says(1, {}, other)
      await says(2)
      await says(3, {}, other)
      await expect.poll(() => heard).toEqual([2, 3, 4])
    })

    test('a listener that sends a command of its own hears of everything once and in order', async () => {
      await create(store)
      const other = await open()
      const heard: number[] = []
      let mine: Promise<Outcome> | null = null
      store.watch(({ version }) => {
        heard.push(version)
        if (version === 2) mine = says('mine')
      })
      const alsoHeard: number[] = []
      store.watch(({ version }) => alsoHeard.push(version))
      await says(1, {}, other)
      await says(2)
      await expect.poll(() => heard).toEqual([2, 3, 4])
      expect(await mine).toMatchObject({ kind: 'accepted' })
      await expect.poll(() => alsoHeard).toEqual([2, 3, 4])
    })

    test('a listener that throws harms neither the command nor the other listeners', async () => {
      await create(store)
      const warned = new Promise((resolve) => process.once('warning', resolve))
      const heard: number[] = []
      store.watch(() => {
        throw new Error('a listener broke')
      })
      store.watch(({ version }) => heard.push(version))
      expect(await says(1)).toMatchObject({ kind: 'accepted', version: 2 })
      await expect.poll(() => heard).toEqual([2])
      expect(await warned).toMatchObject({ message: 'a listener broke' })
    })
  })
}
