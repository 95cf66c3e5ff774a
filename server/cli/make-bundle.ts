import { readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join, parse, relative, resolve, sep } from 'node:path'
import { build, type Metafile, type Plugin } from 'esbuild'
import { sourceFolders } from './bundle-place.js'

/** Makes the bundle: the command line and its threads as a few files that can be moved together with the project's folder. */

/** The command line, and what runs in a thread or a process of its own. */
const entryPoints = [
  'server/cli/program.ts',
  'server/cli/packed.ts',
  'server/cli/verify-worker.ts',
  'server/evidence/report-worker.ts',
  'server/evidence/previews/thumbnail-process.ts',
]
/** These load native code, or a file to be served, from their own folders. */
const external = ['better-sqlite3', 'sharp']
const pipelinesFile = 'pipelines.json'

export interface BundleOptions {
  /** The oldest Node.js that must run it, such as `node22`. */
  target: string
  /** Whether it has source maps, for `node --enable-source-maps`. */
  maps: boolean
}

/** Writes the bundle into `folder`, which has the depth below `root` at which it will stay. Gives what went into it. */
export async function makeBundle(root: string, folder: string, { target, maps }: BundleOptions): Promise<Metafile> {
  const { metafile, outputFiles } = await build({
    absWorkingDir: root,
    entryPoints,
    entryNames: '[name]',
    outdir: folder,
    // Node.js need not look into a file to know that it is a module.
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target,
    sourcemap: maps,
    // A map gives lines and names; the sources lie where it says.
    sourcesContent: false,
    metafile: true,
    write: false,
    external,
    define: { bundledPipelines: JSON.stringify(pipelinesFile) },
    logLevel: 'silent',
    // Libraries written as CommonJS ask for Node's modules at run time.
    banner: {
      js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);",
    },
    plugins: [ownUrls(root, folder), onlyEnglishZod, withoutUndici],
  })
  await mkdir(folder, { recursive: true })
  for (const { path, text } of outputFiles) await writeFile(path, path.endsWith('.mjs') ? inAscii(text) : text)
  const { builtInPipelines } = await import('../pipelines/built-in.ts')
  await writeFile(join(folder, pipelinesFile), JSON.stringify([...(await builtInPipelines()).values()]))
  return metafile
}

/**
 * One letter beyond Latin-1, in a comment or a regular expression, would double the memory of a whole file. In strings esbuild has
 * written them so already.
 */
const inAscii = (code: string): string =>
  code.replace(/[\u0080-\uffff]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** `new URL('./report-worker.ts', import.meta.url)` starts a thread or a process from a file of the bundle. */
const workerUrl = /new URL\('([^']+\.ts)', import\.meta\.url\)/g

/** Templates, migrations and styles are found from where a source stands, not from where the bundle does. */
function ownUrls(root: string, folder: string): Plugin {
  return {
    name: 'own-urls',
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, ({ path }) => {
        if (!sourceFolders.some((each) => path.startsWith(join(root, each)))) return null
        const place = JSON.stringify(relative(folder, path).split(sep).join('/'))
        const contents = readFileSync(path, 'utf8')
          .replace(workerUrl, (_, worker: string) => {
            const source = relative(root, resolve(dirname(path), worker))
              .split(sep)
              .join('/')
            if (!entryPoints.includes(source)) throw new Error(`${source} is started from ${path}, but is not bundled.`)
            return `new URL('./${parse(source).name}.mjs', bundleUrl())`
          })
          .replaceAll('import.meta.url', `new URL(${place}, import.meta.url).href`)
          .replaceAll('bundleUrl()', 'import.meta.url')
        return { loader: 'ts', contents }
      })
    },
  }
}

/** Zod brings its messages in some fifty languages; ours are in words/. */
const onlyEnglishZod: Plugin = {
  name: 'only-english-zod',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: `export { default as en } from './en.js'`,
    }))
  },
}

/** An ES module that imports node:http evaluates all that it exports, among it Undici with 0.1 s and 10 MB; `require` does not. */
const withoutUndici: Plugin = {
  name: 'without-undici',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^node:https?$/ }, ({ path, kind }) =>
      kind === 'import-statement' ? { path, namespace: 'required' } : null,
    )
    onLoad({ filter: /.*/, namespace: 'required' }, ({ path }) => ({
      contents: `module.exports = require(${JSON.stringify(path)})`,
    }))
  },
}
