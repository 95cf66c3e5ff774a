import { expect, test } from 'vitest'
import { howToWrite, readmeAsRun, readReadme, withoutChance } from '../support/readme.ts'

test('every command in README.md prints what the README shows', async () => {
  const text = readReadme()
  expect(withoutChance(await readmeAsRun(text)), `update it with ${howToWrite}`).toBe(withoutChance(text))
}, 300_000)
