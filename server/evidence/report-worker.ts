import { parentPort } from 'node:worker_threads'
import { type FailedNames, noFailedNames } from './failed-names.ts'
import type { NamedReading } from './report.ts'
import { scanReport } from './scan-report.ts'

/** The thread that reads reports, one after the other, for read-report.ts. */

/** Both buffers are shared. `soFar` takes the numbers of a Report in their order, for when this thread is ended before it answers. */
export interface ReportTask {
  bytes: SharedArrayBuffer
  /** How many of them are the report. */
  length: number
  soFar: SharedArrayBuffer
}

// An error in a document costs a stack trace each, which nobody reads.
Error.stackTraceLimit = 0

parentPort?.on('message', ({ bytes, length, soFar }: ReportTask) => {
  const counts = new Float64Array(soFar)
  let names: FailedNames = noFailedNames
  const reading = scanReport(
    new Uint8Array(bytes, 0, length),
    (report) => counts.set([report.passed, report.failed, report.skipped, report.flaky, report.seconds]),
    (failed) => {
      names = failed
    },
  )
  const answer: NamedReading = { ...reading, failed: names }
  parentPort?.postMessage(answer)
})
