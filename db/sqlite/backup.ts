import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { BackupProblem } from '../backup/problem.ts'
import { Archive } from '../backup/read-archive.ts'
import { inOnePiece } from '../differences.ts'
import { Damaged, NewerDatabase, StoreUnavailable } from '../store.ts'
import { type StoreSizes, verifyEverything } from '../verify-everything.ts'
import { sqliteCode } from './connection.ts'
import { Draft } from './draft.ts'
import { realFile, requireUsable } from './file.ts'
import { newerDatabase } from './migrate.ts'
import { copyBesideServer, readEvidence, readSchema, requireSpace, writeArchive } from './snapshot.ts'
import { openSqlite } from './store.ts'

/** What a backup holds, and its size in bytes. */
export interface BackupMade extends StoreSizes {
  size: number
}

/**
 * Writes a backup of this database and its evidence, of which `evidencePath` knows the places, and verifies it: every byte against its
 * checksum, and the database by a verification of everything. It may run beside a server, in a process of its own. Throws BackupProblem
 * and what the system says; no file is left then.
 */
export async function backUpSqlite(
  file: string,
  target: string,
  evidencePath: (sha256: string) => string,
  at: number,
): Promise<BackupMade> {
  const whole = resolve(target)
  if (!existsSync(file)) throw new BackupProblem('no-database', { file })
  const real = realFile(file)
  requireUsable(real)
  if (existsSync(whole)) throw new BackupProblem('exists', { file: target })
  const draft = new Draft(whole)
  try {
    const copy = draft.path('database')
    await copyBesideServer(real, copy)
    const schema = readSchema(copy)
    const evidence = readEvidence(copy)
    const archive = draft.path('archive')
    requireSpace(archive, statSync(copy).size + evidence.reduce((sum, { size }) => sum + size, 0))
    const manifest = { format: 1, madeAt: new Date(at).toISOString(), schema, contents: 'all' } as const
    writeArchive(
      archive,
      manifest,
      copy,
      evidence.map(({ sha256 }) => ({ sha256, path: evidencePath(sha256) })),
    )
    const made = await verified(archive, copy)
    draft.publish('archive')
    return made
  } catch (error) {
    // It names the copy.
    if (error instanceof NewerDatabase) throw newerDatabase(file, error)
    if (isDamaged(error)) throw new BackupProblem('does-not-verify', { difference: error.message }, { cause: error })
    throw isOfSystem(error) ? new BackupProblem('not-written', { file: target }, { cause: error }) : error
  } finally {
    draft.remove()
  }
}

/** What the store says of a copy, or SQLite of a page that it copies. */
export const isDamaged = (error: unknown): error is Error =>
  error instanceof Damaged || (error instanceof Error && sqliteCode(error)?.startsWith('SQLITE_CORRUPT') === true)

/** A full disk, a folder that is not there, and the like, as the system or SQLite says it. */
export function isOfSystem(error: unknown): boolean {
  if (error instanceof StoreUnavailable || (error instanceof Error && 'syscall' in error)) return true
  return /^SQLITE_(FULL|IOERR|CANTOPEN|READONLY|BUSY|PERM|NOMEM)/.test(sqliteCode(error) ?? '')
}

/** `copy` has the bytes of the database in the archive, and may be changed: an older one is brought up to date. */
async function verified(path: string, copy: string): Promise<BackupMade> {
  const archive = new Archive(path)
  try {
    archive.check()
    const store = await openSqlite(copy, { copiesTo: null })
    try {
      const found = await verifyEverything(store, async (sha256) => inOnePiece(archive.evidenceBytes(sha256)))
      if ('difference' in found) throw new BackupProblem('does-not-verify', found)
      return { ...found, size: archive.size }
    } finally {
      await store.close()
    }
  } finally {
    archive.close()
  }
}
