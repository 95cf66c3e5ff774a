/** The page of a launch. */
export const enLaunch = {
  'launch.locked': 'Deploys locked',
  'launch.unlocked': 'Deploys unlocked',
  'launch.in-preparation': 'In preparation',
  'launch.target': 'Target date {time} ({zone})',
  'launch.target-left': 'Target date {time} ({zone}), {left}',
  'launch.still-open': '{open} of {total, plural, one {# gate} other {# gates}} still open',

  // What it asks of the reader, a button each
  'step.number': 'Enter {item}',
  'step.file': 'Attach {item}',
  'step.link': 'Add link: {item}',
  'step.note': 'Add note: {item}',
  'step.junit': 'Upload report: {item}',
  'step.none': 'Mark done: {item}',
  'step.again': 'Recheck {item}',
  'step.more': '{count, plural, one {# more step} other {# more steps}}',

  // What it asks of whom
  'asked.sign-off': '1 sign-off: as {role}',
  'asked.numbers': '{count, plural, one {# number: {items}} other {# numbers: {items}}}',
  'asked.files': '{count, plural, one {# file: {items}} other {# files: {items}}}',
  'asked.items': '{count, plural, one {# item: {items}} other {# items: {items}}}',

  // Which of its gates are shown
  'launch.act-as': 'Act as',
  'launch.for': 'for {age}',
  // After the reader's own name
  'launch.person-you': '{person} (you)',
  'launch.more-people': '+{count, number}',
  'show.label': 'Filter gates',
  'show.all': 'All',
  'show.mine': 'Mine',
  'show.open': 'Open',
  'show.blocked': 'Blocked',
  'show.critical': 'Critical gates',
  'show.due': 'Due in 7 days',
  'show.none-mine': 'No gates are yours.',
  'show.none-open': 'No gates are open.',
  'show.none-blocked': 'No gates are blocked.',
  'show.none-critical': 'No gates are critical.',
  'show.none-due': 'No gates are due in the next 7 days.',
  'show.back': 'Show all gates',
  'show.done': '{count, plural, one {# gate ready} other {# gates ready}}',

  // The drawing of its gates
  'graph.title': 'Dependencies',
  'path.longest': 'Longest chain of open gates',
  'graph.label': 'Gates by phase, with what each depends on',
  'graph.skip': 'Skip to the list of gates',
  'graph.gate': '{gate}: {status}',
  'graph.gate-line': '{gate} {line}: {status}',
  'graph.gate-needs': '{what}. Depends on {needs}.',
  'graph.person': '{people} · {age}',
  'graph.and-more': '{person} +{count, number}',
  'graph.waits-for-gates': '{count, plural, one {Waiting on # gate} other {Waiting on # gates}}',
  'graph.waived': 'Waived until {until}',
} as const
