import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { draftsName } from './folder.ts'

/**
 * Names in the evidence folder that no launch has a file under, in order. They prove nothing wrong: an upload that lost
 * a race leaves its bytes behind, and one that is under way has not been named yet.
 */
export async function orphanedEvidence(dataDir: string, named: readonly string[]): Promise<string[]> {
  const known = new Set([...named, draftsName])
  return (await namesIn(join(dataDir, 'evidence'))).filter((name) => !known.has(name)).sort()
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
