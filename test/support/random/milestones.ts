import type { Entry } from '../../../machines/entry.ts'
import { gateOf, itemStateOf } from '../../../machines/reading/queries.ts'
import type { LaunchState } from '../../../machines/state.ts'

/** What happened, and how often. */
export type Reach = Record<string, number>
export const milestones = [
  'unlock',
  'return',
  'waiver granted',
  'waiver expired',
  'recheck by candidate',
  'recheck by need',
  'recheck by both',
  'lapse and renewal',
  'lapse, then a new candidate',
  'failed check',
  'added item',
  'rollBack',
] as const

/** Counts what these entries brought to a launch that was like this before. */
export function countMilestones(reach: Reach, before: LaunchState, entries: readonly Entry[]): void {
  const count = (milestone: (typeof milestones)[number]) => {
    reach[milestone] = (reach[milestone] ?? 0) + 1
  }
  for (const { action, gate, data, from, due } of entries) {
    if (action === 'launch.unlock') count('unlock')
    if (action === 'gate.return') count('return')
    if (action === 'gate.grantWaiver') count('waiver granted')
    if (action === 'gate.expireWaiver' && due !== undefined) count('waiver expired')
    if (action === 'gate.failCheck') count('failed check')
    if (action === 'gate.addItem') count('added item')
    if (action === 'launch.rollBack') count('rollBack')
    if (gate === undefined) continue
    const wasAged = (item: string) =>
      itemStateOf(gateOf(before, gate).gate.context, item).stale?.causes.includes('age') === true
    const isSent = from === 'awaitingSignOff' || from === 'cleared.completed'
    if (action === 'gate.tick' && isSent && wasAged(String(data.item))) count('lapse and renewal')
    if (action !== 'gate.recheck') continue
    const items = data.items as { item: string; causes: string[] }[]
    const has = (...causes: string[]) => items.some((each) => causes.every((cause) => each.causes.includes(cause)))
    if (has('candidate', 'needs')) count('recheck by both')
    else if (has('candidate')) count('recheck by candidate')
    else if (has('needs')) count('recheck by need')
    if (items.some(({ item, causes }) => causes.includes('candidate') && wasAged(item)))
      count('lapse, then a new candidate')
  }
}
