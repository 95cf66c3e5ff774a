/** The page of a launch. */
export const enLaunch = {
  // The drawing of its gates
  'graph.title': 'Dependencies',
  'graph.label': 'Gates by phase, with what each depends on',
  'graph.gate': '{gate}: {status}',
  'graph.gate-line': '{gate}: {status}, {line}',
  'graph.gate-needs': '{what}. Depends on {needs}.',
  'graph.person': '{people} · {age}',
  'graph.and-more': '{person} +{count, number}',
  'graph.waits-for-gates': '{count, plural, one {Waiting on # gate} other {Waiting on # gates}}',
  'graph.waived': 'Waived until {until}',
} as const
