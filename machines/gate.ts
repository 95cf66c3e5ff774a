import { assign, type SnapshotFrom, setup } from 'xstate'
import { effectOnGate, gateEffectNames } from './effects.ts'
import type { GateEvent } from './events.ts'
import { type HandledBy, nothingMissing } from './handled-events.ts'
import { type GateGuard, gateGuards, rulesOfGate } from './rules/gate-rules.ts'
import { byName, reasonAgainst } from './rules/rule.ts'
import type { GateContext } from './state.ts'

/**
 * The gate machine. Every command is a transition with a named action; one handler for an event along a path of ancestors; one guard and
 * at most one target for each state and event. No wildcards, no lists of transitions, nothing eventless, delayed or final.
 */

type GuardArgs = { context: GateContext; event: GateEvent }

const guard =
  (name: GateGuard) =>
  ({ context, event }: GuardArgs): boolean =>
    reasonAgainst(rulesOfGate(name), context, event) === null

/** One guard for each list of rules, by its name. */
const strict = byName(gateGuards, guard)

/** A waiver may be asked, granted and declined while a gate is open, has a problem, or is waived already. */
const waiving = {
  'gate.requestWaiver': { guard: 'gate.requestWaiver', actions: 'askForWaiver' },
  'gate.grantWaiver': { guard: 'gate.grantWaiver', target: '#gate.cleared.waived', actions: 'waive' },
  'gate.declineWaiver': { guard: 'gate.declineWaiver', actions: 'decline' },
} as const

/** Items come and go while a gate is open or has a problem. */
const itemScope = {
  'gate.itemNotNeeded': { guard: 'gate.itemNotNeeded', actions: 'leaveItemOut' },
  'gate.requireItem': { guard: 'gate.requireItem', actions: 'bringItemBack' },
  'gate.addItem': { guard: 'gate.addItem', actions: 'addItem' },
} as const

/** The states and what each handles. */
const chart = {
  initial: 'open',
  on: {
    'gate.comment': { guard: 'gate.comment', actions: 'comment' },
    'gate.assign': { guard: 'gate.assign', actions: 'assign' },
    'gate.lapse': { actions: 'lapse' },
    'gate.recheckAdvice': { actions: 'recheck' },
  },
  states: {
    open: {
      initial: 'notStarted',
      on: {
        'gate.untick': { guard: 'gate.untick', actions: 'untick' },
        'gate.failCheck': { guard: 'gate.failCheck', actions: 'fail' },
        'gate.failAdvice': { guard: 'gate.failAdvice', actions: 'fail' },
        'gate.recheck': { actions: 'recheck' },
        'gate.submit': { guard: 'gate.submit', target: 'awaitingSignOff', actions: 'send' },
        'gate.complete': { guard: 'gate.complete', target: 'cleared.completed', actions: 'send' },
        'gate.block': { guard: 'gate.block', target: 'blocked', actions: 'block' },
        'gate.notNeeded': { guard: 'gate.notNeeded', target: 'cleared.notNeeded', actions: 'leaveOut' },
        ...itemScope,
        ...waiving,
      },
      states: {
        notStarted: { on: { 'gate.tick': { guard: 'gate.tick', target: 'inProgress', actions: 'tick' } } },
        inProgress: { on: { 'gate.tick': { guard: 'gate.tick', actions: 'tick' } } },
        returned: { on: { 'gate.tick': { guard: 'gate.tick', actions: 'tick' } } },
      },
    },
    blocked: {
      on: {
        'gate.tick': { guard: 'gate.tick', actions: 'tick' },
        'gate.untick': { guard: 'gate.untick', actions: 'untick' },
        'gate.failCheck': { guard: 'gate.failCheck', actions: 'fail' },
        'gate.failAdvice': { guard: 'gate.failAdvice', actions: 'fail' },
        'gate.recheck': { actions: 'recheck' },
        'gate.unblock': { guard: 'gate.unblock', target: 'open.inProgress', actions: 'solve' },
        ...itemScope,
        ...waiving,
      },
    },
    awaitingSignOff: {
      on: {
        'gate.tick': { guard: 'renew', actions: 'tick' },
        'gate.failCheck': { guard: 'gate.failCheck', target: 'open.inProgress', actions: ['fail', 'voidSignatures'] },
        'gate.failAdvice': { guard: 'gate.failAdvice', actions: 'fail' },
        'gate.recheck': { target: 'open.inProgress', actions: ['recheck', 'voidSignatures'] },
        'gate.withdraw': { guard: 'gate.withdraw', target: 'open.inProgress', actions: 'voidSignatures' },
        'gate.signOff': { guard: 'gate.signOff', actions: 'sign' },
        'gate.return': { guard: 'gate.return', target: 'open.returned', actions: ['giveBack', 'voidSignatures'] },
        'gate.block': { guard: 'gate.block', target: 'blocked', actions: ['block', 'voidSignatures'] },
        'gate.clear': { guard: 'gate.clear', target: 'cleared.completed', actions: 'clear' },
      },
    },
    cleared: {
      initial: 'completed',
      on: {
        'gate.reopen': { guard: 'gate.reopen', target: 'open.inProgress', actions: ['reopen', 'voidSignatures'] },
      },
      states: {
        completed: {
          on: {
            'gate.tick': { guard: 'renew', actions: 'tick' },
            'gate.failCheck': {
              guard: 'gate.failCheck',
              target: '#gate.open.inProgress',
              actions: ['fail', 'voidSignatures'],
            },
            'gate.failAdvice': { guard: 'gate.failAdvice', actions: 'fail' },
            'gate.recheck': { target: '#gate.open.inProgress', actions: ['recheck', 'voidSignatures'] },
          },
        },
        waived: {
          on: {
            'gate.failCheck': { guard: 'gate.failCheck', actions: 'fail' },
            'gate.failAdvice': { guard: 'gate.failAdvice', actions: 'fail' },
            'gate.recheck': { actions: 'recheck' },
            'gate.expireWaiver': { target: '#gate.open.inProgress', actions: 'expireWaiver' },
            ...waiving,
          },
        },
        notNeeded: {
          on: { 'gate.require': { guard: 'gate.require', target: '#gate.open.notStarted', actions: 'bringBack' } },
        },
      },
    },
  },
} as const
nothingMissing<Exclude<GateEvent['type'], HandledBy<typeof chart>>>()

const machine = setup({
  types: { context: {} as GateContext, events: {} as GateEvent, input: {} as GateContext },
  guards: strict,
  actions: byName(gateEffectNames, (name) =>
    assign<GateContext, GateEvent, undefined, GateEvent, never>(({ context, event }) =>
      effectOnGate(name)(context, event),
    ),
  ),
}).createMachine({
  id: 'gate',
  ...chart,
  context: ({ input }) => input,
})

export type GateMachine = typeof machine
export type GateSnapshot = SnapshotFrom<GateMachine>

/** The machine that judges. */
export const gateMachine: GateMachine = machine

const yes = () => true
/** The same states and transitions with every guard open: it applies what was once accepted, and tells a wrong state from a broken rule. */
export const permissiveGateMachine: GateMachine = machine.provide({
  guards: byName(gateGuards, () => yes),
})

/** `open.inProgress` for XState's nested value, and back. */
export function toStateValue(value: string): string | Record<string, string> {
  const [outer = value, inner] = value.split('.')
  return inner === undefined ? outer : { [outer]: inner }
}
export function fromStateValue(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'object' && value !== null) {
    const [entry] = Object.entries(value)
    if (entry) return `${entry[0]}.${fromStateValue(entry[1])}`
  }
  throw new Error(`not a state: ${JSON.stringify(value)}`)
}
