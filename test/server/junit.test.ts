import { describe, expect, test } from 'vitest'
import { readReport } from '../../server/evidence/junit.ts'

const suite = (inside: string, attributes = '') => `<testsuite ${attributes}>${inside}</testsuite>`
const passing = '<testcase name="a"/><testcase name="b"/>'

describe('a report that says what happened', () => {
  test.each<[string, string, [passed: number, failed: number, skipped: number, seconds: number]]>([
    ['two passed', suite(passing, 'time="1.5"'), [2, 0, 0, 1.5]],
    ['suites in suites', `<testsuites>${suite(suite(passing))}${suite(passing)}</testsuites>`, [4, 0, 0, 0]],
    [
      'durations of the suites, where the whole has none',
      `<testsuites>${suite(passing, 'time="1"')}${suite('', 'time="0.25"')}</testsuites>`,
      [2, 0, 0, 1.25],
    ],
    ['a skipped one', suite(`${passing}<testcase><skipped/></testcase>`), [2, 0, 1, 0]],
    ['one that did not run', suite('<testcase status="notrun" result="suppressed"/>'), [0, 0, 1, 0]],
    ['one that ran, says a tool', suite('<testcase status="run" result="completed"/>'), [1, 0, 0, 0]],
    ['skipped by its counts alone', suite(passing, 'tests="2" skipped="2"'), [0, 0, 2, 0]],
    ['disabled by its counts alone', suite('<testcase status="disabled"/>', 'disabled="1"'), [0, 0, 1, 0]],
    ['a case that its counts do not know', suite('<testcase/>', 'tests="0"'), [0, 0, 0, 0]],
    ['fewer than were listed', suite(passing, 'tests="1"'), [1, 0, 0, 0]],
    ['words in an output', suite(`${passing}<system-out>failure error</system-out>`), [2, 0, 0, 0]],
  ])('%s', (_, xml, [passed, failed, skipped, seconds]) => {
    expect(readReport(xml)).toEqual({ passed, failed, skipped, seconds })
  })
})

describe('red, wherever it says so', () => {
  test.each([
    ['a failure', suite('<testcase><failure/></testcase>')],
    ['an error with a text', suite('<testcase><error>boom</error></testcase>')],
    ['a suite’s own error', suite(`${passing}<error>setup</error>`)],
    [
      'inside an element that only one tool knows',
      `<testsuites><group>${suite('<testcase><failure/></testcase>')}</group>${suite(passing)}</testsuites>`,
    ],
    ['an attribute of the case', suite('<testcase status="failed"/>')],
    ['another one', suite('<testcase result="failure"/>')],
    ['counts of the suite', suite(passing, 'failures="1"')],
    ['counts by another name', suite(passing, 'failed="2"')],
    ['counts of the whole', `<testsuites errors="1">${suite(passing)}</testsuites>`],
    ['half a failure', suite(passing, 'failures="0.5"')],
    ['a count that is empty', suite(passing, 'failures=""')],
    ['a count below nothing', suite(passing, 'errors="-1"')],
    ['a flaky one', suite('<testcase><flakyFailure/></testcase>')],
  ])('%s', (_, xml) => {
    const report = readReport(xml)
    expect(report?.failed).toBeGreaterThan(0)
    expect(Number.isSafeInteger(report?.failed)).toBe(true)
  })

  test('counts stay whole and within what a program can count', () => {
    expect(readReport(suite('', 'failures="1e300" time="1e308"'))).toEqual({
      passed: 0,
      failed: 1e9,
      skipped: 0,
      seconds: 1e9,
    })
  })
})

describe('no report at all', () => {
  test.each([
    ['text', 'passed'],
    ['not well-formed', '<testsuite><testcase></testsuite>'],
    ['another document', '<html/>'],
    ['a document type', `<!DOCTYPE a>${suite(passing)}`],
    ['two documents in one', `${suite(passing)}<testsuite/>`],
    ['two kinds of document in one', `${suite(passing)}<testsuites/>`],
    ['too deep', `<testsuite>${'<a>'.repeat(5000)}${'</a>'.repeat(5000)}</testsuite>`],
    ['names that objects have already', suite('<__proto__><testcase/></__proto__>')],
    ['nothing', ''],
  ])('%s', (_, xml) => {
    expect(readReport(xml)).toBeNull()
  })
})
