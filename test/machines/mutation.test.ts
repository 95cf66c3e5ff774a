import { expect, test } from 'vitest'
import { droppedRules, letIn, type Mutant, noticed, noticedWithout, retargeted, takenAway } from '../support/mutants.ts'

/** A sample of the mistakes that `npm run faults` makes one by one: the table or a story notices each. */

const every = (n: number, mutants: Mutant[]) => mutants.filter((_, index) => index % n === 0)
const bent = [...retargeted(), ...takenAway(), ...letIn()]

test.each([...every(4, droppedRules()), ...every(41, bent)])('$name', (mutant) => {
  expect(noticed(mutant)).toBeTypeOf('string')
})

test('with every mistake taken back nothing is noticed', () => expect(noticedWithout()).toBeNull())
