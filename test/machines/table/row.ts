import type { EngineCommand, SealedCommand } from '../../../machines/entry.ts'
import type { GateValue, LaunchState, LaunchValue } from '../../../machines/state.ts'

/** What a row of the table holds, and the people over whom it is expanded. */

const cast = {
  owner: 'joon',
  'item owner': 'tom',
  signer: 'wei',
  lead: 'priya',
  sponsor: 'helen',
  admin: 'ada',
  auditor: 'omar',
  member: 'fay',
  service: 'ci',
} as const
export type Kind = keyof typeof cast

/** One person of each kind, as they stand to this gate. */
export function peopleOf(gate: string): [Kind, string][] {
  // The content team completes its pages alone: it owns every item, and nobody signs.
  const people = gate === 'pages' ? { ...cast, owner: 'chloe', 'item owner': 'chloe', signer: 'joon' } : cast
  return Object.entries(people) as [Kind, string][]
}

/** Where a gate command may be given; elsewhere the launch's state is in the way. */
export const work: LaunchValue[] = ['preparing.locked', 'preparing.unlocked', 'held']

export interface GateRow {
  command: SealedCommand & { gate: string }
  /** The gate's items before the command, in open states. */
  items: 'open' | 'ticked'
  who: Kind[]
  /** The value that each state leads to, or the code of the refusal; states not named refuse with wrong-gate-state. */
  from: Partial<Record<GateValue, string>>
  launch: LaunchValue[]
  /** What must be there before. */
  given?: (launch: LaunchState) => void
  /** The code in a state of the launch where it is another one than wrong-launch-state. */
  elsewhere?: Partial<Record<LaunchValue, string>>
}

export interface LaunchRow {
  command: SealedCommand
  who: Kind[]
  from: Partial<Record<LaunchValue, string>>
  /** Whom it is offered to, where that hangs on a field that an offer does not know. */
  offered?: Kind[]
}

/** What is led to, or the code; the launch; who; the command. */
export type Case = [string, LaunchState, string, SealedCommand]

/** What the engine offers by itself: the value that each state leads to; in states not named the machines do not take it. */
export interface EngineRow {
  command: EngineCommand
  /** By the state of the gate, or of the launch where the command is about the launch itself. */
  from: Partial<Record<GateValue | LaunchValue, string>>
  given?: (launch: LaunchState) => void
}

/** Where the engine's work on gates is taken. */
export const engineWorks = work
