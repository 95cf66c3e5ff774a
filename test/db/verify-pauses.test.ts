import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { seal } from '../../db/seal.ts'
import { verifyLaunch, verifyLeaves } from '../../db/verify.ts'
import { does, monday, tellWholeStory } from './hello.ts'
import { sqlitePlace } from './sqlite-place.ts'

test('the verification of a long log lets other work run in between', async () => {
  const place = await sqlitePlace()
  const store = await place.open()
  await tellWholeStory(store)
  for (let n = 0; n < 400; n += 1) {
    const text = seal(`Comment ${n}`, `salt-${n}`)
    const command = { type: 'gate.comment', gate: 'content', text: text.commitment } as const
    await does(store, 'chloe', command, { at: monday + 3_600_000, request: `r_comment_${n}`, privateTexts: [text] })
  }
  let turns = 0
  let isDone = false
  const others = async () => {
    for (; !isDone; turns += 1) await setImmediate()
  }
  const waiting = others()
  expect(await verifyLaunch(store, 'hello')).toMatchObject({ matches: true, entries: 413, texts: 404 })
  isDone = true
  await waiting
  // A busy machine makes each step longer, and so the pauses more.
  expect(turns).toBeGreaterThan(3)
  expect(verifyLeaves(await store.leaves('hello', 0, 1000))).toMatchObject({ matches: true, entries: 413 })
  await store.close()
  await place.remove()
})
