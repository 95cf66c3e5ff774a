import type { BytesOf } from './differences.ts'
import { Damaged, ReadFailed, type Store } from './store.ts'
import { verifyInstallation, verifyLaunch } from './verify.ts'

/** What a verified store holds. */
export interface StoreSizes {
  launches: number
  /** Of the logs of all launches and of the installation. */
  entries: number
  /** Evidence files, each once. */
  files: number
}

/**
 * Verifies the whole of a store that nobody else writes to: the database, the installation and every launch with the bytes of its files.
 * Returns what it holds, or the first difference in words. It pauses like verifyLaunch, but for the look at the database as a whole.
 */
export async function verifyEverything(store: Store, bytesOf: BytesOf): Promise<StoreSizes | { difference: string }> {
  try {
    return await everything(store, bytesOf)
  } catch (error) {
    if (error instanceof Damaged || error instanceof ReadFailed || isSqlite(error)) return { difference: error.message }
    throw error
  }
}

async function everything(store: Store, bytesOf: BytesOf): Promise<StoreSizes | { difference: string }> {
  const difference = await store.integrity.inspect()
  if (difference !== null) return { difference: `database: ${difference}` }
  let entries = 0
  // A database in which nothing has happened yet has no log.
  if ((await store.installation.head()).size > 0) {
    const installation = await verifyInstallation(store)
    if (!installation.matches) return { difference: `installation: ${installation.difference}` }
    entries += installation.entries
  }
  const launches = await store.slugs()
  for (const launch of launches) {
    const verification = await verifyLaunch(store, launch, bytesOf)
    if (!verification.matches) return { difference: `${launch}: ${verification.difference}` }
    entries += verification.entries
  }
  return { launches: launches.length, entries, files: (await store.integrity.evidence()).length }
}

/** A damaged page, or a table that isn't there: SQLite's own errors. */
const isSqlite = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && /^SQLITE_(CORRUPT|NOTADB|ERROR)/.test(String(error.code))
