import { describe, expect, test } from 'vitest'
import { mostAttributes, mostDepth, mostElements, scanReport } from '../../../server/evidence/scan-report.ts'

/** Reports whose outcome stands where few tools put it: in names, properties, texts and wrappers. */

const read = (xml: string | Uint8Array) => scanReport(typeof xml === 'string' ? Buffer.from(xml) : xml)
const suite = (inside: string, attributes = '') => `<testsuite ${attributes}>${inside}</testsuite>`
const within = (inside: string, attributes = '') => suite(`<testcase name="t" ${attributes}>${inside}</testcase>`)
const passed = '<testcase name="a"/>'
const failed = '<testcase name="f"><failure/></testcase>'

/** Passed, failed, skipped; flaky is 0 unless it is given. */
type Counts = [passed: number, failed: number, skipped: number, flaky?: number]
const counts = (...[passing, failing, skipped, flaky = 0]: Counts) => ({
  kind: 'report',
  report: { passed: passing, failed: failing, skipped, flaky, seconds: 0 },
})

describe('an outcome inside a test', () => {
  test.each<[string, string, Counts]>([
    ['a status in an attribute of its element', '<status value="FAIL"/>', [0, 1, 0]],
    ['a result by name', '<result name="failed"/>', [0, 1, 0]],
    ['a status in an element of a status', '<status><code>failed</code></status>', [0, 1, 0]],
    ['a status beside an element', '<status><code/>failed</status>', [0, 1, 0]],
    ['a status of two CDATA sections', '<status><![CDATA[fai]]><![CDATA[led]]></status>', [0, 1, 0]],
    ['an unknown status in an attribute', '<status value="부분"/>', [0, 0, 1]],
    ['a property', '<properties><property name="status" value="failed"/></properties>', [0, 1, 0]],
    ['a property with a text', '<properties><property name="Result">skipped</property></properties>', [0, 0, 1]],
    ['a property about something else', '<property name="state" value="CA"/>', [1, 0, 0]],
    ['a property in an unknown language', '<property name="status" value="통과"/>', [1, 0, 0]],
    ['an assertion that was no success', '<assertion success="false"/>', [0, 1, 0]],
    ['a count as an element', '<failures>1</failures>', [0, 1, 0]],
    ['a count of nothing', '<failures>0</failures><errors/>', [1, 0, 0]],
    ['a list of failures', '<errors><message/><trace/></errors>', [0, 1, 0]],
    ['a list of failures by their number', '<failures count="2"/>', [0, 1, 0]],
    ['a message', '<failure-message>boom</failure-message>', [0, 1, 0]],
    ['no message', '<error_message></error_message>', [1, 0, 0]],
    ['an unexpected success', '<unexpectedSuccess/>', [0, 1, 0]],
    ['an exception', '<exception/>', [0, 1, 0]],
    ['an end before its end', '<aborted/>', [0, 1, 0]],
    ['a timeout', '<timed-out/>', [0, 1, 0]],
    ['an assertion', '<assertion-failed/>', [0, 1, 0]],
    ['not run, with a hyphen', '<not-run/>', [0, 0, 1]],
    ['not executed', '<notExecuted/>', [0, 0, 1]],
    ['blocked', '<blocked/>', [0, 0, 1]],
    ['what it printed', '<system-err>error</system-err><system-out>failed</system-out>', [1, 0, 0]],
    ['a failure that carries a todo of another type', '<skipped type="nodetodo"/><failure/>', [0, 1, 0]],
  ])('%s', (_, inside, expected) => expect(read(within(inside))).toEqual(counts(...expected)))

  test.each<[string, Counts]>([
    ['passed="n"', [0, 1, 0]],
    ['passed="maybe"', [0, 0, 1]],
    ['passed="2"', [1, 0, 0]],
    ['executed="n"', [0, 0, 1]],
    ['executed="부분"', [0, 0, 1]],
    ['run="1"', [1, 0, 0]],
    ['status="-"', [0, 0, 1]],
    ['status="flaky"', [1, 0, 0, 1]],
    ['testStatus="failed"', [0, 1, 0]],
    ['test-result="failed"', [0, 1, 0]],
    ['not_run="true"', [0, 0, 1]],
  ])('%s', (attribute, expected) => expect(read(within('', attribute))).toEqual(counts(...expected)))
})

describe('an outcome of a suite', () => {
  test.each([
    'failureCount',
    'failure-count',
    'failedTests',
    'tests_failed',
    'numFailedTests',
    'totalErrors',
    'errorCount',
    'exceptions',
    'unexpected',
  ])('%s counts', (name) => expect(read(suite(passed, `${name}="2"`))).toEqual(counts(1, 2, 0)))

  test.each(['tests', 'assertions', 'testCount', 'expected_failures', 'known-errors'])('%s does not', (name) =>
    expect(read(suite(passed, `${name}="2"`))).toEqual(counts(1, 0, 0)),
  )

  test.each<[string, string, Counts]>([
    ['counts as elements', `<failures>3</failures>${passed}`, [1, 3, 0]],
    ['a status as an element', `<status value="FAILED"/>${passed}`, [1, 1, 0]],
    ['a property', `<properties><property name="result" value="failed"/></properties>${passed}`, [1, 1, 0]],
    ['tests in a list of failures', `<failures>${passed}${passed}</failures>`, [0, 2, 0]],
    ['tests in a list of skipped ones', `<skipped>${passed}${passed}</skipped>`, [0, 0, 2]],
    ['tests deep in a list of those that did not run', `<notRun><group>${passed}</group></notRun>`, [0, 0, 1]],
  ])('%s', (_, inside, expected) => expect(read(suite(inside))).toEqual(counts(...expected)))
})

describe('a report in a document of another name', () => {
  test.each<[string, string, Counts]>([
    ['merged by a script', `<reports>${suite(passed)}${suite(failed)}</reports>`, [1, 1, 0]],
    ['of test executions', '<testExecutions><file><testCase/></file></testExecutions>', [1, 0, 0]],
    ['one test', failed, [0, 1, 0]],
    ['with results of its own', '<TestResult><TestSuite result="failed"/></TestResult>', [0, 1, 0]],
  ])('%s', (_, xml, expected) => expect(read(xml)).toEqual(counts(...expected)))

  test.each([
    '<test-run result="Failed"><test-case><failure/></test-case></test-run>',
    '<TestRun><UnitTestResult outcome="Failed"/></TestRun>',
    '<assemblies><test result="Fail"><failure/></test></assemblies>',
  ])('is none without a suite or a case of ours: %s', (xml) =>
    expect(read(xml)).toMatchObject({ kind: 'unreadable', why: { code: 'other-root' } }),
  )
})

describe('an encoding that only its zeros tell', () => {
  const utf16 = (text: string) => Buffer.from(text, 'utf16le')
  const utf32 = (text: string, bigEndian = false) => {
    const units = [...text].map((each) => {
      const unit = Buffer.alloc(4)
      unit.writeUInt32LE(each.codePointAt(0) ?? 0)
      return bigEndian ? unit.swap32() : unit
    })
    return Buffer.concat(units)
  }
  const red = suite(failed)
  const long = suite(`<system-out>${'한😀'.repeat(40_000)}</system-out>${failed}`)
  test.each<[string, Uint8Array]>([
    ['UTF-16 after a line break', utf16(`\n${red}`)],
    ['UTF-16, the greater byte first, after a space', utf16(` ${red}`).swap16()],
    ['UTF-32 with a mark', utf32(`\ufeff${long}`)],
    ['UTF-32 with a mark, the greater byte first', utf32(`\ufeff${long}`, true)],
    ['UTF-32', utf32(red)],
    ['UTF-32, the greater byte first', utf32(red, true)],
  ])('%s', (_, bytes) => expect(read(bytes)).toEqual(counts(0, 1, 0)))

  test.each<[string, Uint8Array]>([
    ['half a character', Buffer.concat([utf32(`\ufeff${suite(passed)}`), Buffer.from([0x41])])],
    ['no character', Buffer.concat([utf32(`\ufeff${suite(passed)}`), Buffer.from([0, 0xd8, 0, 0])])],
  ])('UTF-32 with %s is refused by its name', (_, bytes) =>
    expect(read(bytes)).toEqual({ kind: 'unreadable', why: { code: 'encoding', name: 'utf-32le' } }),
  )

  test('a document that cannot be decoded is refused for that', () => {
    const html = Buffer.from('<?xml version="1.0" encoding="x-secret"?><html/>')
    expect(read(html)).toEqual({ kind: 'unreadable', why: { code: 'encoding', name: 'x-secret' } })
  })
})

describe('beyond a bound', () => {
  const attributes = Array.from({ length: mostAttributes + 1 }, (_, at) => `a${at}="1"`).join(' ')
  test.each<[string, string, string]>([
    ['elements', '<a/>'.repeat(mostElements), 'too-many-elements'],
    ['depth', `${'<a>'.repeat(mostDepth)}${'</a>'.repeat(mostDepth)}`, 'too-deep'],
    ['attributes', `<a ${attributes}/>`, 'too-many-attributes'],
  ])('of %s a later failure is still found', (_, filler, code) => {
    expect(read(suite(filler + passed))).toMatchObject({ kind: 'unreadable', why: { code } })
    expect(read(suite(filler + failed))).toMatchObject({ kind: 'report', report: { passed: 0, failed: 1 } })
  })
})
