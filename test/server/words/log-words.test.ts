import { describe, expect, test } from 'vitest'
import type { Key } from '../../../server/words/catalogue.ts'
import { en } from '../../../server/words/en/index.ts'
import { days } from '../../support/engine.ts'
import { sealed } from '../../support/sealed.ts'
import { lastLine, stockSent, textOf, view, w } from './aurora-in-words.ts'

/** Each entry of the log as a sentence. */

describe('the log tells the story', () => {
  test('of a launch from its draft to a return', () => {
    const it = stockSent()
    it.does('wei', {
      type: 'gate.signOff',
      gate: 'inventory',
      as: 'logistics-manager',
      ifVersion: it.seen('inventory'),
    })
    it.does('marta', { type: 'gate.return', gate: 'inventory', reason: sealed('why') })
    expect(it.log.map((entry) => w.logLine(entry, view(it), textOf))).toEqual([
      'Priya Nair created Aurora',
      'Priya Nair started the launch',
      'Ana Lima marked “Prices are checked” done in Pricing',
      'Ana Lima completed Pricing',
      'Ana Lima set the build to 4812',
      '박준 marked “Stock count agrees” done in Inventory',
      '박준 marked “Sold-out pages work” done in Inventory',
      '박준 sent Inventory for sign-off',
      '陳偉 signed off Inventory as Logistics manager',
      'Marta Ruiz requested changes to Inventory: “Count the pallets {again}.”',
    ])
  })

  test('the engine has no subject, a service is named, and who was erased is somebody', () => {
    const it = stockSent()
    it.does('ci', { type: 'launch.setCandidate', version: '4813' })
    expect(it.log.slice(-2).map((entry) => w.logLine(entry, view(it), textOf))).toEqual([
      'backup-ci set the build to 4813',
      'Inventory needs a recheck: the build changed',
    ])
    it.now += days(4)
    it.clock()
    expect(lastLine(it)).toBe('Recheck due in Inventory: “Stock count agrees”')
    it.does('joon', { type: 'gate.comment', gate: 'inventory', text: sealed('erased') })
    const entry = it.log.at(-1)
    const erased = { ...view(it), names: { person: () => undefined, service: () => undefined, people: [] } }
    expect(entry && w.logLine(entry, erased, () => null)).toBe('someone commented on Inventory: (deleted)')
  })
})

test('every button’s command has a line in the log', () => {
  const keys = Object.keys(en)
  const commands = keys.filter((key) => key.startsWith('command.')).map((key) => key.slice('command.'.length))
  expect(commands.length).toBeGreaterThan(30)
  expect(commands.filter((command) => !keys.includes(`log.${command}` satisfies string as Key))).toEqual([])
})
