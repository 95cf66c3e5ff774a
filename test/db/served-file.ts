import { afterEach, beforeEach, expect } from 'vitest'
import { openServerStore, openStore } from '../../db/open-store.ts'
import { seal } from '../../db/seal.ts'
import type { Store, StoreNews } from '../../db/store.ts'
import { does } from './hello.ts'
import { sqlitePlace } from './sqlite-place.ts'

/** A SQLite file as a server has it open; every test gets a new one. */
export interface ServedFile {
  readonly place: Awaited<ReturnType<typeof sqlitePlace>>
  /** What the store told about itself, in order. */
  readonly news: StoreNews[]
  /** Closed after the test. */
  readonly stores: Store[]
  serve(): Promise<Store>
  /** Closes every store and opens the file anew, as the command line does. */
  openAgain(): Promise<Store>
}

export function useServedFile(): ServedFile {
  let place: ServedFile['place']
  const news: StoreNews[] = []
  const stores: Store[] = []
  const keep = (store: Store): Store => {
    stores.push(store)
    return store
  }
  const closeAll = async () => {
    for (const store of stores.splice(0)) await store.close()
  }
  beforeEach(async () => {
    place = await sqlitePlace()
    news.length = 0
  })
  afterEach(async () => {
    await closeAll()
    await place.remove()
  })
  return {
    get place() {
      return place
    },
    news,
    stores,
    serve: async () => keep(await openServerStore(`file:${place.file}`, (each) => news.push(each))),
    async openAgain() {
      await closeAll()
      return keep(await openStore(`file:${place.file}`))
    },
  }
}

export const start = { type: 'launch.start' } as const

export const comment = (store: Store, text = 'x') => {
  const said = seal(text, `salt of ${text}`)
  const command = { type: 'gate.comment', gate: 'content', text: said.commitment } as const
  return does(store, 'chloe', command, { request: `r_${text}`, privateTexts: [said] })
}

export const unavailable = (why: RegExp, written: 'nothing' | 'unknown' = 'nothing') =>
  expect.objectContaining({ name: 'StoreUnavailable', written, message: expect.stringMatching(why) })
