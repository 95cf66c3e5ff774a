import { readFile } from 'node:fs/promises'
import { isDamage, type Store, StoreUnavailable } from '../../db/store.ts'
import {
  type LaunchVerification,
  type LogVerification,
  verifyInstallation,
  verifyInstallationLeaves,
  verifyLaunch,
  verifyLeaves,
} from '../../db/verify.ts'
import type { Config } from '../config.ts'
import { Failed, messageOf } from './failed.ts'
import { t } from './language.ts'
import { print, say, visible } from './print.ts'

/** Returns 0 if everything matches, else 1. */
export async function verify(slug: string | undefined, { file }: { file?: string }): Promise<number> {
  if (file === undefined) return verifyDatabase(slug)
  if (slug !== undefined) throw new Failed(t('cli.launch-or-file'))
  const lines = linesOf(await bytesOf(file))
  return report(file, isOfInstallation(lines) ? verifyInstallationLeaves(lines) : verifyLeaves(lines)) ? 0 : 1
}

/** Whether this looks like the log of an installation; a launch's entries name their launch instead. */
function isOfInstallation([first = '']: readonly string[]): boolean {
  return first.includes('"log":"installation"')
}

/** Verifies the database, then the installation and the launches. Evidence files that no launch uses are listed and don't change the exit code. */
async function verifyDatabase(slug: string | undefined): Promise<number> {
  // Loaded here, because an export is verified without a database.
  const { withStore } = await import('./services.ts')
  const { evidenceFolder } = await import('../evidence/folder.ts')
  const { orphanedEvidence } = await import('../evidence/orphans.ts')
  const work = async (store: Store, { dataDir }: Config) => {
    const { find } = evidenceFolder(dataDir)
    let allMatch = reportDatabase(await store.integrity.inspect())
    const slugs = slug === undefined ? await store.slugs() : [slug]
    if (slug === undefined)
      allMatch = report(t('cli.installation'), await withoutFault(() => verifyInstallation(store))) && allMatch
    if (slugs.length === 0) say(t('cli.no-launches'))
    for (const each of slugs)
      allMatch = report(each, await withoutFault(() => verifyLaunch(store, each, find))) && allMatch
    for (const name of await orphanedEvidence(dataDir, await store.integrity.evidence()))
      print(visible(t('cli.unused-file', { name })))
    return allMatch ? 0 : 1
  }
  try {
    return await withStore(work, { acceptAltered: true })
  } catch (error) {
    if (!isUnreadable(error)) throw error
    reportDatabase(t('cli.sqlite-cannot-read', { why: error.message }))
    return 1
  }
}

function reportDatabase(difference: string | null): boolean {
  print(visible(difference === null ? t('cli.database-verified') : t('cli.database-mismatch', { difference })))
  return difference === null
}

/** A damaged page, or a table or column that isn't there: SQLite's own errors. */
const isUnreadable = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_')

/** An error while verifying one log is reported for that log; the others are still verified. */
async function withoutFault<T extends LogVerification | LaunchVerification>(
  verified: () => Promise<T>,
): Promise<T | LogVerification> {
  try {
    return await verified()
  } catch (error) {
    if (error instanceof StoreUnavailable && !isDamage(error)) throw error
    return { matches: false, difference: t('cli.cannot-verify', { why: messageOf(error) }) }
  }
}

function report(name: string, verification: LogVerification | LaunchVerification): boolean {
  if (verification.matches) {
    const deleted = 'deleted' in verification ? (verification.deleted ?? 0) : 0
    const sizes = { name, entries: String(verification.entries), root: verification.root }
    const line =
      deleted === 0
        ? t('cli.verified', sizes)
        : t('cli.verified-deleted', { ...sizes, deleted, texts: String(deleted) })
    print(visible(line))
    return true
  }
  const { seq, difference } = verification
  const at =
    seq === undefined
      ? t('cli.mismatch', { name, difference })
      : t('cli.mismatch-at', { name, seq: String(seq), difference })
  print(visible(at))
  return false
}

async function bytesOf(file: string): Promise<Buffer> {
  try {
    return await readFile(file)
  } catch (error) {
    throw new Failed(t('cli.cannot-read', { file, why: messageOf(error) }))
  }
}

/** The last line may end with a newline; any other empty line is a mismatch. Throws if the file is not UTF-8. */
function linesOf(bytes: Buffer): string[] {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new Failed(t('cli.export-not-utf8'))
  }
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  return lines
}
