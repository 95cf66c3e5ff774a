import { XMLParser, XMLValidator } from 'fast-xml-parser'

/**
 * What a JUnit XML report says, in whole numbers. There is no one schema: whatever could mean a failure, anywhere in the document, counts as one,
 * and only listed cases that ran prove that something passed.
 */
export interface Report {
  passed: number
  failed: number
  skipped: number
  /** Duration, to the millisecond. */
  seconds: number
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
  isArray: (name) => name === 'testsuite' || name === 'testcase',
})

/** Null when the text is not a JUnit report: not well-formed, another root element, or with a document type (entities are never expanded). */
export function readReport(xml: string): Report | null {
  const root = rootOf(xml)
  if (!root) return null
  const count: Count = { passed: 0, failed: 0, skipped: 0, saidFailed: 0, saidSkipped: 0 }
  visit(root, count)
  const failed = Math.max(count.failed, count.saidFailed)
  const skipped = Math.max(count.skipped, count.saidSkipped)
  const listed = count.passed + count.failed + count.skipped
  // Where counts and cases differ, the smaller number of passed tests is the one that is proved.
  const said = root['@tests'] === undefined ? listed : Math.min(listed, number(root, '@tests'))
  return {
    passed: Math.max(0, Math.min(count.passed, said - failed - skipped)),
    failed,
    skipped,
    seconds: secondsOf(root),
  }
}

type Element = Record<string, unknown>
const isElement = (value: unknown): value is Element =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The one root element of a report. */
function rootOf(xml: string): Element | null {
  if (/<!DOCTYPE/i.test(xml)) return null
  try {
    if (XMLValidator.validate(xml) !== true) return null
    const document: unknown = parser.parse(xml)
    if (!isElement(document)) return null
    const roots = Object.keys(document)
      .filter((name) => !name.startsWith('?') && name !== '#text')
      .flatMap((name) => elements(document, name).map((element) => ({ name, element })))
    const [root] = roots
    return root && roots.length === 1 && (root.name === 'testsuites' || root.name === 'testsuite') ? root.element : null
  } catch {
    // Too deep, or with names that no report has: the parser's own limits.
    return null
  }
}

function elements(parent: Element, name: string): Element[] {
  const value = parent[name]
  const all: unknown[] = Array.isArray(value) ? value : value === undefined ? [] : [value]
  return all.map((each) => (isElement(each) ? each : {}))
}

interface Count {
  passed: number
  failed: number
  skipped: number
  /** The most that any suite's own counts speak of. */
  saidFailed: number
  saidSkipped: number
}

/** Suites stand in suites, or in elements that only some tools know: all of them are walked. */
function visit(element: Element, count: Count): void {
  const sum = (...names: string[]) => names.reduce((total, name) => total + number(element, name), 0)
  count.saidFailed = Math.max(count.saidFailed, sum('@failures', '@errors', '@failed'))
  count.saidSkipped = Math.max(count.saidSkipped, sum('@skipped', '@disabled', '@ignored'))
  for (const name of Object.keys(element)) {
    if (name.startsWith('@') || name === '#text') continue
    for (const inner of elements(element, name)) {
      if (name === 'testcase') count[outcomeOf(inner)] += 1
      else if (name === 'failure' || name === 'error') count.failed += 1
      else visit(inner, count)
    }
  }
}

const failures = ['failure', 'error', 'rerunFailure', 'rerunError', 'flakyFailure', 'flakyError']

/** Some tools say it in an attribute: `status="failed"`, `status="notrun"`, `result="suppressed"`. */
function outcomeOf(test: Element): 'passed' | 'failed' | 'skipped' {
  const said = [test['@status'], test['@result']].map((value) => String(value ?? '').toLowerCase())
  if (failures.some((name) => name in test) || said.some((word) => /^(fail|error|broken)/.test(word))) return 'failed'
  const isOut = said.some((word) => /^(skip|notrun|disabled|suppressed|ignored|pending)/.test(word))
  return 'skipped' in test || 'disabled' in test || isOut ? 'skipped' : 'passed'
}

const most = 1_000_000_000

/** A count that cannot be read is a doubt, and a doubt is a failure: it counts as one. */
function number(element: Element, name: string): number {
  const value = element[name]
  if (value === undefined) return 0
  const text = String(value).replaceAll(',', '').trim()
  const count = text === '' ? Number.NaN : Number(text)
  return Number.isFinite(count) && count >= 0 ? Math.min(most, Math.ceil(count)) : 1
}

function secondsOf(root: Element): number {
  const own = (element: Element) => {
    const seconds = Number(String(element['@time'] ?? '').replaceAll(',', ''))
    return Number.isFinite(seconds) && seconds > 0 ? Math.min(most, seconds) : 0
  }
  const sum = own(root) || elements(root, 'testsuite').reduce((total, suite) => total + own(suite), 0)
  return Math.round(Math.min(most, sum) * 1000) / 1000
}
