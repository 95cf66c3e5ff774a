import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Removes what a killed server left half-written among the evidence (`<sha256>.<random>`); gives how many there were.
 * For the start of a server, before it takes anything in.
 */
export async function sweepDrafts(dataDir: string): Promise<number> {
  const folder = join(dataDir, 'evidence')
  const drafts = (await namesIn(folder)).filter((name) => /^[0-9a-f]{64}\.[0-9a-f]+$/.test(name))
  for (const name of drafts) await rm(join(folder, name), { force: true })
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
