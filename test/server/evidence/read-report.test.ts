import { expect, test } from 'vitest'
import { readReport } from '../../../server/evidence/read-report.ts'

/** The thread that reads reports: what it runs out of, and that the next report is read all the same. */

const green = Buffer.from('<testsuite><testcase name="a"/></testsuite>')
const passed = { kind: 'report', report: { passed: 1, failed: 0, skipped: 0, flaky: 0, seconds: 0 } }
const memory = '-x'.repeat(5_000_000)
const slow = '<testcase name="x"/>'.repeat(500_000)

test('many at once are read one after the other', async () => {
  const all = await Promise.all(Array.from({ length: 20 }, () => readReport(green)))
  expect(all).toMatchObject(Array.from({ length: 20 }, () => passed))
})

test('one that takes too much memory is refused, and the next is read', async () => {
  const [hungry, next] = await Promise.all([
    readReport(Buffer.from(`<testsuite><!--${memory}--></testsuite>`)),
    readReport(green),
  ])
  expect(hungry).toMatchObject({ kind: 'unreadable', why: { code: 'too-complex' } })
  expect(next).toMatchObject(passed)
})

test('one that takes too long is refused, and the next is read', async () => {
  const [endless, next] = await Promise.all([
    readReport(Buffer.from(`<testsuite>${slow}</testsuite>`), 0.05),
    readReport(green),
  ])
  expect(endless).toMatchObject({ kind: 'unreadable', why: { code: 'too-slow', most: 0.05 } })
  expect(next).toMatchObject(passed)
})

test('a failure that was read before the memory ran out is a failure', async () => {
  const xml = `<testsuites><testsuite failures="2"/><testcase><failure/></testcase><!--${memory}--></testsuites>`
  expect(await readReport(Buffer.from(xml))).toMatchObject({
    kind: 'report',
    report: { passed: 0, failed: 3, skipped: 0, flaky: 0, seconds: 0 },
  })
})
