import { type ChildProcess, fork } from 'node:child_process'

/**
 * Thumbnails are made in a process of their own, so that no picture, however made, takes the server's memory or time, or ends it: one at
 * a time, for ten seconds at most. It is started when a picture comes and ended when there was none for two seconds: a server that gets
 * none has neither the process nor its library.
 */

export interface ThumbnailTask {
  /** Of the file, and what its bytes must hash to. */
  path: string
  sha256: string
}

/** WebP. */
export interface Thumbnail {
  bytes: Uint8Array
  width: number
  height: number
}

/** `unusable`: of these bytes there can be no thumbnail. `failed`: there is none now, and `why` is for the log. */
export type ThumbnailAnswer = ({ kind: 'made' } & Thumbnail) | { kind: 'unusable' } | { kind: 'failed'; why: string }

const mostSeconds = 10
const idleMs = 2000

let running: ChildProcess | null = null
let idle: NodeJS.Timeout | undefined
let last: Promise<unknown> = Promise.resolve()

/**
 * Waits for those that came before. Null for a file that is no picture, or none within the limits. Rejects where it is not known: the file
 * cannot be read, there can be no process, or it ended or took too long. `seconds` is for tests.
 */
export function makeThumbnail(task: ThumbnailTask, seconds = mostSeconds): Promise<Thumbnail | null> {
  const making = last.then(() => makeInProcess(task, seconds))
  last = making.catch(() => undefined)
  return making
}

async function makeInProcess(task: ThumbnailTask, seconds: number): Promise<Thumbnail | null> {
  clearTimeout(idle)
  const child = running ?? startProcess()
  try {
    const answer = await answerOf(child, task, seconds)
    if (answer.kind === 'failed') throw new Error(answer.why)
    return answer.kind === 'made' ? answer : null
  } finally {
    idle = setTimeout(() => endProcess(child), idleMs).unref()
  }
}

/** It inherits no setting and no secret, and does not keep the server alive. */
function startProcess(): ChildProcess {
  const child = fork(new URL('./thumbnail-process.ts', import.meta.url), {
    env: {},
    execArgv: ['--max-old-space-size=64'],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  // An error that comes when nobody waits for an answer any more must not end the server.
  child.on('error', () => undefined)
  child.once('exit', () => {
    if (running === child) running = null
  })
  child.unref()
  child.channel?.unref()
  running = child
  return child
}

function endProcess(child: ChildProcess): void {
  if (running === child) running = null
  child.kill('SIGKILL')
}

function answerOf(child: ChildProcess, task: ThumbnailTask, seconds: number): Promise<ThumbnailAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<ThumbnailAnswer>()
  const ended = (code: number | null, signal: string | null) =>
    reject(new Error(`The process of thumbnails ended (code ${code}, signal ${signal}); it has ${seconds} seconds.`))
  const timer = setTimeout(() => endProcess(child), seconds * 1000)
  child.once('message', resolve).once('exit', ended).once('error', reject)
  child.send(task, (error) => {
    if (error) reject(error)
  })
  return promise.finally(() => {
    clearTimeout(timer)
    child.off('message', resolve).off('exit', ended).off('error', reject)
  })
}
