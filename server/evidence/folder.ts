import { randomBytes } from 'node:crypto'
import { createReadStream, type ReadStream } from 'node:fs'
import { mkdir, open, rename, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'

/** Files and reports, stored under the SHA-256 (hex) of their bytes. */
export interface EvidenceFolder {
  /** Resolves when the bytes are on disk; the same bytes twice are one file. */
  keep(sha256: string, bytes: Buffer): Promise<void>
  read(sha256: string): ReadStream
  /** The bytes that are really there, whatever they are; null when there is no such file. */
  find(sha256: string): Promise<ReadStream | null>
}

/** The folder `evidence` inside DATA_DIR, made when the first file comes. */
export function evidenceFolder(dataDir: string): EvidenceFolder {
  const folder = join(dataDir, 'evidence')
  const place = (sha256: string) => join(folder, sha256)
  return {
    async keep(sha256, bytes) {
      let folders = [folder, dataDir]
      if (!(await isThere(place(sha256)))) {
        folders = [folder, ...holding(folder, await mkdir(folder, { recursive: true, mode: 0o700 }))]
        const draft = `${place(sha256)}.${randomBytes(6).toString('hex')}`
        const file = await open(draft, 'wx', 0o600)
        try {
          await file.writeFile(bytes)
          await file.sync()
        } finally {
          await file.close()
        }
        await rename(draft, place(sha256))
      }
      // A name is durable only when the folder that holds it is; whoever put it there may not have got so far.
      for (const each of folders) await syncFolder(each)
    },
    read: (sha256) => createReadStream(place(sha256)),
    find: async (sha256) => ((await isThere(place(sha256))) ? createReadStream(place(sha256)) : null),
  }
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

async function isThere(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false
    throw error
  }
}
