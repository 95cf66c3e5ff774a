import { describe, expect, test } from 'vitest'
import { decide } from '../../../machines/decide.ts'
import type { SealedCommand } from '../../../machines/entry.ts'
import { evidenceObstacle } from '../../../machines/reading/obstacle.ts'
import type { Evidence, GateValue, LaunchValue } from '../../../machines/state.ts'
import { actor, monday } from '../../support/engine.ts'
import { launchIn } from '../../support/popup.ts'
import { sealed } from '../../support/sealed.ts'

/** What is refused unread is exactly what no content of the evidence could have changed. */

const now = monday + 3_600_000
const states: LaunchValue[] = ['draft', 'preparing.locked', 'preparing.unlocked', 'held', 'launched', 'cancelled']
const gates: GateValue[] = [
  'open.notStarted',
  'open.returned',
  'blocked',
  'awaitingSignOff',
  'cleared.completed',
  'cleared.waived',
  'cleared.notNeeded',
]
const report = { kind: 'junit', passed: 3, failed: 0, skipped: 0, flaky: 0, seconds: 1, sha256: 'bb' } as const
const file = { kind: 'file', name: sealed('name'), type: 'text/plain', size: 1, sha256: 'cc' } as const

/** Evidence of one kind that passes, and some that fails where its kind can. */
const contents: Record<'junit' | 'number' | 'file', [good: Evidence, bad: Evidence]> = {
  junit: [report, { ...report, failed: 1 }],
  number: [
    { kind: 'number', value: 99 },
    { kind: 'number', value: 3 },
  ],
  file: [file, file],
}
const items = [
  ['tests', 'TFN-1'],
  ['stock', 'INV-1'],
  ['pages', 'CON-2'],
] as const

describe.each(states)('launch %s', (state) => {
  test.each(gates)('gate %s', (gateState) => {
    for (const build of [null, '101'])
      for (const [gate, item] of items) {
        const launch = launchIn(state, { [gate]: { state: gateState, items: 'ticked' } }, build)
        for (const who of ['sam', 'joon', 'chloe', 'priya', 'omar', 'ada', 'ci'])
          for (const kind of ['junit', 'number', 'file'] as const)
            for (const candidate of [undefined, '101', '100']) {
              const offered = { gate, item, kind, candidate }
              const [good, bad] = contents[kind]
              const asked = (type: 'gate.tick' | 'gate.failCheck', evidence: Evidence) => {
                // Evidence of a wrong kind is meant to be refused, so no type of a command takes it.
                const command = { type, gate, item, evidence, candidate } as SealedCommand
                return decide(launch, command, actor(who), now, 'r_1', launch.launch)
              }
              const obstacle = evidenceObstacle(launch, offered, actor(who), now)
              const tick = asked('gate.tick', good)
              const isRefused = !tick.accepted && !asked('gate.failCheck', bad).accepted
              const where = JSON.stringify({ build, who, ...offered })
              expect(obstacle !== null, where).toBe(isRefused)
              if (obstacle && !tick.accepted)
                expect([obstacle.never, obstacle.reason], where).toEqual([tick.kind === 'forbidden', tick.reason])
            }
      }
  })
})

test('of what is not there nothing is said', () => {
  const launch = launchIn('preparing.locked')
  const offered = { gate: 'tests', item: 'TFN-9', kind: 'junit' } as const
  expect(evidenceObstacle(launch, offered, actor('sam'), now)).toBeNull()
  expect(evidenceObstacle(launch, { ...offered, gate: 'nowhere' }, actor('sam'), now)).toBeNull()
})
