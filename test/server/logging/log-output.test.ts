import { execFileSync } from 'node:child_process'
import { closeSync, constants, mkdtempSync, openSync, readFileSync, readSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { logOutput } from '../../../server/logging/log-output.ts'

/** The log never waits for whoever reads it: lines that cannot be written are dropped, counted, and reported afterwards. */

const options = { notice: (dropped: number) => `dropped ${dropped}\n`, retryAfter: 20 }
let folder: string
let descriptors: number[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'launchgate-test-'))
  descriptors = []
})
afterEach(() => {
  for (const fd of descriptors) closeSync(fd)
  rmSync(folder, { recursive: true })
})

function opened(path: string, flags: string | number): number {
  const fd = openSync(path, flags)
  descriptors.push(fd)
  return fd
}

/** Both ends of a pipe, neither of which blocks. */
function pipe(): number {
  const path = join(folder, 'pipe')
  execFileSync('mkfifo', [path])
  return opened(path, constants.O_RDWR | constants.O_NONBLOCK)
}

/** What is in the pipe now; it is empty afterwards. */
function readAll(fd: number): string {
  const bytes = Buffer.alloc(256 * 1024)
  let text = ''
  try {
    for (;;) text += bytes.toString('utf8', 0, readSync(fd, bytes))
  } catch {
    return text
  }
}

describe('a log that can be written', () => {
  test('has every line in order, however many come at once', async () => {
    const path = join(folder, 'log')
    const output = logOutput(opened(path, 'a'), options)
    const lines = Array.from({ length: 5000 }, (_, n) => `line ${n} 박준\n`)
    for (const line of lines) output.write(line)
    await output.flush(10_000)
    expect(readFileSync(path, 'utf8')).toBe(lines.join(''))
    expect(output.dropped()).toBe(0)
  })

  test('has what was queued when the process exits', () => {
    const path = join(folder, 'log')
    const output = logOutput(opened(path, 'a'), options)
    output.write('first\n')
    output.write('last words\n')
    output.end()
    expect(readFileSync(path, 'utf8')).toContain('last words\n')
  })
})

describe('a full disk', () => {
  test('drops the lines, counts them, and does not keep a stop waiting', async () => {
    const output = logOutput(opened('/dev/full', 'w'), options)
    for (const n of [1, 2, 3]) output.write(`line ${n}\n`)
    await expect.poll(() => output.dropped()).toBe(3)
    await output.flush(10)
    output.write('one more\n')
    output.end()
  })
})

describe('a reader that does not read', () => {
  test('costs no more memory than the limit; the rest is dropped, and reported once there is room again', async () => {
    const fd = pipe()
    const output = logOutput(fd, { ...options, most: 10_000 })
    const line = `${'x'.repeat(999)}\n`
    for (let n = 0; n < 1000; n += 1) {
      output.write(line)
      // The pipe takes what it can before more is queued.
      if (n % 8 === 0) await new Promise((resolve) => setImmediate(resolve))
    }
    const dropped = output.dropped()
    expect(dropped).toBeGreaterThan(500)
    output.write('the last one\n')
    let read = ''
    await vi.waitFor(() => {
      read += readAll(fd)
      output.write('room again\n')
      expect(read).toContain('room again\n')
    }, 15_000)
    const lines = read.split('\n')
    const reported = lines.filter((each) => each.startsWith('dropped ')).map((each) => Number(each.slice(8)))
    expect(reported.reduce((sum, each) => sum + each, 0)).toBe(output.dropped())
    expect(lines.filter((each) => each === line.trimEnd())).toHaveLength(1000 - dropped)
  })
})
