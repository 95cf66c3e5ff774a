import { describe, expect, test } from 'vitest'
import { launchIn } from '../../support/popup.ts'
import { answer, caseDifferences, engineRowDifferences, gateRowDifferences, launchRowDifferences } from './check.ts'
import { cases, engineRows, gateRows, launchRows } from './rows.ts'

/** The machines do what the table says, row by row. */

test.each(Object.entries(gateRows))('%s', (_, row) => expect([...gateRowDifferences(row)]).toEqual([]))
test.each(Object.entries(launchRows))('%s', (_, row) => expect([...launchRowDifferences(row)]).toEqual([]))
test.each(Object.entries(engineRows))('%s', (_, row) => expect([...engineRowDifferences(row)]).toEqual([]))

describe('each further answer with its code', () => {
  test.each(cases.map((row) => ({ answer: row[0], who: row[2], command: row[3].type, row })))(
    '$who, $command: $answer',
    ({ row }) => expect([...caseDifferences(row)]).toEqual([]),
  )
})

describe('a candidate role may say which build it is about', () => {
  test('ana, the technical SME', () => {
    expect(answer(launchIn('preparing.locked'), 'ana', { type: 'launch.setCandidate', version: '102' })).toBe(
      'preparing.locked',
    )
  })
})

describe('a role that says no comes before a stale page, and a stale page before a refusal', () => {
  test('forbidden, then version-required, then stale, then refused', () => {
    const open = launchIn('preparing.locked', { stock: { state: 'open.inProgress', items: 'open' } })
    expect(answer(open, 'tom', { type: 'gate.submit', gate: 'stock' })).toBe('forbidden: not-your-role')
    expect(answer(open, 'joon', { type: 'gate.submit', gate: 'stock' })).toBe('version-required')
    expect(answer(open, 'joon', { type: 'gate.submit', gate: 'stock', ifVersion: 0 })).toBe('stale-page')
    expect(answer(open, 'joon', { type: 'gate.submit', gate: 'stock', ifVersion: 1 })).toBe('item-open')
  })
})
