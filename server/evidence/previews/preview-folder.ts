import { randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { requireSpace } from '../folder.ts'
import { type Preview, previewSchema } from './preview.ts'

/**
 * Previews, each under the SHA-256 of the file that it was made from, in a folder beside the evidence. It may be removed at any time.
 * Another way of making them gets another folder.
 */
const folderIn = (dataDir: string): string => join(dataDir, 'previews', '1')

/** Null where there is none, or none that can be read: it is made again. */
export async function findPreview(dataDir: string, sha256: string): Promise<Preview | null> {
  const bytes = await readOrNull(join(folderIn(dataDir), `${sha256}.json`))
  if (bytes === null) return null
  return previewSchema.safeParse(parsed(bytes.toString('utf8'))).data ?? null
}

export const findThumbnail = (dataDir: string, sha256: string): Promise<Buffer | null> =>
  readOrNull(join(folderIn(dataDir), `${sha256}.webp`))

/** A thumbnail is there before the preview that says so. Rejects with the system's error. */
export async function keepPreview(
  dataDir: string,
  sha256: string,
  preview: Preview,
  thumbnail: Buffer | null = null,
): Promise<void> {
  const folder = folderIn(dataDir)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  if (thumbnail !== null) await replace(folder, `${sha256}.webp`, thumbnail)
  await replace(folder, `${sha256}.json`, Buffer.from(JSON.stringify(preview)))
}

/** A reader finds the old file or the new one. What a crash takes is made again, so nothing is synced. */
async function replace(folder: string, name: string, bytes: Buffer): Promise<void> {
  await requireSpace(folder, bytes.length)
  const draft = join(folder, `${name}.${randomBytes(6).toString('hex')}`)
  try {
    await writeFile(draft, bytes, { mode: 0o600, flag: 'wx' })
    await rename(draft, join(folder, name))
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined)
    throw error
  }
}

async function readOrNull(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path)
  } catch {
    // Whatever is in the way of a preview, the file itself is still there to be opened.
    return null
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
