/** What the names and words in a report mean. Tools agree on none of them, so what is not known never means "passed". */

/** What an element stands for, whatever its namespace prefix and the case of its letters. */
export type Role = 'suite' | 'case' | 'failure' | 'skipped' | 'todo' | 'flaky' | 'word' | 'other'

const roles = new Map<string, Role>([
  ['testsuites', 'suite'],
  ['testsuite', 'suite'],
  ['testcase', 'case'],
  ...names<Role>('failure', 'failure error fail failed errored fatal broken crash crashed'),
  ...names<Role>('skipped', 'skipped skip disabled ignored ignore pending notrun inconclusive cancelled canceled'),
  ['todo', 'todo'],
  ...names<Role>('flaky', 'flakyfailure flakyerror flaky'),
  ...names<Role>('word', 'status result outcome conclusion verdict state'),
])

function names<T>(meaning: T, list: string): [string, T][] {
  return list.split(' ').map((name) => [name, meaning])
}

/** The name without its prefix, in lower case. */
export const localName = (name: string): string => name.slice(name.lastIndexOf(':') + 1).toLowerCase()

/** `local` is a name from localName. Names that only end like a failure (`rerunFailure`, `assertionError`) are failures too. */
export function roleOf(local: string): Role {
  const known = roles.get(local)
  if (known !== undefined) return known
  if (!/(?:failure|error)$/.test(local)) return 'other'
  if (local.startsWith('flaky')) return 'flaky'
  return /^(?:expected|known)/.test(local) ? 'skipped' : 'failure'
}

/**
 * What an attribute is about. Counts of one kind that a tool writes under two names are not added: `failures` and `failed` say
 * the same, `failures` and `errors` do not.
 */
export type About =
  | 'failures'
  | 'errors'
  | 'crashes'
  | 'skips'
  | 'flakes'
  | 'word'
  | 'success'
  | 'execution'
  | 'time'
  | 'type'

const attributes = new Map<string, About>([
  ...names<About>('failures', 'failures failure failed fails fail'),
  ...names<About>('errors', 'errors error errored'),
  ...names<About>('crashes', 'crashes crashed broken fatal aborted timeouts timedout unsuccessful'),
  ...names<About>(
    'skips',
    'skipped skips skip disabled ignored pending notrun not-run todo inconclusive cancelled canceled',
  ),
  ...names<About>('flakes', 'flakes flaky'),
  ...names<About>('word', 'status result outcome conclusion verdict state'),
  ...names<About>('success', 'success successful passed ok'),
  ...names<About>('execution', 'executed ran run'),
  ['time', 'time'],
  ['type', 'type'],
])

/** Null for an attribute that says nothing about the outcome. `local` is a name from localName. */
export const aboutOf = (local: string): About | null => attributes.get(local) ?? null

const passing = new Set(
  'passed pass success successful succeeded ok okay run ran completed complete executed finished done true yes fixed'.split(
    ' ',
  ),
)
const failing =
  /^(?:fail|err|broken|crash|abort|fatal|timeout|timedout|interrupt|kill|exception|regress|unsuccess|notpass|notsuccess|notok|unexpected|panic|assert|nok$|ko$|false$|no$|red$)/
const skipping =
  /^(?:skip|notrun|disabled|suppress|ignore|pending|todo|cancel|inconclusive|notexecuted|undefined|xfail)/

/** What a status, a result or the like means; `unknown` is never a pass. Null where nothing is said. */
export function meaningOf(word: string): 'passed' | 'failed' | 'skipped' | 'unknown' | null {
  const plain = word.toLowerCase().replace(/[\s_.-]+/g, '')
  if (plain === '') return null
  if (passing.has(plain)) return 'passed'
  if (failing.test(plain)) return 'failed'
  return skipping.test(plain) ? 'skipped' : 'unknown'
}

/** Whether an attribute such as `success` or `executed` says no. */
export const saysNo = (word: string): boolean => /^\s*(?:false|no|0)\s*$/i.test(word)
