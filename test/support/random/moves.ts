import fc from 'fast-check'

/** What a random story is made of. The same moves lead to the same story. */

type Way = 'advance' | 'offered' | 'tempt' | 'wild' | 'build' | 'clock' | 'age' | 'worker' | 'waive' | 'scope' | 'look'

export interface Move {
  way: Way
  /** Whatever the move leaves open is drawn from this number. */
  pick: number
}

/** `length`: how many moves a story has at most. */
export const moves = (length: number): fc.Arbitrary<Move[]> =>
  fc.array(
    fc.record({
      way: fc.oneof(
        { weight: 14, arbitrary: fc.constant<Way>('advance') },
        { weight: 4, arbitrary: fc.constant<Way>('offered') },
        { weight: 5, arbitrary: fc.constant<Way>('tempt') },
        { weight: 2, arbitrary: fc.constant<Way>('wild') },
        { weight: 1, arbitrary: fc.constant<Way>('build') },
        { weight: 1, arbitrary: fc.constant<Way>('clock') },
        { weight: 1, arbitrary: fc.constant<Way>('age') },
        { weight: 1, arbitrary: fc.constant<Way>('worker') },
        { weight: 2, arbitrary: fc.constant<Way>('waive') },
        { weight: 1, arbitrary: fc.constant<Way>('scope') },
        { weight: 1, arbitrary: fc.constant<Way>('look') },
      ),
      pick: fc.nat(),
    }),
    { minLength: Math.ceil(length / 2), maxLength: length, size: 'max' },
  )

/** Every number that follows from `pick`, between 0 and 1 (mulberry32). */
export type Chance = () => number
export function chanceFrom(pick: number): Chance {
  let at = pick | 0
  return () => {
    at = (at + 0x6d2b79f5) | 0
    let mixed = Math.imul(at ^ (at >>> 15), 1 | at)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
export function oneOf<T>(chance: Chance, choices: readonly T[]): T {
  if (choices.length === 0) throw new Error('there is nothing to choose from')
  // There is one at every index below the length.
  return choices[Math.floor(chance() * choices.length)] as T
}
