import {
  type ActorRef,
  type ActorScope,
  type AnyMachineSnapshot,
  createActor,
  type EventObject,
  getNextTransitions,
  type Snapshot,
} from 'xstate'
import type { GateEvent, LaunchEvent } from './events.ts'
import { type GateMachine, type GateSnapshot, gateMachine, toStateValue } from './gate.ts'
import { type LaunchMachine, type LaunchSnapshot, launchMachine } from './launch.ts'
import type { GateContext, GateState, GateValue, LaunchContext, LaunchState, LaunchValue } from './state.ts'

/**
 * XState snapshots of gates and launches, and their transitions, without repeating work that depends on the state value alone.
 * A snapshot carries its machine and is judged by that one, whatever machine it is given to. So what is cached here is cached for
 * each machine by itself: a state that replay reached under open guards is still judged by the strict machine.
 */

/** Makes what a machine has in a state value at its first use: fourteen values, each in a strict and a permissive machine. */
function perState<M extends object, V extends string, T>(
  make: (machine: M, value: V) => T,
): (machine: M, value: V) => T {
  const byMachine = new WeakMap<M, Map<V, T>>()
  return (machine, value) => {
    const byValue = byMachine.get(machine) ?? new Map<V, T>()
    const known = byValue.get(value)
    if (known !== undefined) return known
    const made = make(machine, value)
    byMachine.set(machine, byValue.set(value, made))
    return made
  }
}

// Nothing reads these: every snapshot below gets the context of its gate or launch, and the inert actors are never started.
const noGate = {} as GateContext
const noLaunch = {} as LaunchContext

// XState types a state value by the machine's own tree; the schemas of state.ts hold the same values, and a test compares them.
const gateTemplate = perState((machine: GateMachine, value: GateValue) =>
  machine.resolveState({ value: toStateValue(value) as GateSnapshot['value'], context: noGate }),
)
const launchTemplate = perState((machine: LaunchMachine, value: LaunchValue) =>
  machine.resolveState({ value: toStateValue(value) as LaunchSnapshot['value'], context: noLaunch }),
)

/** A machine's snapshot of a gate: equal to what resolveState makes of the same state and context. */
export function gateSnapshot(
  machine: GateMachine,
  { state, context }: Pick<GateState, 'state' | 'context'>,
): GateSnapshot {
  return { ...gateTemplate(machine, state), context }
}

/** A machine's snapshot of a launch: equal to what resolveState makes of the same state and context. */
export function launchSnapshot(
  machine: LaunchMachine,
  { state, context }: Pick<LaunchState, 'state' | 'context'>,
): LaunchSnapshot {
  return { ...launchTemplate(machine, state), context }
}

/** XState's own `transition()` makes an actor for each call, for the scope that actions run in. Ours run in none, so one is enough. */
function inertScope<S extends Snapshot<unknown>, E extends EventObject>(
  self: ActorRef<S, E> & Pick<ActorScope<S, E>, 'id' | 'sessionId' | 'system'>,
): ActorScope<S, E> {
  const nothing = () => {}
  const { id, sessionId, system } = self
  const hooks = { logger: nothing, defer: nothing, emit: nothing, stopChild: nothing, actionExecutor: nothing }
  return { self, id, sessionId, system, ...hooks }
}
const gateScope = inertScope(createActor(gateMachine, { input: noGate }))
const launchScope = inertScope(createActor(launchMachine, { input: noLaunch }))

/** What XState's `transition()` returns, judged by the snapshot's machine: the same snapshot when nothing takes the event. Pure. */
export function gateTransition(snapshot: GateSnapshot, event: GateEvent): GateSnapshot {
  return gateMachine.transition(snapshot, event, gateScope)
}

/** The same for a launch. */
export function launchTransition(snapshot: LaunchSnapshot, event: LaunchEvent): LaunchSnapshot {
  return launchMachine.transition(snapshot, event, launchScope)
}

const eventTypes = (snapshot: AnyMachineSnapshot): ReadonlySet<string> =>
  new Set(getNextTransitions(snapshot).map(({ eventType }) => eventType))
const gateEvents = perState((machine: GateMachine, value: GateValue) => eventTypes(gateTemplate(machine, value)))
const launchEvents = perState((machine: LaunchMachine, value: LaunchValue) =>
  eventTypes(launchTemplate(machine, value)),
)

/** Whether a gate in this state handles the event at all, whatever its guard says: a quick look before asking the machine. */
export function gateHandles({ state }: Pick<GateState, 'state'>, type: string): boolean {
  return gateEvents(gateMachine, state).has(type)
}

/** The same for a launch. */
export function launchHandles({ state }: Pick<LaunchState, 'state'>, type: string): boolean {
  return launchEvents(launchMachine, state).has(type)
}
