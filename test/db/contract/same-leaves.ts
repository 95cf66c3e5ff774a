import { beforeEach, expect, test } from 'vitest'
import { leafHash, rootOf } from '../../../db/merkle.ts'
import type { Store } from '../../../db/store.ts'
import { tellWholeStory } from '../hello.ts'
import type { StoreUnderTest } from './store-under-test.ts'

/** The same commands give the same log on every store. */
export function sameLeavesContract(under: StoreUnderTest): void {
  let store: Store
  beforeEach(() => {
    store = under.store
  })

  test('the same commands produce the same leaves and the same root on every store', async () => {
    await tellWholeStory(store)
    const leaves = await store.leaves('hello', 0, 100)
    expect(leaves[2]).toBe(leafOfChloe)
    expect(leaves.length).toBe(13)
    expect(rootOf(leaves.map(leafHash)).toString('hex')).toBe(root)
    expect((await store.storedHead('hello'))?.root).toBe(root)
  })
}

/** Written down from a run, and the root computed from its leaves by another program in another language. */
const leafOfChloe =
  '{"action":"gate.tick","actor":{"id":"p_chloe","kind":"person","roles":["content-team"]},"at":"2026-11-23T09:02:00.000Z","data":{"evidence":{"kind":"note","text":"c1:aGYz3CvlsTidTGxzDtErqS3rfv2QS0F4nmA7o4dHfrI"},"item":"CON-1"},"from":"open.notStarted","gate":"content","launch":"hello","request":"r_2","seq":2,"to":"open.inProgress","v":1}'
export const root = '6e6c42219509c327dd39d18a650d9f3cb3188bedf0f7a59804370bc78af0e2ad'
