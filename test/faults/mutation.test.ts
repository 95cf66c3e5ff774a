import { afterAll, describe, expect, test } from 'vitest'
import { droppedRules, letIn, type Mutant, noticed, noticedWithout, retargeted, takenAway } from '../support/mutants.ts'

/** Every rule dropped and every transition bent, one at a time: the table or a story notices each. */

/** All of them where faults are looked for; a handful when it is only asked whether this still runs. */
const every = process.env.FAULT_ROUNDS === undefined ? 60 : 1
const killed: string[] = []

describe.each<[string, Mutant[]]>([
  ['rules left out', droppedRules()],
  ['transitions that lead elsewhere', retargeted()],
  ['handlers taken away', takenAway()],
  ['handlers where they do not belong', letIn()],
])('%s', (kind, mutants) => {
  test('each is noticed', { timeout: 600_000 }, () => {
    const made = mutants.filter((_, index) => index % every === 0)
    const survivors = made.filter((mutant) => noticed(mutant) === null).map(({ name }) => name)
    killed.push(`${kind}: ${made.length} of ${mutants.length} mutants made, ${made.length - survivors.length} noticed`)
    expect(mutants.length).toBeGreaterThan(50)
    expect(survivors).toEqual([])
  })
})

test('with every mistake taken back nothing is noticed', () => expect(noticedWithout()).toBeNull())

afterAll(() => console.log(['mutation', ...killed].join('\n  ')))
