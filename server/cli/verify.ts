import { readFile } from 'node:fs/promises'
import { type Store, StoreUnavailable } from '../../db/store.ts'
import { type BytesOf, type VerifiedLog, verifyLaunch, verifyLeaves } from '../../db/verify.ts'
import { Failed } from './failed.ts'
import { print, say, visible } from './print.ts'

/** 0 when everything is whole, 1 when something is not. */
export async function verify(slug: string | undefined, { file }: { file?: string }): Promise<number> {
  if (file === undefined) return verifyDatabase(slug)
  if (slug !== undefined) throw new Failed('Say either a launch or --file, not both.')
  return report(file, verifyLeaves(linesOf(await bytesOf(file)))) ? 0 : 1
}

async function verifyDatabase(slug: string | undefined): Promise<number> {
  // Loaded here and not above: an export is verified without a database.
  const { withStore } = await import('./services.ts')
  const { evidenceFolder } = await import('../evidence/folder.ts')
  return withStore(async (store, { dataDir }) => {
    const { find } = evidenceFolder(dataDir)
    const slugs = slug === undefined ? await store.slugs() : [slug]
    if (slugs.length === 0) say('There is no launch yet.')
    let whole = true
    for (const each of slugs) whole = report(each, await verified(store, each, find)) && whole
    return whole ? 0 : 1
  })
}

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
