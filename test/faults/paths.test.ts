import { expect, test } from 'vitest'
import { everyHandler, neverComeTo, replayDifference, walk } from '../support/paths.ts'

/** The long walk: every handler of both machines is come through, but for those where no launch ever comes to. */
/** Enough for the last handler where faults are looked for. */
const steps = process.env.FAULT_ROUNDS === undefined ? 40 : 1500

test('every accepted path replays, and every handler is come through', { timeout: 600_000 }, () => {
  const differences: string[] = []
  let places = 0
  const come = walk(steps, (place) => {
    places += 1
    const difference = replayDifference(place)
    if (difference !== null) differences.push(difference)
  })
  console.log(`paths: ${places} places, ${come.size} of ${everyHandler().length} handlers come through`)
  expect(differences).toEqual([])
  const missed = everyHandler().filter((handler) => !come.has(handler))
  expect(missed).toEqual(expect.arrayContaining(neverComeTo))
  if (steps > 1000) expect(missed).toEqual(neverComeTo)
})
