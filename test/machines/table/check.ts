import { isDeepStrictEqual } from 'node:util'
import type { PersonCommandType } from '../../../machines/commands.ts'
import { decide } from '../../../machines/decide.ts'
import type { SealedCommand } from '../../../machines/entry.ts'
import { engine } from '../../../machines/events.ts'
import { can } from '../../../machines/reading/can.ts'
import { type GateValue, gateValue, type LaunchState, type LaunchValue, launchValue } from '../../../machines/state.ts'
import { accepts, type Moment, step, strict } from '../../../machines/step.ts'
import { actor, monday } from '../../support/engine.ts'
import { launchIn } from '../../support/popup.ts'
import { type Case, type EngineRow, engineWorks, type GateRow, type Kind, type LaunchRow, peopleOf } from './row.ts'
import { altered } from './start.ts'

/**
 * Where the machines differ from a row of the table, one sentence each; nothing when they do what it says.
 * Lazy: who only wants to know whether there is a difference asks for the first.
 */
type Differences = Generator<string, void>

export function* gateRowDifferences(row: GateRow): Differences {
  const { command, from } = row
  const people = peopleOf(command.gate)
  const [good] = row.who
  const home = row.launch[0] === 'draft' && !row.launch.includes('preparing.locked') ? 'draft' : 'preparing.locked'
  const inGate = (value: GateValue, launch: LaunchValue = home) => {
    const isOpen = value.startsWith('open') || value === 'blocked'
    const made = launchIn(launch, { [command.gate]: { state: value, items: isOpen ? row.items : 'ticked' } })
    return row.given ? altered(made, row.given) : made
  }
  for (const [kind, person] of people)
    for (const value of gateValue.options) {
      // Where a row is only about a refusal, it is the owner who hears it.
      const may = row.who.includes(kind) || row.who.some((each) => person === personOf(people, each))
      const hears = may || (good === undefined && kind === 'owner')
      const expected = hears ? (from[value] ?? 'wrong-gate-state') : 'forbidden: not-your-role'
      const accepted = isGateValue(expected)
      yield* unlike(`${kind} in ${value}`, expected, answer(inGate(value), person, command))
      yield* unlike(`offered to ${kind} in ${value}`, accepted, isOffered(inGate(value), person, command))
    }
  if (good === undefined) return
  for (const state of launchValue.options)
    for (const value of gateValue.options.filter((each) => isGateValue(from[each]))) {
      const elsewhere = row.elsewhere?.[state] ?? 'wrong-launch-state'
      const expected = row.launch.includes(state) ? from[value] : elsewhere
      const heard = answer(inGate(value, state), personOf(people, good), command)
      yield* unlike(`launch ${state}, gate ${value}`, expected, heard)
    }
}

export function* launchRowDifferences({ command, who, from, offered }: LaunchRow): Differences {
  for (const [kind, person] of peopleOf(''))
    for (const value of launchValue.options) {
      const expected = who.includes(kind) ? (from[value] ?? 'wrong-launch-state') : 'forbidden: not-your-role'
      yield* unlike(`${kind} in ${value}`, expected, answer(launchIn(value), person, command))
      const shown = (offered ?? who).includes(kind) && from[value] !== undefined
      yield* unlike(`offered to ${kind} in ${value}`, shown, isOffered(launchIn(value), person, command))
    }
}

export function* caseDifferences([expected, launch, who, command]: Case): Differences {
  yield* unlike(`${who} ${command.type}`, expected, answer(launch, who, command))
}

export function* engineRowDifferences({ command, from, given }: EngineRow): Differences {
  const asked = (launch: LaunchState) => {
    const made = given ? altered(launch, given) : launch
    const moment: Moment = { actor: engine, at: monday, instant: monday }
    return accepts(strict, made, command, moment) ? step(strict, made, command, moment).to : 'not taken'
  }
  for (const state of launchValue.options)
    if ('gate' in command)
      for (const value of gateValue.options) {
        const expected = engineWorks.includes(state) ? (from[value] ?? 'not taken') : 'not taken'
        const launch = launchIn(state, { [command.gate]: { state: value, items: 'ticked' } })
        yield* unlike(`launch ${state}, gate ${value}`, expected, asked(launch))
      }
    else yield* unlike(`launch ${state}`, from[state] ?? 'not taken', asked(launchIn(state)))
}

function* unlike(where: string, expected: unknown, found: unknown): Differences {
  if (found !== expected) yield `${where}: ${found}, expected ${expected}`
}

const isGateValue = (value: string | undefined) => (gateValue.options as (string | undefined)[]).includes(value)
const personOf = (people: [Kind, string][], kind: Kind) => people.find(([each]) => each === kind)?.[1] ?? ''

/** The answer in one word: the state that it comes to, or the code; or what decide may never do. */
export function answer(launch: LaunchState, who: string, command: SealedCommand): string {
  const before = structuredClone(launch)
  const ruling = decide(launch, command, actor(who), monday, 'r_1', 'aurora')
  if (!isDeepStrictEqual(launch, before)) return 'changed the launch that it was given'
  if (!ruling.accepted) {
    if (Object.keys(ruling).sort().join() !== 'accepted,kind,reason') return 'refused with something to write'
    return ruling.kind === 'forbidden' ? `forbidden: ${ruling.reason.code}` : ruling.reason.code
  }
  const [entry] = ruling.entries
  if (entry && entry.action !== command.type) return `wrote ${entry.action}`
  return entry?.to ?? 'nothing'
}

function isOffered(launch: LaunchState, who: string, command: SealedCommand): boolean {
  const all = can(launch, actor(who), monday)
  const gate = 'gate' in command ? all.gates[command.gate] : undefined
  const offered: PersonCommandType[] | undefined =
    'item' in command ? gate?.items[command.item] : 'gate' in command ? gate?.gate : all.launch
  return offered?.includes(command.type) ?? false
}
