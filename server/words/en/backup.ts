/** `backup` and `restore` on the terminal. `backup.problem.…` are why one was not made or not restored; what differs arrives in English. */
export const enBackup = {
  'help.backup':
    'back up the database and its evidence into one new file, beside a running server; verified after writing',
  'help.backup.file': 'new file, e.g. launchgate.tar',
  'help.restore': 'restore a backup into an empty place (DATABASE_URL and DATA_DIR), while no server runs',
  'help.restore.file': 'file that `launchgate backup` made',

  'backup.sizes':
    '{launches, plural, one {# launch} other {# launches}}, {entries, plural, one {# log entry} other {# log entries}}, {files, plural, one {# evidence file} other {# evidence files}}',
  'backup.made': 'Backed up and verified: {file} ({sizes}; {megabytes} MB)',
  'backup.restored': 'Restored and verified: {file}, as of {at} ({sizes})',
  'backup.restored-access':
    'Everyone has to sign in again. Tokens and people are as they were then: check `launchgate token list` and `launchgate person list` for what was revoked or deactivated since.',

  'backup.problem.exists': '{file} already exists. Choose another name: a backup never overwrites a file.',
  'backup.problem.in-progress': 'Another process is writing {file}. Wait until it is done.',
  'backup.problem.no-database': 'No database found at {file} (DATABASE_URL).',
  'backup.problem.no-space': 'Not enough space in {folder}: {free} MB free, {needed} MB needed.',
  'backup.problem.evidence-missing':
    'Backup failed: the evidence file {sha256} is missing. Run `launchgate verify` for details; uploading the same file again repairs it.',
  'backup.problem.evidence-changed':
    'Backup failed: the evidence file {sha256} is damaged. Run `launchgate verify` for details; uploading the same file again repairs it.',
  'backup.problem.does-not-verify': 'The data doesn’t verify: {difference}. Run `launchgate verify` for details.',
  'backup.problem.backup-does-not-verify': 'The backup {file} doesn’t verify: {difference}. Nothing was restored.',
  'backup.problem.not-a-backup': '{file} is not a backup of Launchgate.',
  'backup.problem.is-database':
    '{file} is a database, not a backup. To use it, stop the server and put it where DATABASE_URL points.',
  'backup.problem.incomplete': '{file} is incomplete: its end is missing. Nothing was restored.',
  'backup.problem.damaged': '{file} is damaged: its checksums don’t match. Nothing was restored.',
  'backup.problem.newer': '{file} was made by a newer version of Launchgate. Restore it with that version.',
  'backup.problem.database-exists': '{file} already exists. Move it away first: restore never overwrites a database.',
  'backup.problem.not-written': 'Can’t write the backup {file}: {why}',
  'backup.problem.not-restored': 'Nothing was restored from {file}: {why}',
  'backup.problem.not-migrated':
    'The database was not updated, because it couldn’t be backed up to {folder} first: {why}',
} as const
