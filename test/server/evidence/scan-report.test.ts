import { describe, expect, test } from 'vitest'
import type { Unreadable } from '../../../server/evidence/report.ts'
import { mostAttributes, mostDepth, mostElements, scanReport } from '../../../server/evidence/scan-report.ts'

const read = (xml: string | Uint8Array) => scanReport(typeof xml === 'string' ? Buffer.from(xml) : xml)
const suite = (inside: string, attributes = '') => `<testsuite ${attributes}>${inside}</testsuite>`
const suites = (...inside: string[]) => `<testsuites>${inside.join('')}</testsuites>`
const passed = (attributes = '') => `<testcase name="a" ${attributes}/>`
const failed = '<testcase name="f"><failure/></testcase>'
const within = (inside: string, attributes = '') => suite(`<testcase name="t" ${attributes}>${inside}</testcase>`)
const two = passed() + passed()

/** Passed, failed, skipped; flaky and seconds are 0 unless they are given. */
type Counts = [passed: number, failed: number, skipped: number, flaky?: number, seconds?: number]
const counts = (...[passing, failing, skipped, flaky = 0, seconds = 0]: Counts) => ({
  kind: 'report',
  report: { passed: passing, failed: failing, skipped, flaky, seconds },
})
const unreadable = (why: Unreadable) => ({ kind: 'unreadable', why })

describe('what passed', () => {
  test.each<[string, string, Counts]>([
    ['two tests', suite(two), [2, 0, 0]],
    ['suites in suites', suites(suite(suite(two)), suite(two)), [4, 0, 0]],
    ['suites in an element that one tool knows', suites(`<group>${suite(two)}</group>`), [2, 0, 0]],
    [
      'tests with a prefix, in capitals',
      '<J:TestSuites xmlns:J="urn:j"><j:TESTCASE NAME="a"/></J:TestSuites>',
      [1, 0, 0],
    ],
    ['a name that every object has', suite('<__proto__><testcase/></__proto__>'), [1, 0, 0]],
    ['words in an output', suite(`${two}<system-out>failure &lt;error/&gt;</system-out>`), [2, 0, 0]],
    ['a test that its total does not know', suite(passed(), 'tests="0"'), [1, 0, 0]],
    ['a total that is too high', suite(passed(), 'tests="9"'), [1, 0, 0]],
    ['a test around tests, by those inside', within(two), [2, 0, 0]],
    ['status and result of Google Test', suite(passed('status="run" result="completed"')), [1, 0, 0]],
    ['a status of no letters', suite(passed('status=""')), [1, 0, 0]],
    ['a status that is an element', within('<status>Passed</status>'), [1, 0, 0]],
    ['a success that is true', suite(passed('success="True" executed="true"')), [1, 0, 0]],
    [
      'properties that are named like failures',
      within('<properties><property name="failures" value="9"/></properties>'),
      [1, 0, 0],
    ],
    [
      'counts that say no',
      suite(passed('failed="false" skipped="0" error="no"'), 'failures="0" errors="none"'),
      [1, 0, 0],
    ],
  ])('%s', (_, xml, expected) => expect(read(xml)).toEqual(counts(...expected)))

  test.each(['passed', 'PASS', 'success', 'Succeeded', 'ok', 'run', 'completed', 'executed', 'finished'])(
    'the word %s',
    (word) => {
      for (const attribute of ['status', 'result', 'outcome', 'conclusion'])
        expect(read(suite(passed(`${attribute}="${word}"`)))).toEqual(counts(1, 0, 0))
    },
  )
})

describe('what failed', () => {
  test.each<[string, string, Counts]>([
    ['a failure', suite(two + failed), [2, 1, 0]],
    ['an error with a text', within('<error>boom</error>'), [0, 1, 0]],
    ['a failure of a prefix that is bound to nothing', within('<t:failure/>'), [0, 1, 0]],
    ['a failure in capitals', within('<FAILURE/>'), [0, 1, 0]],
    ['a failure on every rerun', within('<failure/><rerunFailure/><rerunFailure/>'), [0, 1, 0]],
    ['a failure of its own name', within('<assertionFailure/>'), [0, 1, 0]],
    ['deep inside an output', within('<system-out><p><error/></p></system-out>'), [0, 1, 0]],
    ['beside a flaky mark', within('<flakyFailure/><failure/>'), [0, 1, 0]],
    ['beside a skipped mark', within('<skipped/><failure/>'), [0, 1, 0]],
    ['of a test around tests', within(`<failure/>${passed()}`), [1, 1, 0]],
    ['of a test in a test, listed once each', within(failed + failed), [0, 2, 0]],
    ['of a suite in a test', within(suite('', 'failures="1"')), [0, 1, 0]],
    ['the suite’s own error, and what it quotes', suite(`${two}<error><failure/></error>`), [2, 1, 0]],
    ['of a step in a test', within('<step status="failed"/>'), [0, 1, 0]],
    ['a status that is an element', within('<result><![CDATA[FAILED]]></result>'), [0, 1, 0]],
    ['a success that is false', suite(passed('success="False"')), [0, 1, 0]],
    ['a suite that says so in a word', suite(two, 'result="Failure"'), [2, 1, 0]],
    ['a root that was no success', `<testsuites success="false">${suite(two)}</testsuites>`, [2, 1, 0]],
    ['in a second document of the same file', suites(suite(two)) + suites(suite(failed)), [0, 1, 0]],
  ])('%s', (_, xml, expected) => expect(read(xml)).toEqual(counts(...expected)))

  test.each([
    'failed',
    'FAILURE',
    'error',
    'broken',
    'aborted',
    'timed out',
    'timed-out',
    'crashed',
    'REGRESSION',
    'unexpected',
    'not passed',
    'false',
  ])('the word %s', (word) => {
    for (const attribute of ['status', 'result', 'outcome', 'j:Conclusion'])
      expect(read(suite(two + passed(`${attribute}="${word}"`)))).toEqual(counts(2, 1, 0))
  })
})

describe('failures that only the counts speak of', () => {
  test.each<[string, string, number]>([
    ['of a suite', suite(two, 'failures="1"'), 1],
    ['by another name', suite(two, 'failed="2"'), 2],
    ['failures and errors', suite(two, 'failures="1" errors="2"'), 3],
    ['the same by two names', suite(two, 'failures="2" failed="2"'), 2],
    ['of the whole', suites(suite(two)).replace('>', ' errors="1">'), 1],
    ['of suites beside each other', suites(suite('', 'failures="1"'), suite('', 'errors="2"')), 3],
    [
      'of the whole and of its suites: the greater',
      `<testsuites failures="4">${suite(two, 'failures="3"')}</testsuites>`,
      4,
    ],
    [
      'of the suites and of the whole: the greater',
      `<testsuites failures="1">${suite(two, 'failures="3"')}</testsuites>`,
      3,
    ],
    ['more than are listed', suite(failed, 'failures="3"'), 3],
    ['no more than are listed', suite(failed + failed, 'failures="1"'), 2],
    ['which counted every element', suite('<testcase><failure/><error/></testcase>', 'failures="1" errors="1"'), 1],
    ['of an unknown element around suites', suites(`<group failures="1">${suite(two)}</group>`), 1],
    ['that cannot be read', suite(two, 'failures="many"'), 1],
    ['that are empty', suite(two, 'failures=""'), 1],
    ['below nothing', suite(two, 'errors="-1"'), 1],
    ['half of one', suite(two, 'failures="0.5"'), 1],
    ['with a prefix, in capitals', suite(two, 'j:FAILURES="1"'), 1],
    [
      'beside a todo whose failure is counted',
      suite('<testcase><skipped type="todo"/><failure/></testcase>', 'failures="1"'),
      0,
    ],
    ['beside a flaky test', within('<flakyFailure/>').replace('<testsuite', '<testsuite failures="1"'), 1],
  ])('%s', (_, xml, failures) => expect(read(xml)).toMatchObject({ report: { failed: failures } }))

  test('stay whole and within what a program can count', () => {
    expect(read(suite('', 'failures="1e300" time="1e308"'))).toEqual(counts(0, 1e9, 0, 0, 1e9))
    const all = suites(suite('', 'failures="1e300" time="1e308"'), suite('', 'failures="9e9"'))
    expect(read(all)).toEqual(counts(0, 1e9, 0, 0, 1e9))
  })
})

describe('what was skipped', () => {
  test.each<[string, string, Counts]>([
    ['a skipped test', suite(`${two}<testcase><skipped/></testcase>`), [2, 0, 1]],
    ['with a prefix', within('<j:Skipped/>'), [0, 0, 1]],
    ['a disabled one', within('<disabled/>'), [0, 0, 1]],
    ['of Google Test', suite(passed('status="notrun" result="suppressed"')), [0, 0, 1]],
    ['which was not executed', suite(passed('executed="False"')), [0, 0, 1]],
    ['by an attribute', suite(passed('skipped="true"')), [0, 0, 1]],
    ['a todo by its type, whatever else is in it', within('<error/><skipped type="TODO"/>'), [0, 0, 1]],
    ['a todo element', within('<todo/><failure/>'), [0, 0, 1]],
    ['flaky and skipped', within('<flakyFailure/><skipped/>'), [0, 0, 1]],
    ['counted, not listed: nothing is taken from what passed', suite(two, 'tests="2" skipped="2"'), [2, 0, 2]],
    ['counted by two names', suite(two, 'skipped="1" disabled="1" skips="1"'), [2, 0, 1]],
    ['of suites beside each other', suites(suite(two, 'skipped="1"'), suite('', 'ignored="2"')), [2, 0, 3]],
    [
      'of the whole, where that is more',
      `<testsuites skipped="5">${suite(two, 'skipped="1"')}</testsuites>`,
      [2, 0, 5],
    ],
  ])('%s', (_, xml, expected) => expect(read(xml)).toEqual(counts(...expected)))

  test.each([
    'cancelled',
    'skipped',
    'not run',
    'pending',
    'inconclusive',
    'undefined',
    'unknown',
    'maybe',
    '통과',
    '0',
    'xfailed',
  ])('the word %s is not a pass', (word) =>
    expect(read(suite(two + passed(`result="${word}"`)))).toEqual(counts(2, 0, 1)),
  )
})

describe('flaky', () => {
  test.each<[string, string, Counts]>([
    ['an error that went away', within('<flakyError/>'), [1, 0, 0, 1]],
    [
      'counted by its suite as well',
      within('<flakyFailure/>').replace('<testsuite', '<testsuite flakes="1"'),
      [1, 0, 0, 1],
    ],
    ['counted, not marked', suite(two, 'flakes="1"'), [2, 0, 0, 1]],
    ['never more than passed', suite(passed(), 'flakes="7"'), [1, 0, 0, 1]],
  ])('%s', (_, xml, expected) => expect(read(xml)).toEqual(counts(...expected)))
})

describe('seconds', () => {
  test.each<[string, string, number]>([
    ['of the root', `<testsuites time="2.5">${suite(two, 'time="1"')}</testsuites>`, 2.5],
    ['of the suites', suites(suite(two, 'time="1"'), suite('', 'time="0.25"')), 1.25],
    ['of cases where a suite says nothing', suites(suite(passed('time="0.1"')), suite(two, 'time="0.2"')), 0.3],
    ['of cases where the suite says 0', suite(passed('time="0.5"'), 'time="0.000"'), 0.5],
    ['of tests in a test', suite(`<testcase>${passed('time="1"')}${passed('time="2"')}</testcase>`), 3],
    ['in an unknown element', suites(`<group>${suite(two, 'time="3"')}</group>`), 3],
    ['not of reruns', suite('<testcase time="1"><rerunFailure time="9"/><failure time="9"/></testcase>'), 1],
    ['rounded to milliseconds', suite(passed('time="0.0004"') + passed('time="0.0002"')), 0.001],
    ['that cannot be read', suite(passed('time="soon"')), 0],
    ['below nothing', suite(passed('time="-1"')), 0],
  ])('%s', (_, xml, seconds) => expect(read(xml)).toMatchObject({ report: { seconds } }))

  test.each([
    ['0,004', 0.004],
    ['0,5', 0.5],
    ['12,25', 12.25],
    ['2,503', 2503],
    ['1,234.5', 1234.5],
    ['1.234,5', 1234.5],
    ['1,234,567', 1234567],
    ['1 234,5', 1234.5],
    ['1e-3', 0.001],
  ])('%s', (time, seconds) => expect(read(suite(passed(), `time="${time}"`))).toMatchObject({ report: { seconds } }))
})

describe('encodings', () => {
  const xml = (encoding: string) =>
    `<?xml version="1.0" encoding="${encoding}"?><testsuite name="é"><testcase name="é"/></testsuite>`
  const utf16 = (text: string, bigEndian = false) => {
    const bytes = Buffer.from(text, 'utf16le')
    return bigEndian ? bytes.swap16() : bytes
  }
  test.each<[string, Uint8Array]>([
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${xml('UTF-8')}`)],
    ['UTF-8 that calls itself UTF-16', Buffer.from(xml('utf-16'))],
    ['UTF-8 by its mark, whatever the declaration says', Buffer.from(`\ufeff${xml('iso-8859-1')}`)],
    ['UTF-16 with a byte order mark', utf16(`\ufeff${xml('UTF-16')}`)],
    ['UTF-16, the greater byte first', utf16(`\ufeff${xml('UTF-16')}`, true)],
    ['UTF-16 without a mark', utf16(xml('UTF-16'))],
    ['UTF-16 without a mark, the greater byte first', utf16(xml('UTF-16'), true)],
    ['Latin-1', Buffer.from(xml('ISO-8859-1'), 'latin1')],
    ['Windows', Buffer.from(xml('windows-1252'), 'latin1')],
    [
      'Shift_JIS',
      Buffer.from(
        `<?xml version='1.0' encoding='Shift_JIS'?><testsuite><testcase name="\x83\x65"/></testsuite>`,
        'latin1',
      ),
    ],
    [
      'Big5',
      Buffer.from(`<?xml version='1.0' encoding='big5'?><testsuite><testcase name="\xa4\xa4"/></testsuite>`, 'latin1'),
    ],
    [
      'EUC-KR',
      Buffer.from(
        `<?xml version='1.0' encoding='euc-kr'?><testsuite><testcase name="\xb0\xa1"/></testsuite>`,
        'latin1',
      ),
    ],
  ])('%s', (_, bytes) => expect(read(bytes)).toEqual(counts(1, 0, 0)))

  test.each<[string, Uint8Array, string]>([
    ['an unknown one', Buffer.from(xml('x-secret')), 'x-secret'],
    ['UTF-8 that is none', Buffer.from(xml('UTF-8'), 'latin1'), 'UTF-8'],
    ['no declaration, and not UTF-8', Buffer.from('<testsuite name="é"><testcase/></testsuite>', 'latin1'), 'utf-8'],
    ['half a character at the end', Buffer.concat([Buffer.from(suite(two)), Buffer.from([0xe2])]), 'utf-8'],
    ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x3c, 0, 0]), 'utf-32le'],
  ])('%s is refused by its name', (_, bytes, name) =>
    expect(read(bytes)).toEqual(unreadable({ code: 'encoding', name })),
  )

  test.each(['x-secret', 'UTF-8'])('a red report is red, also where %s cannot be decoded', (encoding) => {
    const bytes = Buffer.from(xml(encoding).replace('name="é"/>', 'name="é"><failure/></testcase>'), 'latin1')
    expect(read(bytes)).toEqual(counts(0, 1, 0))
  })

  test('characters may lie across the chunks in which a report is read', () => {
    for (const shift of [0, 1, 2, 3]) {
      const filler = `${'x'.repeat(65_536 - 60 + shift)}${'한😀&amp;&#x1b;'.repeat(10)}`
      expect(read(suite(`<system-out>${filler}</system-out>${passed()}`)), `${shift}`).toEqual(counts(1, 0, 0))
    }
  })
})

describe('a formality', () => {
  const red = `${suite(failed)}`
  test.each<[string, string]>([
    ['a stray ampersand', suite(`<testcase name="a & b"/>${failed}`)],
    ['an ampersand that a later semicolon would end', suite(`<a>x & y</a>${failed}<a>;</a>`)],
    ['an entity of HTML', suite(`<a>&nbsp;</a>${failed}`)],
    ['a < in an attribute', suite(`<testcase name="a < b"/>${failed}`)],
    ['a report that was cut off', `<testsuites><testsuite>${failed}<testcase name="b`],
    ['an element that is never closed', suite(`<p>${failed}`)],
    ['text after its end', `${red} Done.`],
    ['a blank line before its declaration', `\n<?xml version="1.0"?>${red}`],
    ['an attribute that stands twice', suite(failed, 'name="a" name="b"')],
    ['a document type before it', `<!DOCTYPE testsuite [<!ENTITY a "b">]>${red}`],
    ['a document type in an output', suite(`<system-out><!DOCTYPE html></system-out>${failed}`)],
    ['more elements than are read', suite(failed + '<a/>'.repeat(mostElements))],
    ['elements deeper than are read', suite(failed + '<a>'.repeat(mostDepth))],
    ['a terminal’s escape', suite(`<testcase name="\u001b[31m"><failure/></testcase>`)],
  ])('never loses a red report: %s', (_, xml) => expect(read(xml)).toEqual(counts(0, 1, 0)))

  test.each(['&#0;', '&#x1b;', '&#xD800;', '&#99999999;', '\0', '\u001b[0m', '\uffff'])(
    'a character that XML forbids is read as U+FFFD: %j',
    (character) => expect(read(suite(`<testcase name="${character}"/><a>${character}</a>`))).toEqual(counts(1, 0, 0)),
  )

  test.each<[string, string, Unreadable]>([
    ['nothing', '', { code: 'empty' }],
    ['text', 'all green', { code: 'not-xml', line: 1, column: 10 }],
    ['JSON', '{"passed": 1}', { code: 'not-xml', line: 1, column: 14 }],
    [
      'a stray ampersand',
      `<testsuite>\n  <testcase name="R&D"/>\n</testsuite>`,
      { code: 'not-xml', line: 2, column: 21 },
    ],
    ['a wrong end', '<testsuite>\n<testcase></testsuite>', { code: 'not-xml', line: 2, column: 22 }],
    ['no end', '<testsuite><testcase/>', { code: 'not-xml', line: 1, column: 22 }],
    ['two documents', suite(two) + suite(two), { code: 'not-xml', line: 1, column: 77 }],
    ['a web page', '<html><body>passed</body></html>', { code: 'other-root', name: 'html' }],
    ['a web page with its document type', '<!DOCTYPE html><html/>', { code: 'other-root', name: 'html' }],
    [
      'another tool’s results',
      '<test-run result="Passed"><test-case result="Passed"/></test-run>',
      { code: 'other-root', name: 'test-run' },
    ],
    ['a document type', `<!DOCTYPE a [<!ENTITY b "c">]>${suite(two)}`, { code: 'doctype' }],
    ['too deep', suite('<a>'.repeat(mostDepth) + two), { code: 'too-deep', most: mostDepth }],
    [
      'too many attributes',
      `<testsuite ${Array.from({ length: mostAttributes + 1 }, (_, i) => `a${i}=""`).join(' ')}/>`,
      { code: 'too-many-attributes', most: mostAttributes },
    ],
    ['too many elements', suite('<a/>'.repeat(mostElements)), { code: 'too-many-elements', most: mostElements }],
  ])('a green one is refused with the reason: %s', (_, xml, why) => expect(read(xml)).toEqual(unreadable(why)))

  test.each([
    ['CDATA', suite(`${two}<system-out><![CDATA[<!DOCTYPE html> a && b </testsuite>]]></system-out>`)],
    ['a comment', suite(`${two}<!-- <!DOCTYPE html> a && b <failure/> -->`)],
  ])('%s is text', (_, xml) => expect(read(xml)).toEqual(counts(2, 0, 0)))
})
