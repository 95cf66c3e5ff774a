import { XMLParser, XMLValidator } from 'fast-xml-parser'

/** What a JUnit XML report says. A report is red if its counts or its cases say so; only listed cases prove that something passed. */
export interface Report {
  passed: number
  failed: number
  skipped: number
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
  if (/<!DOCTYPE/i.test(xml) || XMLValidator.validate(xml) !== true) return null
  const document: unknown = parser.parse(xml)
  if (!isElement(document)) return null
  const roots = [...elements(document, 'testsuites'), ...elements(document, 'testsuite')]
  if (roots.length === 0) return null
  const report = { passed: 0, failed: 0, skipped: 0, seconds: 0 }
  let counted = 0
  const visit = (suite: Element): void => {
    counted = Math.max(counted, number(suite, '@failures') + number(suite, '@errors'))
    for (const test of elements(suite, 'testcase')) {
      if ('failure' in test || 'error' in test) report.failed += 1
      else if ('skipped' in test || 'disabled' in test) report.skipped += 1
      else report.passed += 1
    }
    for (const inner of elements(suite, 'testsuite')) visit(inner)
  }
  for (const root of roots) {
    visit(root)
    report.seconds +=
      number(root, '@time') || elements(root, 'testsuite').reduce((sum, suite) => sum + number(suite, '@time'), 0)
  }
  return { ...report, failed: Math.max(report.failed, counted), seconds: Math.round(report.seconds * 1000) / 1000 }
}

type Element = Record<string, unknown>
const isElement = (value: unknown): value is Element =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function elements(parent: Element, name: string): Element[] {
  const value = parent[name]
  return (Array.isArray(value) ? value : value === undefined ? [] : [value]).map((each: unknown) =>
    isElement(each) ? each : {},
  )
}

/** A count that cannot be read is a doubt, and a doubt is a failure: it counts as one. */
function number(element: Element, name: string): number {
  const value = element[name]
  if (value === undefined) return 0
  const parsed = Number(String(value).replaceAll(',', ''))
  if (Number.isFinite(parsed)) return Math.max(0, parsed)
  return name === '@time' ? 0 : 1
}
