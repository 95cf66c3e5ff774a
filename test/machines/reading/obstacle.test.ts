import { describe, expect, test } from 'vitest'
import { can } from '../../../machines/reading/can.ts'
import { obstacle, type Probe } from '../../../machines/reading/obstacle.ts'
import { gateOf, itemsOf } from '../../../machines/reading/queries.ts'
import type { GateValue, LaunchValue } from '../../../machines/state.ts'
import { actor, monday } from '../../support/engine.ts'
import { launchIn } from '../../support/popup.ts'

/** A button is shown, shown with its reason, or not shown at all: the same machines and rules say which. */

const now = monday + 3_600_000
const people = ['priya', 'helen', 'joon', 'tom', 'wei', 'chloe', 'sam', 'ana', 'omar', 'ada', 'ci']
const states: LaunchValue[] = ['draft', 'preparing.locked', 'preparing.unlocked', 'held', 'launched', 'cancelled']
const gates: GateValue[] = [
  'open.notStarted',
  'open.inProgress',
  'open.returned',
  'awaitingSignOff',
  'cleared.completed',
]

describe('whoever asks, in whatever state', () => {
  test.each(states.flatMap((state) => gates.map((gate) => [state, gate] as const)))(
    'launch %s, stock %s: nothing is in the way of exactly what can be done',
    (state, gate) => {
      const launch = launchIn(state, { stock: { state: gate, items: gate.startsWith('open') ? 'open' : 'ticked' } })
      const { definition, gate: stock } = gateOf(launch, 'stock')
      for (const who of people) {
        const free = (probe: Probe) => obstacle(launch, probe, actor(who), now) === null
        const may = can(launch, actor(who), now)
        for (const type of ['launch.start', 'launch.hold', 'launch.release', 'launch.launch'] as const)
          expect([who, type, free({ type })]).toEqual([who, type, may.launch.includes(type)])
        for (const type of ['gate.submit', 'gate.withdraw', 'gate.return', 'gate.reopen', 'gate.comment'] as const)
          expect([who, type, free({ type, gate: 'stock' })]).toEqual([who, type, may.gates.stock?.gate.includes(type)])
        const as = 'logistics-manager'
        expect(free({ type: 'gate.signOff', gate: 'stock', as })).toBe(may.gates.stock?.signAs.includes(as))
        for (const { id } of itemsOf(definition, stock.context))
          for (const type of ['gate.tick', 'gate.failCheck', 'gate.untick'] as const)
            expect([who, id, type, free({ type, gate: 'stock', item: id })]).toEqual([
              who,
              id,
              type,
              may.gates.stock?.items[id]?.includes(type),
            ])
      }
    },
  )
})

describe('the reason', () => {
  const open = launchIn('preparing.locked', { stock: { state: 'open.inProgress', items: 'open' } })
  const sent = launchIn('preparing.locked', { stock: { state: 'awaitingSignOff', items: 'ticked' } })

  test('a role that could never do it', () => {
    expect(obstacle(open, { type: 'gate.submit', gate: 'stock' }, actor('wei'), now)).toEqual({
      never: true,
      reason: { code: 'not-your-role', params: { roles: ['inventory-manager'] } },
    })
  })
  test('an item that is open', () => {
    expect(obstacle(open, { type: 'gate.submit', gate: 'stock' }, actor('joon'), now)).toEqual({
      never: false,
      reason: { code: 'item-open', params: { gate: 'stock', items: ['INV-1', 'INV-2', 'INV-3'] } },
    })
  })
  test('a gate that is not sent yet', () => {
    expect(obstacle(open, { type: 'gate.return', gate: 'stock' }, actor('wei'), now)).toEqual({
      never: false,
      reason: { code: 'wrong-gate-state', params: { gate: 'stock', status: 'in-progress' } },
    })
  })
  test('a launch that is a draft', () => {
    const draft = launchIn('draft', { stock: { state: 'open.notStarted', items: 'open' } })
    expect(obstacle(draft, { type: 'gate.tick', gate: 'stock', item: 'INV-1' }, actor('joon'), now)).toEqual({
      never: false,
      reason: { code: 'wrong-launch-state', params: { state: 'draft' } },
    })
  })
  test('an item without an age limit in a gate that is sent', () => {
    expect(obstacle(sent, { type: 'gate.tick', gate: 'stock', item: 'INV-1' }, actor('joon'), now)).toEqual({
      never: false,
      reason: { code: 'not-renewable', params: {} },
    })
  })
})
