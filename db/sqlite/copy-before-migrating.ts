import { readdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { fileTime } from '../backup/file-time.ts'
import { BackupProblem } from '../backup/problem.ts'
import { Archive } from '../backup/read-archive.ts'
import { makeFolder } from '../folder.ts'
import { Draft, sweepDrafts } from './draft.ts'
import { copyAtOnce, readSchema, writeArchive } from './snapshot.ts'

/** So many stay: where a migration fails at each start, each copy holds the same. */
const kept = 3
const prefix = 'launchgate-schema-'

export const usualCopiesTo = (file: string): string => join(dirname(file), 'backups')

/**
 * Copies a database before its tables are changed, while the caller keeps everybody from writing. The copy holds no evidence, which no
 * migration touches. Each of its bytes and SQLite's own structures are checked, but not the logs: a launch that was damaged before stops
 * no upgrade. Throws BackupProblem (`not-migrated`) for whatever prevents it.
 */
export function copyBeforeMigrating(file: string, folder: string, at: number): void {
  try {
    makeFolder(folder)
    sweepDrafts(folder)
    writeCopy(file, folder, at)
    removeOldest(folder)
  } catch (error) {
    throw new BackupProblem('not-migrated', { file, folder }, { cause: error })
  }
}

function writeCopy(file: string, folder: string, at: number): void {
  const schema = readSchema(file)
  const draft = new Draft(join(folder, `${prefix}${schema}-${fileTime(at)}.tar`))
  try {
    const copy = draft.path('database')
    const archive = draft.path('archive')
    copyAtOnce(file, copy)
    requireIntact(copy)
    writeArchive(archive, { format: 1, madeAt: new Date(at).toISOString(), schema, contents: 'database' }, copy, [])
    const written = new Archive(archive)
    try {
      written.check()
    } finally {
      written.close()
    }
    draft.publish('archive')
  } finally {
    draft.remove()
  }
}

function requireIntact(copy: string): void {
  const client = new Database(copy, { readonly: true, fileMustExist: true })
  try {
    const found = client.pragma('integrity_check(1)', { simple: true })
    if (found !== 'ok')
      throw new BackupProblem('does-not-verify', { difference: `SQLite's integrity check says: ${found}` })
  } finally {
    client.close()
  }
}

/** The names end in the time, so those of one schema are in order; a later schema has the newer copies. */
function removeOldest(folder: string): void {
  const names = readdirSync(folder).filter((name) => name.startsWith(prefix) && name.endsWith('.tar'))
  const time = (name: string) => name.slice(-fileTime(0).length - '.tar'.length)
  names.sort((a, b) => (time(a) < time(b) ? 1 : -1))
  for (const name of names.slice(kept)) rmSync(join(folder, name))
}
