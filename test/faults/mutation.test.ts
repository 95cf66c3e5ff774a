import { afterAll, describe, expect, test } from 'vitest'
import { droppedRules, letIn, type Mutant, noticed, noticedWithout, retargeted, takenAway } from '../support/mutants.ts'

/** Every rule dropped and every transition bent, one at a time: the table or a story notices each. */

const killed: string[] = []

test('without a mistake nothing is noticed', () => expect(noticedWithout()).toBeNull())

describe.each<[string, Mutant[]]>([
  ['rules left out', droppedRules()],
  ['transitions that lead elsewhere', retargeted()],
  ['handlers taken away', takenAway()],
  ['handlers where they do not belong', letIn()],
])('%s', (kind, mutants) => {
  test('each is noticed', { timeout: 600_000 }, () => {
    const survivors = mutants.filter((mutant) => noticed(mutant) === null).map(({ name }) => name)
    killed.push(`${kind}: ${mutants.length} mutants, ${mutants.length - survivors.length} noticed`)
    expect(mutants.length).toBeGreaterThan(50)
    expect(survivors).toEqual([])
  })
})

test('every mistake was taken back', () => expect(noticedWithout()).toBeNull())

afterAll(() => console.log(['mutation', ...killed].join('\n  ')))
