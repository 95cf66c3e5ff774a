import { closeSync, existsSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { BackupProblem } from '../backup/problem.ts'
import { Archive } from '../backup/read-archive.ts'
import { type BytesOf, inOnePiece } from '../differences.ts'
import { NewerDatabase, type Store } from '../store.ts'
import { type StoreSizes, verifyEverything } from '../verify-everything.ts'
import { isDamaged, isOfSystem } from './backup.ts'
import { Draft, sync } from './draft.ts'
import { makeFolderOf, realFile } from './file.ts'
import { lockFile } from './lock.ts'
import { requireSpace } from './snapshot.ts'
import { openSqlite } from './store.ts'

/** Where evidence goes, and how it is read there. */
export interface EvidencePlace {
  keep(sha256: string, bytes: Buffer): Promise<void>
  bytesOf: BytesOf
}

export interface Restored extends StoreSizes {
  /** When the backup was made, ISO 8601. */
  madeAt: string
}

/**
 * Puts the database and the evidence of a backup where none is. `begin` may change the database before anybody else sees it. The
 * database gets its name last, verified and on disk, so a crash leaves none, or the whole one; evidence without a database does no harm.
 * It takes the place of the server meanwhile. Throws BackupProblem, HeldByAnother and what the system says.
 */
export async function restoreSqlite(
  backup: string,
  file: string,
  evidence: EvidencePlace,
  begin: (store: Store, madeAt: string) => Promise<void>,
): Promise<Restored> {
  requireNoDatabase(file)
  const archive = new Archive(backup)
  try {
    archive.check()
    makeFolderOf(file)
    const real = realFile(file)
    const lock = lockFile(real)
    try {
      requireNoDatabase(real)
      return await restoreInto(real, archive, { backup, evidence, begin })
    } finally {
      lock.release()
    }
  } finally {
    archive.close()
  }
}

interface Wish {
  backup: string
  evidence: EvidencePlace
  begin: (store: Store, madeAt: string) => Promise<void>
}

async function restoreInto(real: string, archive: Archive, wish: Wish): Promise<Restored> {
  const draft = new Draft(real)
  try {
    const copy = draft.path('database')
    requireSpace(copy, 2 * archive.databaseSize)
    writeFile(copy, archive.database())
    const sizes = await prepare(copy, archive, wish)
    // Whoever closes a database last writes its log into the file.
    if (existsSync(`${copy}-wal`)) throw new Error(`${copy} was closed, and its log is still there.`)
    for (const sha256 of archive.evidence) {
      const bytes = archive.evidenceBytes(sha256)
      if (bytes !== null) await wish.evidence.keep(sha256, bytes)
    }
    requireNoDatabase(real)
    sync(copy)
    renameSync(copy, real)
    sync(dirname(real))
    return { ...sizes, madeAt: archive.manifest.madeAt }
  } catch (error) {
    const { backup } = wish
    if (error instanceof NewerDatabase) throw new BackupProblem('newer', { file: backup }, { cause: error })
    if (isDamaged(error))
      throw new BackupProblem('backup-does-not-verify', { file: backup, difference: error.message }, { cause: error })
    throw isOfSystem(error) ? new BackupProblem('not-restored', { file: backup }, { cause: error }) : error
  } finally {
    draft.remove()
  }
}

/** Brings the database up to date, verifies everything, and lets it begin; all of it is in the one file when this resolves. */
async function prepare(copy: string, archive: Archive, { backup, evidence, begin }: Wish): Promise<StoreSizes> {
  const store = await openSqlite(copy, { copiesTo: null })
  try {
    const bytesOf: BytesOf = async (sha256) => inOnePiece(archive.evidenceBytes(sha256)) ?? evidence.bytesOf(sha256)
    const found = await verifyEverything(store, bytesOf)
    if ('difference' in found) throw new BackupProblem('backup-does-not-verify', { file: backup, ...found })
    await begin(store, archive.manifest.madeAt)
    return found
  } finally {
    await store.close()
  }
}

/** Also what belongs to a database: SQLite would take a log that is left for that of the new one. */
function requireNoDatabase(file: string): void {
  for (const each of [file, `${file}-wal`, `${file}-journal`])
    if (existsSync(each)) throw new BackupProblem('database-exists', { file: each })
}

function writeFile(path: string, pieces: Iterable<Uint8Array>): void {
  const file = openSync(path, 'wx', 0o600)
  try {
    for (const piece of pieces) for (let done = 0; done < piece.length; ) done += writeSync(file, piece, done)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
