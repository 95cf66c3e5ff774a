import { expect, test } from 'vitest'
import { gateValue, launchValue } from '../../machines/state.ts'
import { diagrams, diagramsInReadme, howToWrite } from '../support/diagram.ts'

test('the diagrams in machines/README.md are those of the machines', () => {
  expect(diagramsInReadme(), `they are drawn anew by: ${howToWrite}`).toBe(diagrams())
})

test('every state is drawn', () => {
  const drawn = diagrams()
  for (const value of [...gateValue.options, ...launchValue.options])
    expect(drawn).toMatch(new RegExp(`^ .*\\b${value.split('.').at(-1)}\\b`, 'm'))
})
