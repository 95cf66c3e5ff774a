import { closeSync, fstatSync, openSync, statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { z } from 'zod'
import { ArchiveWriter, databaseName, evidencePrefix, manifestName, piecesOf, yieldDisk } from '../backup/archive.ts'
import type { Manifest } from '../backup/manifest.ts'
import { BackupProblem } from '../backup/problem.ts'
import { makeOwnFile } from './file.ts'

/** A consistent copy of a database, and the archive that holds it. Everything here blocks: it is for a process that serves nobody. */

/** Stays free on the disk: a backup must not take the space that the server's commits need. Its log grows to 16 MB. */
const reserve = 32 * 1024 * 1024

/**
 * Copies the database as of one commit, beside a server: a reader of a write-ahead log makes no writer wait, and what is written goes to
 * the disk a little at a time, because every fsync on a file system may have to wait for all that is still unwritten on it. The read
 * transaction keeps the commit for all steps. Throws BackupProblem where the disk hasn't the space for the copy and an archive of it.
 */
export async function copyBesideServer(source: string, target: string): Promise<void> {
  const client = open(source, target)
  const file = openSync(target, 'r')
  try {
    client.exec('BEGIN')
    client.prepare('select count(*) from sqlite_schema').get()
    await client.backup(target, {
      progress: () => {
        yieldDisk(file)
        return pagesAtOnce
      },
    })
    client.exec('COMMIT')
  } finally {
    client.close()
    closeSync(file)
  }
}

/** The same in one go, while nobody else writes. Throws like copyBesideServer. */
export function copyAtOnce(source: string, target: string): void {
  const client = open(source, target)
  try {
    client.prepare('VACUUM INTO ?').run(target)
  } finally {
    client.close()
  }
}

/** 2 MB. */
const pagesAtOnce = 512

/** A connection to the source, and an empty file for the copy. */
function open(source: string, target: string): Database.Database {
  const client = new Database(source, { fileMustExist: true, timeout: 5_000 })
  try {
    const size = client.prepare('select page_count * page_size from pragma_page_count, pragma_page_size').pluck()
    requireSpace(target, 2 * z.number().parse(size.get()))
    makeOwnFile(target)
    return client
  } catch (error) {
    client.close()
    throw error
  }
}

/** Throws BackupProblem where the disk has not so much space, and a reserve. */
export function requireSpace(target: string, needed: number): void {
  const folder = dirname(target)
  const { bavail, bsize, blocks } = statfsSync(folder)
  // Some network file systems report no sizes at all.
  if (blocks === 0 || bavail * bsize >= needed + reserve) return
  const megabytes = (bytes: number) => String(Math.ceil(bytes / 1e6))
  throw new BackupProblem('no-space', { folder, free: megabytes(bavail * bsize), needed: megabytes(needed + reserve) })
}

/** How many migrations a database has seen. */
export const readSchema = (file: string): number =>
  z.number().parse(read(file, 'select count(*) as schema from __drizzle_migrations', 'schema')[0])

/** The SHA-256 of every evidence file, in order, and how large it is. */
export function readEvidence(file: string): { sha256: string; size: number }[] {
  const rows = z.array(z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/), size: z.number() }))
  return rows.parse(read(file, 'select sha256, max(size) as size from evidence group by sha256 order by sha256'))
}

function read(file: string, query: string, column?: string): unknown[] {
  const client = new Database(file, { fileMustExist: true, timeout: 5_000 })
  try {
    const rows = z.array(z.record(z.string(), z.unknown())).parse(client.prepare(query).all())
    return column === undefined ? rows : rows.map((row) => row[column])
  } finally {
    client.close()
  }
}

/** Writes the archive of a copy, on disk when this returns. Throws BackupProblem where an evidence file is missing or another one. */
export function writeArchive(
  target: string,
  manifest: Manifest,
  copy: string,
  evidence: readonly { sha256: string; path: string }[],
): void {
  const file = openSync(target, 'wx', 0o600)
  try {
    const archive = new ArchiveWriter(file)
    const text = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`)
    archive.add(manifestName, text.length, [text])
    addFile(archive, databaseName, copy)
    for (const { sha256, path } of evidence)
      if (addEvidence(archive, sha256, path) !== sha256) throw new BackupProblem('evidence-changed', { sha256 })
    archive.finish()
  } finally {
    closeSync(file)
  }
}

function addEvidence(archive: ArchiveWriter, sha256: string, path: string): string {
  try {
    return addFile(archive, evidencePrefix + sha256, path)
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    throw isMissing ? new BackupProblem('evidence-missing', { sha256 }, { cause: error }) : error
  }
}

/** Returns its hash. */
function addFile(archive: ArchiveWriter, name: string, path: string): string {
  const file = openSync(path, 'r')
  try {
    const { size } = fstatSync(file)
    return archive.add(name, size, piecesOf(file, 0, size))
  } finally {
    closeSync(file)
  }
}
