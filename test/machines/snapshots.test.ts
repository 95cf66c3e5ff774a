import { describe, expect, test } from 'vitest'
import { type AnyMachineSnapshot, transition } from 'xstate'
import type { GateEvent, LaunchActor, LaunchEvent } from '../../machines/events.ts'
import {
  type GateMachine,
  type GateSnapshot,
  gateMachine,
  permissiveGateMachine,
  toStateValue,
} from '../../machines/gate.ts'
import {
  type LaunchMachine,
  type LaunchSnapshot,
  launchMachine,
  permissiveLaunchMachine,
} from '../../machines/launch.ts'
import { gateOf } from '../../machines/reading/queries.ts'
import {
  gateHandles,
  gateSnapshot,
  gateTransition,
  launchHandles,
  launchSnapshot,
  launchTransition,
} from '../../machines/snapshots.ts'
import { type GateValue, gateValue, type LaunchState, launchValue } from '../../machines/state.ts'
import { monday } from '../support/engine.ts'
import { launchIn } from '../support/popup.ts'
import { sealed } from '../support/sealed.ts'

/** What is made once for each state value is what XState would make anew, in the strict machine and in its permissive twin. */

const joon: LaunchActor = { id: 'joon', kind: 'person', permission: 'member', roles: ['inventory-manager'] }
const wei: LaunchActor = { id: 'wei', kind: 'person', permission: 'member', roles: ['logistics-manager'] }
const priya: LaunchActor = { id: 'priya', kind: 'person', permission: 'member', roles: ['ecommerce-sme'] }

const withStock = (state: GateValue): LaunchState =>
  launchIn('preparing.locked', { stock: { state, items: state.startsWith('open') ? 'open' : 'ticked' } })

/** Every event of the gate machine from each of these people, with a field of every name that a rule or an effect reads. */
function gateEvents(launch: LaunchState): GateEvent[] {
  const named = { gate: 'stock', item: 'INV-1', items: [], as: 'logistics-manager', person: 'joon' }
  const said = { ...named, reason: sealed('x'), until: '2026-12-01T02:00:00.000Z' }
  const { definition } = gateOf(launch, 'stock')
  return [joon, wei, priya].flatMap((actor) => {
    const facts = { launch, actor, at: monday, instant: monday }
    const fields = { ...said, facts, gateDefinition: definition, evidence: { kind: 'number', value: 99 } }
    // Each type has some of these fields, and nobody reads the others.
    return gateMachine.events.map((type) => ({ ...fields, type }) as unknown as GateEvent)
  })
}

/** The same of the launch machine; it lets gate events in too. */
function launchEvents(launch: LaunchState): LaunchEvent[] {
  const facts = { launch, actor: priya, at: monday, instant: monday }
  const fields = { facts, role: 'tester', person: 'sam', version: '102', reason: sealed('x'), public: true }
  // Each type has some of these fields, and nobody reads the others.
  return launchMachine.events.map((type) => ({ ...fields, type }) as unknown as LaunchEvent)
}

const resolvedGate = (machine: GateMachine, launch: LaunchState): GateSnapshot => {
  const { state, context } = gateOf(launch, 'stock').gate
  // XState types a value by the machine's own tree.
  return machine.resolveState({ value: toStateValue(state) as GateSnapshot['value'], context })
}
const resolvedLaunch = (machine: LaunchMachine, { state, context }: LaunchState): LaunchSnapshot =>
  machine.resolveState({ value: toStateValue(state) as LaunchSnapshot['value'], context })

/** Everything that a snapshot consists of; its machine and nodes are the same ones, not equal copies: can() and transition() go by them. */
function expectSameSnapshot(snapshot: AnyMachineSnapshot, resolved: AnyMachineSnapshot): void {
  const { machine, _nodes: nodes, ...rest } = snapshot
  const { machine: itsMachine, _nodes: itsNodes, ...itsRest } = resolved
  expect(machine === itsMachine).toBe(true)
  expect(nodes.length).toBe(itsNodes.length)
  expect(nodes.every((node, index) => node === itsNodes[index])).toBe(true)
  expect(rest).toStrictEqual(itsRest)
}

/** What takes this event, as XState selects it. */
const selected = ({ machine, ...snapshot }: AnyMachineSnapshot, event: GateEvent | LaunchEvent) =>
  machine
    .getTransitionData({ ...snapshot, machine }, event)
    .map(({ eventType, source, target, guard }) => [eventType, source.id, target?.map(({ id }) => id), guard])

describe.each<[string, GateMachine]>([
  ['strict', gateMachine],
  ['permissive', permissiveGateMachine],
])('a gate in the %s machine', (_, machine) => {
  test.each(gateValue.options)('%s is what resolveState makes of it', (state) => {
    const launch = withStock(state)
    expectSameSnapshot(gateSnapshot(machine, gateOf(launch, 'stock').gate), resolvedGate(machine, launch))
  })

  test.each(gateValue.options)('%s takes the same events to the same places', (state) => {
    const launch = withStock(state)
    for (const event of gateEvents(launch)) {
      const snapshot = gateSnapshot(machine, gateOf(launch, 'stock').gate)
      const resolved = resolvedGate(machine, launch)
      const can = resolved.can(event)
      expect([event.type, snapshot.can(event)]).toEqual([event.type, can])
      expect(selected(snapshot, event)).toEqual(selected(resolved, event))
      const next = gateTransition(snapshot, event)
      expectSameSnapshot(next, transition(machine, resolved, event)[0])
      expect([event.type, next !== snapshot]).toEqual([event.type, can])
    }
    // No transition changed what the next snapshot is made from.
    expectSameSnapshot(gateSnapshot(machine, gateOf(launch, 'stock').gate), resolvedGate(machine, launch))
  })
})

describe.each<[string, LaunchMachine]>([
  ['strict', launchMachine],
  ['permissive', permissiveLaunchMachine],
])('a launch in the %s machine', (_, machine) => {
  test.each(launchValue.options)('%s is what resolveState makes of it', (state) => {
    expectSameSnapshot(launchSnapshot(machine, launchIn(state)), resolvedLaunch(machine, launchIn(state)))
  })

  test.each(launchValue.options)('%s takes the same events to the same places', (state) => {
    const launch = launchIn(state)
    for (const event of launchEvents(launch)) {
      const snapshot = launchSnapshot(machine, launch)
      const resolved = resolvedLaunch(machine, launch)
      const can = resolved.can(event)
      expect([event.type, snapshot.can(event)]).toEqual([event.type, can])
      expect(selected(snapshot, event)).toEqual(selected(resolved, event))
      const next = launchTransition(snapshot, event)
      expectSameSnapshot(next, transition(machine, resolved, event)[0])
      expect([event.type, next !== snapshot]).toEqual([event.type, can])
    }
    expectSameSnapshot(launchSnapshot(machine, launch), resolvedLaunch(machine, launch))
  })
})

describe('the first look at which events a state handles', () => {
  test.each(gateValue.options)('a gate that is %s handles what it takes when every guard is open', (state) => {
    const launch = withStock(state)
    for (const event of gateEvents(launch))
      expect([event.type, gateHandles({ state }, event.type)]).toEqual([
        event.type,
        resolvedGate(permissiveGateMachine, launch).can(event),
      ])
  })
  test.each(launchValue.options)('a launch that is %s handles what it takes when every guard is open', (state) => {
    const launch = launchIn(state)
    for (const event of launchEvents(launch))
      expect([event.type, launchHandles({ state }, event.type)]).toEqual([
        event.type,
        resolvedLaunch(permissiveLaunchMachine, launch).can(event),
      ])
  })
  test('the machines name every event that they handle', () => {
    expect(new Set(gateMachine.events).size).toBeGreaterThan(25)
    expect(launchMachine.events).toEqual(expect.arrayContaining(gateMachine.events))
  })
})

test('a state that was reached under open guards is judged by the strict machine', () => {
  const launch = withStock('open.inProgress')
  const { gate, definition } = gateOf(launch, 'stock')
  const facts = { launch, actor: wei, at: monday, instant: monday }
  const event: GateEvent = { type: 'gate.submit', gate: 'stock', facts, gateDefinition: definition }
  const sent = gateTransition(gateSnapshot(permissiveGateMachine, gate), event)
  expect(sent.value).toBe('awaitingSignOff')
  expect(gateSnapshot(gateMachine, { state: 'open.inProgress', context: sent.context }).can(event)).toBe(false)
  expect(gateTransition(gateSnapshot(gateMachine, gate), event).value).toEqual({ open: 'inProgress' })
})
