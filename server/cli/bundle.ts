import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { bundlePlace, bundlesFolder } from './bundle-place.js'

/**
 * The command line as a few files instead of some two hundred: reading sources and libraries one by one takes Node 0.7 to 1.8 s,
 * the bundle 0.2 to 0.3 s. It is made again whenever a source or the lock file differs from what it was made of. An installed package
 * has a bundle that was made with it (pack.ts). `node bundle.ts ROOT` makes one.
 */

/** Bundles of earlier sources that are left in place: a process that still runs may load another part of its own. */
const kept = 3

/** The file that runs the command line, made first where it is missing. `root` is the project's folder. */
export async function bundledCommandLine(root: string): Promise<string> {
  const bundle = bundlePlace(root)
  if (!existsSync(bundle)) await build(root, bundle)
  return join(bundle, 'packed.mjs')
}

/** Two processes may build at once: each builds aside, and the first to rename wins. */
async function build(root: string, bundle: string): Promise<void> {
  const { makeBundle } = await import('./make-bundle.ts')
  const folder = bundlesFolder(root)
  await mkdir(folder, { recursive: true })
  const draft = mkdtempSync(join(folder, 'draft-'))
  await makeBundle(root, draft, { target: `node${process.versions.node}`, maps: true })
  removeOldest(folder)
  try {
    renameSync(draft, bundle)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(bundle)) throw error
  }
}

function removeOldest(folder: string): void {
  const bundles = readdirSync(folder)
    .map((name) => ({
      path: join(folder, name),
      at: statSync(join(folder, name)).mtimeMs,
      isDraft: name.startsWith('draft-'),
    }))
    .filter(({ isDraft }) => !isDraft)
    .sort((a, b) => b.at - a.at)
  for (const { path } of bundles.slice(kept)) rmSync(path, { recursive: true, force: true })
}

const [, , root] = process.argv
if (import.meta.main && root !== undefined) await bundledCommandLine(root)
