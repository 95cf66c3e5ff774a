import { beforeEach, describe, expect, test } from 'vitest'
import { Unsealable } from '../../../db/seal.ts'
import { Damaged, type Store } from '../../../db/store.ts'
import type { Pipeline } from '../../../machines/pipeline/pipeline.ts'
import { popup, popupPipeline } from '../../support/popup.ts'
import { monday } from '../hello.ts'
import type { Place, StoreUnderTest } from './store-under-test.ts'

/** Imported pipelines, every version of each. */
export function pipelinesContract(under: StoreUnderTest): void {
  const { open } = under
  let store: Store
  let place: Place
  beforeEach(() => {
    store = under.store
    place = under.place
  })

  describe('imported pipelines', () => {
    const corner: Pipeline = {
      definition: { ...popup, id: 'corner', version: 1 },
      texts: { ...popupPipeline.texts, title: { en: 'Corner shop', ko: '작은 가게' } },
    }
    const version = (number: number, title = 'Corner shop'): Pipeline => ({
      definition: { ...corner.definition, version: number },
      texts: { ...corner.texts, title: { en: title } },
    })

    test('are there when the store is opened again, the newest version of each, in the order of their ids', async () => {
      expect(await store.pipelines()).toEqual([])
      expect(await store.addPipeline(popupPipeline, monday)).toEqual({ kind: 'added' })
      expect(await store.addPipeline(corner, monday)).toEqual({ kind: 'added' })
      expect(await store.pipelines()).toEqual([corner, popupPipeline])
      // Ten is more than nine also where numbers are kept as text.
      for (const number of [9, 10])
        expect(await store.addPipeline(version(number), monday + number)).toEqual({ kind: 'added' })
      expect(await (await open()).pipelines()).toEqual([version(10), popupPipeline])
    })

    test('of one version and one content are added once, whatever the order of their keys', async () => {
      await store.addPipeline(version(2), monday)
      const { title, ...texts } = version(2).texts
      const turned = { texts: { ...texts, title }, definition: { ...version(2).definition } }
      expect(await store.addPipeline(turned, monday + 1)).toEqual({ kind: 'there' })
      await store.addPipeline(version(3), monday + 2)
      // An older one that is there is still there.
      expect(await store.addPipeline(version(2), monday + 3)).toEqual({ kind: 'there' })
      expect(await store.pipelines()).toEqual([version(3)])
    })

    test('are never changed, and never older than what is there', async () => {
      await store.addPipeline(version(2), monday)
      const otherRules = { ...version(2), definition: { ...version(2).definition, waiverLimit: 1 } }
      for (const wrong of [version(2, 'Another'), otherRules, version(1)]) {
        expect(await store.addPipeline(wrong, monday + 1)).toEqual({ kind: 'not-newer', newest: 2 })
        expect(await store.pipelines()).toEqual([version(2)])
      }
    })

    test('that a log could not hold are refused, and nothing is written', async () => {
      await expect(store.addPipeline(version(1, 'a\u0000b'), monday)).rejects.toThrow(Unsealable)
      expect(await store.pipelines()).toEqual([])
    })

    test('of two at once with the same version: one is added, the other hears of it', async () => {
      const other = await open()
      const both = await Promise.all([
        store.addPipeline(version(1, 'One'), monday),
        other.addPipeline(version(1, 'Two'), monday),
      ])
      expect(both.map(({ kind }) => kind).toSorted()).toEqual(['added', 'not-newer'])
      const title = both[0]?.kind === 'added' ? 'One' : 'Two'
      expect(await store.pipelines()).toEqual([version(1, title)])
    })

    test('are kept in every version, each as it was when a newer one came', async () => {
      expect(await store.pipelineVersions('corner')).toEqual([])
      expect(await store.pipeline('corner', 2)).toBeNull()
      await store.addPipeline(popupPipeline, monday)
      for (const number of [2, 9, 10]) await store.addPipeline(version(number, `Corner ${number}`), monday + number)
      const again = await open()
      // Ten comes after nine also where numbers are kept as text.
      expect(await again.pipelineVersions('corner')).toEqual([2, 9, 10])
      expect(await again.pipelineVersions('pop-up')).toEqual([1])
      for (const number of [2, 9, 10])
        expect(await again.pipeline('corner', number)).toEqual(version(number, `Corner ${number}`))
      for (const [id, number] of [
        ['corner', 1],
        ['corner', 2.5],
        ['corner', 2 ** 60],
        ['Corner', 2],
        ['', 2],
      ] as const)
        expect([id, number, await again.pipeline(id, number)]).toEqual([id, number, null])
    })

    test('that were damaged are not handed out, and hide no other version', async () => {
      await store.addPipeline(corner, monday)
      await store.addPipeline(version(2), monday)
      await place.tamper(`update pipelines set definition = replace(definition, '"version":1', '"version":7')`)
      await expect(store.pipeline('corner', 1)).rejects.toThrow(Damaged)
      expect(await store.pipelineVersions('corner')).toEqual([1, 2])
      expect(await store.pipeline('corner', 2)).toEqual(version(2))
      expect(await store.pipelines()).toEqual([version(2)])
      await place.tamper(`update pipelines set definition = replace(definition, '"version":2', '"version":7')`)
      await expect(store.pipelines()).rejects.toThrow(Damaged)
    })
  })
}
