import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Report } from '../../server/evidence/report.ts'
import { scanReport } from '../../server/evidence/scan-report.ts'

const folder = new URL('./', import.meta.url)

/** Passed, failed, skipped, flaky, seconds. */
type Numbers = [passed: number, failed: number, skipped: number, flaky: number, seconds: number]

const shapes: Record<string, { why: string; is: Numbers }> = {
  'html-in-cdata-green': {
    why: 'the HTML of a page, with its document type, is text inside CDATA',
    is: [1, 0, 0, 0, 0.1],
  },
  'html-in-cdata-red': { why: 'so is the HTML that a failed test received', is: [1, 1, 0, 0, 0.1] },
  'skipped-counted-not-listed': { why: 'pending tests may be counted without being listed', is: [2, 0, 2, 0, 0.004] },
  'tests-without-skipped': { why: 'the total may leave out skipped tests', is: [1, 0, 1, 0, 0.1] },
  'disabled-also-in-skipped': { why: 'a disabled test may be counted as skipped too', is: [1, 0, 1, 0, 0] },
  'failure-nested-in-testcase': { why: 'a test that contains a failed test has not passed', is: [0, 1, 0, 0, 0] },
  'failure-in-wrapper': { why: 'a failure may stand in an unknown element', is: [0, 1, 0, 0, 0] },
  'failure-with-prefix': { why: 'a failure may have a namespace prefix', is: [0, 1, 0, 0, 0] },
  'status-cancelled': { why: 'a status other than passed is not a pass', is: [0, 0, 1, 0, 0] },
  'time-on-cases-only': { why: 'the cases are added up where their suite has no time', is: [2, 0, 0, 0, 1.75] },
  'node-test-root-cases': { why: 'cases may stand beside suites, and their time counts', is: [2, 0, 0, 0, 0.147] },
  'nested-suites-time-inner': { why: 'only the inner suites may have a time', is: [2, 0, 0, 0, 5] },
  'decimal-comma': { why: 'a locale may write a decimal comma', is: [1, 0, 0, 0, 0.004] },
  'flaky-passed-on-rerun': { why: 'a test that passed on its rerun passed, and is flaky', is: [1, 0, 0, 1, 0.7] },
  'todo-that-fails': { why: 'a todo is skipped although it fails', is: [1, 0, 1, 0, 0.007] },
  'failures-summed-over-suites': { why: 'counts of suites beside each other add up', is: [0, 4, 0, 0, 0] },
  'two-failures-in-one-case': { why: 'a test fails once, however many elements say so', is: [1, 2, 0, 0, 0.04] },
  'newman-root-counts-requests': { why: 'the total of the root may count something else', is: [3, 0, 0, 0, 0.06] },
  latin1: { why: 'the declaration names the encoding', is: [1, 0, 0, 0, 0] },
  utf16: { why: 'the byte order mark names the encoding', is: [1, 0, 0, 0, 0] },
  'nul-in-name-red': {
    why: 'a NUL is read, but a red document that is not XML proves its failures only',
    is: [0, 1, 0, 0, 0],
  },
}

describe('a report in the shape of a real tool', () => {
  test.each(Object.entries(shapes))('%s', (name, { is: [passed, failed, skipped, flaky, seconds] }) => {
    const report: Report = { passed, failed, skipped, flaky, seconds }
    expect(scanReport(readFileSync(new URL(`${name}.xml`, folder)))).toEqual({ kind: 'report', report })
  })

  test('every file has its row', () => {
    const files = readdirSync(folder).filter((name) => name.endsWith('.xml'))
    expect(files.sort()).toEqual(
      Object.keys(shapes)
        .map((name) => `${name}.xml`)
        .sort(),
    )
  })
})
