import { assign, type SnapshotFrom, setup } from 'xstate'
import { effectOnLaunch, launchEffectNames } from './effects.ts'
import type { LaunchEvent } from './events.ts'
import { type HandledBy, nothingMissing } from './handled-events.ts'
import { type LaunchGuard, launchGuards, rulesOfLaunch } from './rules/launch-rules.ts'
import { byName, reasonAgainst } from './rules/rule.ts'
import type { LaunchContext } from './state.ts'

/** The launch machine. Gate commands pass through it too: it says in which states of the launch a gate may be worked on. */

type GuardArgs = { context: LaunchContext; event: LaunchEvent }

const guard =
  (name: LaunchGuard) =>
  ({ context, event }: GuardArgs): boolean =>
    reasonAgainst(rulesOfLaunch(name), context, event) === null

/** One guard for each list of rules, by its name. */
const strict = byName(launchGuards, guard)

/** What may be done with gates while the launch is prepared, held or not. */
const gateWork = {
  'gate.tick': { actions: 'work' },
  'gate.failCheck': { actions: 'work' },
  'gate.failAdvice': { actions: 'work' },
  'gate.untick': { actions: 'work' },
  'gate.submit': { actions: 'work' },
  'gate.complete': { actions: 'work' },
  'gate.withdraw': { actions: 'work' },
  'gate.signOff': { actions: 'work' },
  'gate.return': { actions: 'work' },
  'gate.reopen': { actions: 'work' },
  'gate.block': { actions: 'work' },
  'gate.unblock': { actions: 'work' },
  'gate.requestWaiver': { actions: 'work' },
  'gate.grantWaiver': { actions: 'work' },
  'gate.declineWaiver': { actions: 'work' },
  'gate.expireWaiver': { actions: 'work' },
  'gate.clear': { actions: 'work' },
  'gate.recheck': { actions: 'work' },
  'gate.recheckAdvice': { actions: 'work' },
  'gate.lapse': { actions: 'work' },
} as const

/** What may be said about the launch itself until it is launched. */
const aboutLaunch = {
  'launch.setPublicStatus': { guard: 'launch.setPublicStatus', actions: 'setPublicStatus' },
  'launch.setCandidate': { guard: 'launch.setCandidate', actions: 'setCandidate' },
  'launch.schedule': { guard: 'launch.schedule', actions: 'schedule' },
  'launch.assignRole': { guard: 'launch.assignRole', actions: 'assignRole' },
  'launch.unassignRole': { guard: 'launch.unassignRole', actions: 'unassignRole' },
  'launch.cancel': { guard: 'launch.cancel', target: '#launch.cancelled', actions: 'move' },
} as const

/** What may be done with a gate already in the draft: who, and what is left out or added. */
const scoping = {
  'gate.notNeeded': { actions: 'work' },
  'gate.itemNotNeeded': { actions: 'work' },
  'gate.requireItem': { actions: 'work' },
  'gate.addItem': { actions: 'work' },
  'gate.assign': { actions: 'work' },
  'gate.comment': { actions: 'work' },
} as const

const archive = { guard: 'launch.archive', actions: 'archive' } as const

/** The states and what each handles. */
const chart = {
  initial: 'draft',
  states: {
    draft: {
      on: {
        'launch.start': { guard: 'launch.start', target: 'preparing', actions: 'move' },
        ...aboutLaunch,
        'gate.require': { actions: 'work' },
        ...scoping,
      },
    },
    preparing: {
      initial: 'locked',
      on: {
        'launch.hold': { guard: 'launch.hold', target: 'held', actions: 'hold' },
        ...aboutLaunch,
        ...gateWork,
        ...scoping,
      },
      states: {
        locked: { on: { 'launch.unlock': { guard: 'launch.unlock', target: 'unlocked', actions: 'move' } } },
        unlocked: {
          on: {
            'launch.relock': { guard: 'launch.relock', target: 'locked', actions: 'move' },
            'launch.launch': { guard: 'launch.launch', target: '#launch.launched', actions: 'move' },
          },
        },
      },
    },
    held: {
      on: {
        'launch.release': { guard: 'launch.release', target: 'preparing', actions: 'release' },
        ...aboutLaunch,
        ...gateWork,
        ...scoping,
      },
    },
    launched: {
      on: {
        'launch.rollBack': { guard: 'launch.rollBack', target: 'preparing', actions: 'rollBack' },
        'launch.archive': archive,
        'gate.comment': { actions: 'work' },
      },
    },
    cancelled: { on: { 'launch.archive': archive, 'gate.comment': { actions: 'work' } } },
  },
} as const
nothingMissing<Exclude<LaunchEvent['type'], HandledBy<typeof chart>>>()

const machine = setup({
  types: { context: {} as LaunchContext, events: {} as LaunchEvent, input: {} as LaunchContext },
  guards: strict,
  actions: byName(launchEffectNames, (name) =>
    assign<LaunchContext, LaunchEvent, undefined, LaunchEvent, never>(({ context, event }) =>
      effectOnLaunch(name)(context, event),
    ),
  ),
}).createMachine({
  id: 'launch',
  ...chart,
  context: ({ input }) => input,
})

export type LaunchMachine = typeof machine
export type LaunchSnapshot = SnapshotFrom<LaunchMachine>

/** The machine that judges. */
export const launchMachine: LaunchMachine = machine

const yes = () => true
/** The same with every guard open, for replay and for telling a wrong state from a broken rule. */
export const permissiveLaunchMachine: LaunchMachine = machine.provide({
  guards: byName(launchGuards, () => yes),
})
