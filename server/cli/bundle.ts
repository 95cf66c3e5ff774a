import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Plugin } from 'esbuild'

/**
 * The command line as a few files instead of some two hundred: reading sources and libraries one by one takes Node 0.7 to 1.8 s,
 * the bundle 0.2 to 0.3 s. It is made again whenever a source or the lock file differs from what it was made of.
 */

const sources = ['db', 'machines', 'server']
/** These start worker threads or native code from files of their own. */
const external = ['better-sqlite3', 'esbuild', 'pino', 'pino-pretty', 'prom-client', 'saxes', 'sharp']
/** Bundles of earlier sources that are left in place: a process that still runs may load another part of its own. */
const kept = 3

/** The file to import in place of `server/cli/program.ts`, made first where it is missing. `root` is the project's folder. */
export async function bundledCommandLine(root: string): Promise<string> {
  const folder = join(root, 'node_modules/.cache/launchgate')
  const bundle = join(folder, fingerprint(root))
  if (!existsSync(bundle)) await build(root, folder, bundle)
  return join(bundle, 'program.js')
}

/** Changes with the name, the size and the time of change of every source, and with every installed version. */
function fingerprint(root: string): string {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')))
  for (const folder of sources)
    for (const name of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).sort())
      if (name.endsWith('.ts')) {
        const { size, mtimeMs } = statSync(join(root, folder, name))
        hash.update(`${folder}/${name}\0${size}\0${mtimeMs}\0`)
      }
  return hash.digest('hex').slice(0, 20)
}

/** Two processes may build at once: each builds aside, and the first to rename wins. */
async function build(root: string, folder: string, bundle: string): Promise<void> {
  const { build: bundleFiles } = await import('esbuild')
  const { mkdir } = await import('node:fs/promises')
  await mkdir(folder, { recursive: true })
  const draft = mkdtempSync(join(folder, 'draft-'))
  await bundleFiles({
    absWorkingDir: root,
    entryPoints: ['server/cli/program.ts', 'server/cli/verify-worker.ts'],
    outdir: draft,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: `node${process.versions.node}`,
    sourcemap: true,
    external,
    logLevel: 'silent',
    // Libraries written as CommonJS ask for Node's modules at run time.
    banner: {
      js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);",
    },
    plugins: [ownUrls(root)],
  })
  removeOldest(folder)
  try {
    renameSync(draft, bundle)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(bundle)) throw error
  }
}

/** As server/launches/verifier.ts writes it. This thread imports as much as the server does, so it runs from the bundle too. */
const workerOfSources = `new URL('../cli/verify-worker.ts', import.meta.url)`
const workerOfBundle = `new URL('./verify-worker.js', import.meta.url)`

/** Templates, migrations and pipelines are found from where a source stands, not from where the bundle does. */
function ownUrls(root: string): Plugin {
  return {
    name: 'own-urls',
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, ({ path }) => {
        if (!sources.some((folder) => path.startsWith(join(root, folder)))) return null
        const url = JSON.stringify(pathToFileURL(path).href)
        const parts = readFileSync(path, 'utf8').split(workerOfSources)
        return {
          loader: 'ts',
          contents: parts.map((part) => part.replaceAll('import.meta.url', url)).join(workerOfBundle),
        }
      })
    },
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
