import type { EvidenceFile } from '../../db/store.ts'
import type { CreateCommand, PersonCommand } from '../../machines/commands.ts'
import type { Refused } from '../../machines/entry.ts'
import type { LaunchState } from '../../machines/state.ts'
import type { Caller } from '../auth/caller.ts'
import type { EvidenceCommand } from './seal-command.ts'

/** What was asked, by whom. `key` is an Idempotency-Key or a form's request key; `route` is what it is kept for. */
export interface CommandRequest {
  caller: Caller
  launch: string
  command: PersonCommand | CreateCommand | EvidenceCommand
  key?: string | undefined
  route: string
  /** The file that the command's evidence names, with its bytes: kept only if the rules would take the command. */
  evidence?: { file: EvidenceFile; bytes: Buffer } | undefined
  /** Why the sender itself would rather not, asked of the launch as it is stored, before the rules. */
  unless?: ((launch: LaunchState | null) => Refused | null) | undefined
  /** Of a command about the launch as a whole: the version of the launch and the basis of its page (see machines/reading/outdated-launch-page.ts) that the sender saw. */
  seen?: { version: number; basis: string } | undefined
}
