import { constants, openSync, write, writeSync } from 'node:fs'

/**
 * Where log lines go: a file, a pipe or a terminal. Logging never waits, never throws and never ends the process; when the
 * lines cannot be written (disk full, reader slow or gone) they are dropped and counted.
 */
export interface LogOutput {
  /** Takes one line, or several that belong together, with the newline at the end. */
  write(text: string): void
  /** How many calls of `write` were lost since the start. */
  dropped(): number
  /** Resolves when everything taken so far is written or dropped, but no later than after `ms`. */
  flush(ms: number): Promise<void>
  /** One last attempt at what is still queued, without waiting. For the exit of the process. */
  end(): void
}

export interface LogOutputOptions {
  /** The line that says how many lines were dropped; written as soon as writing works again. */
  notice(dropped: number): string
  /** Most bytes held in memory; further lines are dropped. */
  most?: number
  /** Milliseconds until the next attempt after an error. */
  retryAfter?: number
}

/** Bytes for one system call: what a Linux pipe holds. */
const batchSize = 64 * 1024
/** A pipe or a terminal whose reader is slow is tried again after so many milliseconds. */
const busyRetry = 20

interface Batch {
  bytes: Buffer
  /** For each line the offset at which it ends. */
  ends: number[]
  /** What `dropped()` was when the notice at the start of this batch was made. */
  reported: number
}

/** Writes to a descriptor from the thread pool, one batch after the other. */
export function logOutput(fd: number, options: LogOutputOptions): LogOutput {
  const { notice, most = 1024 * 1024, retryAfter = 1000 } = options
  let queue: Buffer[] = []
  let queued = 0
  let dropped = 0
  let reported = 0
  let isBusy = false
  /** The descriptor ends inside a line, because a write was cut short. */
  let isTorn = false
  let whenIdle: (() => void)[] = []

  const settle = () => {
    for (const resolve of whenIdle) resolve()
    whenIdle = []
  }
  const takeBatch = (limit: number): Batch => {
    const head = Buffer.from((isTorn ? '\n' : '') + (dropped > reported ? notice(dropped - reported) : ''))
    const ends: number[] = []
    let length = head.length
    for (const line of queue) {
      if (ends.length > 0 && length + line.length > limit) break
      length += line.length
      ends.push(length)
    }
    const lines = queue.slice(0, ends.length)
    queue = queue.slice(ends.length)
    queued -= length - head.length
    return { bytes: Buffer.concat([head, ...lines]), ends, reported: dropped }
  }
  const next = () => {
    if (queue.length === 0) {
      isBusy = false
      return settle()
    }
    isBusy = true
    send(takeBatch(batchSize), 0)
  }
  const send = (batch: Batch, from: number): void => {
    write(fd, batch.bytes, from, batch.bytes.length - from, null, (error, written) => {
      const to = from + written
      if (error === null && written > 0) {
        isTorn = batch.bytes[to - 1] !== 0x0a
        if (to < batch.bytes.length) return send(batch, to)
        reported = batch.reported
        return next()
      }
      if (error?.code === 'EAGAIN') return void setTimeout(() => send(batch, from), busyRetry).unref()
      dropped += batch.ends.filter((end) => end > from).length
      settle()
      setTimeout(next, retryAfter).unref()
    })
  }
  return {
    write(text) {
      const line = Buffer.from(text)
      if (queued + line.length > most) {
        dropped += 1
        return
      }
      queue.push(line)
      queued += line.length
      if (!isBusy) next()
    },
    dropped: () => dropped,
    async flush(ms) {
      if (!isBusy) return
      await new Promise<void>((resolve) => {
        whenIdle.push(resolve)
        setTimeout(resolve, ms)
      })
    },
    end() {
      if (queue.length === 0) return
      try {
        writeSync(fd, takeBatch(Number.POSITIVE_INFINITY).bytes)
      } catch {
        // Nobody is left to hear of it.
      }
    },
  }
}

/**
 * The descriptor of stdout, fit for logOutput: a slow reader gives EAGAIN instead of blocking a thread, which would then keep
 * the process from exiting. Node makes a pipe or socket non-blocking when `process.stdout` is first used; a terminal is opened
 * anew, since its flags are shared with the shell that started us.
 */
export function stdoutDescriptor(): number {
  const { isTTY } = process.stdout
  if (!isTTY) return 1
  try {
    return openSync('/dev/stdout', constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY)
  } catch {
    return 1
  }
}
