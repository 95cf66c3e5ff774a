import { randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { evidencePath, requireSpace } from '../folder.ts'
import { type Preview, type PreviewKind, previewSchema } from './preview.ts'

/** In DATA_DIR, beside the evidence. It may be removed at any time. */
export const previewsFolder = (dataDir: string): string => join(dataDir, 'previews')
/** Another way of making previews gets another name; what has the name before is removed at the next start. */
export const currentName = '2'
const draftsName = 'drafts'

/** Of what a preview is kept: of a file, by the SHA-256 of its bytes, looked at as this kind. */
export interface PreviewKey {
  sha256: string
  kind: PreviewKind
}

const placeOf = (dataDir: string, { sha256, kind }: PreviewKey, extension: 'json' | 'webp'): string =>
  join(previewsFolder(dataDir), currentName, `${sha256}.${kind}.${extension}`)

/** Null where there is none, or none that can be read: it is made again. What is derived of a file is not used without it. */
export async function findPreview(dataDir: string, key: PreviewKey): Promise<Preview | null> {
  const [isStored, bytes] = await Promise.all([
    hasEvidence(dataDir, key.sha256),
    readOrNull(placeOf(dataDir, key, 'json')),
  ])
  if (bytes === null || !isStored) return null
  return previewSchema.safeParse(parsed(bytes.toString('utf8'))).data ?? null
}

export const findThumbnail = (dataDir: string, sha256: string): Promise<Buffer | null> =>
  readOrNull(placeOf(dataDir, { sha256, kind: 'image' }, 'webp'))

export async function hasEvidence(dataDir: string, sha256: string): Promise<boolean> {
  try {
    return (await stat(evidencePath(dataDir, sha256))).isFile()
  } catch {
    // Also a disk that cannot be asked now: the page is drawn without the preview.
    return false
  }
}

/** A thumbnail is there before the preview that says so. Rejects with the system's error. */
export async function keepPreview(
  dataDir: string,
  key: PreviewKey,
  preview: Preview,
  thumbnail: Buffer | null = null,
): Promise<void> {
  const folder = previewsFolder(dataDir)
  for (const each of [currentName, draftsName]) await mkdir(join(folder, each), { recursive: true, mode: 0o700 })
  if (thumbnail !== null) await replace(folder, placeOf(dataDir, key, 'webp'), thumbnail)
  await replace(folder, placeOf(dataDir, key, 'json'), Buffer.from(JSON.stringify(preview)))
}

/** A reader finds the old file or the new one. What a crash takes is made again, so nothing is synced. */
async function replace(folder: string, path: string, bytes: Buffer): Promise<void> {
  await requireSpace(folder, bytes.length)
  const draft = join(folder, draftsName, randomBytes(12).toString('hex'))
  try {
    await writeFile(draft, bytes, { mode: 0o600, flag: 'wx' })
    await rename(draft, path)
  } catch (error) {
    // The first error is the one to report. A draft that cannot be removed either is swept at the next start.
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
