import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Served, type Start, served } from '../support/server.ts'
import { mountSmallDisk } from '../support/small-disk.ts'

/** A server whose log cannot be written starts, answers, counts what it drops, and ends as always. */

let folder: string
let server: Served | null
let stdout: number | null

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'launchgate-log-'))
  server = null
  stdout = null
})
afterEach(async () => {
  await server?.close()
  if (stdout !== null) closeSync(stdout)
  rmSync(folder, { recursive: true })
})

async function start(how: Start): Promise<Served> {
  server = await served({ LOG_LEVEL: 'debug' }, how)
  await server.start()
  return server
}

const get = (path: string) => fetch(`${server?.url}${path}`, { signal: AbortSignal.timeout(10_000) })

async function droppedLines(): Promise<number> {
  const [, count] = /^launchgate_log_lines_dropped_total (\d+)$/m.exec(await (await get('/metrics')).text()) ?? []
  return Number(count)
}

/** Each request is a line of the log at this level. */
async function dropsLines(): Promise<void> {
  await vi.waitFor(async () => expect(await droppedLines()).toBeGreaterThan(3), { timeout: 60_000, interval: 50 })
  expect((await get('/healthz')).status).toBe(200)
}

describe('a log on a full disk', { timeout: 120_000 }, () => {
  test('a device that is always full', async () => {
    stdout = openSync('/dev/full', 'a')
    const running = await start({ stdout })
    await dropsLines()
    expect(await running.stop()).toBe(0)
  })

  /** A limit on the size of files acts like a full disk for the log, which is beyond it, and not for the database. */
  const limited = () => {
    const path = join(folder, 'server.log')
    stdout = openSync(path, 'a')
    truncateSync(path, 40_000 * 1024)
    return { path, how: { stdout, before: 'ulimit -f 40000' }, free: () => truncateSync(path), close: () => {} }
  }
  const mounted = () => {
    const disk = mountSmallDisk(folder, '1m')
    if (disk === null) return limited()
    const path = join(disk.folder, 'server.log')
    stdout = openSync(path, 'a')
    disk.fill()
    return { path, how: { stdout }, free: disk.empty, close: disk.close }
  }

  const files = ['files that may not grow', limited] as const
  const system = ['a small file system, where one may be mounted', mounted] as const
  test.each(process.env.FAULT_ROUNDS === undefined ? [files] : [files, system])(
    '%s: logging goes on when there is space, and says how much is missing',
    async (_, full) => {
      const { path, how, free, close } = full()
      try {
        const running = await start(how)
        await dropsLines()
        free()
        await vi.waitFor(
          async () => {
            await get('/healthz')
            expect(readFileSync(path, 'utf8')).toContain('"dropped":')
          },
          { timeout: 60_000, interval: 100 },
        )
        expect(await running.stop()).toBe(0)
        const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1)
        const messages = lines.map((line): { msg: string; dropped?: number } => JSON.parse(line))
        const reported = messages.reduce((sum, { dropped }) => sum + (dropped ?? 0), 0)
        expect(reported).toBeGreaterThan(3)
        expect(messages.at(-1)).toMatchObject({ msg: 'draining' })
      } finally {
        if (stdout !== null) closeSync(stdout)
        stdout = null
        await server?.close()
        close()
      }
    },
  )
})

describe('a log that nobody reads', { timeout: 120_000 }, () => {
  test('the server answers and stops all the same, while the reader is slow and when it has gone', async () => {
    const running = await start({ stdout: 'unread' })
    // More than a pipe holds.
    for (let round = 0; round < 40; round += 1) {
      const answers = await Promise.all(Array.from({ length: 20 }, () => get('/healthz')))
      expect(answers.every(({ ok }) => ok)).toBe(true)
    }
    running.unread().destroy()
    await dropsLines()
    expect(await running.stop()).toBe(0)
  })
})
