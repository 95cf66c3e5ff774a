import { readFile } from 'node:fs/promises'
import { type Store, StoreUnavailable } from '../../db/store.ts'
import { type BytesOf, type VerifiedLog, verifyLaunch, verifyLeaves } from '../../db/verify.ts'
import type { Config } from '../config.ts'
import { Failed } from './failed.ts'
import { print, say, visible } from './print.ts'

/** 0 when everything is whole, 1 when something is not. */
export async function verify(slug: string | undefined, { file }: { file?: string }): Promise<number> {
  if (file === undefined) return verifyDatabase(slug)
  if (slug !== undefined) throw new Failed('Say either a launch or --file, not both.')
  return report(file, verifyLeaves(linesOf(await bytesOf(file)))) ? 0 : 1
}

/** The database as a whole, then the launches; what is merely left behind is named and changes no exit code. */
async function verifyDatabase(slug: string | undefined): Promise<number> {
  // Loaded here and not above: an export is verified without a database.
  const { withStore } = await import('./services.ts')
  const { evidenceFolder } = await import('../evidence/folder.ts')
  const { orphanedEvidence } = await import('../evidence/orphans.ts')
  const work = async (store: Store, { dataDir }: Config) => {
    const { find } = evidenceFolder(dataDir)
    let whole = reportDatabase(await store.integrity.inspect())
    const slugs = slug === undefined ? await store.slugs() : [slug]
    if (slugs.length === 0) say('There is no launch yet.')
    for (const each of slugs) whole = report(each, await verified(store, each, find)) && whole
    for (const name of await orphanedEvidence(dataDir, await store.integrity.evidence()))
      print(visible(`evidence: no launch names the file ${name}`))
    return whole ? 0 : 1
  }
  try {
    return await withStore(work, { acceptAltered: true })
  } catch (error) {
    if (!isUnreadable(error)) throw error
    reportDatabase(`SQLite can't read it (${error.message})`)
    return 1
  }
}

function reportDatabase(difference: string | null): boolean {
  print(visible(difference === null ? 'database: whole' : `database: not whole: ${difference}`))
  return difference === null
}

/** A damaged page, or a table or column that isn't there: SQLite's own errors. */
const isUnreadable = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_')

/** What stops the verification of one launch is said about that one; the others have their turn. */
async function verified(store: Store, launch: string, bytesOf: BytesOf): Promise<VerifiedLog> {
  try {
    return await verifyLaunch(store, launch, bytesOf)
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error
    return { whole: false, difference: `it cannot be verified: ${error instanceof Error ? error.message : error}` }
  }
}

function report(name: string, verified: VerifiedLog): boolean {
  if (verified.whole) {
    print(visible(`${name}: whole, ${verified.entries} entries, root ${verified.root}`))
    return true
  }
  const place = verified.seq === undefined ? '' : ` at entry ${verified.seq}`
  print(visible(`${name}: not whole${place}: ${verified.difference}`))
  return false
}

async function bytesOf(file: string): Promise<Buffer> {
  try {
    return await readFile(file)
  } catch (error) {
    throw new Failed(`${file} cannot be read: ${error instanceof Error ? error.message : error}`)
  }
}

/** A last line may end with a newline or not; any other empty line is a difference, and so is what is not UTF-8. */
function linesOf(bytes: Buffer): string[] {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new Failed('not whole: the file is not UTF-8 text.')
  }
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  return lines
}
