/** English sentences about the history of a gate: who sent, signed and completed it, and what changed since. See index.ts. */
export const enGateHistory = {
  // Who sent or completed the gate, when, and on which build
  'gate.sent-by': 'Sent for sign-off by {person}',
  'gate.sent-on-build': 'Sent for sign-off by {person} · build {candidate}',
  'gate.completed-by': 'Completed by {person}',
  'gate.completed-on-build': 'Completed by {person} · build {candidate}',
  'gate.earlier': 'Show {count, number} earlier',

  // Changes since the gate was last sent for sign-off
  'changes.title': 'Changes since last sent',
  'changes.first': 'First time this gate is sent for sign-off.',
  'changes.nothing': 'No changes.',
  'changes.from-to': '{before} → {now}',
  'changes.before': 'Before:',
  'build.with-commit': '{version} ({commit})',
  'changes.build-first': '{now} (none before)',
  'changes.confirmed-by': 'Reconfirmed by {person}',
  'changes.not-done-by': 'Marked not done by {person}',
  'changes.not-applicable-by': 'Marked not applicable by {person}',
  'changes.added-by': 'Added by {person}',
  'changes.restored-by': 'Restored by {person}',

  // Sign-offs that no longer count, and why
  'voided.by': 'Voided because {event}',
  'voided.withdrawn': '{person} withdrew it',
  'voided.returned': '{person} requested changes',
  'voided.blocked': '{person} reported a blocker',
  'voided.failed': '{person} recorded a failed check',
  'voided.reopened': '{person} reopened it',
  'voided.recheck': 'a recheck was needed: {cause}',

  // Changes since the gate was completed
  'completed.nothing': 'Nothing in this gate has changed since it was completed.',
  'completed.changes': '{count, plural, one {# change} other {# changes}} since completion.',
  'completed.build-changed': 'Build then: {before}. Build now: {now}.',
  'completed.build-set': 'No build was set then. Build now: {now}.',
  'completed.build-free': 'Nothing in this gate depends on the build.',
  'completed.needs-changed':
    '{count, plural, one {A gate this depends on is no longer ready: {gates}.} other {Gates this depends on are no longer ready: {gates}.}}',
  'completed.log': 'View audit log for this gate',
} as const
