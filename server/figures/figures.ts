import type { Outcome } from '../../db/store.ts'
import { BackupFigures } from './backup-figures.ts'
import { Counts } from './counts.ts'
import { RequestFigures } from './request-figures.ts'

/**
 * What this process counts about itself, in plain numbers: /metrics puts them into words when it is asked. A hook costs well under a
 * microsecond, so that every request can afford it.
 */
export interface Figures {
  readonly requests: RequestFigures
  /** Commands by type and outcome, with a space between the two. */
  readonly commands: Counts
  /** Commands that the rules refused, by the code of the reason. */
  readonly refusals: Counts
  /** Problems that programs were answered with, by code. */
  readonly problems: Counts
  readonly backups: BackupFigures
}

export const newFigures = (): Figures => ({
  requests: new RequestFigures(),
  commands: new Counts(),
  refusals: new Counts(),
  problems: new Counts(),
  backups: new BackupFigures(),
})

/** A command and what became of it. */
export function countCommand({ commands, refusals }: Figures, type: string, outcome: Outcome): void {
  commands.add(`${type} ${outcome.kind === 'accepted' && outcome.repeated ? 'repeated' : outcome.kind}`)
  if (outcome.kind === 'refused') refusals.add(outcome.refusal.reason.code)
}
