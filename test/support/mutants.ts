import { gateMachine, permissiveGateMachine } from '../../machines/gate.ts'
import { launchMachine, permissiveLaunchMachine } from '../../machines/launch.ts'
import { gateRules } from '../../machines/rules/gate-rules.ts'
import { launchRules } from '../../machines/rules/launch-rules.ts'
import {
  caseDifferences,
  engineRowDifferences,
  gateRowDifferences,
  launchRowDifferences,
} from '../machines/table/check.ts'
import { cases, engineRows, gateRows, launchRows } from '../machines/table/rows.ts'
import { exceptions } from './stories/exceptions.ts'
import { hello } from './stories/hello.ts'
import { nothingUntrueUnlocks } from './stories/nothing-untrue-unlocks.ts'
import type { Story } from './stories/story.ts'

/**
 * The rules and the machines with one mistake in them, made in place and taken back. A mistake that neither the table nor a story
 * notices is a row that is missing, or a rule that does nothing.
 */
export interface Mutant {
  name: string
  /** The event that it is about: what is most likely to notice is asked first. */
  event: string
  /** Makes the mistake; the function that is given back undoes it. */
  make(): () => void
}

// The members' types differ by machine and event; here they are only left out and put back.
const ruleTables = [gateRules, launchRules] as unknown as Record<string, Record<string, unknown[]>>[]

/** Every rule left out of its guard, one at a time. A guard that shares its rules with another keeps the others' whole. */
export function droppedRules(): Mutant[] {
  return ruleTables.flatMap((table) =>
    Object.entries(table).flatMap(([guard, rules]) =>
      Object.entries(rules).flatMap(([list, members]) =>
        members.map((rule, index): Mutant => {
          const called = typeof rule === 'function' && rule.name !== '' ? rule.name : `rule ${index}`
          return {
            name: `${guard} without ${called} (${list})`,
            // A renewal is a tick where the signatures stay.
            event: guard === 'renew' ? 'gate.tick' : guard,
            make() {
              table[guard] = { ...rules, [list]: members.filter((_, each) => each !== index) }
              return () => {
                table[guard] = rules
              }
            },
          }
        }),
      ),
    ),
  )
}

/** As much of XState's own node as is bent here, whatever the machine. */
interface Node {
  path: string[]
  states: Record<string, Node>
  transitions: Map<string, Transition[]>
  next(snapshot: Snapshot, event: { type: string }): Transition[] | undefined
}
interface Transition {
  target: readonly Node[] | undefined
  guard?: unknown
}
interface Snapshot {
  context: unknown
  machine: { implementations: { guards: Record<string, (args: object) => boolean> } }
}

// The two machines' nodes differ only in the types of their contexts and events, which nobody reads here.
const machines = [
  ['gate', gateMachine.root, permissiveGateMachine.root],
  ['launch', launchMachine.root, permissiveLaunchMachine.root],
] as unknown as [string, Node, Node][]

/** Those that judge and their twins with open guards are drawn from one plan, so a mistake in the plan is in both. */
interface Drawn {
  machine: string
  event: string
  /** Where the handler stands. */
  at: Node[]
  transitions: Transition[]
  /** Every state without states inside, in both machines. */
  leaves: Node[][]
}

function drawn(): Drawn[] {
  return machines.flatMap(([machine, judging, open]) => {
    const nodes = [...below(judging)].map((node) => [node, sameIn(open, node)])
    const leaves = nodes.filter(([node]) => isLeaf(node))
    return nodes.flatMap((at) =>
      [...(at[0]?.transitions.keys() ?? [])].map((event) => ({
        machine,
        event: event,
        at,
        leaves,
        transitions: at.flatMap((node) => node.transitions.get(event) ?? []),
      })),
    )
  })
}

/** Every transition sent to every state but its own, one at a time, and kept from moving where it moves. */
export function retargeted(): Mutant[] {
  return drawn()
    .filter(({ machine, event }) => !onlyLetsIn(machine, event))
    .flatMap(({ machine, event, at, transitions, leaves }) => {
      const rightly = transitions[0]?.target?.[0]
      const stays = rightly === undefined
      const home = stays ? at[0] : leafOf(rightly)
      const elsewhere = leaves.filter(([leaf]) => leaf !== home)
      const from = `${machine} ${event} at ${nameOf(at[0])}`
      const moved = elsewhere.map((to) =>
        mistake(`${from} leads to ${nameOf(to[0])}`, event, transitions, (transition, index) => {
          const other = to[index]
          if (other) transition.target = [other]
        }),
      )
      // A handler that leads to the very state it stands in moves nothing.
      if (stays || home === at[0]) return moved
      return [
        ...moved,
        mistake(`${from} leads nowhere`, event, transitions, (transition) => {
          transition.target = undefined
        }),
      ]
    })
}

/** Every handler taken away, one at a time. */
export function takenAway(): Mutant[] {
  return drawn().map(({ machine, event, at, transitions }) =>
    mistake(`${machine} ${event} at ${nameOf(at[0])} is not there`, event, transitions, (transition) => {
      transition.guard = () => false
    }),
  )
}

/** Every handler also where it does not belong, one at a time. */
export function letIn(): Mutant[] {
  return drawn().flatMap(({ machine, event, leaves, transitions }) =>
    leaves
      .filter(([leaf]) => leaf !== undefined && !handles(machine, leaf, event))
      .map((leaf): Mutant => {
        return {
          name: `${machine} ${event} also at ${nameOf(leaf[0])}`,
          event,
          make() {
            leaf.forEach((node, index) => {
              const transition = transitions[index]
              const { next } = node
              if (!transition) throw new Error(`${event} is not in both machines`)
              node.next = (snapshot, given) => {
                if (given.type !== event) return next.call(node, snapshot, given)
                // As XState does: a named guard is the one of the machine that the snapshot carries.
                const { guards } = snapshot.machine.implementations
                const guard = typeof transition.guard === 'string' ? guards[transition.guard] : undefined
                const taken = guard?.({ context: snapshot.context, event: given }) ?? true
                return taken ? [transition] : undefined
              }
            })
            return () => {
              for (const node of leaf) Reflect.deleteProperty(node, 'next')
            }
          },
        }
      }),
  )
}

/** In the launch machine a gate's event is only let in; the gate's own machine says where it leads. */
const onlyLetsIn = (machine: string, event: string) => machine === 'launch' && event.startsWith('gate.')

function mistake(
  name: string,
  event: string,
  transitions: Transition[],
  make: (transition: Transition, index: number) => void,
): Mutant {
  return {
    name,
    event,
    make() {
      const rightly = transitions.map(({ target, guard }) => ({ target, guard }))
      transitions.forEach(make)
      return () => {
        for (const [index, transition] of transitions.entries()) Object.assign(transition, rightly[index])
      }
    },
  }
}

function* below(node: Node): Generator<Node> {
  yield node
  for (const inner of Object.values(node.states)) yield* below(inner)
}
const isLeaf = (node: Node | undefined) => node !== undefined && Object.keys(node.states).length === 0
const nameOf = (node: Node | undefined) => node?.path.join('.') || 'any state'
function sameIn(root: Node, { path }: Node): Node {
  const found = [...below(root)].find((node) => node.path.join() === path.join())
  if (!found) throw new Error(`no state ${path.join('.')}`)
  return found
}
/** The state that one comes to when a state with states inside is entered: its first. */
function leafOf(node: Node): Node {
  const [first] = Object.values(node.states)
  return first === undefined ? node : leafOf(first)
}
function handles(machine: string, leaf: Node, event: string): boolean {
  const root = machines.find(([name]) => name === machine)?.[1]
  if (!root) return false
  const path = [...below(root)].filter((node) => node.path.every((name, depth) => leaf.path[depth] === name))
  return path.some((node) => node.transitions.has(event))
}

interface Check {
  about: string
  /** The first difference, or null. */
  difference(): string | null
}

const first = (differences: Iterator<string, void>): string | null => differences.next().value ?? null
const titled = (title: string, difference: string | null) => difference && `${title}: ${difference}`
const checks: Check[] = [
  ...Object.entries(gateRows).map(([title, row]) => ({
    about: row.command.type,
    difference: () => titled(title, first(gateRowDifferences(row))),
  })),
  ...Object.entries(launchRows).map(([title, row]) => ({
    about: row.command.type,
    difference: () => titled(title, first(launchRowDifferences(row))),
  })),
  ...Object.entries(engineRows).map(([title, row]) => ({
    about: row.command.type,
    difference: () => titled(title, first(engineRowDifferences(row))),
  })),
  ...cases.map((row) => ({
    about: row[3].type,
    difference: () => titled(row[0], first(caseDifferences(row))),
  })),
  ...[...nothingUntrueUnlocks, ...exceptions, ...hello].map((story) => ({
    about: 'story',
    difference: () => titled(story.title, told(story)),
  })),
]

/** A story ends where something is not as it says. */
function told({ run }: Story): string | null {
  try {
    run()
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** Who notices the mistake, in a sentence; null when nobody does. */
export function noticed({ event, make }: Mutant): string | null {
  // The log keeps one name for both events of a command.
  const about = { 'gate.failAdvice': 'gate.failCheck', 'gate.recheckAdvice': 'gate.recheck' }[event] ?? event
  const isNear = (check: Check) => check.about === about
  const undo = make()
  try {
    for (const check of [...checks.filter(isNear), ...checks.filter((each) => !isNear(each))]) {
      const difference = safely(check)
      if (difference !== null) return difference
    }
    return null
  } finally {
    undo()
  }
}

/** A machine that cannot go on is noticed too. */
function safely(check: Check): string | null {
  try {
    return check.difference()
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** The same with nothing wrong: null, or the mutants say nothing. */
export const noticedWithout = (): string | null => noticed({ name: 'no mistake', event: '', make: () => () => {} })
