import { createHash, randomBytes } from 'node:crypto'
import { createReadStream, type ReadStream } from 'node:fs'
import { mkdir, open, rename, rm, stat, statfs } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { EvidenceFile } from '../../db/store.ts'
import { isShortage } from './transient-errors.ts'

/** Files and reports, stored under the SHA-256 (hex) of their bytes. */
export interface EvidenceFolder {
  /**
   * Resolves when the bytes are on disk; the same bytes twice are one file, and a file that was damaged meanwhile is replaced.
   * Rejects with the system's error when they cannot be written; no half-written file stays behind.
   */
  keep(sha256: string, bytes: Buffer): Promise<void>
  /** Whether its very bytes are there. */
  isWhole(file: Pick<EvidenceFile, 'sha256' | 'size'>): Promise<boolean>
  read(sha256: string): ReadStream
  /** The bytes that are really there, whatever they are; null when there is no such file. */
  find(sha256: string): Promise<ReadStream | null>
}

/**
 * Bytes that stay free on the disk: uploads are refused before they take the space that commands need. SQLite's write-ahead
 * log grows to about 4 MB between checkpoints.
 */
const reserve = 4 * 1024 * 1024

/**
 * Where files are written before they get their name: inside the folder of the evidence, so that a rename stays within one file
 * system, but apart from it, so that a start need not list everything that was ever stored.
 */
export const draftsFolder = (dataDir: string): string => join(dataDir, 'evidence', draftsName)
export const draftsName = 'drafts'

/** Of one file of the evidence inside DATA_DIR. */
export const evidencePath = (dataDir: string, sha256: string): string => join(dataDir, 'evidence', sha256)

/** The folder `evidence` inside DATA_DIR, made when the first file comes. */
export function evidenceFolder(dataDir: string): EvidenceFolder {
  const folder = join(dataDir, 'evidence')
  const drafts = draftsFolder(dataDir)
  const place = (sha256: string) => evidencePath(dataDir, sha256)
  return {
    async keep(sha256, bytes) {
      let folders = [folder, dataDir]
      if (!(await isWhole(place(sha256), sha256, bytes.length))) {
        folders = [folder, ...holding(folder, await mkdir(folder, { recursive: true, mode: 0o700 }))]
        await requireSpace(folder, bytes.length)
        await mkdir(drafts, { recursive: true, mode: 0o700 })
        await replace(place(sha256), join(drafts, `${sha256}.${randomBytes(6).toString('hex')}`), bytes)
      }
      // A name is durable only when the folder that holds it is; whoever put it there may not have got so far.
      for (const each of folders) await syncFolder(each)
    },
    isWhole: ({ sha256, size }) => isWhole(place(sha256), sha256, size),
    read: (sha256) => createReadStream(place(sha256)),
    find: async (sha256) => ((await sizeOf(place(sha256))) === null ? null : createReadStream(place(sha256))),
  }
}

/** A reader finds the old file or the new one, never a part: the bytes are on disk before the name leads to them. */
async function replace(path: string, draft: string, bytes: Buffer): Promise<void> {
  try {
    const file = await open(draft, 'wx', 0o600)
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(draft, path)
  } catch (error) {
    // The first error is the one to report. A draft that cannot be removed either is swept at the next start.
    await rm(draft, { force: true }).catch(() => undefined)
    throw error
  }
}

/** Throws ENOSPC where taking so many bytes would leave less than the reserve. */
export async function requireSpace(folder: string, size: number): Promise<void> {
  const { bavail, bsize, blocks } = await statfs(folder)
  // Some network and user-space file systems report no sizes at all.
  if (blocks === 0 || bavail * bsize >= size + reserve) return
  throw Object.assign(new Error(`${folder} has ${bavail * bsize} bytes free; ${size + reserve} are needed.`), {
    code: 'ENOSPC',
  })
}

/** Whether these very bytes are there already. A file that cannot be read is damaged, unless we only lack the means to look. */
async function isWhole(path: string, sha256: string, size: number): Promise<boolean> {
  if ((await sizeOf(path)) !== size) return false
  const hash = createHash('sha256')
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk)
  } catch (error) {
    if (isShortage(error)) throw error
    return false
  }
  return hash.digest('hex') === sha256
}

/** The folder that holds this one and, where it had to be made, those above too, up to the one that holds the first that was made. */
function holding(folder: string, first: string | undefined): string[] {
  const folders: string[] = []
  const top = dirname(resolve(first ?? folder))
  for (let each = resolve(folder); each !== top && each !== dirname(each); each = dirname(each))
    folders.push(dirname(each))
  return folders
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path)
  await folder.sync().finally(() => folder.close())
}

/** In bytes; null when there is no such file. */
async function sizeOf(path: string): Promise<number | null> {
  try {
    const found = await stat(path)
    return found.isFile() ? found.size : null
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
