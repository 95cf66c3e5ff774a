import { Worker } from 'node:worker_threads'
import { collectYoungGarbage } from '../garbage.ts'
import { noFailedNames } from './failed-names.ts'
import { type NamedReading, type Report, readingOf, type Unreadable } from './report.ts'
import type { ReportTask } from './report-worker.ts'
import { sharedMemoryOf } from './shared-bytes.ts'

/**
 * Reads reports in a worker thread, so that no document, however made, keeps the server from answering: one at a time, for ten
 * seconds at most, in a heap of its own. A thread that runs out of either is ended, and the next report gets a new one.
 */

const mostSeconds = 10
/** Reading keeps nothing but open elements; what it needs is garbage between two collections, and the parser's longest text. */
const resourceLimits = { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 4 }
/** A thread that read more than this has a heap that is worth giving back. */
const largeReport = 1024 * 1024

/** A thread without work costs 30 MB, a new one a tenth of a second. */
const idleMs = 2000

let worker: Worker | null = null
let idle: NodeJS.Timeout | undefined
let last: Promise<unknown> = Promise.resolve()

/** Waits for those that came before. How many wait is bounded by the places for uploads (see uploads.ts). `seconds` is for tests. */
export function readReport(bytes: Uint8Array, seconds = mostSeconds): Promise<NamedReading> {
  const reading = last.then(() => readInThread(bytes, seconds))
  last = reading.catch(() => undefined)
  return reading
}

async function readInThread(bytes: Uint8Array, seconds: number): Promise<NamedReading> {
  const soFar = new Float64Array(new SharedArrayBuffer(5 * Float64Array.BYTES_PER_ELEMENT))
  clearTimeout(idle)
  const thread = startedThread()
  // An idle thread does not keep the process alive; one that reads does.
  thread.ref()
  const task = { bytes: sharedMemoryOf(bytes), length: bytes.length, soFar: soFar.buffer }
  const outcome = await outcomeOf(thread, task, seconds)
  const isEnded = outcome.kind === 'ended'
  thread.unref()
  if (isEnded || bytes.length > largeReport) {
    await endThread(thread)
    collectYoungGarbage()
  } else idle = setTimeout(() => void endThread(thread), idleMs).unref()
  return isEnded ? { ...readingOf(reportIn(soFar), outcome.why), failed: noFailedNames } : outcome
}

function startedThread(): Worker {
  if (worker) return worker
  const thread = new Worker(new URL('./report-worker.ts', import.meta.url), { resourceLimits })
  // An error that comes when nobody waits for an answer any more must not end the process.
  thread.on('error', () => undefined)
  thread.once('exit', () => {
    if (worker === thread) worker = null
  })
  worker = thread
  return thread
}

async function endThread(thread: Worker): Promise<void> {
  if (worker === thread) worker = null
  await thread.terminate()
}

type Answer = NamedReading | { kind: 'ended'; why: Unreadable }

/** What the thread answered, or why it did not. */
function outcomeOf(thread: Worker, task: ReportTask, seconds: number): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const end = (why: Unreadable) => resolve({ kind: 'ended', why })
  const answered = (reading: NamedReading) => resolve(reading)
  const exited = () => end({ code: 'too-complex' })
  const failed = (error: Error & { code?: string }) => {
    if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') return exited()
    reject(error)
  }
  const timer = setTimeout(() => end({ code: 'too-slow', most: seconds }), seconds * 1000)
  thread.on('message', answered).on('error', failed).on('exit', exited).postMessage(task)
  return promise.finally(() => {
    clearTimeout(timer)
    thread.off('message', answered).off('error', failed).off('exit', exited)
  })
}

function reportIn([passed = 0, failed = 0, skipped = 0, flaky = 0, seconds = 0]: Float64Array): Report {
  return { passed, failed, skipped, flaky, seconds }
}
