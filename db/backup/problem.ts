/** Why a backup was not made or not restored, by code; `params` are the names that its sentence needs (server/words has the sentences). */
export type BackupCode =
  /** The file for the backup is there already. */
  | 'exists'
  /** Another process writes or restores to this very place now. */
  | 'in-progress'
  | 'no-database'
  | 'no-space'
  | 'evidence-missing'
  | 'evidence-changed'
  /** The disk is full or fails, or something else of the system; `cause` is what it said. */
  | 'not-written'
  | 'not-restored'
  | 'does-not-verify'
  | 'backup-does-not-verify'
  | 'not-a-backup'
  | 'is-database'
  | 'incomplete'
  | 'damaged'
  | 'newer'
  | 'database-exists'
  /** A database is to be brought up to date, and could not be copied first. */
  | 'not-migrated'

/** A backup that was not made, or not restored: everything is as it was. */
export class BackupProblem extends Error {
  override name = 'BackupProblem'
  readonly code: BackupCode
  readonly params: Readonly<Record<string, string>>
  constructor(code: BackupCode, params: Readonly<Record<string, string>>, options?: ErrorOptions) {
    super(`${code} ${JSON.stringify(params)}`, options)
    this.code = code
    this.params = params
  }
}
