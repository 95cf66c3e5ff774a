/** What the names and words in a report mean. Tools agree on none of them, so what is not known never means "passed". */

/**
 * What an element stands for, whatever its namespace prefix, the case of its letters, and the hyphens in its name. `holder`: a
 * failure if anything but a zero is in it (`failures`, `failure-message`). `hint`: only words that clearly speak against the test count.
 */
export type Role = 'suite' | 'case' | 'failure' | 'holder' | 'skipped' | 'todo' | 'flaky' | 'word' | 'hint' | 'other'

const roles = new Map<string, Role>([
  ['testsuites', 'suite'],
  ['testsuite', 'suite'],
  ['testcase', 'case'],
  ...names<Role>(
    'failure',
    'failure error fail failed errored fatal broken crash crashed abort aborted timeout timedout',
  ),
  ...names<Role>(
    'failure',
    'exception unexpectedsuccess xpass xpassed regression unsuccessful killed interrupted panic',
  ),
  ...names<Role>('holder', 'failures errors exceptions'),
  ...names<Role>('skipped', 'skipped skip disabled ignored ignore pending notrun inconclusive cancelled canceled'),
  ...names<Role>('skipped', 'notexecuted blocked suppressed undefined untested xfail xfailed cancel'),
  ['todo', 'todo'],
  ...names<Role>('flaky', 'flakyfailure flakyerror flaky'),
  ...names<Role>('word', 'status result outcome conclusion verdict state'),
])

function names<T>(meaning: T, list: string): [string, T][] {
  return list.split(' ').map((name) => [name, meaning])
}

/** The name without its prefix, in lower case. */
export const localName = (name: string): string => name.slice(name.lastIndexOf(':') + 1).toLowerCase()

/** `not-run`, `not_run` and `notRun` are one name. */
const joined = (local: string): string => local.replace(/[-_.]/g, '')

/** `local` is a name from localName. Names that only end like a failure (`rerunFailure`, `assertionError`) are failures too. */
export function roleOf(local: string): Role {
  const known = roles.get(local)
  if (known !== undefined) return known
  const name = joined(local)
  const role = name === local ? undefined : roles.get(name)
  // What is a suite or a case is told by its exact name: `test-case` belongs to other formats, with other rules.
  if (role !== undefined && role !== 'suite' && role !== 'case') return role
  if (/^(?:failure|failed|error|exception)(?:message|reason|details?|info|text|type|count|trace)$/.test(name))
    return 'holder'
  if (!/(?:failure|error|failed)$/.test(name)) return 'other'
  if (name.startsWith('flaky')) return 'flaky'
  return /^(?:expected|known)/.test(name) ? 'skipped' : 'failure'
}

/**
 * What an attribute is about. Counts of one kind that a tool writes under two names are not added: `failures` and `failed` say
 * the same, `failures` and `errors` do not. `value`: what an element that is named like a status says.
 */
export type About =
  | 'failures'
  | 'errors'
  | 'crashes'
  | 'skips'
  | 'flakes'
  | 'word'
  | 'value'
  | 'success'
  | 'execution'
  | 'time'
  | 'type'

const attributes = new Map<string, About>([
  ...names<About>('failures', 'failures failure failed fails fail'),
  ...names<About>('errors', 'errors error errored exceptions exception'),
  ...names<About>(
    'crashes',
    'crashes crashed broken fatal aborted timeouts timedout unsuccessful unexpected regressions',
  ),
  ...names<About>(
    'skips',
    'skipped skips skip disabled ignored pending notrun todo inconclusive cancelled canceled blocked notexecuted',
  ),
  ...names<About>('flakes', 'flakes flaky'),
  ...names<About>('word', 'status result outcome conclusion verdict state'),
  ...names<About>('success', 'success successful passed ok'),
  ...names<About>('execution', 'executed ran run'),
  ['time', 'time'],
  ['type', 'type'],
])
/** `failureCount`, `tests-failed`, `num_failed_tests` and `testStatus` say what `failures`, `failed` and `status` say. */
const affixes = [
  /^(?:total|num|number|numberof|count|test|testcase|case|assertion)(?=[a-z])/,
  /^(?:tests|testcases|cases|assertions)(?=[a-z])/,
  /(?:tests?|testcases?|cases?|assertions?|count|total|number)$/,
]
const mostAffixes = 3

/** Null for an attribute that says nothing about the outcome. `local` is a name from localName. */
export function aboutOf(local: string): About | null {
  const known = attributes.get(local)
  if (known !== undefined) return known
  return local.length > longestName ? null : withoutAffixes(joined(local), mostAffixes)
}
const longestName = 40

function withoutAffixes(name: string, most: number): About | null {
  const known = attributes.get(name)
  if (known !== undefined) return known
  for (const affix of most > 0 ? affixes : []) {
    const shorter = name.replace(affix, '')
    const about = shorter === name ? null : withoutAffixes(shorter, most - 1)
    if (about !== null) return about
  }
  return null
}

const passing = new Set(
  'passed pass success successful succeeded ok okay run ran completed complete executed finished done true yes fixed'.split(
    ' ',
  ),
)
const failing =
  /^(?:fail|err|broken|crash|abort|fatal|timeout|timedout|interrupt|kill|exception|regress|unsuccess|notpass|notsuccess|notok|unexpected|panic|assert|nok$|ko$|false$|no$|red$)/
const skipping =
  /^(?:skip|notrun|disabled|suppress|ignore|pending|todo|cancel|inconclusive|notexecuted|undefined|xfail)/

export type Meaning = 'passed' | 'flaky' | 'failed' | 'skipped' | 'unknown'

/** What a status, a result or the like means; `unknown` is never a pass. Null where nothing is said. */
export function meaningOf(word: string): Meaning | null {
  const plain = word.toLowerCase().replace(/[\s_.-]+/g, '')
  if (plain === '') return word.trim() === '' ? null : 'unknown'
  if (passing.has(plain)) return 'passed'
  if (plain === 'flaky') return 'flaky'
  if (failing.test(plain)) return 'failed'
  return skipping.test(plain) ? 'skipped' : 'unknown'
}

/** What `success`, `passed` or `executed` says of one test: a yes (a number above zero, too), a no, or neither. */
export function answerOf(word: string): 'yes' | 'no' | 'unknown' {
  if (/^\s*(?:false|no|n|f|0|never|off)\s*$/i.test(word)) return 'no'
  if (/^\s*(?:y|t|on|[1-9]\d*)?\s*$/i.test(word)) return 'yes'
  const meaning = meaningOf(word)
  if (meaning === 'failed') return 'no'
  return meaning === 'passed' ? 'yes' : 'unknown'
}
