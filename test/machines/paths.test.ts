import { expect, test } from 'vitest'
import { everyHandler, neverComeTo, replayDifference, walk } from '../support/paths.ts'

/** Paths through both machines: each replays to the launch that it led to, and that launch is judged as the first one is. */
test('accepted paths replay, and come to nearly every handler; npm run faults walks on to the last', () => {
  const differences: string[] = []
  const come = walk(150, (place) => void differences.push(...[replayDifference(place)].flatMap((each) => each ?? [])))
  expect(differences).toEqual([])
  expect(come.size).toBeGreaterThanOrEqual(everyHandler().length - neverComeTo.length - 6)
  expect(neverComeTo.filter((handler) => come.has(handler))).toEqual([])
})
