import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** The server's own backups in their folder: `launchgate-20261201T131600Z.tar`, by the time of their making in UTC. */

export interface BackupFile {
  name: string
  /** Epoch ms. */
  at: number
}

export function backupName(at: number): string {
  const time = new Date(at).toISOString().replace(/[-:]|\.\d+/g, '')
  return `launchgate-${time}.tar`
}

/** In the order of their times; none where there is no folder yet. */
export async function listBackups(folder: string): Promise<BackupFile[]> {
  const files = (await namesIn(folder)).flatMap((name) => {
    const [, year, month, day, hour, minute, second] =
      /^launchgate-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.tar$/.exec(name) ?? []
    const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
    return Number.isNaN(at) ? [] : [{ name, at }]
  })
  return files.sort((a, b) => a.at - b.at)
}

/**
 * The backups beyond so many, the oldest first, but never the one that was just made. Those with a later time than that were made while
 * the clock was ahead, so they count as older than all others.
 */
export function surplus(files: readonly BackupFile[], keep: number, madeAt: number): BackupFile[] {
  const others = files.filter(({ at }) => at !== madeAt)
  const age = ({ at }: BackupFile) => (at > madeAt ? Number.NEGATIVE_INFINITY : at)
  return others.toSorted((a, b) => age(a) - age(b)).slice(0, Math.max(0, others.length - (keep - 1)))
}

export async function removeBackups(folder: string, files: readonly BackupFile[]): Promise<void> {
  for (const { name } of files) await rm(join(folder, name), { force: true })
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    // The folder is made with the first backup.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}
