import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { backupName } from '../../server/backups/backup-files.ts'
import { type Schedule, type ScheduledBackups, scheduledBackups } from '../../server/backups/scheduled-backups.ts'
import { readConfig } from '../../server/config.ts'
import { BackupFigures } from '../../server/figures/backup-figures.ts'

/** When the server backs itself up, and which backups stay. What a backup is: test/cli/backup.test.ts. */

const hour = 3_600_000
const start = Date.parse('2026-12-01T10:00:00Z')
let folder: string
let figures: BackupFigures
let lines: { level: number; msg: string; err?: { message: string } }[]
let running: ScheduledBackups[]
/** The wall clock, which may jump; timers and the steady clock are vitest's. */
let jumped: number
let made: string[]
let make: Schedule['make']

const now = () => Date.now() + jumped
const names = () => readdirSync(folder).sort()
const ago = (hours: number) => backupName(start - hours * hour)

beforeEach(() => {
  vi.useFakeTimers({ now: start, toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] })
  folder = mkdtempSync(join(tmpdir(), 'launchgate-backups-'))
  figures = new BackupFigures()
  lines = []
  running = []
  jumped = 0
  made = []
  make = async (file) => {
    writeFileSync(file, 'a backup')
    made.push(file.slice(folder.length + 1))
  }
})
afterEach(async () => {
  for (const each of running) await each.stop()
  vi.useRealTimers()
  rmSync(folder, { recursive: true })
})

function serve(change: Partial<Schedule> = {}): ScheduledBackups {
  const log = pino({}, { write: (line: string) => lines.push(JSON.parse(line)) })
  const backups = scheduledBackups({
    folder,
    every: 24 * hour,
    keep: 3,
    make: (...args) => make(...args),
    sweep: () => undefined,
    figures,
    log,
    now,
    ...change,
  })
  running.push(backups)
  return backups
}

/** Time goes by, and what falls due at its end is done. */
async function pass(ms: number): Promise<void> {
  for (const each of running) await each.idle()
  await vi.advanceTimersByTimeAsync(ms)
  for (const each of running) await each.idle()
}

describe('the rhythm', () => {
  it('begins at once where there is no backup, and goes on every 24 hours', async () => {
    serve()
    await pass(0)
    expect(made).toEqual([backupName(start)])
    await pass(24 * hour - 1000)
    expect(made).toHaveLength(1)
    await pass(1000)
    expect(made).toEqual([backupName(start), backupName(start + 24 * hour)])
    expect(figures).toMatchObject({ lastSuccess: start + 24 * hour, failures: 0 })
  })

  it('goes on after a restart where the newest backup left it', async () => {
    for (const hours of [49, 25, 20]) writeFileSync(join(folder, ago(hours)), '')
    serve()
    await pass(0)
    expect(figures.lastSuccess).toBe(start - 20 * hour)
    await pass(4 * hour - 1000)
    expect(made).toEqual([])
    await pass(1000)
    expect(made).toEqual([backupName(start + 4 * hour)])
  })

  it.each([
    ['a year ahead', 365 * 24 * hour],
    ['30 days back', -30 * 24 * hour],
  ])('a clock that jumps %s makes no flood and no gap', async (_, by) => {
    serve()
    await pass(0)
    jumped = by
    await pass(24 * hour - 1000)
    expect(made).toHaveLength(1)
    for (let days = 0; days < 3; days += 1) await pass(24 * hour)
    expect(made).toHaveLength(4)
    await running.pop()?.stop()
    serve()
    await pass(0)
    await pass(23 * hour)
    expect(made.length, 'one more at most after a restart').toBeLessThanOrEqual(5)
  })

  it('does not wait for a backup of the future, which was made while the clock was wrong', async () => {
    writeFileSync(join(folder, ago(-30 * 24)), '')
    serve()
    await pass(0)
    expect(made).toEqual([backupName(start)])
    expect(figures.lastSuccess).toBe(start)
  })
})

describe('which backups stay', () => {
  it('the newest three, and whatever the server did not make', async () => {
    const others = ['before-the-move.tar', 'launchgate-schema-10-20200101T000000Z.tar']
    for (const name of [...others, ...[100, 75, 50, 25].map(ago)]) writeFileSync(join(folder, name), '')
    serve()
    await pass(0)
    expect(names()).toEqual([...others, ago(50), ago(25), backupName(start)].sort())
  })

  it('the one that was just made, also among backups of the future', async () => {
    for (const name of [-24, -48, -72].map(ago)) writeFileSync(join(folder, name), '')
    serve()
    await pass(0)
    expect(names()).toContain(backupName(start))
    expect(names()).toHaveLength(3)
  })

  it('all of them, while no new one verifies', async () => {
    for (const name of [100, 75, 50, 25].map(ago)) writeFileSync(join(folder, name), '')
    make = async () => {
      throw new Error('The data doesn’t verify')
    }
    serve()
    await pass(0)
    expect(names()).toHaveLength(4)
  })
})

it('a failure is an error in the log, is counted, and is tried again after a pause that grows', async () => {
  let tries = 0
  make = async () => {
    tries += 1
    throw new Error('Not enough space')
  }
  serve({ firstPause: 60_000 })
  await pass(0)
  expect(lines).toMatchObject([{ level: 50, msg: 'backup failed; will retry', err: { message: 'Not enough space' } }])
  await pass(60_000)
  await pass(60_000)
  expect([tries, figures.failures, figures.lastSuccess]).toEqual([2, 2, null])
  await pass(60_000)
  expect(tries).toBe(3)
  make = async (file) => writeFileSync(file, 'a backup')
  await pass(240_000)
  expect([figures.failures, names().length]).toEqual([3, 1])
})

it('the end of the server ends a backup that is being made, and removes what there is of it', async () => {
  const swept: string[] = []
  let isBegun = false
  let ended = false
  make = (_, signal) =>
    new Promise((_resolve, reject) => {
      isBegun = true
      signal.addEventListener('abort', () => {
        ended = true
        reject(new Error('ended'))
      })
    })
  const backups = serve({ sweep: (each) => swept.push(each) })
  await backups.idle()
  vi.advanceTimersToNextTimer()
  await vi.waitFor(() => expect(isBegun).toBe(true))
  await backups.stop()
  expect([ended, swept, figures.failures]).toEqual([true, [folder, folder], 0])
  await vi.advanceTimersByTimeAsync(1000 * hour)
  expect(made).toEqual([])
})

describe('BACKUP_EVERY and BACKUP_KEEP', () => {
  it.each([
    ['24h', 24 * hour],
    ['30m', hour / 2],
    ['7d', 7 * 24 * hour],
    ['', null],
  ])('%j', (value, expected) => expect(readConfig({ BACKUP_EVERY: value }).backupEvery).toBe(expected))

  it.each(['daily', '24', '0h', '30s', '-1h', '1.5h', '400d'])('not %s', (value) =>
    expect(() => readConfig({ BACKUP_EVERY: value })).toThrow(
      `Invalid BACKUP_EVERY "${value}": expected a length of time from 1m to 366d, e.g. 30m, 24h or 7d, or nothing.`,
    ),
  )

  it.each(['0', 'all', '-1'])('keeps not %s', (value) =>
    expect(() => readConfig({ BACKUP_KEEP: value })).toThrow('expected a whole number from 1 to 10000'),
  )
})
