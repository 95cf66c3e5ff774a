import { opendir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { currentName, hasEvidence, previewsFolder } from './preview-folder.ts'

/** Removes what a killed server left half-written, and previews of another version. For the start of a server, before it makes any. */
export async function sweepPreviewDrafts(dataDir: string): Promise<void> {
  const folder = previewsFolder(dataDir)
  for (const name of await namesIn(folder))
    if (name !== currentName) await rm(join(folder, name), { force: true, recursive: true })
}

/**
 * Removes the previews of files that are gone; returns how many files that were. It asks once for each preview, so it is for the time
 * after the start, beside the work: evidence is there before a preview is made of it.
 */
export async function sweepOrphanedPreviews(dataDir: string): Promise<number> {
  const folder = join(previewsFolder(dataDir), currentName)
  if (!(await namesIn(previewsFolder(dataDir))).includes(currentName)) return 0
  let removed = 0
  for await (const { name } of await opendir(folder)) {
    if (await hasEvidence(dataDir, name.split('.', 1)[0] ?? name)) continue
    await rm(join(folder, name), { force: true, recursive: true })
    removed += 1
  }
  return removed
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    // The folder is made with the first preview.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}
