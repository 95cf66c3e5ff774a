import { blockAndCommentCases, blockAndCommentRows } from './blocks-and-comments.ts'
import { launchCases, launchRows } from './launches.ts'
import type { Case, GateRow } from './row.ts'
import { scopeCases, scopeRows } from './scope.ts'
import { signOffCases, signOffRows } from './sign-offs.ts'
import { tickCases, tickRows } from './ticks.ts'
import { waiverCases, waiverRows } from './waivers.ts'

export { engineRows } from './engine.ts'
export { launchRows }

/**
 * Who may do what, from where, and what they hear otherwise: one row for each command, written by hand from the domain's rules,
 * expanded over every kind of person, every state of the gate and every state of the launch.
 */
export const gateRows: Record<string, GateRow> = {
  ...tickRows,
  ...signOffRows,
  ...waiverRows,
  ...scopeRows,
  ...blockAndCommentRows,
}

/** Each further answer with its code. */
export const cases: Case[] = [
  ...tickCases,
  ...signOffCases,
  ...waiverCases,
  ...scopeCases,
  ...blockAndCommentCases,
  ...launchCases,
]
