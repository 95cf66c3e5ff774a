import { afterEach, beforeEach } from 'vitest'
import { seal } from '../../../db/seal.ts'
import type { Outcome, Store } from '../../../db/store.ts'
import { does, settlement } from '../hello.ts'

/** Where a store keeps its data: it can be opened more than once, also at the same time. */
export interface Place {
  /** `steady` gives the milliseconds by which request keys age; without it, real ones. */
  open(steady?: () => number): Promise<Store>
  /** Runs SQL on the data behind every store's back and past every protection, which is back in its place afterwards. */
  tamper(...statements: string[]): Promise<void>
  remove(): Promise<void>
}

/** The store that a test is about. Each test gets new data, which is removed after it. */
export interface StoreUnderTest {
  readonly place: Place
  readonly store: Store
  /** Opens the same data once more. Every opening is closed after the test. */
  open(steady?: () => number): Promise<Store>
  /** Opens the same data once more; from then on that opening is the store under test. */
  reopen(steady?: () => number): Promise<Store>
  /** Chloe comments on the gate "content". */
  says(n: number | string, extra?: Parameters<typeof does>[3], to?: Store): Promise<Outcome>
  /** All that a launch has in the store. */
  everything(launch?: string): ReturnType<typeof everythingOf>
}

export function useStore(newPlace: () => Promise<Place>): StoreUnderTest {
  let place: Place
  let store: Store
  const opened: Store[] = []
  const open = async (steady?: () => number): Promise<Store> => {
    const another = await place.open(steady)
    opened.push(another)
    return another
  }

  beforeEach(async () => {
    place = await newPlace()
    store = await open()
  })
  afterEach(async () => {
    for (const each of opened.splice(0)) await each.close()
    await place.remove()
  })

  return {
    get place() {
      return place
    },
    get store() {
      return store
    },
    open,
    async reopen(steady) {
      store = await open(steady)
      return store
    },
    says(n, extra = {}, to = store) {
      const { command, text, request } = comment(n)
      return does(to, 'chloe', command, { privateTexts: [text], request, ...extra })
    },
    everything: (launch = 'hello') => everythingOf(store, launch),
  }
}

async function everythingOf(store: Store, launch: string) {
  return {
    state: await store.load(launch),
    stored: await store.stored(launch),
    leaves: await store.storedEntries(launch, 0, 1000),
    texts: await store.privateTexts(launch),
    commits: await store.commits(launch, 0),
    root: (await store.storedHead(launch))?.root ?? null,
    file: await store.evidenceFile(launch, settlement.sha256),
  }
}

/** The command by which Chloe comments, its private text and the id of its request. */
export function comment(n: number | string) {
  const text = seal(`Comment ${n}`, `salt-${n}`)
  const command = { type: 'gate.comment', gate: 'content', text: text.commitment } as const
  return { command, text, request: `r_comment_${n}` }
}
