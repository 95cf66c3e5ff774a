import { describe, expect, it } from 'vitest'
import type { Store } from '../../../db/store.ts'
import type { Pipeline } from '../../../machines/pipeline/pipeline.ts'
import { importPipeline, pipelinesOf } from '../../../server/pipelines/choosable.ts'
import { sqlitePlace } from '../../db/sqlite-place.ts'
import { popup, popupPipeline } from '../../support/popup.ts'

/** What comes with the product and what was imported, side by side: the higher version of each is the one that counts. */

const version = (number: number, title: string, id = popup.id): Pipeline => ({
  definition: { ...popup, id, version: number },
  texts: { ...popupPipeline.texts, title: { en: title } },
})
const monday = Date.parse('2026-11-23T09:00:00.000Z')
const ours = version(2, 'Ours')

async function withStore(work: (store: Store) => Promise<void>) {
  const place = await sqlitePlace()
  const store = await place.open()
  try {
    await work(store)
  } finally {
    await store.close()
    await place.remove()
  }
}

describe('pipelines', () => {
  it('are seen as soon as they are imported, in the order of their ids', () =>
    withStore(async (store) => {
      const pipelines = pipelinesOf(new Map([[popup.id, ours]]), store)
      expect(await pipelines.all()).toEqual([ours])
      expect(await pipelines.get('corner')).toBeUndefined()
      const corner = version(1, 'Corner', 'corner')
      await store.addPipeline(corner, monday)
      expect(await pipelines.get('corner')).toEqual(corner)
      expect(await pipelines.all()).toEqual([corner, ours])
    }))

  it.each([
    [1, 'Ours'],
    [2, 'Ours'],
    [3, 'Theirs'],
  ])('imported as version %i beside our version 2: it is %s that counts', (number, title) =>
    withStore(async (store) => {
      // As after an update of the product, which brought our version 2.
      await store.addPipeline(version(number, 'Theirs'), monday)
      const found = await pipelinesOf(new Map([[popup.id, ours]]), store).get(popup.id)
      expect(found?.texts.title).toEqual({ en: title })
    }),
  )

  it('can be read in every version that is there, the newest first; of one version ours', () =>
    withStore(async (store) => {
      const pipelines = pipelinesOf(new Map([[popup.id, ours]]), store)
      expect(await pipelines.versions(popup.id)).toEqual([2])
      // As after an update of the product, which brought our version 2.
      for (const number of [1, 2, 10]) await store.addPipeline(version(number, `Theirs ${number}`), monday)
      expect(await pipelines.versions(popup.id)).toEqual([10, 2, 1])
      expect(await pipelines.version(popup.id, 10)).toEqual(version(10, 'Theirs 10'))
      expect(await pipelines.version(popup.id, 2)).toEqual(ours)
      expect(await pipelines.version(popup.id, 1)).toEqual(version(1, 'Theirs 1'))
      expect(await pipelines.version(popup.id, 3)).toBeUndefined()
      expect(await pipelines.versions('corner')).toEqual([])
      expect(await pipelines.version('corner', 2)).toBeUndefined()
    }))
})

describe('importing', () => {
  const builtIn = new Map([[popup.id, ours]])

  it.each<[string, Pipeline, object, Pipeline[]]>([
    ['the product’s own again', version(2, 'Ours'), { kind: 'there' }, []],
    ['another content under its version', version(2, 'Theirs'), { kind: 'not-newer', newest: 2 }, []],
    ['a lower version', version(1, 'Theirs'), { kind: 'not-newer', newest: 2 }, []],
    ['a higher version', version(3, 'Theirs'), { kind: 'added' }, [version(3, 'Theirs')]],
    ['another id', version(1, 'Theirs', 'corner'), { kind: 'added' }, [version(1, 'Theirs', 'corner')]],
  ])('%s', (_, pipeline, outcome, stored) =>
    withStore(async (store) => {
      expect(await importPipeline(builtIn, store, pipeline, monday)).toEqual(outcome)
      expect(await store.pipelines()).toEqual(stored)
    }),
  )
})
