import { expect, test } from 'vitest'
import { commandTypes, stories } from './command-stories.ts'
import { tellCommands } from './tell-commands.ts'

test('every command has its story', () => {
  expect(Object.keys(stories).sort()).toEqual(commandTypes().sort())
})

tellCommands('corner', { javaScriptEnabled: true })
