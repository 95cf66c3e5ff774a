import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { diskProbe } from '../../../server/http/disk-probe.ts'

const folder = mkdtempSync(join(tmpdir(), 'launchgate-probe-'))
afterAll(() => {
  vi.useRealTimers()
  rmSync(folder, { recursive: true, force: true })
})

/** A disk that gives this error to everyone who writes. */
const failing = (code: string) => async () => {
  throw Object.assign(new Error(code), { code })
}

describe('a disk', () => {
  test('that takes writes', async () => {
    expect(await diskProbe([folder, folder])()).toBeNull()
  })

  test.each(['EROFS', 'EIO', 'EACCES', 'ENOENT'])('that answers %s fails, and is named', async (code) => {
    expect(await diskProbe([folder], failing(code))()).toBe(`${folder} can’t be written to (${code})`)
  })

  test.each(['ENOSPC', 'EDQUOT', 'EMFILE', 'ENFILE'])('is not said to fail for %s', async (code) => {
    expect(await diskProbe([folder], failing(code))()).toBeNull()
  })

  test('whose folder is gone fails', async () => {
    expect(await diskProbe([join(folder, 'gone')])()).toContain('ENOENT')
  })
})

describe('how often it is asked', () => {
  test('once a second, and once for all who ask meanwhile', async () => {
    const write = vi.fn(async () => {})
    const probe = diskProbe([folder], write)
    await Promise.all([probe(), probe(), probe()])
    await probe()
    expect(write).toHaveBeenCalledTimes(1)
    await vi.waitFor(async () => {
      await probe()
      expect(write).toHaveBeenCalledTimes(2)
    }, 10_000)
  })

  test('a disk that hangs holds nobody for longer than five seconds, and is not asked again meanwhile', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const write = vi.fn(() => new Promise<void>(() => {}))
    const probe = diskProbe([folder], write)
    const answers = Promise.all([probe(), probe()])
    await vi.advanceTimersByTimeAsync(5000)
    expect(await answers).toEqual(Array(2).fill('the disk did not take a write within 5 s'))
    expect(write).toHaveBeenCalledTimes(1)
    vi.useRealTimers()
  })
})
