import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Whether the disks below some folders take writes: null, or why one does not. A full disk does: reads go on, and writes are refused by
 * name. Being out of file descriptors or memory says nothing about a disk.
 */
export type DiskProbe = () => Promise<string | null>

/** How long an answer counts, in ms. */
const countsFor = 1000
/** A disk that takes longer for a few bytes, in ms, does not answer. */
const patience = 5000

const file = '.readiness-probe'
const sayNothing = ['ENOSPC', 'EDQUOT', 'EMFILE', 'ENFILE', 'ENOMEM']

/**
 * Writes a few bytes to a file in each folder, and waits until they are on disk, at most once a second and in the thread pool of Node.js:
 * the event loop waits for nothing. `write` is for tests.
 */
export function diskProbe(folders: readonly string[], write = writeThrough): DiskProbe {
  let answer: string | null = null
  let askedAt = Number.NEGATIVE_INFINITY
  let asking: Promise<string | null> | null = null
  const ask = async (): Promise<string | null> => {
    const failures = await Promise.all([...new Set(folders)].map((folder) => failureIn(folder, write)))
    answer = failures.find((failure) => failure !== null) ?? null
    askedAt = performance.now()
    asking = null
    return answer
  }
  return () => {
    if (performance.now() - askedAt < countsFor) return Promise.resolve(answer)
    asking ??= ask()
    return inTime(asking)
  }
}

async function failureIn(folder: string, write: typeof writeThrough): Promise<string | null> {
  try {
    await write(join(folder, file))
    return null
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : null
    return code !== null && sayNothing.includes(code)
      ? null
      : `${folder} can’t be written to (${code ?? String(error)})`
  }
}

async function writeThrough(path: string): Promise<void> {
  const probe = await open(path, constants.O_WRONLY | constants.O_CREAT, 0o600)
  try {
    await probe.write(`${Date.now()}\n`, 0)
    await probe.sync()
  } finally {
    await probe.close()
  }
}

async function inTime(asking: Promise<string | null>): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined
  const tooLong = new Promise<string>((resolve) => {
    timer = setTimeout(resolve, patience, `the disk did not take a write within ${patience / 1000} s`)
  })
  return Promise.race([asking, tooLong]).finally(() => clearTimeout(timer))
}
