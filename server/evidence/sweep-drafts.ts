import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { draftsFolder } from './folder.ts'

/**
 * Removes the files that a killed server left half-written; returns how many there were. For the start of a server, before it
 * accepts an upload. Reads the folder of drafts only, so it takes the same time however much evidence is stored.
 */
export async function sweepDrafts(dataDir: string): Promise<number> {
  const folder = draftsFolder(dataDir)
  const drafts = await namesIn(folder)
  for (const name of drafts) await rm(join(folder, name), { force: true, recursive: true })
  return drafts.length
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    // The folder is made with the first file.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}
