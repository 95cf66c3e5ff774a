/** English sentences about what became of a gate: how it was sent, signed and completed, and what changed; part of en.ts, and under the same rules. */
export const enGateHistory = {
  // What was sent, and on which build
  'gate.sent-by': 'Sent by {person}, {time}.',
  'gate.sent-on-build': 'Sent by {person}, {time}, on build {candidate}.',
  'gate.completed-by': 'Completed by {person}, {time}.',
  'gate.completed-on-build': 'Completed by {person}, {time}, on build {candidate}.',
  'gate.entries': '{count, plural, one {# entry} other {# entries}}',
  'gate.earlier': 'Earlier ({count, number})',

  // What changed since it was sent before
  'changes.title': 'Changed since it was last sent',
  'changes.first': 'There is nothing to compare with: it was sent for the first time.',
  'changes.nothing': 'Nothing. It was sent again as it was.',
  'changes.instead': '{now} instead of {before}',
  'changes.before': 'Before:',
  'build.with-commit': '{version} ({commit})',
  'changes.build-first': '{now}; none was set before',
  'changes.confirmed-by': 'Still true: {person}, {time}',
  'changes.unticked-by': 'Unticked by {person}, {time}',
  'changes.left-out-by': 'Left out by {person}, {time}',
  'changes.added-by': 'Added by {person}, {time}',
  'changes.brought-back-by': 'Brought back by {person}, {time}',

  // Signatures that no longer count, and why
  'voided.title': 'Voided signatures ({count, number})',
  'voided.by': 'Voided: {event}',
  'voided.withdrawn': '{person} withdrew it',
  'voided.returned': '{person} returned it',
  'voided.blocked': '{person} reported a problem',
  'voided.failed': '{person} recorded a failed check',
  'voided.reopened': '{person} reopened it',
  'voided.recheck': 'it needed a recheck because {cause}',

  // Since it was completed
  'completed.title': 'Since it was completed',
  'completed.nothing': 'Nothing about this gate has changed since it was completed.',
  'completed.changed': 'Changed since it was completed:',
  'completed.signed-as': '{person} signed off as {role}, {time}.',
  'completed.more': '{count, plural, one {# more change} other {# more changes}}',
  'completed.build-changed': 'The build was {before} then and is {now} now.',
  'completed.build-set': 'No build was set then; it is {now} now.',
  'completed.build-free': 'Nothing in this gate depends on the build.',
  'completed.needs-changed':
    '{count, plural, one {A gate this depends on is no longer ready: {gates}.} other {Gates this depends on are no longer ready: {gates}.}}',
  'completed.log': 'Log of this gate',
} as const
