import { describe, expect, test } from 'vitest'
import { allNeedsOf, cycles, graphOrder, neededBy, needsOf, stepsOf } from '../../../machines/pipeline/graph.ts'
import { gate, stall } from './stall.ts'

/** Which gate needs which, in what order they can be done. */

describe('the graph', () => {
  const graph = (gates: [id: string, needs: string[]][]) => ({
    ...stall().definition,
    gates: gates.map(([id, needs]) => gate(id, 'writer', { needs })),
  })
  const shop = graph([
    ['go', ['filters', 'till']],
    ['filters', ['pages', 'tree']],
    ['till', []],
    ['tree', []],
    ['pages', ['tree']],
  ])

  test('every gate comes after what it needs, else as the file has it', () => {
    expect(graphOrder(shop)).toEqual(['till', 'tree', 'pages', 'filters', 'go'])
  })
  test('step by step: first the gates that need nothing, then each right after the last that it needs', () => {
    expect(stepsOf(shop)).toEqual([['till', 'tree'], ['pages'], ['filters'], ['go']])
    const wide = graph([
      ['go', ['a', 'b', 'c']],
      ['c', ['a']],
      ['b', []],
      ['a', []],
    ])
    expect(stepsOf(wide)).toEqual([['b', 'a'], ['c'], ['go']])
  })
  test('what a gate needs directly and through others, and what needs it', () => {
    expect(needsOf(shop, 'filters')).toEqual(['pages', 'tree'])
    expect([...allNeedsOf(shop, 'go')].sort()).toEqual(['filters', 'pages', 'till', 'tree'])
    expect([...allNeedsOf(shop, 'till')]).toEqual([])
    expect(neededBy(shop, 'tree')).toEqual(['filters', 'pages'])
    expect(needsOf(shop, 'nowhere')).toEqual([])
  })
  test('circles are found each by itself, the shortest way around', () => {
    expect(cycles(shop)).toEqual([])
    const twisted = graph([
      ['a', ['b', 'c']],
      ['b', ['c']],
      ['c', ['a']],
      ['d', ['a', 'e']],
      ['e', ['d']],
      ['f', ['a']],
    ])
    expect(cycles(twisted)).toEqual([
      ['a', 'c'],
      ['d', 'e'],
    ])
  })
})
