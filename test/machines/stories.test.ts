import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { milestones } from '../support/random/milestones.ts'
import { moves } from '../support/random/moves.ts'
import { type Stage, stageIn } from '../support/random/stage.ts'
import { tellRandom } from '../support/random/tell-random.ts'
import { openShop, type Shop } from '../support/shop.ts'

/** Random stories from a fixed seed, on the real store: what must always hold holds, and they go everywhere. */

const seed = 20261123
let shop: Shop
let stage: Stage
beforeAll(async () => {
  shop = await openShop()
  stage = await stageIn(shop, 'inner')
})
afterAll(() => shop.close())

test('whatever people do, while the clock moves', { timeout: 240_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(moves(110), (story) => tellRandom(stage, story)),
    { seed, numRuns: 10, interruptAfterTimeLimit: 200_000, markInterruptAsFailure: true },
  )
})

describe('each was reached at least five times', () => {
  test.each(milestones)('%s', (milestone) => expect(stage.reach[milestone]).toBeGreaterThanOrEqual(5))
})

afterAll(() => console.log(`random stories: ${JSON.stringify(stage.reach)}`))

test('the same through HTTP', { timeout: 240_000 }, async () => {
  const outside = await stageIn(shop, 'outer')
  await fc.assert(
    fc.asyncProperty(moves(50), (story) => tellRandom(outside, story)),
    { seed, numRuns: 2, interruptAfterTimeLimit: 200_000, markInterruptAsFailure: true },
  )
  expect(outside.reach.unlock).toBeGreaterThan(0)
})
