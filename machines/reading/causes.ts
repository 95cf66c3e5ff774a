import type { Entry } from '../entry.ts'

/** Why an entry was written, and whether that says enough of it. */

/** Whether this unlocked deploys, or locked them again. */
export const isLockMove = ({ action }: Pick<Entry, 'action'>): boolean =>
  action === 'launch.unlock' || action === 'launch.relock'

/** The number of the entry that this one follows from; null for what somebody did, and for what fell due. */
export const followsFrom = ({ cause }: Pick<Entry, 'cause'>): number | null =>
  cause !== undefined && 'seq' in cause ? cause.seq : null

/** Whether it only followed on gates from another entry: the act before it says enough. */
export const isConsequence = (entry: Pick<Entry, 'action' | 'cause'>): boolean =>
  followsFrom(entry) !== null && !isLockMove(entry)
