/** English sentences about the history of a gate: who sent, signed and completed it, and what changed since. See index.ts. */
export const enGateHistory = {
  // Who sent or completed the gate, when, and on which build
  'gate.sent-by': 'Sent for sign-off by {person}, {time}',
  'gate.sent-on-build': 'Sent for sign-off by {person}, {time} · build {candidate}',
  'gate.completed-by': 'Completed by {person}, {time}',
  'gate.completed-on-build': 'Completed by {person}, {time} · build {candidate}',
  'gate.entries': '{count, plural, one {# entry} other {# entries}}',
  'gate.earlier': 'Show {count, number} earlier',

  // Changes since the gate was last sent for sign-off
  'changes.title': 'Changes since last sent',
  'changes.first': 'First time this gate is sent for sign-off.',
  'changes.nothing': 'No changes.',
  'changes.from-to': '{before} → {now}',
  'changes.before': 'Before:',
  'build.with-commit': '{version} ({commit})',
  'changes.build-first': '{now} (none before)',
  'changes.confirmed-by': 'Reconfirmed by {person}, {time}',
  'changes.not-done-by': 'Marked not done by {person}, {time}',
  'changes.not-applicable-by': 'Marked not applicable by {person}, {time}',
  'changes.added-by': 'Added by {person}, {time}',
  'changes.restored-by': 'Restored by {person}, {time}',

  // Sign-offs that no longer count, and why
  'voided.title': 'Voided sign-offs ({count, number})',
  'voided.by': 'Voided because {event}',
  'voided.withdrawn': '{person} withdrew it',
  'voided.returned': '{person} requested changes',
  'voided.blocked': '{person} reported a blocker',
  'voided.failed': '{person} recorded a failed check',
  'voided.reopened': '{person} reopened it',
  'voided.recheck': 'a recheck was needed: {cause}',

  // Changes since the gate was completed
  'completed.title': 'Changes since completion',
  'completed.nothing': 'Nothing in this gate has changed since it was completed.',
  'completed.changed': 'Changed since completion:',
  'completed.signed-as': '{person} signed off as {role}, {time}.',
  'completed.more': '{count, plural, one {# more change} other {# more changes}}',
  'completed.build-changed': 'Build then: {before}. Build now: {now}.',
  'completed.build-set': 'No build was set then. Build now: {now}.',
  'completed.build-free': 'Nothing in this gate depends on the build.',
  'completed.needs-changed':
    '{count, plural, one {A gate this depends on is no longer ready: {gates}.} other {Gates this depends on are no longer ready: {gates}.}}',
  'completed.log': 'View audit log for this gate',
} as const
