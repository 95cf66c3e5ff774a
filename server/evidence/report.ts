import type { FailedNames } from './failed-names.ts'

/** What a JUnit XML test report says, in whole numbers; each is 1,000,000,000 at most. */
export interface Report {
  /** Tests that are listed, ran, and have nothing in them that says otherwise. */
  passed: number
  failed: number
  skipped: number
  /** Of those that passed, how many passed only on a rerun. */
  flaky: number
  /** Duration, to the millisecond. */
  seconds: number
}

/** Why a document is not taken as a report. Every code has a sentence `reason.report-<code>` that takes the other fields. */
export type Unreadable =
  | { code: 'empty' }
  /** The place of the first error; both count from 1. */
  | { code: 'not-xml'; line: number; column: number }
  | { code: 'other-root'; name: string }
  | { code: 'doctype' }
  /** `name` is what the document calls its encoding. */
  | { code: 'encoding'; name: string }
  | { code: 'too-deep'; most: number }
  | { code: 'too-many-elements'; most: number }
  | { code: 'too-many-attributes'; most: number }
  | { code: 'too-slow'; most: number }
  | { code: 'too-complex' }

/**
 * A report, or why there is none. A document in which a failure was recognized is a report even if it is not well-formed,
 * exceeds a limit or cannot be decoded completely: a red report must lock the launch again, whatever else is wrong with it.
 */
export type ReportReading = { kind: 'report'; report: Report } | { kind: 'unreadable'; why: Unreadable }

/** What was read, and the names of tests that failed as far as they were read: texts of the document, as they stand there. */
export type NamedReading = ReportReading & { failed: FailedNames }

/** No number of a report exceeds this. */
export const largestCount = 1_000_000_000

/**
 * The report where there is nothing against it or it is red, otherwise the reason. A red document that is not well-formed, to
 * which characters that XML forbids belong (`isRepaired`), proves its failures only: nothing in it counts as passed.
 */
export function readingOf(report: Report, against: Unreadable | null, isRepaired = false): ReportReading {
  const isRed = report.failed > 0
  if (against !== null && !isRed) return { kind: 'unreadable', why: against }
  const provesFailures = isRed && (against !== null || isRepaired)
  return { kind: 'report', report: provesFailures ? { ...report, passed: 0, flaky: 0 } : report }
}
