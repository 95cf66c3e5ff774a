import { FailedNameList, type FailedNames } from './failed-names.ts'
import { largestCount, type Report } from './report.ts'
import { readCount, readSeconds, toMilliseconds } from './report-numbers.ts'
import { type About, aboutOf, answerOf, meaningOf, type Role } from './report-words.ts'

/** An attribute that says something about the outcome. */
export interface Said {
  about: About
  value: string
}

/** Null for an attribute that says nothing about the outcome. `local` is its name from localName. */
export function saidBy(local: string, value: string): Said | null {
  const about = aboutOf(local)
  return about === null ? null : { about, value }
}

/** What is counted so far. `marks` are elements and words that say "failed": a test case fails once, however many marks it has. */
interface Counts {
  passed: number
  failed: number
  marks: number
  skipped: number
  flaky: number
  seconds: number
}
const nothing = (): Counts => ({ passed: 0, failed: 0, marks: 0, skipped: 0, flaky: 0, seconds: 0 })

/** An open element. */
interface Frame {
  /** `scope`: a suite, or an unknown element around suites and cases; `part`: whatever stands inside a case or a mark. */
  kind: 'scope' | 'case' | 'part'
  role: Role
  /** The case or scope that marks inside this element are about. */
  subject: Subject
  isInFailure: boolean
  /** Inside an element that says "skipped": tests in it did not run. */
  isInSkip: boolean
  seconds: number
  inner: Counts
  /** Of a case, as far as it is kept. */
  name: string
  isNameCut: boolean
}

/** What a case or a scope says of itself: of a case its marks, of a scope the counts in its attributes. */
interface Subject {
  kind: 'scope' | 'case'
  failures: number
  skips: number
  flakes: number
  isTodo: boolean
  inner: Counts
}

/**
 * Counts the tests of a report while its elements are opened and closed. It keeps only the open elements and a
 * few names, so its memory grows with the depth of the document and nothing else. The rules (tools share no schema):
 *
 * - Names are compared without prefix and case. Suites and cases count wherever they stand.
 * - A **case** passed if nothing in it says otherwise. A failure element or a failing word anywhere in it makes it fail, once. With
 *   `<skipped type="todo">` it is skipped although it fails. With a skipping mark, or a status that does not clearly mean
 *   "passed", it is skipped. With a flaky mark and nothing else it passed, and is flaky.
 * - A case that **contains cases** is counted by those; itself it counts only where it says that it failed or was skipped.
 * - A failure element **outside a case** (a suite's own error) is one failure. A case inside an element that says "skipped" is skipped.
 * - An element such as `failures` or `failure-message` is a failure unless it is empty or holds a zero.
 * - **Inside a case**, elements and properties that are named like a status are heard; what else they hold counts only where it clearly
 *   speaks against the case.
 * - **Counts** in attributes: an element's failures and errors are added up, and so are those of elements beside each other. Where
 *   an element says more failures than failure marks are inside it, the difference is failures that are counted but not listed.
 *   Of skipped tests the greater number counts, what the attributes say or what is listed. Neither changes what passed, and the
 *   total in `tests` is not used: tools disagree about what it includes.
 * - **Seconds** are the element's own if it says any, else the sum of what is in it.
 */
export class ReportTally {
  readonly #open: Frame[] = []
  #done = nothing()
  readonly #failed = new FailedNameList()

  /** How many elements are open. */
  get depth(): number {
    return this.#open.length
  }

  /** Of the innermost open element. */
  get role(): Role | null {
    return this.#open.at(-1)?.role ?? null
  }

  /** `name` is of a case. */
  open(role: Role, said: readonly Said[], name = '', isNameCut = false): void {
    const parent = this.#open.at(-1)
    const frame = frameOf(role, parent, name, isNameCut)
    if (role === 'case') readCase(frame.subject, said)
    else if (frame.kind === 'scope') readScope(frame.subject, said)
    else if (role === 'other' || role === 'word' || role === 'hint' || role === 'holder') readPart(frame, said)
    else if (parent) mark(parent, role, said)
    if (role === 'case' && frame.isInSkip) frame.subject.skips += 1
    // Whatever a holder of failures contains is one; a failure element in it is marked by itself.
    if (parent?.role === 'holder' && role !== 'failure') fail(role === 'case' ? frame : parent)
    if (frame.kind !== 'part') frame.seconds = Math.max(0, ...valuesOf(said, 'time').map(readSeconds))
    this.#open.push(frame)
  }

  /** The text of the element that is open: of a `word`, a `hint` or a `holder`. */
  text(text: string): void {
    const frame = this.#open.at(-1)
    if (!frame) return
    const { role, kind } = frame
    // A status beside the cases of a suite is a scope, since unknown elements may hold suites; it speaks of the one around it.
    const subject = kind === 'scope' ? this.#open.at(-2)?.subject : frame.subject
    if (!subject) return
    if (role === 'word') readWords(subject, [text])
    else if (role === 'hint') readHints(subject, [text])
    else if (role === 'holder' && text.trim() !== '' && readCount(text) > 0) fail(frame, readCount(text))
  }

  close(): void {
    const frame = this.#open.pop()
    if (!frame) return
    // A wrapper around skipped tests is no skipped test itself.
    if (frame.role === 'skipped' && frame.subject.kind === 'scope' && testsIn(frame.inner) > 0)
      frame.subject.inner.skipped -= 1
    if (hasFailed(frame)) this.#failed.add(frame.name, frame.isNameCut)
    add(this.#open.at(-1)?.inner ?? this.#done, settled(frame, frame.inner))
  }

  /** Of the cases that failed and are closed. */
  failed(): FailedNames {
    return this.#failed.of(this.report().failed)
  }

  /** The report if the document ended here. */
  report(): Report {
    const total = this.#open.reduceRight((inner, frame) => {
      const sum = { ...frame.inner }
      add(sum, inner)
      return settled(frame, sum)
    }, nothing())
    add(total, this.#done)
    const whole = (count: number) => Math.min(largestCount, count)
    const passed = whole(total.passed)
    return {
      passed,
      failed: whole(total.failed),
      skipped: whole(total.skipped),
      flaky: Math.min(passed, total.flaky),
      seconds: toMilliseconds(total.seconds),
    }
  }
}

function frameOf(role: Role, parent: Frame | undefined, name: string, isNameCut: boolean): Frame {
  const inner = nothing()
  const isOutside = parent === undefined || parent.kind === 'scope'
  const isScope = role === 'suite' || (isOutside && (role === 'other' || role === 'word' || role === 'hint'))
  const isInSkip = role === 'skipped' || role === 'todo' || parent?.isInSkip === true
  if (parent && !isScope && role !== 'case') {
    const isInFailure = role === 'failure' || parent.isInFailure
    return { kind: 'part', role, subject: parent.subject, isInFailure, isInSkip, seconds: 0, inner, name, isNameCut }
  }
  const kind = role === 'case' ? 'case' : 'scope'
  const subject: Subject = { kind, failures: 0, skips: 0, flakes: 0, isTodo: false, inner }
  return { kind, role, subject, isInFailure: false, isInSkip, seconds: 0, inner, name, isNameCut }
}

const valuesOf = (said: readonly Said[], about: About): string[] =>
  said.filter((each) => each.about === about).map(({ value }) => value)
const countOf = (said: readonly Said[], about: About): number => Math.max(0, ...valuesOf(said, about).map(readCount))
const failuresIn = (said: readonly Said[]): number =>
  countOf(said, 'failures') + countOf(said, 'errors') + countOf(said, 'crashes')

function readScope(scope: Subject, said: readonly Said[]): void {
  if (said.length === 0) return
  scope.failures = failuresIn(said)
  scope.skips = countOf(said, 'skips')
  scope.flakes = countOf(said, 'flakes')
  readWords(scope, [...valuesOf(said, 'word'), ...valuesOf(said, 'value')])
  if (valuesOf(said, 'success').some((value) => meaningOf(value) === 'failed'))
    scope.failures = Math.max(1, scope.failures)
}

function readCase(test: Subject, said: readonly Said[]): void {
  if (said.length === 0) return
  const answers = valuesOf(said, 'success').map(answerOf)
  const ran = valuesOf(said, 'execution').map(answerOf)
  if (failuresIn(said) > 0 || answers.includes('no')) test.failures += 1
  if (countOf(said, 'skips') > 0 || answers.includes('unknown') || ran.some((answer) => answer !== 'yes'))
    test.skips += 1
  if (countOf(said, 'flakes') > 0) test.flakes += 1
  readWords(test, valuesOf(said, 'word'))
}

/** A step, an output or the like inside a case: only what clearly speaks against the case counts. */
function readPart(frame: Frame, said: readonly Said[]): void {
  if (said.length === 0) return
  const { role, subject } = frame
  if (role === 'word') readWords(subject, valuesOf(said, 'value'))
  else if (role === 'holder' && countOf(said, 'value') > 0) fail(frame, countOf(said, 'value'))
  else readHints(subject, valuesOf(said, 'value'))
  if (subject.kind !== 'case') return
  if (failuresIn(said) > 0 || valuesOf(said, 'success').map(answerOf).includes('no')) subject.failures += 1
  readHints(subject, valuesOf(said, 'word'))
}

function readHints(subject: Subject, words: readonly string[]): void {
  readWords(
    subject,
    words.filter((word) => ['failed', 'skipped'].includes(meaningOf(word) ?? '')),
  )
}

function readWords(subject: Subject, words: readonly string[]): void {
  const meanings = words.map(meaningOf)
  if (meanings.includes('failed'))
    subject.failures = subject.kind === 'case' ? subject.failures + 1 : Math.max(1, subject.failures)
  // A suite's cases are listed, or they do not count: what else it calls itself changes nothing.
  else if (subject.kind === 'case') {
    if (meanings.includes('flaky')) subject.flakes += 1
    if (meanings.includes('skipped') || meanings.includes('unknown')) subject.skips += 1
  }
}

/** A failure inside this element, about the case around it; outside a case so many of its own. */
function fail(frame: Frame, count = 1): void {
  const { role, subject, isInFailure } = frame
  if (isInFailure) return
  if (role === 'holder') frame.isInFailure = true
  if (subject.kind === 'case') subject.failures += 1
  else {
    subject.inner.failed += count
    subject.inner.marks += count
  }
}

/** A mark inside `parent` is about the case around it, or is an outcome of its own where there is none. */
function mark(parent: Frame, role: Role, said: readonly Said[]): void {
  const { subject } = parent
  const isTodo = role === 'todo' || valuesOf(said, 'type').some((type) => type.trim().toLowerCase() === 'todo')
  if (role === 'failure') fail(parent)
  else if (role === 'flaky') subject.flakes += subject.kind === 'case' ? 1 : 0
  else if (subject.kind === 'case') {
    subject.skips += 1
    subject.isTodo ||= isTodo
  } else subject.inner.skipped += 1
}

const testsIn = ({ passed, failed, skipped }: Counts): number => passed + failed + skipped

function add(to: Counts, from: Counts): void {
  to.passed += from.passed
  to.failed += from.failed
  to.marks += from.marks
  to.skipped += from.skipped
  to.flaky += from.flaky
  to.seconds += from.seconds
}

const hasFailed = ({ kind, subject }: Frame): boolean => kind === 'case' && subject.failures > 0 && !subject.isTodo

/** What an element adds to the one around it, given what was counted inside it. */
function settled(frame: Frame, inner: Counts): Counts {
  const { kind, subject, seconds } = frame
  if (kind === 'part') return inner
  const total = { ...inner, seconds: seconds > 0 ? seconds : inner.seconds }
  if (kind === 'scope') {
    const unlisted = Math.max(0, subject.failures - inner.marks)
    total.failed += unlisted
    total.marks += unlisted
    total.skipped = Math.max(inner.skipped, subject.skips)
    total.flaky = Math.max(inner.flaky, subject.flakes)
    return total
  }
  // A todo that fails is in its suite's count of failures all the same, so its marks explain that count.
  total.marks += subject.failures
  const hasCases = testsIn(inner) > 0
  if (hasFailed(frame)) total.failed += 1
  else if (subject.skips > 0) total.skipped += 1
  else if (!hasCases) {
    total.passed += 1
    if (subject.flakes > 0) total.flaky += 1
  }
  return total
}
