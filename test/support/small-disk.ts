import { execFileSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** A file system of a few megabytes that a test may fill. */
export interface SmallDisk {
  folder: string
  /** Takes what space is left. */
  fill(): void
  /** Gives it back. */
  empty(): void
  close(): void
}

/** Null where this user may not mount one: the caller has another way to the same fault. */
export function mountSmallDisk(parent: string, size: string): SmallDisk | null {
  const folder = join(parent, 'disk')
  mkdirSync(folder)
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder], { stdio: 'ignore' })
  } catch {
    return null
  }
  const ballast = join(folder, 'ballast')
  return {
    folder,
    fill() {
      const file = openSync(ballast, 'a')
      try {
        for (const bytes of [Buffer.alloc(65_536), Buffer.alloc(1)]) writeUntilFull(file, bytes)
      } finally {
        closeSync(file)
      }
    },
    empty: () => rmSync(ballast, { force: true }),
    close: () => void execFileSync('umount', [folder]),
  }
}

function writeUntilFull(file: number, bytes: Buffer): void {
  try {
    for (;;) writeSync(file, bytes)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
  }
}
